// A draft, or a sealed issue, as the text that its curator edits: the model that is rendered, parsed and merged. Pure.
import { type Edit, withoutTranslation } from '../core/edits.ts'
import { linkForEditing, nameOfLink } from '../core/story-names.ts'
import { cutAtSentence } from '../core/text.ts'
import { writeTranslation } from '../core/translation.ts'
import type { Draft, InterfaceLanguage, Issue, LeftOut, Story, WeekId } from '../core/types.ts'
import { wordsOf } from '../core/words/words.ts'
import { type MarkedField, markupOf, sourceOf } from '../core/written-words.ts'
import type { RankedDraft } from '../curate/draft.ts'
import { findOwn, layEdits, layOnStory } from '../curate/lay-edits.ts'

/** Fields of a story that may be written anew. */
export type TextField = 'title' | 'summary' | 'points' | 'note' | 'translation'

/**
 * One story's block. A field is null where the text does not show it: then it is left as it is. Summary, points and note are Markdown source,
 * whether they are kept so or plain.
 */
export interface StoryText {
  /** The link as readers follow it, `item:ID` for a story without one, `LINK#item:ID` where several share it; it names the story. */
  readonly link: string
  /** Empty: the story's own title. */
  readonly title: string
  readonly summary: string | null
  readonly points: readonly string[] | null
  /** Empty: no note. */
  readonly note: string | null
  /** The story in its other language, as core/translation.ts writes it; missing: there is none, or the text does not show it. */
  readonly translation?: string | undefined
  /** A remark for the curator: site, reading time, why it is here. Written, never read back. */
  readonly about: string
  /** Of two versions that a merge could not decide between: which one this is, and in what they differ. */
  readonly conflict: string | null
}

/** A section's heading with the blocks below it. */
export interface SectionText {
  readonly title: string
  readonly stories: readonly StoryText[]
}

/** The whole text; its foreword is Markdown source. */
export interface DraftText {
  readonly week: WeekId
  /** Null for a sealed issue. */
  readonly state: Draft['state'] | null
  /** Names the text that was given out; empty before that. */
  readonly base: string
  /** Why a sealed issue is corrected, for its readers; empty otherwise. */
  readonly reason: string
  readonly foreword: string
  readonly sections: readonly SectionText[]
  readonly held: readonly StoryText[]
  readonly leftOut: readonly StoryText[]
  /** What a merge could not decide and no story shows: state, foreword, order of sections. Each is a few lines. */
  readonly conflicts: readonly string[]
}

/** Reading a link costs as much as comparing a hundred, and a merge asks for the name of each story many times. */
const names = new Map<string, string>()
const MOST_NAMES = 20_000

/** The name by which edits know a block's story. */
export function nameOf({ link }: Pick<StoryText, 'link'>): string {
  const known = names.get(link)
  if (known !== undefined) return known
  const name = nameOfLink(link)
  if (names.size >= MOST_NAMES) names.clear()
  names.set(link, name)
  return name
}

/** Every block of a text. */
export function storiesIn({ sections, held, leftOut }: DraftText): readonly StoryText[] {
  return [...sections.flatMap(({ stories }) => stories), ...held, ...leftOut]
}

/** Where a block stands: a section's heading as it is written, or one of the two parts below. */
export type Place = `## ${string}` | 'held' | 'leftOut'

/** A block and where it stands. */
export interface Standing {
  readonly story: StoryText
  readonly place: Place
}

/** Texts never change, and one act asks for the same block of a full week's text some ten times. */
const indexes = new WeakMap<DraftText, ReadonlyMap<string, Standing>>()

/** The blocks of a text by their names; of several with one name the last. */
export function indexStories(text: DraftText): ReadonlyMap<string, Standing> {
  const known = indexes.get(text)
  if (known) return known
  const standing = (place: Place) => (story: StoryText) => [nameOf(story), { story, place }] as const
  const index = new Map([
    ...text.sections.flatMap(({ title, stories }) => stories.map(standing(`## ${title}`))),
    ...text.held.map(standing('held')),
    ...text.leftOut.map(standing('leftOut')),
  ])
  indexes.set(text, index)
  return index
}

type Sources = Pick<Story, 'summary' | 'points'> & { readonly note: string }

/** Stories of a ranking stay the same objects from act to act: each is put into words once. */
const sources = new WeakMap<Story, Sources>()

/** Summary, points and note of a story as Markdown source. */
export function sourcesOf(story: Story): Sources {
  const known = sources.get(story) ?? readSources(story)
  sources.set(story, known)
  return known
}

