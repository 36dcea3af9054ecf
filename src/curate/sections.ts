// Which section of the issue a story belongs to. Called by the curate stage.
import type { Appraisal } from '../core/appraisal.ts'
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
}

/** Nothing speaks for any section. */
export const noSection: SectionChoice = { section: null, by: 'none', fit: 0, keyword: null }

const READ_CHARACTERS = 4_000
const TITLE_HIT = 3
/** Mentions of one word in the text that count at most. */
const MOST_MENTIONS = 3
/** Evidence from which on keywords decide: a word in the title, or two mentions in the text. */
const ENOUGH = 2
/** Evidence that makes a fit of 1. */
const FULL = 6
/** Fit of a story that its source or the archive puts into a section none of whose words it has. */
const GIVEN_FIT = 0.5
/** Log odds that one piece of keyword evidence weighs as much as. */
const EVIDENCE_ODDS = 2
/** Log odds from which on the archive decides alone; below, the story is in no section. */
const SURE_ODDS = 1

const patterns = new Map<string, RegExp>()

/** A keyword as a whole word, plural or not, where words have spaces; anywhere within Han and kana. */
function patternOf(keyword: string): RegExp {
  const known = patterns.get(keyword)
  if (known) return known
  const word = keyword.trim().toLowerCase()
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/[\s-]+/g, '[\\s-]+')
  const singular = escaped.replace(/(?<=[b-df-hj-np-tv-z])y$/, '(?:y|ie)')
  const letter = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}]'
  const before = /^[\p{L}\p{N}]/u.test(word) ? `(?<!${letter})` : ''
  const after = /[a-z]$/.test(word) ? `(?:e?s|['’]s)?(?!${letter})` : /[\p{L}\p{N}]$/u.test(word) ? `(?!${letter})` : ''
  const isHan = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
  const made = new RegExp(isHan ? escaped : `${before}${singular}${after}`, 'giu')
  patterns.set(keyword, made)
  return made
}

function countHits(text: string, keyword: string): number {
  return text.match(patternOf(keyword))?.length ?? 0
}

/** How much speaks for a section, and its word that says most; the section's title counts as one of its words. */
function weighSection(story: SectionStory, section: SectionRule): Omit<WeighedSection, 'title' | 'odds'> {
  const text = story.text.slice(0, READ_CHARACTERS)
  const words = [...section.keywords, section.title].filter(word => word.trim() !== '')
  const hits = words.map(keyword => ({
    keyword,
    evidence: (countHits(story.title, keyword) > 0 ? TITLE_HIT : 0) + Math.min(MOST_MENTIONS, countHits(text, keyword)),
  }))
  const evidence = hits.reduce((sum, hit) => sum + hit.evidence, 0)
  const best = hits.reduce<(typeof hits)[number] | null>(
    (top, hit) => (hit.evidence > (top?.evidence ?? 0) ? hit : top),
    null,
  )
  return { evidence, keyword: best?.keyword ?? null }
}

interface WeighedSection {
  readonly title: string
  readonly evidence: number
  readonly keyword: string | null
  /** Log odds from the archive; 0 when it says nothing. */
  readonly odds: number
}

function fitOf(evidence: number): number {
  return Math.min(1, evidence / FULL)
}

/** The section that most speaks for, of equals the first configured; null when too little speaks for any. */
function chooseSection(weighed: readonly WeighedSection[]): SectionChoice | null {
  const possible = weighed.filter(({ evidence, odds }) => evidence >= ENOUGH || odds >= SURE_ODDS)
  const sumOf = ({ evidence, odds }: WeighedSection): number => EVIDENCE_ODDS * evidence + odds
  const [best] = possible.toSorted((a, b) => sumOf(b) - sumOf(a))
  if (!best) return null
  const { title: section, evidence, keyword } = best
  if (evidence < ENOUGH) return { section, by: 'archive', fit: GIVEN_FIT, keyword: null }
  return { section, by: 'keyword', fit: fitOf(evidence), keyword }
}

/**
 * The section of a story: its first source's section if the curator gave it one; else the one that its words and its likeness to earlier
 * stories speak for most, a word in the title most of all. Null when too little speaks for any.
 */
export function assignSection(
  story: SectionStory,
  sections: readonly SectionRule[],
  model: SectionModel | null = null,
): SectionChoice {
  const [given] = story.sourceSections
  if (given !== undefined) {
    const rule = sections.find(({ title }) => title.trim().toLowerCase() === given.trim().toLowerCase())
    const { evidence, keyword } = weighSection(story, rule ?? { title: given, keywords: [] })
    return { section: rule?.title ?? given, by: 'source', fit: Math.max(GIVEN_FIT, fitOf(evidence)), keyword }
  }
  const odds = model?.weigh(story)
  const weighed = sections.map(rule => ({
    title: rule.title,
    ...weighSection(story, rule),
    odds: odds?.get(rule.title) ?? 0,
  }))
  return chooseSection(weighed) ?? noSection
}
