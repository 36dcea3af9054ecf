// An issue on its way to a target, with the real ledger: told once, whatever happens between.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { type CorrectedIssue, correctIssue } from '../../src/core/edits.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { decideMessage, readMessages } from '../../src/store/target-messages.ts'
import { announce } from '../../src/targets/announce.ts'
import { createIssueTarget } from '../../src/targets/issue-target.ts'
import type { Outcome, Target } from '../../src/targets/target.ts'
import { aSite } from '../publish/issues.ts'
import { startDouble, type Double, type Script } from './chat-double.ts'
import { issueOf, now, openTarget, planOf } from './target-fixture.ts'

let folder = ''
let store: Store
let double: Double
const clock = fixedClock(now)
const taken: Script = { body: { ok: true, result: { message_id: 5 } } }
const telegram = () => openTarget(double, { kind: 'telegram', url: double.url, token: '1:abcdefgh', to: '@list' })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-targets-'))
  store = await openStore('sqlite:weekly.db', folder)
  double = await startDouble()
  clock.set(now)
})
afterEach(async () => {
  await store.close()
  await double.close()
  await rm(folder, { recursive: true })
})

/** One pass in which the issues are those given, since the target is older than all of them. */
async function pass(target: Target, issues: readonly CorrectedIssue[]) {
  const planned: Target = { ...target, plan: published => target.plan({ ...published, issues, since: now }) }
  const report = await announce({ store, clock, log: silentLog, targets: [planned] })
  const [row] = await readMessages(store.db)
  return { state: row?.state, problem: row?.problem, notes: report?.notes.map(({ code }) => code) ?? [] }
}

const later = (minutes: number): void => clock.set(addMinutes(clock.now(), minutes))
const takenBack = (issue: CorrectedIssue): CorrectedIssue =>
  correctIssue(issue.sealed, [], [{ storyId: '', reason: 'wrong week', madeAt: now }])

test('what is sent is frozen before it leaves: a later rendering of the same issue changes no attempt', async () => {
  const bodies: string[] = []
  const make = (rendered: string, outcome: Outcome): Target =>
    createIssueTarget(
      {
        name: 'one',
        mayRepeat: true,
        render: () => rendered,
        post: ({ body }) => Promise.resolve(outcome).finally(() => bodies.push(body)),
      },
      aSite(),
    )
  const { error } = { error: (await import('../../src/targets/sending.ts')).leaveOpen('lost') }
  await pass(make('first words', error), [issueOf(['One'])])
  later(5)
  await pass(make('other words', { state: 'sent', remoteId: null }), [issueOf(['One'])])
  expect(bodies).toEqual(['first words', 'first words'])
})

test('an answer that was lost is left, named in each report, and decided by a person', async () => {
  double.answer('close', taken)
  const target = await telegram()
  expect(await pass(target, [issueOf(['One'])])).toMatchObject({ state: 'uncertain', notes: ['TARGET_UNCERTAIN'] })
  later(10_000)
  // Not even a correction makes a second message of it.
  const report = await pass(target, [issueOf(['Two'], { mailUntil: addMinutes(now, 90_000) })])
  expect(report).toMatchObject({ state: 'uncertain', notes: ['TARGET_UNCERTAIN'] })
  expect(double.asked).toHaveLength(1)
  const which = { target: 'telegram', subject: '2016-W49' }
  expect(await decideMessage(store.db, { ...which, decision: 'done' }, clock.now())).toBe(true)
  expect(await decideMessage(store.db, { ...which, decision: 'done' }, clock.now())).toBe(false)
  expect(await pass(target, [issueOf(['One'])])).toMatchObject({ state: 'sent', notes: [] })
  expect(double.asked).toHaveLength(1)
})

test('a process that is killed between sending and the answer leaves an uncertain row, which `again` sends', async () => {
  const target = await telegram()
  const killed: Target = { ...target, publish: () => Promise.reject(new Error('killed')) }
  await expect(pass(killed, [issueOf(['One'])])).rejects.toThrow('killed')
  later(16)
  double.answer(taken)
  expect(await pass(target, [issueOf(['One'])])).toMatchObject({ state: 'uncertain', notes: ['TARGET_UNCERTAIN'] })
  expect(double.asked).toHaveLength(0)
  await decideMessage(store.db, { target: 'telegram', subject: '2016-W49', decision: 'again' }, clock.now())
  expect(await pass(target, [issueOf(['One'])])).toMatchObject({ state: 'sent' })
  expect(double.asked).toHaveLength(1)
})

test('an issue that is taken back is not told any more, and the message that tells of it is changed', async () => {
  double.answer({ status: 500 }, taken)
  const target = await telegram()
  expect(await pass(target, [issueOf(['One'])])).toMatchObject({ state: 'retry' })
  later(60)
  expect(await pass(target, [takenBack(issueOf(['One']))])).toMatchObject({ state: 'refused' })
  expect(double.asked).toHaveLength(1)
  // Brought back, it is told.
  expect(await pass(target, [issueOf(['One'])])).toMatchObject({ state: 'sent' })
  await pass(target, [takenBack(issueOf(['One']))])
  expect(double.asked.at(-1)).toMatchObject({ path: '/bot1:abcdefgh/editMessageText' })
  expect(double.asked.at(-1)?.body).toContain('wrong week')
})

test.each([
  ['was sealed before the target was there', { sealedAt: '2026-12-04T08:59:59.000Z' as Instant }],
  ['came from elsewhere', { mailUntil: null }],
  ['was sealed so late that it is not mailed', { mailUntil: '2026-12-04T08:00:00.000Z' as Instant }],
])('an issue that %s is told to nobody', async (_what, changes) => {
  expect(await pass(await telegram(), [issueOf(['One'], changes)])).toMatchObject({ state: undefined })
  expect(double.asked).toEqual([])
})

test('a target that was away for weeks is told of what is new alone', async () => {
  double.answer({ status: 500 }, taken)
  const target = await telegram()
  await pass(target, [issueOf(['One'])])
  later(30 * 24 * 60)
  expect(await pass(target, [issueOf(['One'])])).toMatchObject({ state: 'refused' })
  const fresh = { week: '2027-W01' as WeekId, sealedAt: clock.now(), mailUntil: addMinutes(clock.now(), 60) }
  await pass(target, [issueOf(['New'], fresh), issueOf(['One'])])
  expect((await readMessages(store.db)).map(({ subject, state }) => [subject, state])).toEqual([
    ['2016-W49', 'refused'],
    ['2027-W01', 'sent'],
  ])
})

test('other words of the list around an issue change no message', async () => {
  const target = await telegram()
  const renamed = await openTarget(
    double,
    { kind: 'telegram', url: double.url, token: '1:abcdefgh', to: '@list' },
    { site: { url: 'https://elsewhere.example/' } },
  )
  const issue = issueOf(['One'])
  expect((await planOf(renamed, issue)).sha256).toBe((await planOf(target, issue)).sha256)
})
