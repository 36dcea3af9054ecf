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

/**
 * Makes ready for a pass: clock and site are checked against the store, and claims that an earlier pass of this process held when it failed
 * are free again: passes of one process follow each other. Answers what was found. Throws CLOCK_UNTRUSTED, SITE_KNOWS_MORE and STORE_… errors.
 */
export async function prepare(app: App): Promise<readonly StageNote[]> {
  await app.presence.begin()
  const found = [...(await checkClock(app)), ...(await checkSite(app)), ...(await checkGeneration(app))]
  await endClaims(app.store, id => id === app.worker)
  return found
}

/**
 * Keeps the list in order: sign-ups that nobody confirmed are forgotten, and who proposed what was decided about long ago; reports on mails that did not arrive are read, the links of past
 * issues are looked at, a few at a time, and copies of articles are saved where `issue.copies` asks for that. Answers a report for each
 * that had something to do. Throws STORE_… errors.
 */
export async function keepInOrder(app: App): Promise<readonly StageReport[]> {
  await purgePending(app.store.db, app.clock.now())
  await purgeLimits(app.store.db, app.clock.now())
  await purgeTurns(app.store.db, app.clock.now())
  await purgeDesk(app.store.db, app.clock.now())
  await forgetProposers(app.store.db, app.clock.now())
  await forgetVoters(app.store.db, app.clock.now())
  const bounces = await reportMailbox('bounces', 'mail.bounces', 'reports read', () => readBounces(app))
  const saved = await reportMailbox('save', 'desk.saveByMail', 'mails read', () => readSavedByMail(app))
  const replies = await reportMailbox('replies', 'mail.replies', 'mails read', () => countReplies(app))
  await careForLinks(app.links)
  const copies = await app.saveCopies()
  const forgotten = await forgetOld(app)
  await noteLastRun(app)
  return [bounces, saved, replies, copies, forgotten].filter(each => each !== null)
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
