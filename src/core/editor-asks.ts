// When the editors of a week that has closed are written to: at its closing, at half the time to answer, half an hour before its end, and when
// it cannot go out. Pure.
import { addMinutes, minutesBetween } from './clock.ts'
import { answerBy, type ClosedWeek, type Review } from './release.ts'
import type { Instant } from './types.ts'

/** Why they are written to; see `decideAsk`. */
export type Ask = 'closed' | 'half' | 'last' | 'blocked'

/** What has been asked of a week, and done about it. */
export interface AskedBefore {
  /** Mails about it, of whatever kind, with the instant since which editors were asked then. */
  readonly asks: readonly { readonly kind: string; readonly askedAt: Instant }[]
  /** When somebody did anything to it last; null: nobody has. */
  readonly actedAt: Instant | null
}

const LAST_MINUTES = 30

/** Since when the editors of a week have been asked: its closing, or when it became a draft again, or a machine that slept over it woke. */
export function askedSince({ closesAt, askedAt, draft }: ClosedWeek): Instant {
  return [askedAt, draft.askedAt].reduce<Instant>((latest, at) => (at && at > latest ? at : latest), closesAt)
}

/**
 * What is to be asked now, if anything. Each is asked once for each time that the editors have to answer; reminders only while nobody did
 * anything, and not where the time is so short that they would come together.
 */
export function decideAsk(
  review: Review,
  week: ClosedWeek,
  { asks, actedAt }: AskedBefore,
  isBlocked: boolean,
  now: Instant,
): Ask | null {
  const { policy, forMinutes } = review
  // Where nobody is waited for nobody is asked; what is approved or held was decided.
  if ((policy === 'publish' && forMinutes === 0) || week.draft.state !== 'draft') return null
  const since = askedSince(week)
  const wasAsked = (kind: Ask): boolean => asks.some(ask => ask.kind === kind && ask.askedAt === since)
  const by = answerBy(review, week)
  const isOver = forMinutes > 0 && by <= now
  if (isOver) return policy === 'publish' && isBlocked && !wasAsked('blocked') ? 'blocked' : null
  if (!wasAsked('closed')) return 'closed'
  if (forMinutes === 0 || (actedAt !== null && actedAt >= since)) return null
  const left = minutesBetween(now, by)
  const mayRemind = forMinutes > LAST_MINUTES
  if (mayRemind && left <= LAST_MINUTES) return wasAsked('last') ? null : 'last'
  const isHalf = forMinutes > 2 * LAST_MINUTES && addMinutes(since, forMinutes / 2) <= now
  return isHalf && !wasAsked('half') ? 'half' : null
}
