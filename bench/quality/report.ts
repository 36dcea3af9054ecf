// What the bench says about quality: a table of measures beside their baseline, and which got worse by more than chance allows. Pure.
import type { QualityUnit, Score } from './score.ts'

/** Values by the key of their measure. */
export type QualityBaseline = Readonly<Record<string, number>>

/** A difference as small as this is none. */
export const TOLERANCE: Readonly<Record<QualityUnit, number>> = { share: 0.005, F1: 0.005, ROUGE: 0.5 }

/** Rounding of what is kept is no difference either. */
const ROUNDING = 0.00005

/** Names a measure across runs. */
export function keyOfScore({ matter, name }: Score): string {
  return `${matter} · ${name}`
}

/** How a measure stands to its baseline; null when it has none. */
export function compareScore(score: Score, baseline: QualityBaseline): 'better' | 'worse' | 'same' | null {
  const before = baseline[keyOfScore(score)]
  if (before === undefined) return null
  const gain = score.better === 'more' ? score.value - before : before - score.value
  const tolerance = TOLERANCE[score.unit] + ROUNDING
  return gain > tolerance ? 'better' : gain < -tolerance ? 'worse' : 'same'
}

function formatValue(value: number | undefined, unit: QualityUnit): string {
  if (value === undefined) return ''
  return unit === 'share'
    ? `${(100 * value).toFixed(2)} %`
    : unit === 'F1'
      ? (100 * value).toFixed(2)
      : value.toFixed(2)
}

/** All measures as aligned columns, the heading first; shares in per cent, F1 and ROUGE in points of 100. */
export function formatScores(scores: readonly Score[], baseline: QualityBaseline): string[] {
  const rows = [
    ['quality of', 'measured', 'value', 'baseline', '', 'wanted', 'cases'],
    ...scores.map(score => [
      score.matter,
      score.name,
      formatValue(score.value, score.unit),
      formatValue(baseline[keyOfScore(score)], score.unit),
      compareScore(score, baseline) ?? '',
      score.better,
      String(score.cases),
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** A line for each measure that is worse than its baseline by more than the tolerance of its unit. */
export function findWorseScores(scores: readonly Score[], baseline: QualityBaseline): string[] {
  return scores
    .filter(score => compareScore(score, baseline) === 'worse')
    .map(score => {
      const [before, after] = [baseline[keyOfScore(score)], score.value].map(value => formatValue(value, score.unit))
      return `worse: ${keyOfScore(score)}: ${before ?? ''} → ${after ?? ''}`
    })
}

/** The baseline with these values in place of what it had. */
export function updateQualityBaseline(baseline: QualityBaseline, scores: readonly Score[]): QualityBaseline {
  const values = scores.map(score => [keyOfScore(score), Number(score.value.toFixed(4))] as const)
  return { ...baseline, ...Object.fromEntries(values) }
}
