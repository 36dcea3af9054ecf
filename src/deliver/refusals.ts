// Refusals that are no reader's fault: whether they are the relay's answer to everybody, and the run pauses with all mails waiting, or
// that of single servers, and those mails alone are tried again later.
import { type ClaimedMail } from '../store/ledger.ts'
import { findStatus, isRelayWide, judgeStatus } from './bounces/judge.ts'
import type { HandOver } from './transport/transport.ts'

/** A trouble that is no reader's. `relay`: it takes no mail of ours. `sender`: it would not begin one. `ours`: a server refuses this one for what we are or write. */
export type Trouble = 'relay' | 'sender' | 'ours'

/** Finds the trouble that a hand-over tells of; null when it is the reader's, or there is none. */
export function findTrouble({ state, response, isLost }: HandOver): Trouble | null {
  if (state === 'refused') return 'sender'
  if (isLost || (state !== 'bounced' && state !== 'deferred')) return null
  if (isRelayWide(response)) return 'relay'
  return state === 'bounced' && judgeStatus(findStatus(response), response) === 'ours' ? 'ours' : null
}

/** A mail that was refused, and is still open. */
export interface Refusal<Mail> {
  readonly mail: Mail
  readonly trouble: Trouble
  readonly response: string
}

/** The refusals of a batch since its last mail that was taken. */
export interface Refusals<Mail> {
  /** Adds one; answers whether the run must pause. */
  add(refusal: Refusal<Mail>): boolean
  /** A mail was taken: gives back those that were refused before it, which are the answers of single servers. */
  settle(): readonly Refusal<Mail>[]
  /** At the end of the batch: whether the run must pause, and what is still open. */
  finish(): { readonly mustPause: boolean; readonly open: readonly Refusal<Mail>[] }
}

const IN_ROW_LIMIT = 3

const domainOf = ({ email_key: key }: ClaimedMail): string => key.slice(key.lastIndexOf('@') + 1)

/** Refused before, and given back. */
const isTriedBefore = ({ next_attempt_at: at, attempts }: ClaimedMail): boolean => at !== null || attempts > 0

/**
 * Makes the watch of a batch. `hasSent`: of these mails some have been taken, in this run or another; then mails that were refused
 * before are not the relay's answer to everybody, and pause nothing.
 */
export function watchRefusals<Mail extends ClaimedMail>({ hasSent }: { readonly hasSent: boolean }): Refusals<Mail> {
  let open: Refusal<Mail>[] = []
  let isAnyTaken = hasSent
  let isTakenInBatch = false
  /** What could be the answer to everybody: not of servers that are known to refuse while others take. */
  const isTelling = (): boolean => !isAnyTaken || open.some(({ mail }) => !isTriedBefore(mail))
  return {
    add: refusal => {
      open.push(refusal)
      const { trouble } = refusal
      if (trouble === 'relay') return true
      if (open.length < IN_ROW_LIMIT) return false
      if (trouble === 'sender' || !isTakenInBatch) return isTelling() || trouble === 'sender'
      return isTelling() && new Set(open.map(({ mail }) => domainOf(mail))).size >= IN_ROW_LIMIT
    },
    settle: () => {
      const settled = open
      open = []
      isAnyTaken = true
      isTakenInBatch = true
      return settled
    },
    finish: () => {
      const isSender = open.some(({ trouble }) => trouble === 'sender')
      return { mustPause: open.length > 0 && !isTakenInBatch && (isSender || isTelling()), open }
    },
  }
}
