// What a target is: a place beside site, feeds and mail that is told of what was published. Each target is a folder of this room.
import type { CorrectedIssue } from '../core/edits.ts'
import type { WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import type { IssueFacts } from './issue-facts.ts'

/** One thing that a target is told of, once: an issue, or a feed that changed. */
export interface Message {
  /** What names it for good within the target: a week, or the address of a feed. */
  readonly subject: string
  /** SHA-256 of what is told, in hex; another one is a correction. */
  readonly sha256: string
  /** What is sent, the same at every attempt; missing where the subject says all. */
  readonly body?: string | null
}

/** A message with what the moment allows. */
export interface Plan extends Omit<Message, 'body'> {
  /** Makes the body, only when it is going to be told; it may ask the target what it has room for. */
  readonly body?: () => Promise<string | null>
  /** False: it is not told for the first time any more, only corrected where it was told. */
  readonly mayBegin?: boolean
  /** True: what has not been told by now is not told at all. */
  readonly isOver?: boolean
}

/**
 * What came of a message. `refused` is final until the message changes; `retry` costs nothing but time, no earlier than the instant that
 * the target named; `uncertain` means that bytes went out and no readable answer came back.
 */
export type Outcome =
  | { readonly state: 'sent'; readonly remoteId: string | null }
  | { readonly state: 'refused' | 'uncertain'; readonly error: WeeklyError }
  | { readonly state: 'retry'; readonly error: WeeklyError; readonly notBefore: Instant | null }

/** What has been published when targets are asked what they would tell. */
export interface Published {
  /** Sealed issues as corrected, newest first, with those that were taken back. */
  readonly issues: readonly CorrectedIssue[]
  /** When this target was first seen: what was sealed before is old, and nobody is told of it. */
  readonly since: Instant
  readonly now: Instant
}

/** A place that is told of issues. An expected failure is an outcome; a throw is a bug. */
export interface Target {
  /** Unique and lasting: rows of the ledger carry it. Holds no secret. */
  readonly name: string
  /** Whether telling twice does no harm: then an uncertain message is told again by itself. */
  readonly mayRepeat: boolean
  /** Telling twice does no harm within so many minutes after the first attempt alone. */
  readonly repeatMinutes?: number
  /** Whether what was told can be changed; changing it twice does no harm. */
  readonly mayCorrect: boolean
  /** All that this target should have been told by now; the ledger knows what it was told. */
  plan(published: Published): Promise<readonly Plan[]>
  publish(message: Message): Promise<Outcome>
  /** Tells that a message changed; `remoteId` is what the target called it. */
  correct(message: Message, remoteId: string | null): Promise<Outcome>
  /** Tries the target out with what is no issue; missing where there is nothing to try. */
  test?(facts: IssueFacts): Promise<Outcome>
}
