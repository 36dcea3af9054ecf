// Whether a saved text still fits the draft: its week, sections and links; and what it says in the links of today. Pure.
import { type DraftText, nameOf, type StoryText, storiesIn } from './draft-text.ts'
import { draftTextError, type ParsedDraft } from './parse-draft.ts'

const titlesOf = ({ sections }: DraftText): readonly string[] => sections.map(({ title }) => title)

function checkSections({ text, lines }: ParsedDraft, base: DraftText, arrivals: DraftText): void {
  const known = [...titlesOf(base), ...titlesOf(arrivals)]
  const missing = titlesOf(base).filter(title => !titlesOf(text).includes(title))
  const fresh = text.sections.find(({ title }) => !known.includes(title))
  if (fresh && missing.length > 0)
    throw draftTextError(
      lines.get(`## ${fresh.title}`) ?? 1,
      `there is no section "${fresh.title}", and "${missing.join('", "')}" is missing`,
      'Put the heading back. To move stories into a new section of this issue, keep both headings; one without stories is not shown to readers.',
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
 * The links under which stories of the texts go now, by their names: a story stays itself when another telling leads it. Where the texts have
 * both, as when two stories became one, the former stays under its own name.
 */
export function findRenamed(
  texts: readonly DraftText[],
  linkNow: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const names = new Set(texts.flatMap(text => storiesIn(text).map(nameOf)))
  const renamed = new Map<string, string>()
  for (const name of [...names]) {
    const link = linkNow.get(name)
    if (link === undefined || names.has(nameOf({ link }))) continue
    names.add(nameOf({ link }))
    renamed.set(name, link)
  }
  return renamed
}

/** A block that the curator deleted is a story that they left out. Returns their text with such stories among those left out. */
export function leaveOutDeleted(base: DraftText, curator: DraftText): DraftText {
  const kept = new Set(storiesIn(curator).map(nameOf))
  const deleted = storiesIn(base).filter(story => !kept.has(nameOf(story)))
  if (deleted.length === 0) return curator
  const blank = { summary: null, points: null, note: null }
  return { ...curator, leftOut: [...curator.leftOut, ...deleted.map(story => ({ ...story, ...blank }))] }
}

/** A text with other blocks in place of its own. */
export function mapStories(text: DraftText, change: (story: StoryText) => StoryText): DraftText {
  return {
    ...text,
    sections: text.sections.map(section => ({ ...section, stories: section.stories.map(change) })),
    held: text.held.map(change),
    leftOut: text.leftOut.map(change),
  }
}

/** A text with those links in place of the former ones. */
export function renameStories(text: DraftText, renamed: ReadonlyMap<string, string>): DraftText {
  if (renamed.size === 0) return text
  return mapStories(text, story => ({ ...story, link: renamed.get(nameOf(story)) ?? story.link }))
}
