// The fifth stage: brings to each reader what is due, once: letters to single readers, sealed issues, the latest issue to late readers.
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Issue, StageReport, WeekId } from '../core/types.ts'
import { readCatchUpWeeks } from '../store/catch-ups.ts'
import { freezeIssue, readFrozen } from '../store/freeze.ts'
import { hasOpenEditorLetters, purgeEditorLetters } from '../store/editor-letters.ts'
import { holdOldIssues, noticeClone, rememberFrozen } from '../store/instance.ts'
import { readMailLanguages, readMonthMails } from '../store/issue-mails.ts'
import { readIssue, readIssuesToMail } from '../store/issues.ts'
import { hasOpenLetters, purgeLetters } from '../store/letters.ts'
import { hasOpenThanks } from '../store/thanks.ts'
import { readRetractions } from '../store/retractions.ts'
import { countSubscribers } from '../store/subscribers.ts'
import { announceMailing, closeMailing } from '../store/travelling.ts'
import { confirmationLetters } from './confirmation.ts'
import { editorLetters } from './editor-letters.ts'
import { catchUpMails, createMessageIdEnd, issueMails } from './issue-mails.ts'
import { readListId } from './mailing-list.ts'
import { type DeliverDeps, sendMails } from './send.ts'
import { queueThanks, thanksMails } from './thanks.ts'
import { addNote, createTally, reportTally, type Tally } from './tally.ts'
import { holdUnreported, isAnswered, mayMail, NOBODY_ANSWERS } from './travelling.ts'

/**
 * Mails everything that is due by itself. What single recipients' servers refuse is noted; when the relay, the outbox or the login
 * fails, the run pauses with a note and the mails wait. Throws MAIL_CONFIG_INCOMPLETE when there are readers but no `mail.from` or
 * `mail.postalAddress`, DKIM_KEY_INVALID when DNS has another key, and STORE_… errors.
 */
export async function deliverMails(deps: DeliverDeps): Promise<StageReport> {
  const tally = createTally()
  await holdWhatACloneForgot(deps, tally)
  // Letters first: they are few, and somebody waits for them.
  if (!deps.config.storeTravels) await sendEditorLetters(deps, tally)
  if (!(await mayMail(deps, tally))) return reportTally(tally)
  if (deps.config.storeTravels) return deliverAnnounced(deps, tally)
  await sendLetters(deps, tally)
  await sendIssues(deps, await readDueIssues(deps), tally)
  await sendCatchUps(deps, tally)
  await sendThanks(deps, tally)
  return reportTally(tally)
}

/**
 * Mails the issues whose time to be mailed by themselves is not over, or the one asked for. Throws as `deliverMails`, and ISSUE_MISSING
 * for a week without an issue or without mail parts.
 */
export async function deliverIssues(deps: DeliverDeps, window?: { readonly week: WeekId }): Promise<StageReport> {
  const tally = createTally()
  if (!(await mayMail(deps, tally))) return reportTally(tally)
  await holdWhatACloneForgot(deps, tally)
  const issues = window ? [await readIssueToMail(deps, window.week)] : await readDueIssues(deps)
  await sendIssues(deps, issues, tally)
  return reportTally(tally)
}

/** Mails the latest issue to those who have confirmed since it was frozen; at most as long as an issue goes out by itself. */
export async function deliverCatchUps(deps: DeliverDeps): Promise<StageReport> {
  const tally = createTally()
  await sendCatchUps(deps, tally)
  return reportTally(tally)
}

/** Mails the letters that are due. A template or a configuration that fails them is a line of the report. */
export async function deliverLetters(deps: DeliverDeps): Promise<StageReport> {
  const tally = createTally()
  await sendLetters(deps, tally)
  return reportTally(tally)
}

/** Sends the queued mails to editors that are due. */
export async function deliverEditorLetters(deps: DeliverDeps): Promise<StageReport> {
  const tally = createTally()
  await sendEditorLetters(deps, tally)
  return reportTally(tally)
}

/**
 * In the place of mailing, for a store that travels: fixes who gets what is due, and notes in the store that it goes out from here. Once the
 * store is kept elsewhere, `deliverMails` sends it. What an earlier run has announced and not reported is uncertain from now on.
 */
export async function announceMails(deps: DeliverDeps): Promise<StageReport> {
  const { store, clock, config } = deps
  const tally = createTally()
  await holdUnreported(deps, tally)
  await holdWhatACloneForgot(deps, tally)
  const issues = await readDueIssues(deps)
  const { confirmed } = await countSubscribers(store.db)
  if (!isAnswered(config)) {
    if (confirmed > 0 && issues.length > 0) addNote(tally, 'note', 'mail', NOBODY_ANSWERS)
    return reportTally(tally)
  }
  const end = createMessageIdEnd(await readListId(store.db, config.url))
  for (const { week } of issues)
    if (confirmed === 0) await freezeForNobody(deps, week, tally)
    else await freezeIssue(store.db, { week, at: clock.now(), messageIdEnd: end })
  await rememberFrozen(store)
  if (confirmed > 0 && issues.length > 0) {
    await announceMailing(store)
    addNote(tally, 'note', 'mail', 'is ready: keep a copy of the store (weekly backup), then weekly deliver sends it')
  }
  return reportTally(tally)
}

