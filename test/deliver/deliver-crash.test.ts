// Deliveries whose process dies: at every query of the ledger in turn, and by kill -9 while mails are on their way.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { KyselyPlugin } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { listDeliveries, readEquation } from '../../src/store/deliveries.ts'
import { decideUncertain } from '../../src/store/uncertain.ts'
import { aDelivery, aStoreWithReaders, now, readerAddress, week } from './builders.ts'
import { type MailSink, openSink, type ReceivedMail } from './mail-sink.ts'

/** A store that dies at its n-th query, before or after the database has done it; from then on nothing reaches the database. */
function dyingStore(
  store: Store,
  atQuery: number,
  moment: 'before' | 'after',
): { store: Store; hasDied: () => boolean } {
  let queries = 0
  let isDead = false
  const dieIf = (isNow: boolean): void => {
    isDead ||= isNow
    if (isDead) throw new Error('the process died')
  }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      queries++
      dieIf(moment === 'before' && queries === atQuery)
      return node
    },
    transformResult: ({ result }) => {
      dieIf(moment === 'after' && queries === atQuery)
      return Promise.resolve(result)
    },
  }
  return { store: { ...store, db: store.db.withPlugin(plugin) }, hasDied: () => isDead }
}

/** How often each mail came, and whether all copies of one were the same. */
function countMails(mails: readonly ReceivedMail[]) {
  const byReader = Map.groupBy(mails, mail => mail.to)
  return {
    readers: byReader.size,
    duplicates: mails.length - byReader.size,
    areCopiesEqual: [...byReader.values()].every(copies => new Set(copies.map(({ raw }) => raw)).size === 1),
  }
}

async function finish(store: Store, sink: MailSink): Promise<void> {
  for (const minutes of [20, 31]) {
    if ((await readEquation(store.db, week))?.counts.sent === 2) return
    const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 10_000, connections: 1 })
    const { deps, clock } = aDelivery(store, transport, { processId: `later${minutes}` })
    clock.set(addMinutes(now, minutes))
    await deliverIssues(deps)
    await transport.close()
  }
}

test.each(['before', 'after'] as const)(
  'a process that dies %s any query of the ledger leaves nobody out, and doubles at most the mail whose end it wrote',
  async moment => {
    const sink = await openSink()
    onTestFinished(() => sink.close())
    let crashes = 0
    for (let atQuery = 1; ; atQuery++) {
      const { store } = await aStoreWithReaders(2)
      sink.mails.length = 0
      const dying = dyingStore(store, atQuery, moment)
      const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 10_000, connections: 1 })
      const { deps } = aDelivery(dying.store, transport)
      await deliverIssues(deps).catch(() => undefined)
      await transport.close()
      await finish(store, sink)
      const { readers, duplicates, areCopiesEqual } = countMails(sink.mails)
      expect({ atQuery, readers, areCopiesEqual }).toEqual({ atQuery, readers: 2, areCopiesEqual: true })
      expect(duplicates).toBeLessThanOrEqual(1)
      expect(await readEquation(store.db, week)).toMatchObject({ counts: { sent: 2 }, balanced: true })
      if (!dying.hasDied()) break
      crashes++
    }
    expect(crashes).toBeGreaterThan(15)
  },
)

/** With WEEKLY_LONG=1 a hundred kills over two thousand readers (25 over 800 on PostgreSQL), for minutes; else a few, in seconds. */
const sizes = process.env['WEEKLY_LONG']
  ? {
      sqlite: { readers: 2_000, kills: 100, leastKills: 25, rounds: 400, mostMs: 60 },
      postgres: { readers: 800, kills: 25, leastKills: 25, rounds: 200, mostMs: 60 },
    }
  : {
      sqlite: { readers: 40, kills: 4, leastKills: 2, rounds: 40, mostMs: 8 },
      postgres: { readers: 20, kills: 2, leastKills: 1, rounds: 40, mostMs: 8 },
    }
const dialects = ['sqlite', 'postgres'] as const
const CONNECTIONS = 2

