// Which section of the issue a story belongs to.
import type { Appraisal, SectionEvidence } from '../core/appraisal.ts'
import { readStory, weighWords } from './section-evidence.ts'
import type { SectionModel } from './section-model.ts'

/** A story as the sections see it. */
export interface SectionStory {
  readonly title: string
  readonly text: string
  /** Sections that the curator gave the story's sources, the lead's first. */
  readonly sourceSections: readonly string[]
}

/** A section of the configuration. */
export interface SectionRule {
  readonly title: string
  readonly keywords: readonly string[]
}

/** `section` null means "Other"; `fit` 0–1; `keyword` is the curator's word that matched best, null when none did. */
export interface SectionChoice {
  readonly section: string | null
  readonly by: Appraisal['sectionBy']
  readonly fit: number
  readonly keyword: string | null
  /** The section's words in the story, those that say most first; absent when it has none. */
  readonly evidence?: readonly SectionEvidence[]
}

/** Nothing speaks for any section. */
export const noSection: SectionChoice = { section: null, by: 'none', fit: 0, keyword: null }

/** Evidence from which on keywords decide: a word in the title, or mentions that are dense for the article's length. */
const ENOUGH = 2
/** The same for a digest, whose items are on many matters. */
const ENOUGH_OF_DIGEST = 4
/** Evidence that makes a fit of 1. */
const FULL = 6
/** Fit of a story that its source or the archive puts into a section none of whose words it has. */
const GIVEN_FIT = 0.5
/** Log odds that one piece of keyword evidence weighs as much as. */
const EVIDENCE_ODDS = 2
/** Log odds from which on the archive decides alone, and by which it must prefer one section to the next; else the story is in none. */
const SURE_ODDS = 4
const MARGIN_ODDS = 2
/** Words that are kept to show. */
const MOST_SHOWN = 5

interface WeighedSection {
  readonly title: string
  readonly evidence: number
  readonly found: readonly SectionEvidence[]
  /** Log odds from the archive; 0 when it says nothing. */
  readonly odds: number
}

function fitOf(evidence: number): number {
  return Math.min(1, evidence / FULL)
}

/** What a choice shows of its evidence. */
function shown(found: readonly SectionEvidence[]): Pick<SectionChoice, 'keyword' | 'evidence'> {
  return { keyword: found[0]?.word ?? null, ...(found.length === 0 ? {} : { evidence: found.slice(0, MOST_SHOWN) }) }
}

/** The section's title counts as one of its words. */
function wordsOf({ title, keywords }: SectionRule): readonly string[] {
  return [...keywords, title]
}

/** The section that most speaks for, of equals the first configured; null when too little speaks for any. */
function chooseSection(weighed: readonly WeighedSection[], isDigest: boolean): SectionChoice | null {
  const sumOf = ({ evidence, odds }: WeighedSection): number => EVIDENCE_ODDS * evidence + odds
  const enough = isDigest ? ENOUGH_OF_DIGEST : ENOUGH
  const [best] = weighed.filter(({ evidence }) => evidence >= enough).toSorted((a, b) => sumOf(b) - sumOf(a))
  if (best) return { section: best.title, by: 'keyword', fit: fitOf(best.evidence), ...shown(best.found) }
  if (isDigest) return null
  const [likeliest, next] = weighed.toSorted((a, b) => b.odds - a.odds)
  if (!likeliest || likeliest.odds < SURE_ODDS || likeliest.odds - Math.max(0, next?.odds ?? 0) < MARGIN_ODDS)
    return null
  return { ...shown(likeliest.found), section: likeliest.title, by: 'archive', fit: GIVEN_FIT, keyword: null }
}

/**
 * The section of a story: its first source's section if the curator gave it one; else the one that its words and its likeness to earlier
 * stories speak for most, a word in the title most of all. Null when too little speaks for any: better no section than a guess.
 */
export function assignSection(
  story: SectionStory,
  sections: readonly SectionRule[],
  model: SectionModel | null = null,
): SectionChoice {
  const [given] = story.sourceSections
  const read = readStory(story)
  if (given !== undefined) {
    const rule = sections.find(({ title }) => title.trim().toLowerCase() === given.trim().toLowerCase())
    const { evidence, found } = weighWords(read, wordsOf(rule ?? { title: given, keywords: [] }))
    return { section: rule?.title ?? given, by: 'source', fit: Math.max(GIVEN_FIT, fitOf(evidence)), ...shown(found) }
  }
  const odds = model?.weigh(story)
  const weighed = sections.map(rule => ({
    title: rule.title,
    ...weighWords(read, wordsOf(rule)),
    odds: odds?.get(rule.title) ?? 0,
  }))
  return chooseSection(weighed, read.isDigest) ?? noSection
}
