// When an issue that has closed goes out: an issue closes, is answered, goes out. Pure.
import { addMinutes } from './clock.ts'
import type { Draft, Instant } from './types.ts'

/** `review` as it is configured; `for` is a span such as 30m, 4h or 2d. */
export type ReviewConfig = 'auto' | 'wait' | { readonly policy: 'publish' | 'wait' | 'skip'; readonly for: string }

/** What becomes of an issue that has closed when nobody decides. */
export interface Review {
  readonly policy: 'publish' | 'wait' | 'skip'
  /** How long its editors have to answer. */
  readonly forMinutes: number
  /** How long an approval can be stopped before the issue goes out. */
  readonly graceMinutes: number
}

const MINUTES_OF_UNIT: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 }
/** Long enough to stop the presses. */
export const GRACE_MINUTES = 10

/** The review that a configuration asks for: `auto` publishes at the closing, `wait` waits for ever, and neither lets an approval be stopped. */
export function reviewOf(config: ReviewConfig): Review {
  if (typeof config === 'string')
    return { policy: config === 'auto' ? 'publish' : 'wait', forMinutes: 0, graceMinutes: 0 }
  const [, count = '0', unit = 'm'] = /^(\d{1,6})([mhd])$/.exec(config.for) ?? []
  const forMinutes = Number(count) * (MINUTES_OF_UNIT[unit] ?? 1)
  return { policy: config.policy, forMinutes, graceMinutes: GRACE_MINUTES }
}

/** What is known of a week that has closed. */
export interface ClosedWeek {
  readonly closesAt: Instant
  /** When it was first seen to have closed: its editors were told then, and not before. Null where nobody noted it. */
  readonly askedAt: Instant | null
  readonly draft: Pick<Draft, 'state' | 'releaseAt' | 'askedAt'>
}

/**
 * What to do with a week that has closed: it goes out `now`, or `later`; it is `held`, or `waits` for its approval; or it is `skipped`, for
 * nobody released it in time.
 */
export type Release =
  | { readonly kind: 'now' | 'held' | 'waits' | 'skipped' }
  /** `isApproved`: it was released; else it goes out then if nobody holds it. */
  | { readonly kind: 'later'; readonly at: Instant; readonly isApproved: boolean }
  /** Approved until then it goes out; else it is skipped. */
  | { readonly kind: 'asks'; readonly until: Instant }

const latest = (...instants: readonly (Instant | null | undefined)[]): Instant =>
  instants.filter(each => each !== null && each !== undefined).reduce((a, b) => (a > b ? a : b))

/**
 * Until when the editors of a week may answer. A machine that slept over the closing asks when it wakes; a draft that was approved or held and is
 * a draft again has its whole time once more.
 */
export function answerBy({ forMinutes }: Review, { closesAt, askedAt, draft }: ClosedWeek): Instant {
  return forMinutes === 0 ? closesAt : addMinutes(latest(closesAt, askedAt, draft.askedAt), forMinutes)
}

/** Decides on one week that has closed. Nothing that was held, or not released where a release is asked for, ever goes out. */
export function decideRelease(review: Review, week: ClosedWeek, now: Instant): Release {
  const { state, releaseAt } = week.draft
  if (state === 'held') return { kind: 'held' }
  if (state === 'approved') {
    const at = latest(week.closesAt, releaseAt)
    return at <= now ? { kind: 'now' } : { kind: 'later', at, isApproved: true }
  }
  if (review.policy === 'wait') return { kind: 'waits' }
  const by = answerBy(review, week)
  if (review.policy === 'publish') return by <= now ? { kind: 'now' } : { kind: 'later', at: by, isApproved: false }
  return by <= now ? { kind: 'skipped' } : { kind: 'asks', until: by }
}

/**
 * What a draft becomes when somebody stops it: a draft with its whole time to answer, or where there is no such time and it would go out at once,
 * held.
 */
export function stateWhenStopped({ policy, forMinutes, graceMinutes }: Review): 'draft' | 'held' {
  return policy === 'wait' || forMinutes >= Math.max(1, graceMinutes) ? 'draft' : 'held'
}
