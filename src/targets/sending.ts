// What targets need of the network, and what they make of answers that are the same everywhere.
import { WeeklyError } from '../core/errors.ts'
import { instantFromMs, msFromInstant, type Clock } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Outcome } from './target.ts'

/** One request; its address may hold a secret. */
export interface SendRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An answer of whatever status. */
export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Sends one request, without following redirects; a failure says whether bytes had left the machine. */
export type Send = (
  request: SendRequest,
) => Promise<Answer | { readonly error: WeeklyError; readonly hasLeft: boolean }>

/** What every target of issues is made with. */
export interface TargetNetwork {
  readonly send: Send
  readonly clock: Clock
  /** When the instant lies that `Retry-After` names; null without one. */
  readonly readRetryAfter: (headers: Readonly<Record<string, string>>, now: Instant) => Instant | null
}

/** What an answer without success says in its own way. */
interface Explained {
  readonly reason?: string
  readonly notBefore?: Instant | null
  /** Whether its status, which elsewhere is final, means too many requests. */
  readonly isBusy?: boolean
}

const LONGEST_WORDS = 300
const LONGEST_WAIT_SECONDS = 24 * 3_600

/** Says no for good. `reason` is what the target said, in its words. */
export function refuse(reason: string): Outcome {
  const message = `the message was refused: ${shorten(reason)}`
  const hint = 'Mend what is named, here or there, then: weekly target retry NAME WEEK --again.'
  return { state: 'refused', error: new WeeklyError('TARGET_REFUSED', message, { hint }) }
}

/** Says no for good, to this message and to all that come: nobody is there any more. */
function endTarget(reason: string): Outcome {
  const message = `the address is gone, and nothing more is sent there: ${shorten(reason)}`
  const hint = 'Mend its address, or take it out of `targets`, then: weekly target retry NAME WEEK --again.'
  return { state: 'refused', error: new WeeklyError('TARGET_GONE', message, { hint }) }
}

/** Nothing was posted, and later it may be. */
export function putOff(reason: string, notBefore: Instant | null = null): Outcome {
  const message = `the message was not taken now: ${shorten(reason)}`
  const hint = 'Nothing to do: it is sent again by itself.'
  return { state: 'retry', error: new WeeklyError('TARGET_UNAVAILABLE', message, { hint }), notBefore }
}

/** Whether it was posted, nobody knows. */
export function leaveOpen(reason: string): Outcome {
  const message = `the message left and no readable answer came: ${shorten(reason)}`
  const hint = 'Look there, then: weekly target retry NAME WEEK --done, or --again to send it once more.'
  return { state: 'uncertain', error: new WeeklyError('TARGET_UNCERTAIN', message, { hint }) }
}

/** The instant `seconds` from now, a day at most; null for what is no number of seconds. */
export function secondsFrom(now: Instant, seconds: unknown): Instant | null {
  const count = typeof seconds === 'string' ? Number(seconds) : seconds
  if (typeof count !== 'number' || !Number.isFinite(count) || count < 0) return null
  return instantFromMs(msFromInstant(now) + Math.min(count, LONGEST_WAIT_SECONDS) * 1_000)
}

/**
 * Sends a message. `read` makes the outcome of an answer whose status is 2xx; null: it cannot be read, so that nobody knows. `explain` finds
 * the target's own words and wait in any other answer.
 */
export async function tell(
  { send, clock, readRetryAfter }: TargetNetwork,
  request: SendRequest,
  {
    read,
    explain = () => ({}),
  }: {
    readonly read: (answer: Answer, now: Instant) => Outcome | null
    readonly explain?: (answer: Answer, now: Instant) => Explained
  },
): Promise<Outcome> {
  const answer = await send(request)
  if ('error' in answer) return answer.hasLeft ? leaveOpen(answer.error.message) : putOff(answer.error.message)
  const now = clock.now()
  const { status, headers } = answer
  if (status >= 200 && status <= 299) return read(answer, now) ?? leaveOpen(`${status} with an answer of another shape`)
  const said = explain(answer, now)
  const reason = `${status}${said.reason === undefined ? '' : ` ${said.reason}`}`
  if (status === 429 || status === 408 || status === 425 || said.isBusy === true)
    return putOff(reason, later(readRetryAfter(headers, now), said.notBefore ?? null))
  // A gateway that waited in vain has handed the message on.
  if (status === 504) return leaveOpen(reason)
  if (status >= 500) return putOff(reason, readRetryAfter(headers, now))
  if (status === 410) return endTarget(reason)
  return refuse(status < 400 ? `${reason}, and redirects are not followed` : reason)
}

/** The answer's JSON object; null for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}

/** A text or number of an answer in words; empty for anything else. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** Headers of a request with JSON. */
export const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' } as const

const later = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || (other !== null && other > one) ? other : one

const shorten = (text: string): string => text.toWellFormed().slice(0, LONGEST_WORDS).replace(/\s+/g, ' ').trim()
