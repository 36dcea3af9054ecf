// The fifth stage: brings every sealed issue that may be mailed to its frozen subscribers, once each. app/run.ts calls it.
import { randomBytes } from 'node:crypto'
import { addMinutes, type Clock } from '../core/clock.ts'
import type { WeeklyConfig } from '../core/config.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Issue, StageNote, StageReport, WeekId } from '../core/types.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import { type Claim, claimDeliveries, recoverDeliveries, releaseDeliveries } from '../store/deliveries.ts'
import { freezeIssue, readFrozen } from '../store/freeze.ts'
import { createGroupCommit } from '../store/engine/group-commit.ts'
import { holdOldIssues, noticeCopy, rememberFrozen } from '../store/instance.ts'
import { readIssue, readIssues, readMailLanguages } from '../store/issues.ts'
import { releaseLease, renewLease, takeLease } from '../store/leases.ts'
import { keepSetting } from '../store/settings.ts'
import { countSubscribers } from '../store/subscribers.ts'
import type { MailingList } from './message/compose.ts'
import { openComposer } from './message/composer.ts'
import type { DkimSigner } from './message/dkim.ts'
import { handOverBatch, type Tally } from './hand-over.ts'
import { parseOwnMailbox } from './message/mime.ts'
import { compareKeys, type LookupTxt } from './transport/mail-dns.ts'
import { createQueue } from './queue.ts'
import { openTokens } from './tokens.ts'
import type { MailTransport } from './transport/transport.ts'
import { openVerp } from './message/verp.ts'

export interface DeliverDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<WeeklyConfig, 'url' | 'timezone' | 'language' | 'mail'>
  readonly transport: MailTransport
  readonly signers: readonly DkimSigner[]
  /** Asks DNS for the keys before the first mail of a run; without it they are not compared. */
  readonly lookupTxt?: LookupTxt | undefined
  /** Names this process among all that use the store; a process started anew has a new one. */
  readonly processId: string
  /** Stops the run: messages begun are finished, everything else waits. */
  readonly signal?: AbortSignal | undefined
}

/** Longer than a server may take to answer a message (RFC 5321 §4.5.3.2: ten minutes). */
const CLAIM_MINUTES = 15
/** A batch is what can be handed over in this time, so that claims stay fresh at any rate. */
const BATCH_SECONDS = 10
const BATCH_LIMIT = 200

/**
 * Mails the issues whose time to be mailed by themselves is not over, or the one asked for. What single recipients' servers
 * refuse is noted; when the relay, the outbox or the login fails, the run pauses with a note and the mails wait. Throws
 * MAIL_CONFIG_INCOMPLETE when there are readers but no `mail.from` or `mail.postalAddress`, DKIM_KEY_INVALID when DNS has another
 * key, ISSUE_MISSING for a week without
 * an issue or without mail parts, and STORE_… errors.
 */
export async function deliverIssues(deps: DeliverDeps, window?: { readonly week: WeekId }): Promise<StageReport> {
  const tally: Tally = { sent: 0, skipped: 0, lostInRow: 0, paused: false, areKeysCompared: false, notes: [] }
  await holdWhatACopyForgot(deps, tally)
  for (const issue of await readMailableIssues(deps, window?.week)) {
    if (tally.paused || deps.signal?.aborted) break
    await deliverIssue(deps, issue, tally)
  }
  return {
    stage: 'deliver',
    done: tally.sent,
    skipped: tally.skipped,
    failed: tally.notes.filter(({ level }) => level === 'failed').length,
    unit: 'mails sent',
    notes: tally.notes,
  }
}

/** A store put back from a copy does not know who was mailed since the copy was made. */
async function holdWhatACopyForgot({ store, clock }: DeliverDeps, tally: Tally): Promise<void> {
  if (await noticeCopy(store, clock.now()))
    note(
      tally,
      'note',
      'store',
      'it is a copy, or in another place than before: what has closed is mailed only when asked',
    )
  for (const week of await holdOldIssues(store.db))
    note(tally, 'note', week, `it closed before the store was put back; weekly deliver --week ${week} mails it`)
}

/** The list's identity and sender. Throws MAIL_CONFIG_INCOMPLETE, naming the key. */
export async function openMailingList(deps: Pick<DeliverDeps, 'store' | 'config' | 'signers'>): Promise<MailingList> {
  const { mail, url } = deps.config
  const from = requireKey(mail.from, 'mail.from')
  requireKey(mail.postalAddress, 'mail.postalAddress')
  const replyTo = mail.replyTo ?? from
  for (const [key, mailbox] of Object.entries({ 'mail.from': from, 'mail.replyTo': replyTo }))
    checkMailbox(key, mailbox)
  return { id: await readListId(deps.store.db, url), url, from, replyTo, signers: deps.signers }
}

/** Made from the address of the site at first, and kept when that changes: readers' filters hang on it. */
function readListId(db: Connection, url: string): Promise<string> {
  return keepSetting(db, 'list-id', `weekly.${new URL(url).hostname.replace(/[^\w.-]/g, '')}`)
}

function requireKey(value: string | undefined, key: string): string {
  if (value) return value
  throw new WeeklyError('MAIL_CONFIG_INCOMPLETE', `no mail is sent without \`${key}\``, {
    hint: `Set ${key} in weekly.yaml; readers and mail filters expect a sender and a postal address.`,
  })
}

function checkMailbox(key: string, mailbox: string): void {
  try {
    parseOwnMailbox(mailbox)
  } catch (cause) {
    throw new WeeklyError('MAIL_CONFIG_INCOMPLETE', `\`${key}\` has no address that all can answer: ${mailbox}`, {
      hint: `Write ${key} as "Name <name@example.org>", in ASCII before the @.`,
      cause,
    })
  }
}

