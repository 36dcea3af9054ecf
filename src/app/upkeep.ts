// What a pass does besides its five stages: it takes up what an earlier pass left, and keeps the list in order.
import { isWeeklyError } from '../core/errors.ts'
import type { StageNote, StageReport } from '../core/types.ts'
import { careForLinks } from '../collect/link-care.ts'
import { purgeDesk } from '../store/desk-sessions.ts'
import { purgeLimits } from '../store/limits.ts'
import { purgeTurns } from '../store/relay-turns.ts'
import { forgetProposers } from '../store/proposals.ts'
import { purgePending } from '../store/subscribers.ts'
import { forgetVoters } from '../store/votes.ts'
import { endClaims } from '../store/workers.ts'
import { readBounces } from './bounces.ts'
import { countReplies } from './count-replies.ts'
import { readSavedByMail } from './saved-by-mail.ts'
import { checkClock } from './clock-check.ts'
import { forgetOld } from './forget.ts'
import { checkGeneration, noteLastRun } from './last-run.ts'
import { checkSite } from './site-check.ts'
import type { App } from './wire.ts'

/** Checks clock and site against the store. Answers what was found. Throws CLOCK_UNTRUSTED, SITE_KNOWS_MORE and STORE_… errors. */
export async function checkStanding(app: App): Promise<readonly StageNote[]> {
  await app.presence.begin()
  return [...(await checkClock(app)), ...(await checkSite(app)), ...(await checkGeneration(app))]
}

/**
 * Makes ready for a pass: after the checks, claims that an earlier pass of this process held when it failed are free again: passes of one
 * process follow each other. Answers what was found. Throws as `checkStanding` does.
 */
export async function prepare(app: App): Promise<readonly StageNote[]> {
  const found = await checkStanding(app)
  await endClaims(app.store, id => id === app.worker)
  return found
}

const reported = (reports: readonly (StageReport | null)[]): readonly StageReport[] =>
  reports.filter(each => each !== null)

/** Reads the reports on mails that did not arrive, links that were mailed, and answers of readers. */
export async function readMailboxes(app: App): Promise<readonly StageReport[]> {
  const bounces = await reportMailbox('bounces', 'mail.bounces', 'reports read', () => readBounces(app))
  const saved = await reportMailbox('save', 'desk.saveByMail', 'mails read', () => readSavedByMail(app))
  const replies = await reportMailbox('replies', 'mail.replies', 'mails read', () => countReplies(app))
  return reported([bounces, saved, replies])
}

/** Forgets what is over: sign-ups that nobody confirmed, who proposed what was decided about long ago, and what is older than `keep` says. */
export async function purge(app: App): Promise<readonly StageReport[]> {
  await purgePending(app.store.db, app.clock.now())
  await purgeLimits(app.store.db, app.clock.now())
  await purgeTurns(app.store.db, app.clock.now())
  await purgeDesk(app.store.db, app.clock.now())
  await forgetProposers(app.store.db, app.clock.now())
  await forgetVoters(app.store.db, app.clock.now())
  return reported([await forgetOld(app)])
}

/** Saves copies of articles where `issue.copies` asks for that. */
export async function saveCopies(app: App): Promise<readonly StageReport[]> {
  return reported([await app.saveCopies()])
}

/** Keeps the list in order, and looks at the links of past issues, a few at a time. Answers a report for each that had something to do. Throws STORE_… errors. */
export async function keepInOrder(app: App): Promise<readonly StageReport[]> {
  const read = await readMailboxes(app)
  await careForLinks(app.links)
  const kept = [...read, ...(await saveCopies(app)), ...(await purge(app))]
  await noteLastRun(app)
  return kept
}

/** Reads a mailbox; one that cannot be read is a note: the mails wait in it, and nothing else does. */
async function reportMailbox(
  stage: 'bounces' | 'save' | 'replies',
  key: string,
  unit: string,
  read: () => Promise<ReadonlyMap<string, number> | null>,
): Promise<StageReport | null> {
  const report = { stage, done: 0, skipped: 0, failed: 0, unit, notes: [] } as const
  try {
    const counts = await read()
    if (counts === null || counts.size === 0) return null
    const done = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const words = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')
    return { ...report, done, unit: `${unit} (${words})` }
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    const { code, message, hint } = error
    return { ...report, failed: 1, notes: [{ level: 'failed', subject: key, code, message, hint }] }
  }
}
