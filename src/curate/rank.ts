// Puts stories in order and says why.
import type { Appraisal, ScoreTerms } from '../core/appraisal.ts'
import { msFromInstant } from '../core/clock.ts'
import type { Discussion, Instant } from '../core/types.ts'
import { productOf, type TermVector } from '../core/vectors.ts'
import type { Learned } from './learn.ts'
import type { Reason } from './reasons.ts'
import { answerNow, type Reading } from './texts.ts'

/** A story that may enter the issue. */
export interface RankInput {
  readonly id: string
  /** Distinct sources that tell it, with the curator's weight 0–3. */
  readonly sources: readonly { readonly name: string; readonly weight: number }[]
  /** 0–1, and the curator's word that matched, from `assignSection`. */
  readonly sectionFit: number
  readonly keyword: string | null
  readonly publishedAt: Instant | null
  readonly words: number
  /** Whether the page behind it was read; false when only its title is known. */
  readonly hasText: boolean
  /** The source whose cap it counts against: the lead article's. */
  readonly sourceId: number
  /** That source's own cap, in place of everybody's. */
  readonly sourceMost?: number | null
  /** The section whose cap it counts against; null for a week that has none. */
  readonly section?: string | null
  /** The curator saved it: it counts against no cap. */
  readonly isOwn?: boolean
  /** Its words, of unit length (`vectorOf`), so that alike stories do not stand side by side; null: read when it is compared. */
  readonly vector: TermVector | null
  /** What the curator's past decisions say of it; null or missing where nothing was learned. */
  readonly learned?: Learned | null
  /** The liveliest discussion that a feed told of. */
  readonly discussion?: Discussion | null
}

/** For which closing, and how many stories: in all, led by one source, and in one section. */
export interface RankOptions {
  /** The window's closing, from which age counts. */
  readonly now: Instant
  readonly limit: number
  readonly perSource: number
  /** Missing: a section may have all. */
  readonly perSection?: number | undefined
}

type ScoreTerm = Exclude<keyof ScoreTerms, 'learned' | 'discussion'>

/** A story with its score, 0–1, and what speaks for it or kept it out. */
export interface RankedStory extends Pick<Appraisal, 'score' | 'terms' | 'isRead' | 'learned'> {
  readonly id: string
  readonly reasons: readonly Reason[]
}

/** What the issue takes and what it leaves out. */
export interface Ranking {
  /** In the order of the issue. */
  readonly taken: readonly RankedStory[]
  /** Best first, each with what kept it out as its one reason. */
  readonly leftOut: readonly RankedStory[]
}

const weights: Readonly<Record<ScoreTerm, number>> = {
  coverage: 0.3,
  source: 0.2,
  section: 0.2,
  recency: 0.15,
  substance: 0.15,
}
const MS_PER_DAY = 86_400_000
const RECENCY_DAYS = 4
/** Age that an undated story is taken to have: half a week. */
const UNDATED_DAYS = 3.5
/** Words from which on a text counts as substantial; more is no better. */
const FULL_WORDS = 800
const MOST_WEIGHT = 3
/** An unread page keeps this part of its score: less than any page that was read has, a lone source's coverage alone being 0.1. */
const UNREAD_SHARE = 0.1
/** No decision of the past takes a page that was read below every page that was not. */
const LEAST_READ = UNREAD_SHARE
/** Score against likeness to what is already in (maximal marginal relevance). */
const RELEVANCE = 0.7
const MOST_REASONS = 2
/** The most that a discussion adds, and from how many points and comments together on: a feed writes what it likes. */
const DISCUSSION_WEIGHT = 0.08
const LIVELY = 1_000

/** 0–1: each tenfold counts as much as the one before. */
export function livelinessOf({ points = 0, comments = 0 }: Discussion): number {
  return Math.min(1, Math.log10(1 + points + comments) / Math.log10(1 + LIVELY))
}

function ageDaysOf(candidate: RankInput, now: Instant): number {
  if (candidate.publishedAt === null) return UNDATED_DAYS
  return Math.max(0, (msFromInstant(now) - msFromInstant(candidate.publishedAt)) / MS_PER_DAY)
}

function countSources({ sources }: RankInput): number {
  return Math.max(1, new Set(sources.map(({ name }) => name)).size)
}

