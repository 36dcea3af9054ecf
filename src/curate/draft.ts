// Ranks a week's candidates by themselves, before any edit: what a draft would be without its curator. Pure: the same input gives the same
// ranking. The curator's edits are laid over by lay-edits.ts.
import type { Appraisal } from '../core/appraisal.ts'
import { contentTokens, lettersOf } from '../core/text.ts'
import type { InterfaceLanguage, IssueWindow, LeftOut, Story } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { type TermVector, vectorOf } from '../core/vectors.ts'
import { wordsOf } from '../core/words/words.ts'
import type { SectionedStory } from '../store/section-examples.ts'
import type { TranslationSettings } from '../store/translations.ts'
import { draftWords } from './draft-words.ts'
import type { KnownTranslations } from './lay-translations.ts'
import type { Taste } from './learn.ts'
import { placeByTopic, placeStories } from './place.ts'
import { type RankInput, type RankedStory, rankTold, type ReadVectors } from './rank.ts'
import { describeReason } from './reasons.ts'
import { noSection, type SectionChoice, type SectionRule } from './sections.ts'
import { lackingOf, shorten } from './story-words.ts'
import { answerFrom, discussionOf, linkOf, readTextsOf, type StoryGroup, storyOf, titleOf } from './tellings.ts'
import type { Reading } from './texts.ts'

/** How the curator wants drafts. */
export interface DraftOptions {
  readonly sections: readonly SectionRule[]
  readonly limits: {
    readonly stories: number
    readonly perSource: number
    readonly perSection?: number | undefined
  }
  readonly language: InterfaceLanguage
  /** Whether the order learns from past picks and drops; missing: it does not. */
  readonly learn?: boolean
  /** How stories are translated; missing: they are not. */
  readonly translation?: TranslationSettings
}

/** One story that may enter the issue, with what the program itself would do with it. */
export interface RankedEntry {
  /** What edits may name it by, the lead's link first: a story stays itself when it gains a telling or another leads. */
  readonly links: readonly [string, ...string[]]
  /** Links of its tellings that name no single story, a list of changes or a front page: edits of earlier versions stand under them. */
  readonly sharedLinks: readonly string[]
  readonly story: Story
  readonly section: string
  readonly isTaken: boolean
  /** Why it would be left out; empty when it is taken. */
  readonly whyOut: string
  readonly items: readonly Omit<LeftOut, 'reason' | 'storyLink' | 'appraisal'>[]
  /** The items, the lead's first, whose articles' summaries and points its story still lacks; null where it has them. */
  readonly lacking: readonly (number | null)[] | null
}

/** A draft as the program alone would make it: its entries best first, its sections in order. */
export interface RankedDraft {
  readonly entries: readonly RankedEntry[]
  readonly sections: readonly string[]
  /** What translators have made of stories; missing where nothing is translated. */
  readonly translations?: KnownTranslations
}

interface PlacedGroup {
  readonly id: string
  readonly group: StoryGroup
  readonly choice: SectionChoice
}

/** An entrant with what came of it. */
interface Judged extends PlacedGroup {
  readonly judged: RankedStory
  readonly isTaken: boolean
}

const VECTOR_CHARACTERS = 1_200

function enter(groups: readonly StoryGroup[], choices: readonly SectionChoice[]): readonly PlacedGroup[] {
  return groups.map((group, i) => {
    const { item } = group.lead
    return { id: item.url ?? `item:${item.source_id}:${item.guid}`, group, choice: choices[i] ?? noSection }
  })
}

function toRank({ id, group, choice }: PlacedGroup, taste: Taste | null, rest: string | null): RankInput {
  const { lead, others } = group
  const tellings = [lead, ...others]
  const tellers = tellings.flatMap(({ item, sameLink }) => [item, ...sameLink])
  // A story is as fresh as its latest telling and as full as its fullest, so that one more never lowers it.
  const dates = tellings.flatMap(({ item, article }) => item.published_at ?? article?.publishedAt ?? [])
  return {
    id,
    sources: tellers.map(({ source_title, weight }) => ({ name: source_title, weight })),
    sectionFit: choice.fit,
    keyword: choice.keyword,
    publishedAt: dates.toSorted().at(-1) ?? null,
    words: Math.max(0, ...tellings.map(({ article }) => article?.words ?? 0)),
    hasText: tellings.some(({ hasText }) => hasText),
    sourceId: lead.item.source_id,
    sourceMost: lead.item.source_most,
    section: choice.section ?? rest,
    isOwn: tellers.some(({ source_kind, source_picks }) => source_kind === 'hand' || source_picks),
    discussion: discussionOf(group),
    learned: taste?.weigh({ title: titleOf(lead), section: choice.section, sourceId: lead.item.source_id }) ?? null,
    vector: null,
  }
}

