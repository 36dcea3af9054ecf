// What a measure of quality is, and the sums that several of them use.

/** Figures of quality are shares, 0 to 1, or ROUGE in points of 100. */
export type QualityUnit = 'share' | 'F1' | 'ROUGE'

/** One measure of quality: a line of its table. */
export interface Score {
  /** Articles, weeks, stories …: what is measured, and on which set. */
  readonly matter: string
  readonly name: string
  readonly value: number
  readonly unit: QualityUnit
  readonly better: 'more' | 'less'
  /** How many cases stand behind the figure: a share of 8 moves in steps of an eighth. */
  readonly cases: number
  /** Measured on a set from outside: no part of the kept baseline. */
  readonly isFromOutside?: true
}

/** Precision, recall and their harmonic mean, each 0 to 1. */
export interface Agreement {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** The harmonic mean of precision and recall; 0 when both are. */
export function agreementOf(precision: number, recall: number): Agreement {
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { precision, recall, f1 }
}

/** Part of a whole; of nothing it is `ofNothing`. */
export function shareOf(part: number, whole: number, ofNothing = 0): number {
  return whole === 0 ? ofNothing : part / whole
}

/** The mean; 0 of none. */
export function meanOf(values: readonly number[]): number {
  return shareOf(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  )
}
