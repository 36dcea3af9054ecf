// Deliveries whose process dies: at every query of the ledger in turn, and by kill -9 while mails are on their way.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { KyselyPlugin } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../src/deliver/smtp.ts'
import type { Store } from '../../src/store/database.ts'
import { readEquation } from '../../src/store/deliveries.ts'
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

test('kill -9 again and again: nobody is left out, and no more mails come twice than connections were cut', async () => {
  const { store, address } = await aStoreWithReaders(40)
  let child: ChildProcess | null = null
  let kills = 0
  let nextKill = 3
  const sink = await openSink({
    onMessage: () => {
      if (sink.mails.length >= nextKill && child !== null) {
        child.kill('SIGKILL')
        child = null
        kills++
        nextKill = sink.mails.length + 5 + kills
      }
      return null
    },
  })
  onTestFinished(() => sink.close())
  for (let round = 0; round < 20; round++) {
    const at = addMinutes(now, round * 26)
    const script = join(import.meta.dirname, 'deliver-child.ts')
    const started = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, address, sink.url, at, `child${round}`],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    child = started
    await once(started, 'exit')
    const equation = await readEquation(store.db, week)
    expect(equation?.balanced).toBe(true)
    if (equation?.counts.sent === 40) break
  }
  const { readers, duplicates, areCopiesEqual } = countMails(sink.mails)
  expect(sink.mails.map(mail => mail.to)).toEqual(expect.arrayContaining([readerAddress(0), readerAddress(39)]))
  expect(readers).toBe(40)
  expect(kills).toBeGreaterThan(3)
  expect(duplicates).toBeLessThanOrEqual(kills * 2)
  expect(areCopiesEqual).toBe(true)
})