function itemsOf({ lead, others }: StoryGroup): RankedEntry['items'] {
  return [lead, ...others].flatMap(candidate =>
    [candidate.item, ...candidate.sameLink].map(({ id, raw_url }) => ({
      itemId: id,
      title: titleOf(candidate),
      url: raw_url,
    })),
  )
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

function appraise(
  { section, by, keyword, evidence }: SectionChoice,
  { score, terms, isRead, learned }: RankedStory,
): Appraisal {
  return {
    score: round(score),
    terms: {
      coverage: round(terms.coverage),
      source: round(terms.source),
      section: round(terms.section),
      recency: round(terms.recency),
      substance: round(terms.substance),
      ...(terms.discussion === undefined ? {} : { discussion: round(terms.discussion) }),
      ...(terms.learned === undefined ? {} : { learned: round(terms.learned) }),
    },
    isRead,
    section,
    sectionBy: by,
    keyword,
    ...(evidence ? { sectionEvidence: evidence } : {}),
    ...(learned ? { learned } : {}),
  }
}

/** Sections in the order of the configuration, then the others in order of their first story, then the rest. */
function nameSections(entrants: readonly PlacedGroup[], options: DraftOptions): readonly [own: string[], rest: string] {
  const own = new Set([
    ...options.sections.map(({ title }) => title),
    ...entrants.flatMap(({ choice }) => choice.section ?? []),
  ])
  const words = draftWords(options.language)
  return [[...own], own.size === 0 ? words.onlySection : words.otherSection]
}

/** Without sections of the curator's the stories that are taken are parted by topics, if they share any. */
function* findTopicsOf(judged: readonly Judged[], groups: readonly StoryGroup[]): Reading<readonly Judged[]> {
  const taken = judged.filter(({ isTaken }) => isTaken)
  const choices = yield* placeByTopic(taken, groups)
  const byId = new Map(taken.map(({ id }, i) => [id, choices[i]]))
  return judged.map(each => ({ ...each, choice: byId.get(each.id) ?? each.choice }))
}

/** Reads the words of stories as the order compares them. */
function readVectorsOf(byId: ReadonlyMap<string, PlacedGroup>): ReadVectors {
  return function* readVectors(candidates) {
    const vectors: TermVector[] = []
    const leads = candidates.flatMap(({ id }) => byId.get(id)?.group.lead ?? [])
    yield* readTextsOf(leads, VECTOR_CHARACTERS, (lead, { text }) => {
      vectors.push(vectorOf(contentTokens(`${titleOf(lead)}\n${text.slice(0, VECTOR_CHARACTERS)}`)))
    })
    return vectors
  }
}

function toEntry({ group, choice, judged, isTaken }: Judged, rest: string, language: InterfaceLanguage): RankedEntry {
  const appraisal = appraise(choice, judged)
  const storyLanguage = group.lead.article?.language ?? group.lead.item.language
  const reasons = judged.reasons.map(reason => describeReason(reason, language, storyLanguage))
  const verdict = { note: null, score: appraisal.score, reasons: isTaken ? reasons : [], appraisal }
  const story = storyOf(group, verdict)
  const links: RankedEntry['links'] = [linkOf(group.lead), ...group.others.map(linkOf)]
  const shared = [story.lead, ...story.others]
    .flatMap(({ url }) => (url === null ? [] : canonicalUrl(url)))
    .filter(link => !links.includes(link))
  return {
    links,
    sharedLinks: [...new Set(shared)],
    story: shorten(story),
    section: choice.section ?? rest,
    isTaken,
    whyOut: isTaken ? '' : reasons.join(wordsOf(language).listMark),
    items: itemsOf(group),
    lacking: lackingOf(group),
  }
}

/** Of stories that one source calls alike ("Weekly Reading", 本周阅读) each carries its day, where the days differ, so that they are told apart. */
function dateNamesakes(entries: readonly RankedEntry[]): readonly RankedEntry[] {
  const nameOf = ({ story }: RankedEntry): string => `${story.lead.sourceTitle}\n${lettersOf(story.title)}`
  const dayOf = ({ story }: RankedEntry): string => story.publishedAt?.slice(0, 10) ?? ''
  const days = new Map<string, Set<string>>()
  for (const entry of entries) days.set(nameOf(entry), (days.get(nameOf(entry)) ?? new Set()).add(dayOf(entry)))
  return entries.map(entry => {
    const isTwin = (days.get(nameOf(entry))?.size ?? 0) > 1 && dayOf(entry) !== ''
    return isTwin ? { ...entry, story: { ...entry.story, title: `${entry.story.title} · ${dayOf(entry)}` } } : entry
  })
}

/**
 * Ranks a week's stories: those that the issue takes, best first, then those it leaves out, each with the reason. `archive`: stories of
 * sealed issues, from which sections are learnt; `taste`: what past decisions say of a story. Texts are asked for by the numbers of their
 * items.
 */
export function* rankGroups(
  groups: readonly StoryGroup[],
  archive: readonly SectionedStory[],
  window: IssueWindow,
  options: DraftOptions,
  taste: Taste | null = null,
): Reading<RankedDraft> {
  const entrants = enter(groups, yield* placeStories(groups, archive, options.sections))
  const byId = new Map(entrants.map(entrant => [entrant.id, entrant]))
  const { stories: limit, perSource, perSection } = options.limits
  // Where no story has a section, they are found by topic among those that were taken.
  const [named, other] = nameSections(entrants, options)
  const { taken, leftOut } = yield* rankTold(
    entrants.map(entrant => toRank(entrant, taste, named.length === 0 ? null : other)),
    { now: window.closesAt, limit, perSource, perSection },
    readVectorsOf(byId),
  )
  const judge = (isTaken: boolean) => (judged: RankedStory) => {
    const entrant = byId.get(judged.id)
    return entrant ? [{ ...entrant, judged, isTaken }] : []
  }
  const ranked = [...taken.flatMap(judge(true)), ...leftOut.flatMap(judge(false))]
  const placed = options.sections.length === 0 ? yield* findTopicsOf(ranked, groups) : ranked
  const [own, rest] = nameSections(placed, options)
  return {
    entries: dateNamesakes(placed.map(each => toEntry(each, rest, options.language))),
    sections: [...new Set([...own, rest])],
  }
}

/** The same of stories whose texts are in memory. */
export function rankDraft(
  groups: readonly StoryGroup[],
  archive: readonly SectionedStory[],
  window: IssueWindow,
  options: DraftOptions,
  taste: Taste | null = null,
): RankedDraft {
  const candidates = groups.flatMap(({ lead, others }) => [lead, ...others])
  return answerFrom(candidates, rankGroups(groups, archive, window, options, taste))
}