function bestWeight({ sources }: RankInput): number {
  return Math.min(MOST_WEIGHT, Math.max(0, ...sources.map(({ weight }) => weight)))
}

/** Each term is 0–1 before its weight. The best source's weight counts, so that one more source never lowers a story. */
function weighTerms(candidate: RankInput, now: Instant): ScoreTerms {
  const shares: Readonly<Record<ScoreTerm, number>> = {
    coverage: Math.min(1, Math.log2(1 + countSources(candidate)) / 3),
    source: bestWeight(candidate) / MOST_WEIGHT,
    section: candidate.sectionFit,
    recency: Math.exp(-ageDaysOf(candidate, now) / RECENCY_DAYS),
    substance: candidate.hasText ? Math.min(1, Math.sqrt(candidate.words / FULL_WORDS)) : 0,
  }
  return {
    coverage: weights.coverage * shares.coverage,
    source: weights.source * shares.source,
    section: weights.section * shares.section,
    recency: weights.recency * shares.recency,
    substance: weights.substance * shares.substance,
    ...(candidate.discussion ? { discussion: DISCUSSION_WEIGHT * livelinessOf(candidate.discussion) } : {}),
    ...(candidate.learned ? { learned: candidate.learned.value } : {}),
  }
}

/** A term as a reason, null where it says nothing: one source, usual weight, no section. */
function reasonOf(term: ScoreTerm, candidate: RankInput, now: Instant): Reason | null {
  const days = Math.floor(ageDaysOf(candidate, now))
  switch (term) {
    case 'coverage':
      return countSources(candidate) > 1 ? { term, sources: countSources(candidate) } : null
    case 'source':
      return bestWeight(candidate) > 1 ? { term, weight: bestWeight(candidate) } : null
    case 'section':
      return candidate.sectionFit > 0 ? { term, keyword: candidate.keyword } : null
    case 'recency':
      return candidate.publishedAt !== null && days <= RECENCY_DAYS ? { term, days } : null
    case 'substance':
      return candidate.hasText && candidate.words >= FULL_WORDS ? { term, words: candidate.words } : null
  }
}

function scoreCandidate(candidate: RankInput, now: Instant): RankedStory {
  const terms = weighTerms(candidate, now)
  const base = terms.coverage + terms.source + terms.section + terms.recency + terms.substance
  const sum = terms.discussion === undefined ? base : Math.min(1, base + terms.discussion)
  const learned = terms.learned === undefined ? sum : Math.min(1, Math.max(LEAST_READ, sum + terms.learned))
  const order: readonly ScoreTerm[] = ['coverage', 'section', 'source', 'substance', 'recency']
  const merits = order.toSorted((a, b) => terms[b] - terms[a]).map(term => reasonOf(term, candidate, now))
  return {
    id: candidate.id,
    score: candidate.hasText ? learned : learned * UNREAD_SHARE,
    terms,
    isRead: candidate.hasText,
    ...(candidate.learned ? { learned: candidate.learned.evidence } : {}),
    reasons: merits.filter(reason => reason !== null).slice(0, MOST_REASONS),
  }
}

interface Entrant {
  readonly candidate: RankInput
  readonly story: RankedStory
  vector: TermVector | null
  /** Likeness to the likest of the stories that are in, as far as it was compared with them. */
  likeness: number
  compared: number
}

/** Reads the words of some candidates, in their order. */
export type ReadVectors = (candidates: readonly RankInput[]) => Reading<readonly TermVector[]>

/** Stories that may be compared next, whose words are read along. */
const READ_AHEAD = 50

/** Reads the words of the first that may be compared; most stories never come near the issue. */
function* readAhead(entrants: readonly Entrant[], readVectors: ReadVectors): Reading<void> {
  const missing = entrants.filter(({ vector }) => vector === null)
  if (missing.length === 0) return
  const vectors = yield* readVectors(missing.map(({ candidate }) => candidate))
  missing.forEach((entrant, i) => {
    entrant.vector = vectors[i] ?? new Map()
  })
}

/** Likeness to the likest story that is in, 0–1. */
function likenessTo(taken: readonly Entrant[], entrant: Entrant): number {
  for (const other of taken.slice(entrant.compared))
    entrant.likeness = Math.max(entrant.likeness, productOf(entrant.vector ?? new Map(), other.vector ?? new Map()))
  entrant.compared = taken.length
  return entrant.likeness
}

