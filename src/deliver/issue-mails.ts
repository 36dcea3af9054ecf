// The mails of an issue as a kind: to all who were frozen with it, or to those who have confirmed since.
import { randomBytes } from 'node:crypto'
import type { Instant, WeekId } from '../core/types.ts'
import { recordBounce } from '../store/bounces.ts'
import { insertCatchUp, oldestCatchUp } from '../store/catch-ups.ts'
import { type ClaimedDelivery, readClaimedDeliveries } from '../store/deliveries.ts'
import type { Connection } from '../store/engine/database.ts'
import { prolongMailing } from '../store/issues.ts'
import { freezeIssue } from '../store/freeze.ts'
import { rememberFrozen } from '../store/instance.ts'
import { selectCatchUps, selectDue, selectIssue } from '../store/ledger.ts'
import { readRetractionRevision, skipRetracted } from '../store/retractions.ts'
import { findStatus, judgeStatus } from './bounces/judge.ts'
import { type Composer, openComposer } from './message/composer.ts'
import { openVerp } from './message/verp.ts'
import type { DeliverDeps, MailKind } from './send.ts'
import { openTokens } from './tokens.ts'

/** Closes every Message-ID of an issue: `nonce@host`. */
export const createMessageIdEnd = (host: string): string => `${randomBytes(8).toString('hex')}@${host}`

/** The mails of an issue to all its readers, who are frozen before the first is sent. */
export function issueMails(deps: DeliverDeps, week: WeekId): MailKind<ClaimedDelivery> {
  const { store, clock } = deps
  return {
    ...mailsOf(deps, week),
    due: selectDue(week),
    onWait: () => prolongMailing(store.db, week, clock.now()),
    prepare: async list => {
      await freezeIssue(store.db, { week, at: clock.now(), messageIdEnd: createMessageIdEnd(list.id) })
      await rememberFrozen(store)
      // It may have been taken back before anybody was to get it.
      await skipRetracted(store.db, week, clock.now())
    },
  }
}

/** The mails of an issue to those who have confirmed since it was frozen, though its own time may be over. */
export function catchUpMails(deps: DeliverDeps, week: WeekId): MailKind<ClaimedDelivery> {
  return { ...mailsOf(deps, week), due: selectCatchUps(week, oldestCatchUp(deps.clock.now())) }
}

/** Queues the latest issue for a reader; idempotent. Call within the transaction that confirms. */
export function queueCatchUp(db: Connection, subscriberId: number, siteUrl: string, now: Instant): Promise<void> {
  return insertCatchUp(db, subscriberId, createMessageIdEnd(new URL(siteUrl).hostname), now)
}

/** One lease for both: an issue has one sender. */
function mailsOf(deps: DeliverDeps, week: WeekId): Omit<MailKind<ClaimedDelivery>, 'due'> {
  const { store, clock, config } = deps
  const { uncertain, bounces } = config.mail
  let opened: { readonly revision: string; readonly composer: Composer } | null = null
  return {
    subject: week,
    lease: `deliver:${week}`,
    all: selectIssue(week),
    uncertainRemedy:
      uncertain === 'resend' ? 'they are sent again in 10 minutes' : `they are held: see weekly report ${week}`,
    read: readClaimedDeliveries,
    onOutcome: async (mail, { state, response }) => {
      if (state !== 'bounced') return
      const status = findStatus(response)
      const report = { verdict: judgeStatus(status, response), status, response }
      await recordBounce(store.db, mail, report, clock.now())
    },
    openComposer: async list => {
      const revision = await readRetractionRevision(store.db)
      if (opened?.revision === revision) return opened.composer
      const keys = {
        tokens: await openTokens(store.db),
        verp: await openVerp(store.db, bounces?.address),
        isMailboxRead: bounces?.maildir !== undefined || bounces?.imap !== undefined,
      }
      const composer = await openComposer(store.db, list, config, keys, week)
      opened = { revision, composer }
      return composer
    },
  }
}
