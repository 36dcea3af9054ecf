// What a curator may change in a draft, one field at a time, and what may still be corrected in a sealed issue. Types and pure functions;
// stored by store/edits.ts and store/errata.ts, laid over drafts by curate/, over issues by publish/.
import type { Instant, Issue, Section, Story } from './types.ts'
import { canonicalUrl, siteOf } from './url.ts'
import { markField, type Markup } from './written-words.ts'

/** The kinds of edits with the shapes of their values. */
export interface EditValues {
  /** Where the curator wants a story: out, in whatever its rank, or in the next issue. One of the three holds. */
  readonly drop: null
  readonly pick: null
  readonly hold: null
  /** A telling that is a story of its own, whatever it is like. */
  readonly split: true
  /** Link of the telling whose story this one's joins. */
  readonly join: string
  /** A telling that leads its story: the curator added it by hand. */
  readonly lead: true
  /** The story stands first in the issue, its section before the others, whatever comes; of a week one at most. */
  readonly top: true
  readonly title: string
  readonly summary: string
  readonly points: readonly string[]
  readonly note: string
  /** Title, summary and points in the other language, as core/translation.ts reads them; empty: the story is shown without. */
  readonly translation: string
  /** Title of the section that the story is moved to. */
  readonly section: string
  /** Place within its section, counted from 0. */
  readonly position: number
  /** Of the whole issue; `sections` are their titles in order. */
  readonly foreword: string
  readonly sections: readonly string[]
}

/** One edit of a week's draft; it is laid over whatever is curated anew. */
export type Edit = {
  readonly [Kind in keyof EditValues]: {
    readonly kind: Kind
    readonly value: EditValues[Kind]
    /** Canonical link of one of the story's tellings, `item:ID` of one without a link; empty for edits of the whole issue. */
    readonly link: string
    /** How a foreword, summary, points or note is written. */
    readonly markup?: Markup
    readonly madeAt: Instant
    /** Who made it; missing where nobody knows. */
    readonly editor?: string
  }
}[keyof EditValues]

/** The decision that holds of edits, oldest first: the last of drop, pick and hold. */
export function decisionOf(edits: readonly Edit[]): Extract<Edit, { value: null }>['kind'] | null {
  return edits.findLast(edit => edit.value === null)?.kind ?? null
}

/** What of a story may be corrected once its issue is sealed. */
export type CorrectableField = 'title' | 'summary' | 'points' | 'note' | 'link'

/** What of the issue itself may be corrected. */
export type CorrectablePart = 'foreword' | 'order'

/** A section with the ids of its stories in their order. */
export interface ArrangedSection {
  readonly title: string
  readonly stories: readonly string[]
}

/** One correction of a sealed issue. The sealed content itself stays as it was. */
export interface Erratum {
  /** Empty for a correction of the issue itself. */
  readonly storyId: string
  readonly field: CorrectableField | CorrectablePart
  /** What holds now: a list for `points`, sections for `order`, null for a note or a foreword that was taken back. */
  readonly value: string | readonly string[] | readonly ArrangedSection[] | null
  /** How that is written. */
  readonly markup?: Markup
  /** What was wrong, in the curator's words; null when they said nothing. */
  readonly reason: string | null
  readonly madeAt: Instant
}

/** A story, or the whole issue, taken back after it was sealed. What was sealed stays, and comes back when that is undone. */
export interface Retraction {
  /** Empty for the whole issue. */
  readonly storyId: string
  /** Why, for readers. */
  readonly reason: string
  readonly madeAt: Instant
}

/** A sealed issue as it reads now. */
export interface CorrectedIssue extends Issue {
  /** Oldest first. */
  readonly errata: readonly Erratum[]
  /** Those that hold, oldest first; the sections are without such stories. */
  readonly retractions: readonly Retraction[]
  /** What was sealed: links to a story are made from its sealed title. */
  readonly sealed: Issue
}

/** The correction that holds of one field; undefined where it was never corrected. */
function lastOf(errata: readonly Erratum[], storyId: string, field: Erratum['field']): Erratum | undefined {
  return errata.findLast(each => each.storyId === storyId && each.field === field)
}

const words: readonly CorrectableField[] = ['title', 'summary', 'points', 'note']