/** Starts a process that delivers at so many minutes after the closing. */
function startSender(address: string, url: string, round: number, policy: string): ChildProcess {
  const script = join(import.meta.dirname, 'deliver-child.ts')
  const options = [address, url, addMinutes(now, round * 26), `child${round}-${policy}`, policy]
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Delivers with one process after the other, each killed at a random moment after its first mail, until nothing is left to do. */
async function deliverUnderFire(policy: 'resend' | 'hold', dialect: (typeof dialects)[number]) {
  const size = sizes[dialect]
  const { store, address } = await aStoreWithReaders(size.readers, { dialect })
  let kills = 0
  let onFirstMail: (() => void) | null = null
  const sink = await openSink({
    onMessage: () => {
      onFirstMail?.()
      onFirstMail = null
      return null
    },
  })
  onTestFinished(() => sink.close())
  const isDone = async (): Promise<boolean> => {
    const equation = await readEquation(store.db, week)
    if (equation) expect(equation.balanced).toBe(true)
    const { sent = 0, uncertain = 0 } = equation?.counts ?? {}
    return sent + (policy === 'hold' ? uncertain : 0) === size.readers
  }
  for (let round = 0; round < size.rounds && !(await isDone()); round++) {
    // What was cut off three times waits for the operator.
    if (policy === 'resend' && round % 10 === 9)
      await decideUncertain(store.db, week, { email: 'all', decision: 'resend' }, now)
    const child = startSender(address, sink.url, round, policy)
    const delayMs = Math.random() * size.mostMs
    // Every eighth is killed while it starts, freezes, recovers or connects.
    if (kills < size.kills && round % 8 === 7) setTimeout(() => child.kill('SIGKILL'), 200 + delayMs * 5)
    else if (kills < size.kills) onFirstMail = () => setTimeout(() => child.kill('SIGKILL'), delayMs)
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    onFirstMail = null
    if (signal === 'SIGKILL') kills++
  }
  const equation = await readEquation(store.db, week)
  const result = { kills, mails: sink.mails.length, ...countMails(sink.mails), counts: equation?.counts }
  if (process.env['WEEKLY_LONG']) console.log(dialect, policy, result)
  return { ...result, size, store, sink }
}

test.each(dialects)(
  'kill -9 again and again (%s): nobody is left out, and no more mails come twice than connections were cut',
  async dialect => {
    const { size, kills, readers, duplicates, areCopiesEqual, counts } = await deliverUnderFire('resend', dialect)
    expect(readers).toBe(size.readers)
    expect(counts).toMatchObject({ sent: size.readers })
    expect(kills).toBeGreaterThanOrEqual(size.leastKills)
    expect(duplicates).toBeLessThanOrEqual(kills * CONNECTIONS)
    expect(areCopiesEqual).toBe(true)
  },
  1_200_000,
)

test.each(dialects)(
  'kill -9 again and again under hold (%s): nobody is left out, and nothing comes twice',
  async dialect => {
    const { size, kills, duplicates, store, sink } = await deliverUnderFire('hold', dialect)
    const received = new Set(sink.mails.map(({ to }) => to))
    const left = await listDeliveries(store.db, week, 'uncertain', size.readers)
    const uncertain = new Set(left.map(({ email }) => email))
    const isLeftOut = (email: string): boolean => !received.has(email) && !uncertain.has(email)
    expect(Array.from({ length: size.readers }, (_, index) => readerAddress(index)).filter(isLeftOut)).toEqual([])
    expect(uncertain.size).toBeLessThanOrEqual(kills * CONNECTIONS)
    expect(duplicates).toBe(0)
  },
  1_200_000,
)

test.each(dialects)('two processes started at once (%s) mail everybody once', async dialect => {
  const { address } = await aStoreWithReaders(40, { dialect })
  const sink = await openSink()
  onTestFinished(() => sink.close())
  const senders = ['resend', 'hold'].map(name => startSender(address, sink.url, 0, name))
  await Promise.all(senders.map(sender => once(sender, 'exit')))
  expect(countMails(sink.mails)).toMatchObject({ readers: 40, duplicates: 0 })
})
