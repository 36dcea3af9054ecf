// What there is to do, as jobs: coarse, each safe to run twice, late, or after its worker has died. Due rows stay the schedule: a job says only
// what to look at.
import type { StageReport } from '../../core/types.ts'

/** The lanes; jobs of one wait for none of another. */
export const laneNames = [
  'collect',
  'read',
  'curate',
  'publish',
  'site',
  'deliver',
  'targets',
  'links',
  'copies',
  'bounces',
  'purge',
] as const

/** A lane. */
export type Lane = (typeof laneNames)[number]

/** One job. Of two with the same lane and key one waits at most, and one runs. */
export interface Job {
  readonly lane: Lane
  /** A week, or the number of a share; empty: all there is. A key may carry a word behind a space that tells it from another. */
  readonly key: string
  /** Not before so many seconds from now. */
  readonly afterSeconds?: number
}

/** What a job did, and what it found to be done next. */
export interface JobOutcome {
  readonly reports: readonly StageReport[]
  readonly next: readonly Job[]
}

/** Shares of a lane that several workers do at once. */
export function sharesOf(lane: Lane, count: number): readonly Job[] {
  return Array.from({ length: Math.max(1, count) }, (_, share) => ({ lane, key: String(share) }))
}

/** What a job is called among all. */
export function nameOf({ lane, key }: Job): string {
  return `${lane} ${key}`
}