function correctStory(story: Story, errata: readonly Erratum[]): Story {
  const own = errata.filter(({ storyId }) => storyId === story.id)
  const link = lastOf(own, story.id, 'link')?.value
  const isRewritten = own.some(({ field }) => field === 'title' || field === 'summary' || field === 'points')
  const kept = isRewritten ? withoutTranslation(story) : story
  return words.reduce(
    (now, field) => {
      const found = lastOf(own, story.id, field)
      return found ? markField({ ...now, [field]: found.value }, field, found.markup) : now
    },
    typeof link === 'string' ? withLink(kept, link) : kept,
  )
}

/** A story in its own language alone. */
export function withoutTranslation(story: Story): Story {
  if (!story.translation) return story
  const bare: Omit<Story, 'translation'> & { translation?: Story['translation'] } = { ...story }
  delete bare.translation
  return bare as Story
}

/** The story behind another link. A PDF that was found beside the former one may be another article's, and is left out. */
function withLink(story: Story, link: string): Story {
  const { lead, others } = story
  if (link === lead.url) return story
  const key = canonicalUrl(link)
  return {
    ...story,
    lead: { ...lead, url: link, site: siteOf(link) },
    others: others.filter(({ url }) => url === null || canonicalUrl(url) !== key),
    pdfUrl: null,
  }
}

function withForeword(sealed: Issue, { value, markup }: Erratum): Issue {
  const now: Omit<Issue, 'markup'> & { markup?: Markup } = { ...sealed, foreword: value as string | null }
  if (markup === undefined) delete now.markup
  else now.markup = markup
  return now
}

/** Puts stories where an arrangement has them; what it does not name stays, at the end. */
function arrange(sections: readonly Section[], order: readonly ArrangedSection[]): readonly Section[] {
  const stories = new Map(sections.flatMap(section => section.stories.map(story => [story.id, story] as const)))
  const named = new Set(order.flatMap(section => section.stories))
  const unnamedIn = (title: string): readonly Story[] =>
    sections.flatMap(section => (section.title === title ? section.stories.filter(({ id }) => !named.has(id)) : []))
  const titles = new Set([...order, ...sections].map(({ title }) => title))
  return [...titles].map(title => ({
    title,
    stories: [
      ...order.flatMap(section =>
        section.title === title ? section.stories.flatMap(id => stories.get(id) ?? []) : [],
      ),
      ...unnamedIn(title),
    ],
  }))
}

/** Lays corrections, oldest first, over an issue, and takes out what was taken back; ids, anchors, number and hash stay those of what was sealed. */
export function correctIssue(
  sealed: Issue,
  errata: readonly Erratum[],
  retractions: readonly Retraction[] = [],
): CorrectedIssue {
  if (retractions.length > 0) {
    const { sections, ...corrected } = correctIssue(sealed, errata)
    const out = new Set(retractions.map(({ storyId }) => storyId))
    const left = sections.map(section => ({ ...section, stories: section.stories.filter(({ id }) => !out.has(id)) }))
    return { ...corrected, sections: left, retractions }
  }
  if (errata.length === 0) return { ...sealed, errata, retractions, sealed }
  const foreword = lastOf(errata, '', 'foreword')
  const order = lastOf(errata, '', 'order')?.value as readonly ArrangedSection[] | null | undefined
  const corrected = sealed.sections.map(section => ({
    ...section,
    stories: section.stories.map(story => correctStory(story, errata)),
  }))
  return {
    ...(foreword ? withForeword(sealed, foreword) : sealed),
    sections: order ? arrange(corrected, order) : corrected,
    errata,
    retractions,
    sealed,
  }
}

/** Why and when a whole issue was taken back; null for one that stands, and for one that was just sealed. */
export function retractionOf({
  retractions = [],
}: Pick<Issue, 'week'> & { readonly retractions?: readonly Retraction[] }): Retraction | null {
  return retractions.find(({ storyId }) => storyId === '') ?? null
}

/** Whether a story was taken back, by itself or with its issue. */
export function isTakenBack({ retractions }: Pick<CorrectedIssue, 'retractions'>, { id }: Pick<Story, 'id'>): boolean {
  return retractions.some(({ storyId }) => storyId === '' || storyId === id)
}