async function readMailableIssues({ store, clock }: DeliverDeps, week?: WeekId): Promise<readonly Issue[]> {
  const now = clock.now()
  const hasMail = async (issue: Issue): Promise<boolean> => (await readMailLanguages(store.db, issue.week)).length > 0
  if (week === undefined) {
    const issues = (await readIssues(store.db)).filter(({ mailUntil }) => mailUntil !== null && mailUntil > now)
    const mailable: Issue[] = []
    for (const issue of issues.toReversed()) if (await hasMail(issue)) mailable.push(issue)
    return mailable
  }
  const issue = await readIssue(store.db, week)
  if (issue && (await hasMail(issue))) return [issue]
  throw new WeeklyError('ISSUE_MISSING', `there is ${issue ? 'no mail' : 'no issue'} of ${week}`, {
    hint: `Publish it first: weekly publish --week ${week}`,
  })
}

async function deliverIssue(deps: DeliverDeps, issue: Issue, tally: Tally): Promise<void> {
  const { store, clock, processId } = deps
  const { week } = issue
  const { mail } = deps.config
  const { uncertain } = mail
  const { confirmed } = await countSubscribers(store.db)
  if (confirmed === 0) return freezeForNobody(deps, week, tally)
  const list = await openMailingList(deps)
  const lease = `deliver:${week}`
  const fence = await takeLease(store.db, lease, processId, clock.now(), CLAIM_MINUTES)
  if (fence === null) {
    note(tally, 'note', week, 'another process is delivering it')
    return
  }
  const holder = `${processId}#${fence}`
  try {
    await freezeIssue(store.db, { week, at: clock.now(), messageIdEnd: createMessageIdEnd(list.id) })
    await rememberFrozen(store)
    const lost = await recoverDeliveries(store.db, week, clock.now())
    if (lost > 0) note(tally, 'note', week, `${lost} mails are uncertain after a crash; ${uncertainRemedy(mail, week)}`)
    const commit = createGroupCommit(store)
    const signed = { tokens: await openTokens(store.db), verp: await openVerp(store.db, mail.bounces?.address) }
    const compose = await openComposer(store.db, list, deps.config, signed, week)
    for (;;) {
      if (tally.paused || deps.signal?.aborted) break
      if (!(await renewLease(store.db, lease, fence, clock.now(), CLAIM_MINUTES))) break
      const now = clock.now()
      const claim: Claim = { holder, until: addMinutes(now, CLAIM_MINUTES) }
      const batch = await claimDeliveries(store, week, claim, now, { limit: batchSize(mail.ratePerSecond), uncertain })
      if (batch.length === 0) break
      await compareKeysOnce(deps, tally)
      const queue = createQueue(batch, mail.perProvider)
      await handOverBatch({ ...deps, commit, holder, claimMinutes: CLAIM_MINUTES, compose }, queue, tally)
    }
  } finally {
    await giveBack(deps, week, lease, fence, holder)
  }
}

/**
 * Asks DNS once a run whether receivers will find our keys. Throws DKIM_KEY_INVALID for another key there: every signature would
 * be a wrong one. Where DNS has none, or does not answer, mail goes out, with a note on the former.
 */
export async function compareKeysOnce({ signers, lookupTxt }: DeliverDeps, tally: Tally): Promise<void> {
  if (!lookupTxt || tally.areKeysCompared) return
  tally.areKeysCompared = true
  for (const { name, signer, state, error } of await compareKeys(signers, lookupTxt)) {
    if (error) throw error
    if (state === 'absent')
      note(tally, 'note', name, `DNS has no DKIM key here, receivers cannot check ours; publish TXT ${signer.record}`)
  }
}

/** Nobody to mail it to: whoever signs up from now on gets the next issue, as after any freeze. */
async function freezeForNobody({ store, clock, config }: DeliverDeps, week: WeekId, tally: Tally): Promise<void> {
  if ((await readFrozen(store.db, week)) !== null) return
  const messageIdEnd = createMessageIdEnd(await readListId(store.db, config.url))
  await freezeIssue(store.db, { week, at: clock.now(), messageIdEnd })
  note(tally, 'skipped', week, 'no confirmed subscriber to mail it to')
}

const uncertainRemedy = ({ uncertain }: WeeklyConfig['mail'], week: WeekId): string =>
  uncertain === 'resend' ? 'they are sent again in 10 minutes' : `they are held: see weekly report ${week}`

const createMessageIdEnd = (listId: string): string => `${randomBytes(8).toString('hex')}@${listId}`

const batchSize = (ratePerSecond: number): number =>
  Math.min(BATCH_LIMIT, Math.max(1, Math.floor(ratePerSecond * BATCH_SECONDS)))

/** When the store itself has failed, giving back fails too; the first failure is the one to report, and claims run out anyway. */
async function giveBack(
  { store, clock, log }: DeliverDeps,
  week: WeekId,
  lease: string,
  fence: number,
  holder: string,
): Promise<void> {
  try {
    await releaseDeliveries(store.db, week, holder, clock.now())
    await releaseLease(store.db, lease, fence, clock.now())
  } catch (error) {
    log.warn('deliver.not-given-back', { week, error: isWeeklyError(error) ? error.code : String(error) })
  }
}

function note(tally: Tally, level: StageNote['level'], subject: string, message: string): void {
  if (level === 'skipped') tally.skipped++
  tally.notes.push({ level, subject, code: null, message, hint: null })
}
