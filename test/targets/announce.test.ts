import { expect, test } from 'vitest'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant } from '../../src/core/types.ts'
import { decideMessage, readMessages } from '../../src/store/target-messages.ts'
import { announce } from '../../src/targets/announce.ts'
import type { Outcome, Plan, Target } from '../../src/targets/target.ts'
import { describeStores, type OpenTestStore } from '../stores.ts'

const start = '2026-11-20T00:00:00.000Z' as Instant
const sent: Outcome = { state: 'sent', remoteId: 'remote-1' }
const error = new WeeklyError('FETCH_TIMEOUT', 'too slow', { hint: 'Wait.' })

/** A target with a script of answers, which writes down what it was asked. */
function aTarget(answers: readonly Outcome[], { name = 'wall', mayRepeat = false } = {}) {
  const asked: string[] = []
  let messages: readonly Plan[] = [{ subject: '2026-W47', sha256: 'one' }]
  const answer = (what: string): Promise<Outcome> => {
    asked.push(what)
    return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] ?? sent)
  }
  const target: Target = {
    name,
    mayRepeat,
    mayCorrect: true,
    plan: () => Promise.resolve(messages),
    publish: ({ subject, sha256 }) => answer(`publish ${subject} ${sha256}`),
    correct: ({ subject, sha256 }, remoteId) => answer(`correct ${subject} ${sha256} ${remoteId ?? '-'}`),
  }
  return { target, asked, plan: (...planned: readonly Plan[]) => (messages = planned) }
}

describeStores('announcing', open => {
  const setUp = async (opened: OpenTestStore, ...targets: readonly Target[]) => {
    const store = await opened()
    const clock = fixedClock(start)
    const pass = () => announce({ store, clock, log: silentLog, targets })
    const wait = (minutes: number) => clock.set(addMinutes(clock.now(), minutes))
    const states = async () => (await readMessages(store.db)).map(({ state }) => state)
    return { store, pass, wait, states }
  }

  test('a message is told once, and a changed one is corrected by the name that the target gave it', async () => {
    const { target, asked, plan } = aTarget([sent])
    const { pass, states } = await setUp(open, target)
    expect(await pass()).toMatchObject({ stage: 'announce', done: 1, failed: 0, notes: [] })
    expect(await pass()).toMatchObject({ done: 0 })
    plan({ subject: '2026-W47', sha256: 'two' })
    expect(await pass()).toMatchObject({ done: 1 })
    expect(await pass()).toMatchObject({ done: 0 })
    expect(asked).toEqual(['publish 2026-W47 one', 'correct 2026-W47 two remote-1'])
    expect(await states()).toEqual(['sent'])
  })

  test('what a target refuses is told to the curator, and to the target only when it has changed', async () => {
    const { target, asked, plan } = aTarget([{ state: 'refused', error }, sent])
    const { pass, wait, states } = await setUp(open, target)
    expect(await pass()).toMatchObject({ done: 0, failed: 1, notes: [{ subject: '2026-W47', level: 'failed' }] })
    wait(10_000)
    expect(await pass()).toMatchObject({ done: 0, failed: 0 })
    expect(await states()).toEqual(['refused'])
    plan({ subject: '2026-W47', sha256: 'two' })
    expect(await pass()).toMatchObject({ done: 1 })
    expect(asked).toEqual(['publish 2026-W47 one', 'publish 2026-W47 two'])
  })

  test('a target that says that it is gone is left alone, each report tells so, and somebody who retries finds all there', async () => {
    const gone = new WeeklyError('TARGET_GONE', 'the address is gone', { hint: 'Mend it.' })
    const { target, asked, plan } = aTarget([{ state: 'refused', error: gone }, sent])
    const { store, pass, wait, states } = await setUp(open, target)
    plan({ subject: '2026-W47', sha256: 'one' }, { subject: '2026-W48', sha256: 'one' })
    expect(await pass()).toMatchObject({ failed: 1, notes: [{ code: 'TARGET_GONE', level: 'failed' }] })
    wait(60)
    expect(await pass()).toMatchObject({ failed: 0, notes: [{ code: 'TARGET_GONE', level: 'note', subject: 'wall' }] })
    expect(asked).toEqual(['publish 2026-W47 one'])
    expect(await states()).toEqual(['refused', 'planned'])
    await decideMessage(store.db, { target: 'wall', subject: '2026-W47', decision: 'again' }, addMinutes(start, 60))
    expect(await pass()).toMatchObject({ done: 2, notes: [] })
  })

  test('a try that may succeed later waits longer each time, and at least until the instant that the target named', async () => {
    const named = addMinutes(start, 60)
    const { target, asked } = aTarget([
      { state: 'retry', error, notBefore: named },
      { state: 'retry', error, notBefore: null },
      sent,
    ])
    const { pass, wait } = await setUp(open, target)
    expect(await pass()).toMatchObject({ done: 0, failed: 0, notes: [{ level: 'note', code: 'FETCH_TIMEOUT' }] })
    for (const [minutes, asks] of [
      [59, 1],
      [1, 2],
      [9, 2],
      [1, 3],
    ] as const) {
      wait(minutes)
      await pass()
      expect(asked).toHaveLength(asks)
    }
  })

  test('an uncertain message stays as it is where telling twice would be seen, and is told again where it does no harm', async () => {
    const once = aTarget([{ state: 'uncertain', error }], { name: 'chat' })
    const again = aTarget([{ state: 'uncertain', error }, sent], { name: 'hook', mayRepeat: true })
    const { pass, wait, states } = await setUp(open, once.target, again.target)
    expect(await pass()).toMatchObject({ failed: 1 })
    wait(60)
    expect(await pass()).toMatchObject({ done: 1, failed: 0 })
    expect([once.asked.length, again.asked.length]).toEqual([1, 2])
    expect(await states()).toEqual(['uncertain', 'sent'])
  })

  test('a process that dies while it tells leaves an uncertain message behind, and none that is told twice', async () => {
    const { target, asked } = aTarget([sent])
    const dying: Target = { ...target, publish: () => Promise.reject(new Error('killed')) }
    const store = await open()
    const clock = fixedClock(start)
    const pass = (targets: readonly Target[]) => announce({ store, clock, log: silentLog, targets })
    await expect(pass([dying])).rejects.toThrow('killed')
    expect((await readMessages(store.db)).map(({ state }) => state)).toEqual(['sending'])
    await pass([target])
    expect(asked).toEqual([])
    clock.set(addMinutes(start, 16))
    await pass([target])
    expect(asked).toEqual([])
    expect((await readMessages(store.db)).map(({ state }) => state)).toEqual(['uncertain'])
  })

  test('two processes tell a message once', async () => {
    const { target, asked } = aTarget([sent])
    const first = await open()
    const second = await open(first.address)
    const passes = [first, second].map(store =>
      announce({ store, clock: fixedClock(start), log: silentLog, targets: [target] }),
    )
    const reports = await Promise.all(passes)
    expect(reports.map(report => report?.done).toSorted()).toEqual([0, 1])
    expect(asked).toEqual(['publish 2026-W47 one'])
  })

  test('a target is asked what it would tell since it was first seen', async () => {
    const seen: Instant[] = []
    const { target } = aTarget([sent])
    const noting: Target = {
      ...target,
      plan: ({ since }) => {
        seen.push(since)
        return Promise.resolve([])
      },
    }
    const { pass, wait } = await setUp(open, noting)
    await pass()
    wait(500)
    await pass()
    expect(seen).toEqual([start, start])
  })

  test('without targets nothing is said', async () => {
    const { pass } = await setUp(open)
    expect(await pass()).toBeNull()
  })
})
