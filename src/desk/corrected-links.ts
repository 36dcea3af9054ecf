// Which story a block of a sealed issue's text is, though its link was corrected: in the text, or since the text was given out. Pure.
import { correctIssue, type CorrectedIssue } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import { nameOfStory, withoutName } from '../core/story-names.ts'
import type { Issue, Story, WeekId } from '../core/types.ts'
import { canonicalUrl, parseHttpUrl } from '../core/url.ts'
import { mapStories, renameStories } from './check-draft-text.ts'
import { type DraftText, nameOf, type StoryText, storiesIn } from './draft-text.ts'
import { draftTextError, type ParsedDraft } from './parse-draft.ts'

/** The texts under the names that the stories have now, and the links that the curator's text gives to some of them. */
export interface AlignedTexts {
  readonly parsed: ParsedDraft
  readonly base: DraftText
  /** By the name that a story has now. */
  readonly links: ReadonlyMap<string, string>
}

const LINK_CHARACTERS = 2_000

const storiesOf = ({ sections }: Pick<Issue, 'sections'>): readonly Story[] =>
  sections.flatMap(({ stories }) => stories)

/** The name that a story has now, by every name that it has had since its issue was sealed. */
function namesSince({ sealed, errata }: CorrectedIssue): ReadonlyMap<string, string> {
  const idsByName = new Map<string, Set<string>>()
  const note = (name: string, id: string): void => {
    idsByName.set(name, (idsByName.get(name) ?? new Set()).add(id))
  }
  for (const story of storiesOf(sealed)) note(nameOfStory(story), story.id)
  for (const { storyId, field, value } of errata)
    if (field === 'link' && typeof value === 'string') note(canonicalUrl(value), storyId)
  const now = new Map(storiesOf(correctIssue(sealed, errata)).map(story => [story.id, nameOfStory(story)]))
  const current = new Set(now.values())
  const formerly = [...idsByName].flatMap(([name, ids]): [string, string][] => {
    const [id, another] = ids
    const nameNow = id === undefined ? undefined : now.get(id)
    return current.has(name) || another !== undefined || nameNow === undefined ? [] : [[name, nameNow]]
  })
  return new Map([...formerly, ...[...current].map((name): [string, string] => [name, name])])
}

const hasWordsOf = (block: StoryText, other: StoryText): boolean =>
  block.title === other.title && (block.summary ?? '') === (other.summary ?? '')

/** A link that was given to a story by the name of another one reads as that one with other words: nothing tells the two apart but the words. */
function checkExchanged({ text, lines }: ParsedDraft, base: DraftText): void {
  const before = storiesIn(base)
  for (const block of storiesIn(text)) {
    const own = before.find(each => nameOf(each) === nameOf(block))
    const meant = before.find(each => each !== own && hasWordsOf(block, each))
    if (own && meant && !hasWordsOf(block, own))
      throw linkTaken(block.link, own.title, base.week, lines.get(nameOf(block)))
  }
}

function linkTaken(link: string, title: string, week: WeekId, line?: number): WeeklyError {
  const where = line === undefined ? '' : `line ${line}: `
  return new WeeklyError('STORY_PLACED', `${where}${link} is the link of “${title}” in ${week} already`, {
    hint: 'A link is one story’s alone: correct the link of that story first, and save.',
  })
}