/** The next of stories given by score, among those that may come in: the best by score and unlikeness, earlier ones winning ties. */
function* nextEntrant(
  entrants: readonly Entrant[],
  taken: readonly Entrant[],
  mayEnter: (entrant: Entrant) => boolean,
  readVectors: ReadVectors,
): Reading<Entrant | null> {
  let best: Entrant | null = null
  let bestValue = -Infinity
  for (const [place, entrant] of entrants.entries()) {
    // However unlike they are, this one and those behind it come to no more.
    if (RELEVANCE * entrant.story.score <= bestValue) break
    if (!mayEnter(entrant)) continue
    if (entrant.vector === null && taken.length > 0)
      yield* readAhead([...taken, ...entrants.slice(place, place + READ_AHEAD)], readVectors)
    const value = RELEVANCE * entrant.story.score - (1 - RELEVANCE) * likenessTo(taken, entrant)
    if (value > bestValue) [best, bestValue] = [entrant, value]
  }
  return best
}

/** Counts what a source and a section have by now; what the curator saved counts against neither, and is kept out by neither. */
function countCaps({ perSource, perSection = Infinity }: RankOptions): {
  count(candidate: RankInput): void
  /** The cap that keeps a story out; null for none. */
  findFull(candidate: RankInput): Reason | null
} {
  const bySource = new Map<number, number>()
  const bySection = new Map<string, number>()
  return {
    count: ({ sourceId, section = null, isOwn = false }) => {
      if (isOwn) return
      bySource.set(sourceId, (bySource.get(sourceId) ?? 0) + 1)
      if (section !== null) bySection.set(section, (bySection.get(section) ?? 0) + 1)
    },
    findFull: ({ sourceId, sourceMost, section = null, isOwn = false }) => {
      if (isOwn) return null
      const most = sourceMost ?? perSource
      if ((bySource.get(sourceId) ?? 0) >= most) return { term: 'perSource', stories: most }
      const isFull = section !== null && (bySection.get(section) ?? 0) >= perSection
      return isFull ? { term: 'perSection', stories: perSection } : null
    },
  }
}

/**
 * Ranks stories for an issue: score, then variety and caps per source and section; pages that were not read come last. The order of the candidates
 * changes nothing. What the curator decides is laid over the ranking (lay-edits.ts): it moves nothing else in or out.
 */
export function* rankTold(
  candidates: readonly RankInput[],
  options: RankOptions,
  readVectors: ReadVectors,
): Reading<Ranking> {
  const { now, limit } = options
  const waiting = candidates.map((candidate): Entrant => ({
    candidate,
    story: scoreCandidate(candidate, now),
    vector: candidate.vector,
    likeness: 0,
    compared: 0,
  }))
  waiting.sort((a, b) => b.story.score - a.story.score || (a.story.id < b.story.id ? -1 : 1))
  const taken: Entrant[] = []
  const caps = countCaps(options)
  const take = (entrant: Entrant): void => {
    taken.push(entrant)
    waiting.splice(waiting.indexOf(entrant), 1)
    caps.count(entrant.candidate)
  }
  for (const isRead of [true, false])
    while (taken.length < limit) {
      const next = yield* nextEntrant(
        waiting,
        taken,
        ({ candidate }) => candidate.hasText === isRead && caps.findFull(candidate) === null,
        readVectors,
      )
      if (!next) break
      take(next)
    }
  const whyOut = ({ candidate }: Entrant): Reason =>
    caps.findFull(candidate) ?? (candidate.hasText ? { term: 'limit', stories: limit } : { term: 'unread' })
  return {
    taken: taken.map(({ story }) => story),
    leftOut: waiting.map(entrant => ({ ...entrant.story, reasons: [whyOut(entrant)] })),
  }
}

function* readNothing(): Reading<readonly TermVector[]> {
  return []
}

/** The same of candidates that all have their words. */
export function rankStories(candidates: readonly RankInput[], options: RankOptions): Ranking {
  return answerNow(rankTold(candidates, options, readNothing), () => ({ text: '', links: [] }))
}
