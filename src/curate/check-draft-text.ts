// Whether a saved text still fits the draft: its week, sections and links. Pure. Called by edit-draft.ts and correct-issue.ts before merging.
import { type DraftText, nameOf, type StoryText, storiesIn } from './draft-text.ts'
import { draftTextError, type ParsedDraft } from './parse-draft.ts'

const titlesOf = ({ sections }: DraftText): readonly string[] => sections.map(({ title }) => title)

function checkSections({ text, lines }: ParsedDraft, base: DraftText, arrivals: DraftText): void {
  const known = [...titlesOf(base), ...titlesOf(arrivals)]
  const missing = titlesOf(base).filter(title => !titlesOf(text).includes(title))
  const unknown = titlesOf(text).find(title => !known.includes(title))
  if (unknown !== undefined)
    throw draftTextError(
      lines.get(`## ${unknown}`) ?? 1,
      `there is no section "${unknown}"`,
      `${missing.length > 0 ? `"${missing.join('", "')}" is missing: was it renamed? ` : ''}Sections are named in weekly.yaml and sources.yaml.`,
    )
  const inside = new Set(text.sections.flatMap(({ stories }) => stories.map(nameOf)))
  for (const { title, stories } of base.sections.filter(section => missing.includes(section.title))) {
    const left = stories.find(story => inside.has(nameOf(story)))
    if (left)
      throw draftTextError(
        lines.get(nameOf(left)) ?? 1,
        `the heading ## ${title} is gone, and this story was below it`,
        'Put the heading back; a section without stories is not shown to readers anyway.',
      )
  }
}

/** Holds a saved text against the one given out and the draft now. Throws DRAFT_TEXT_INVALID with the line. */
export function checkDraftText(parsed: ParsedDraft, base: DraftText, arrivals: DraftText): void {
  const { text, lines } = parsed
  if (text.week !== base.week)
    throw draftTextError(2, `the text is for ${base.week}, not ${text.week}`, 'Put the week back.')
  if ((text.state === null) !== (base.state === null))
    throw draftTextError(
      3,
      'an issue is sealed by publishing, not by its text',
      `Put back state: ${base.state ?? 'sealed'}.`,
    )
  checkSections(parsed, base, arrivals)
  const known = new Set([...storiesIn(base), ...storiesIn(arrivals)].map(nameOf))
  const unknown = storiesIn(text).find(story => !known.has(nameOf(story)))
  if (unknown)
    throw draftTextError(
      lines.get(nameOf(unknown)) ?? 1,
      `${unknown.link} is not among the stories of ${text.week}`,
      `\`weekly issue add ${unknown.link}\` fetches it and adds it; take its block out of the text.`,
    )
}

/**
 * A text in which stories that go by another link now have that one: a story stays itself when another telling leads it. Where the text
 * has both, as when two stories became one, the former stays under its own name.
 */
export function renameStories(text: DraftText, linkNow: ReadonlyMap<string, string>): DraftText {
  const names = new Set(storiesIn(text).map(nameOf))
  const rename = (story: StoryText): StoryText => {
    const link = linkNow.get(nameOf(story))
    if (link === undefined || names.has(nameOf({ link }))) return story
    names.add(nameOf({ link }))
    return { ...story, link }
  }
  return {
    ...text,
    sections: text.sections.map(section => ({ ...section, stories: section.stories.map(rename) })),
    held: text.held.map(rename),
    leftOut: text.leftOut.map(rename),
  }
}