async function deliverAnnounced(deps: DeliverDeps, tally: Tally): Promise<StageReport> {
  await sendIssues(deps, await readDueIssues(deps), tally)
  await closeMailing(deps.store)
  return reportTally(tally)
}

async function sendEditorLetters(deps: DeliverDeps, tally: Tally): Promise<void> {
  const { store, clock } = deps
  await purgeEditorLetters(store.db, clock.now())
  if (await hasOpenEditorLetters(store.db)) await sendMails(deps, editorLetters(deps), tally)
}

async function sendLetters(deps: DeliverDeps, tally: Tally): Promise<void> {
  const { store, clock } = deps
  await purgeLetters(store.db, clock.now())
  if (!(await hasOpenLetters(store.db, 'confirmation'))) return
  await withoutTemplate(tally, 'confirmation mails', () => sendMails(deps, confirmationLetters(deps), tally))
}

/** Sends something; a template or a configuration that fails it is a line of the report. */
async function withoutTemplate(tally: Tally, subject: string, send: () => Promise<void>): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (!isWeeklyError(error) || !/TEMPLATE|MAIL_CONFIG/.test(error.code)) throw error
    const { code, message, hint } = error
    tally.notes.push({ level: 'failed', subject, code, message, hint })
  }
}

/** After everything else: nobody waits for thanks. A template that fails them is a line of the report. */
async function sendThanks(deps: DeliverDeps, tally: Tally): Promise<void> {
  const { store, clock, config } = deps
  await queueThanks(store, config.url, clock.now())
  if (tally.paused || deps.signal?.aborted || !(await hasOpenThanks(store.db))) return
  await withoutTemplate(tally, 'thanks for suggestions', () => sendMails(deps, thanksMails(deps), tally))
}

async function sendIssues(deps: DeliverDeps, issues: readonly Issue[], tally: Tally): Promise<void> {
  for (const { week } of issues) {
    if (tally.paused || deps.signal?.aborted) return
    const { confirmed } = await countSubscribers(deps.store.db)
    if (confirmed === 0) await freezeForNobody(deps, week, tally)
    else await sendMails(deps, issueMails(deps, week), tally)
  }
}

async function sendCatchUps(deps: DeliverDeps, tally: Tally): Promise<void> {
  for (const week of await readCatchUpWeeks(deps.store.db, deps.clock.now())) {
    if (tally.paused || deps.signal?.aborted) return
    await sendMails(deps, catchUpMails(deps, week), tally)
  }
}

/** A store put back from a copy does not know who was mailed since the copy was made. */
async function holdWhatACloneForgot({ store, clock, config }: DeliverDeps, tally: Tally): Promise<void> {
  if (await noticeClone(store, clock.now(), config.storeTravels))
    addNote(
      tally,
      'note',
      'store',
      'it is a copy, or in another place than before: what has closed is mailed only when asked',
    )
  for (const week of await holdOldIssues(store.db, clock.now()))
    addNote(tally, 'note', week, `it closed before the store was put back; weekly deliver --week ${week} mails it`)
}

/** The issues that go out by themselves, oldest first. */
async function readDueIssues({ store, clock }: DeliverDeps): Promise<readonly Issue[]> {
  const now = clock.now()
  const issues = await readIssuesToMail(store.db, now)
  const due: Issue[] = []
  for (const issue of issues.toReversed()) if (await hasMail(store.db, issue)) due.push(issue)
  return due
}

async function readIssueToMail({ store }: DeliverDeps, week: WeekId): Promise<Issue> {
  const issue = await readIssue(store.db, week)
  const retraction = (await readRetractions(store.db)).get(week)?.find(({ storyId }) => storyId === '')
  if (retraction && (await readMonthMails(store.db, week)).length === 0)
    throw new WeeklyError('ISSUE_ALREADY_RETRACTED', `the issue of ${week} was taken back: ${retraction.reason}`, {
      hint: `It is mailed to nobody; \`weekly issue retract ${week} --undo\` brings it back.`,
    })
  if (issue && (await hasMail(store.db, issue))) return issue
  throw new WeeklyError('ISSUE_MISSING', `there is ${issue ? 'no mail' : 'no issue'} of ${week}`, {
    hint: `Publish it first: weekly publish --week ${week}`,
  })
}

const hasMail = async (db: DeliverDeps['store']['db'], { week }: Issue): Promise<boolean> =>
  (await readMailLanguages(db, week)).length > 0

/** Freezes an issue that has nobody to be mailed to: readers who sign up from now on get the next one, as after any freeze. */
async function freezeForNobody({ store, clock, config }: DeliverDeps, week: WeekId, tally: Tally): Promise<void> {
  if ((await readFrozen(store.db, week)) !== null) return
  const messageIdEnd = createMessageIdEnd(await readListId(store.db, config.url))
  await freezeIssue(store.db, { week, at: clock.now(), messageIdEnd })
  addNote(tally, 'skipped', week, 'no confirmed subscriber to mail it to')
}
