// A draft, or a sealed issue, as the text that its curator edits: the model that is rendered, parsed and merged. Pure.
import type { Edit } from '../core/edits.ts'
import { linkForEditing, nameOfLink } from '../core/story-names.ts'
import { cutAtSentence } from '../core/text.ts'
import type { Draft, InterfaceLanguage, Issue, LeftOut, Story, WeekId } from '../core/types.ts'
import { type MarkedField, markupOf, sourceOf } from '../core/written-words.ts'
import type { RankedDraft } from '../curate/draft.ts'
import { layEdits, layOnStory } from '../curate/lay-edits.ts'

/** Fields of a story that may be written anew. */
export type TextField = 'title' | 'summary' | 'points' | 'note'

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

/** Summary, points and note of a story as Markdown source. */
export function sourcesOf(story: Story): Pick<Story, 'summary' | 'points'> & { readonly note: string } {
  const read = (text: string, field: MarkedField): string => sourceOf(text, markupOf(story, field))
  return {
    summary: read(story.summary, 'summary'),
    points: story.points.map(point => read(point, 'points')),
    note: read(story.note ?? '', 'note'),
  }
}

function describeStory(story: Story): StoryText {
  const { lead, others, title, readingMinutes, reasons } = story
  const about = [
    lead.site,
    `${readingMinutes} min`,
    ...(others.length > 0 ? [`+ ${others.map(({ site }) => site).join(', ')}`] : []),
    ...reasons,
  ]
  return {
    link: linkForEditing(story),
    title,
    ...sourcesOf(story),
    about: about.join(' · '),
    conflict: null,
  }
}

const EXCERPT_CHARACTERS = 140

/** Of a story that is left out title and reason; what it says is a remark, so that the text stays short where sources are many. */
function describeLeftOut(story: Story, reason: string): StoryText {
  const { link, title, about } = describeStory(story)
  const remarks = [about, reason, cutAtSentence(story.summary, EXCERPT_CHARACTERS).text].filter(remark => remark !== '')
  return { link, title, summary: null, points: null, note: null, about: remarks.join(' · '), conflict: null }
}

/** One block for each story that is out, with the words that it has. */
function describeOut(
  ranked: RankedDraft,
  out: readonly LeftOut[],
  edits: readonly Edit[],
  describe: (story: Story, reason: string) => StoryText,
): StoryText[] {
  const byLink = new Map(ranked.entries.map(entry => [entry.links[0], entry]))
  const reasons = new Map(out.map(({ storyLink, reason }) => [storyLink, reason]))
  return [...reasons].flatMap(([link, reason]) => {
    const entry = byLink.get(link)
    if (!entry) return []
    const own = edits.filter(edit => entry.links.includes(edit.link))
    return describe(layOnStory(entry.story, own), reason)
  })
}

/** The draft that edits make of a ranking, as text. */
export function describeDraft(
  ranked: RankedDraft,
  edits: readonly Edit[],
  draft: Pick<Draft, 'week' | 'state'>,
  language: InterfaceLanguage,
): DraftText {
  const { foreword, markup, sections, held, leftOut } = layEdits(ranked, edits, language)
  return {
    ...draft,
    base: '',
    reason: '',
    foreword: sourceOf(foreword ?? '', markup),
    sections: sections.map(({ title, stories }) => ({ title, stories: stories.map(describeStory) })),
    held: describeOut(ranked, held, edits, describeStory),
    leftOut: describeOut(ranked, leftOut, edits, describeLeftOut),
    conflicts: [],
  }
}

/** A sealed issue as text. */
export function describeIssue({ week, foreword, markup, sections }: Issue): DraftText {
  return {
    week,
    state: null,
    base: '',
    reason: '',
    foreword: sourceOf(foreword ?? '', markup),
    sections: sections.map(({ title, stories }) => ({ title, stories: stories.map(describeStory) })),
    held: [],
    leftOut: [],
    conflicts: [],
  }
}