/** Finds the stories whose links the curator's text has changed: the block has the title, or else the summary or the points, of a story that is missing. */
function findRelinked(parsed: ParsedDraft, base: DraftText): ReadonlyMap<string, StoryText> {
  const { text, lines } = parsed
  checkExchanged(parsed, base)
  const [names, known] = [new Set(storiesIn(text).map(nameOf)), new Set(storiesIn(base).map(nameOf))]
  let missing = storiesIn(base).filter(story => !names.has(nameOf(story)))
  let fresh = storiesIn(text).filter(story => !known.has(nameOf(story)))
  const found = new Map<string, StoryText>()
  const pair = (isAlike: (block: StoryText, story: StoryText) => boolean): void => {
    for (const story of missing) {
      const [block, another] = fresh.filter(each => isAlike(each, story))
      const rivals = missing.filter(each => block && isAlike(block, each))
      if (block && !another && rivals.length === 1) found.set(nameOf(story), block)
    }
    missing = missing.filter(story => !found.has(nameOf(story)))
    fresh = fresh.filter(block => ![...found.values()].includes(block))
  }
  pair((block, { title }) => title !== '' && block.title === title)
  pair((block, { summary }) => (summary ?? '') !== '' && block.summary === summary)
  pair((block, { points }) => (points ?? []).length > 0 && JSON.stringify(block.points) === JSON.stringify(points))
  const [unknown] = fresh
  if (unknown)
    throw draftTextError(
      lines.get(nameOf(unknown)) ?? 1,
      `${unknown.link} is not among the stories of ${text.week}`,
      'A link may be corrected where the title or the summary stays; save that first. No story is added to a sealed issue.',
    )
  const [gone] = missing
  if (gone)
    throw draftTextError(
      1,
      `the story ${gone.link} is gone from the text`,
      `Put its block back; \`weekly issue retract ${text.week} ${gone.link}\` takes a story out, with a mark in its place.`,
    )
  return found
}

/** Gives the stories of the texts the names that they have now. Throws DRAFT_TEXT_INVALID, STORY_PLACED for a link of another story. */
export function alignLinks(parsed: ParsedDraft, base: DraftText, issue: CorrectedIssue): AlignedTexts {
  const relinked = findRelinked(parsed, base)
  const nameNow = namesSince(issue)
  const renamed = new Map<string, string>()
  const links = new Map<string, string>()
  for (const story of storiesIn(base)) {
    const name = nameOf(story)
    const now = nameNow.get(name)
    if (now === undefined)
      throw draftTextError(1, 'links were corrected since this text was given out', 'Get the text anew.')
    if (now !== name) renamed.set(name, now)
    // Another spelling of the same page, https for http above all, is a correction too.
    const block = relinked.get(name) ?? storiesIn(parsed.text).find(each => nameOf(each) === name)
    if (!block || block.link === story.link) continue
    if (now !== name && relinked.has(name) && now !== nameOf(block))
      throw draftTextError(
        parsed.lines.get(nameOf(block)) ?? 1,
        `the link ${story.link} was corrected to ${now} since this text was given out`,
        'Get the text anew.',
      )
    renamed.set(nameOf(block), now)
    links.set(now, withoutName(block.link))
  }
  const lines = new Map([...parsed.lines].map(([name, line]) => [renamed.get(name) ?? name, line]))
  return {
    parsed: { ...parsed, text: renameStories(parsed.text, renamed), lines },
    base: renameStories(base, renamed),
    links,
  }
}

/** A text with the links that the curator gave: what comes back to them for a decision must have them. */
export function withLinks(text: DraftText, links: AlignedTexts['links']): DraftText {
  return mapStories(text, story => {
    const [name, link] = [nameOf(story), links.get(nameOf(story))]
    return link === undefined ? story : { ...story, link: name.startsWith('item:') ? `${link}#${name}` : link }
  })
}

/** Holds a corrected link against those of all issues. Throws DRAFT_TEXT_INVALID for one that is no http(s) link, STORY_PLACED for another story's. */
export function checkLink(
  link: string,
  { week, story }: { readonly week: WeekId; readonly story: Story },
  all: readonly CorrectedIssue[],
): void {
  if (parseHttpUrl(link) === null || link.length > LINK_CHARACTERS)
    throw new WeeklyError('DRAFT_TEXT_INVALID', `${link.slice(0, 200)} is no link that readers can follow`, {
      hint: `A link begins with http:// or https:// and has at most ${LINK_CHARACTERS} characters.`,
    })
  const name = canonicalUrl(link)
  for (const { sealed, errata } of all)
    for (const other of storiesOf(correctIssue(sealed, errata))) {
      const isOwn = sealed.week === week && other.id === story.id
      const links = [other.lead, ...other.others].flatMap(({ url }) => (url === null ? [] : canonicalUrl(url)))
      if (!isOwn && links.includes(name)) throw linkTaken(link, other.title, sealed.week)
    }
}