function readSources(story: Story): Sources {
  const read = (text: string, field: MarkedField): string => sourceOf(text, markupOf(story, field))
  return {
    summary: read(story.summary, 'summary'),
    points: story.points.map(point => read(point, 'points')),
    note: read(story.note ?? '', 'note'),
  }
}

const described = new WeakMap<Story, { readonly language: InterfaceLanguage; readonly block: StoryText }>()

/** Puts stories into words of a language. */
const describeIn =
  (language: InterfaceLanguage) =>
  (story: Story): StoryText => {
    const known = described.get(story)
    if (known?.language === language) return known.block
    const block = writeStory(story, language)
    described.set(story, { language, block })
    return block
  }

function writeStory(story: Story, language: InterfaceLanguage): StoryText {
  const link = linkForEditing(story)
  const about = writeAbout(story, language)
  const words = { link, title: story.title, ...sourcesOf(story), about, conflict: null }
  return story.translation ? { ...words, translation: writeTranslation(story.translation) } : words
}

function writeAbout({ lead, others, readingMinutes, reasons }: Story, language: InterfaceLanguage): string {
  const about = [
    lead.site,
    wordsOf(language).minutes(readingMinutes),
    ...(others.length > 0 ? [`+ ${others.map(({ site }) => site).join(', ')}`] : []),
    ...reasons,
  ]
  return about.join(' · ')
}

const EXCERPT_CHARACTERS = 140

const describedOut = new WeakMap<
  Story,
  { readonly reason: string; readonly language: InterfaceLanguage; readonly block: StoryText }
>()

/** Of a story that is left out title and reason; what it says is a remark, so that the text stays short where sources are many. */
const describeLeftOutIn =
  (language: InterfaceLanguage) =>
  (story: Story, reason: string): StoryText => {
    const known = describedOut.get(story)
    if (known?.reason === reason && known.language === language) return known.block
    const block = writeLeftOut(story, reason, language)
    describedOut.set(story, { reason, language, block })
    return block
  }

function writeLeftOut(story: Story, reason: string, language: InterfaceLanguage): StoryText {
  const excerpt = cutAtSentence(story.summary, EXCERPT_CHARACTERS).text
  const remarks = [writeAbout(story, language), reason, excerpt].filter(remark => remark !== '')
  const link = linkForEditing(story)
  return {
    link,
    title: story.title,
    summary: null,
    points: null,
    note: null,
    about: remarks.join(' · '),
    conflict: null,
  }
}

/** One block for each story that is out, with the words that it has. */
function describeOut(
  ranked: RankedDraft,
  out: readonly LeftOut[],
  edits: readonly Edit[],
  describe: (story: Story, reason: string) => StoryText,
): StoryText[] {
  const byLink = new Map(ranked.entries.map(entry => [entry.links[0], entry]))
  const editsOf = Map.groupBy(edits, ({ link }) => link)
  const reasons = new Map(out.map(({ storyLink, reason }) => [storyLink, reason]))
  return [...reasons].flatMap(([link, reason]) => {
    const entry = byLink.get(link)
    if (!entry) return []
    return describe(layOnStory(entry.story, findOwn(entry, editsOf), ranked.translations ?? null), reason)
  })
}

/** The draft that edits make of a ranking, as text. */
export function describeDraft(
  ranked: RankedDraft,
  edits: readonly Edit[],
  draft: Pick<Draft, 'week' | 'state'>,
  language: InterfaceLanguage,
): DraftText {
  const describe = describeIn(language)
  const { foreword, markup, sections, held, leftOut } = layEdits(ranked, edits, language)
  return {
    ...draft,
    base: '',
    reason: '',
    foreword: sourceOf(foreword ?? '', markup),
    sections: sections.map(({ title, stories }) => ({ title, stories: stories.map(describe) })),
    held: describeOut(ranked, held, edits, describe),
    leftOut: describeOut(ranked, leftOut, edits, describeLeftOutIn(language)),
    conflicts: [],
  }
}

/** A sealed issue as text. */
export function describeIssue({ week, foreword, markup, sections }: Issue, language: InterfaceLanguage): DraftText {
  const describe = describeIn(language)
  return {
    week,
    state: null,
    base: '',
    reason: '',
    foreword: sourceOf(foreword ?? '', markup),
    sections: sections.map(({ title, stories }) => ({ title, stories: stories.map(withoutTranslation).map(describe) })),
    held: [],
    leftOut: [],
    conflicts: [],
  }
}
