// A draft as a program reads it: each story with its words, why it is where it is, and what a command on it bears. Pure.
import { z } from 'zod'
import type { Edit } from '../../core/edits.ts'
import { nameOfLink } from '../../core/story-names.ts'
import { writeTranslation } from '../../core/translation.ts'
import type { RankedEntry } from '../../curate/draft.ts'
import type { KnownTranslations } from '../../curate/lay-translations.ts'
import { findOwn, layOnStory } from '../../curate/lay-edits.ts'
import { type FieldValue, hashField } from '../apply-act.ts'
import { type DraftText, nameOf, type Place, sourcesOf, type StoryText } from '../draft-text.ts'
import type { DraftNow } from '../merge-saved.ts'
import { readGrouping } from '../take-command.ts'

/** Where a story stands. */
const place = z.union([
  z.strictObject({ part: z.literal('in'), section: z.string(), position: z.int() }),
  z.strictObject({ part: z.enum(['held', 'leftOut']) }),
])

/** A story of the draft. */
export const draftStory = z.strictObject({
  link: z.string().describe('Names the story in commands.'),
  url: z.string().nullable().describe('Where readers are led; null for a story without a link.'),
  title: z.string(),
  site: z.string(),
  source: z.string(),
  summary: z.string(),
  points: z.array(z.string()),
  note: z.string().describe('The words of the editors, in Markdown; empty: none.'),
  translation: z
    .strictObject({ text: z.string(), language: z.enum(['zh', 'en']), by: z.enum(['machine', 'curator']) })
    .nullable()
    .describe('In the other language, as an act writes it; null: there is none.'),
  readingMinutes: z.number(),
  tellings: z.int().describe('How many tell it.'),
  place,
  why: z.array(z.string()).describe('What speaks for it.'),
  whyOut: z.string().describe('Why it would be left out by itself; empty where it would be in.'),
  score: z.number().nullable(),
  was: z
    .strictObject({
      place: z.string(),
      title: z.string(),
      summary: z.string(),
      points: z.string(),
      note: z.string(),
      translation: z.string(),
      split: z.string(),
    })
    .describe('What a command bears as `was`: `place` for drop, pick, hold, top, section and move.'),
})

/** A draft. */
export const draftAnswer = z.strictObject({
  week: z.string(),
  state: z.enum(['draft', 'approved', 'held']),
  base: z.string().describe('Names this draft; commands and decisions bear it.'),
  opensAt: z.string(),
  closesAt: z.string(),
  foreword: z.strictObject({ text: z.string(), was: z.string() }),
  sections: z.array(z.strictObject({ title: z.string(), stories: z.array(draftStory) })),
  sectionsWas: z.string(),
  held: z.array(draftStory),
  leftOut: z.array(draftStory).describe('Best first, as many as were asked for.'),
  leftOutCount: z.int(),
})

type StoryView = z.input<typeof draftStory>

/** Shows the stories of a draft one by one: what all of them need is looked up once. */
export function createStoryView({ ranked, edits }: DraftNow) {
  const byName = new Map(ranked.entries.flatMap(entry => entry.links.map(link => [link, entry] as const)))
  const editsOf = Map.groupBy(edits, ({ link }) => link)
  const findEntry = (block: StoryText): RankedEntry | null => byName.get(nameOf(block)) ?? null
  return (block: StoryText, standing: StoryView['place']): StoryView | null => {
    const entry = findEntry(block)
    return (
      entry &&
      viewStory(entry, block, standing, {
        edits,
        own: findOwn(entry, editsOf),
        translations: ranked.translations ?? null,
      })
    )
  }
}

/** The name of a place as commands are told it. */
const placeOf = (standing: StoryView['place']): Place =>
  standing.part === 'in' ? `## ${standing.section}` : standing.part

function viewStory(
  entry: RankedEntry,
  block: StoryText,
  standing: StoryView['place'],
  known: {
    readonly edits: readonly Edit[]
    readonly own: readonly Edit[]
    readonly translations: KnownTranslations | null
  },
): StoryView {
  const story = layOnStory(entry.story, known.own, known.translations)
  const { summary, points, note } = sourcesOf(story)
  const hash = (value: FieldValue): string => hashField(value)
  const { lead, others, readingMinutes, reasons, appraisal, translation } = story
  const translated = translation ? writeTranslation(translation) : ''
  return {
    link: block.link,
    url: lead.url !== null && /^https?:/i.test(lead.url) ? lead.url : null,
    title: story.title,
    site: lead.site,
    source: lead.sourceTitle,
    summary,
    points: [...points],
    note,
    translation: translation ? { text: translated, language: translation.language, by: translation.by } : null,
    readingMinutes,
    tellings: 1 + others.length,
    place: standing,
    why: [...reasons],
    whyOut: entry.whyOut,
    score: appraisal?.score ?? null,
    was: {
      place: hash(placeOf(standing)),
      title: hash(story.title),
      summary: hash(summary),
      points: hash(points),
      note: hash(note),
      translation: hash(translated),
      split: hash(readGrouping(known.edits, { kind: 'split', story: nameOfLink(block.link) })),
    },
  }
}

/** Every story of a draft with its place, in order. */
export function listStanding({ sections, held, leftOut }: DraftText): readonly {
  readonly block: StoryText
  readonly standing: StoryView['place']
}[] {
  return [
    ...sections.flatMap(({ title, stories }) =>
      stories.map((block, i) => ({
        block,
        standing: { part: 'in' as const, section: title, position: i + 1 },
      })),
    ),
    ...held.map(block => ({ block, standing: { part: 'held' as const } })),
    ...leftOut.map(block => ({ block, standing: { part: 'leftOut' as const } })),
  ]
}
