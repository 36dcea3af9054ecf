// Builders for the delivery tests: a store with a sealed issue and readers, and the deps of the stage.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { weeklySchema } from '../../src/core/config.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import type { DeliverDeps } from '../../src/deliver/send.ts'
import type { MailTransport } from '../../src/deliver/transport/transport.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { insertIssueMail } from '../../src/store/issue-mails.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { createPostgresDatabase } from '../stores.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'

export const week = '2026-W47' as WeekId
export const now = '2026-11-20T00:30:00.000Z' as Instant

export const aConfig = (mail: object = {}) =>
  weeklySchema.parse({
    url: 'https://weekly.example/',
    mail: {
      from: 'Weekly 周刊 <weekly@list.example>',
      postalAddress: '1 Example Street',
      ratePerSecond: 1000,
      ...mail,
    },
  })

export const htmlPart =
  '<!doctype html><p>读者 &amp; friends</p><a href="@@UNSUBSCRIBE_URL@@">leave</a> <a href="@@PREFERENCES_URL@@">choose</a> @@CONFIRMED_DATE@@'

/** Seals an issue with mail parts in English and Chinese, mailable for two days. */
export async function sealIssue(
  store: Store,
  sealed: { readonly mailUntil?: Instant | null; readonly week?: WeekId; readonly hasMail?: false } = {},
): Promise<void> {
  const { week: sealedWeek = week } = sealed
  const number = 1 + (await store.db.selectFrom('issues').selectAll().execute()).length
  await store.db
    .insertInto('slots')
    .values({
      week: sealedWeek,
      opens_at: now,
      closes_at: now,
      origin: 'scheduled',
      is_first: 0,
      state: 'sealed',
      settled_at: now,
    })
    .execute()
  await insertIssue(
    store.db,
    {
      number,
      week: sealedWeek,
      date: '2026-11-20' as never,
      title: 'Weekly',
      foreword: null,
      sections: [],
      sealedAt: now,
      contentSha256: '',
      mailUntil: sealed.mailUntil === undefined ? addMinutes(now, 48 * 60) : sealed.mailUntil,
    },
    [],
  )
  if (sealed.hasMail === false) return
  const text =
    'Hello.\n@@SECTION Clouds@@\nclouds\n@@/SECTION@@\n.a line with a dot\nLeave: @@UNSUBSCRIBE_URL@@\nChoose: @@PREFERENCES_URL@@ (@@CONFIRMED_DATE@@)\n'
  await insertIssueMail(store.db, {
    week: sealedWeek,
    language: 'en',
    subject: 'Weekly #1: containers',
    html: htmlPart,
    text,
  })
  await insertIssueMail(store.db, {
    week: sealedWeek,
    language: 'zh-CN',
    subject: '每周阅读清单 第 1 期：容器与云的一些新消息 👩‍👩‍👧‍👦 值得一读',
    html: htmlPart,
    text: `你好。\n${text}`,
  })
}

async function createSqliteFile(): ReturnType<typeof createPostgresDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-deliver-'))
  return { address: `sqlite:${join(folder, 'weekly.db')}`, drop: () => rm(folder, { recursive: true }) }
}

/** A store of its own for one test, with the issue and so many confirmed readers; it goes away with the test. */
export async function aStoreWithReaders(
  readers: number,
  more: {
    readonly language?: 'en' | 'zh-CN'
    readonly mailUntil?: Instant | null
    readonly dialect?: 'sqlite' | 'postgres'
  } = {},
) {
  const database = await (more.dialect === 'postgres' ? createPostgresDatabase() : createSqliteFile())
  const { address } = database
  const store = await openStore(address, '/')
  onTestFinished(async () => {
    await store.close()
    await database.drop()
  })
  await sealIssue(store, more)
  await confirmReaders(store, readers, more.language)
  return { store, address }
}

export const readerAddress = (index: number): string => `reader${index}@example.org`

/** Confirms so many readers, `reader0@example.org` onwards. */
export async function confirmReaders(store: Store, count: number, language: 'en' | 'zh-CN' = 'en'): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    email: readerAddress(index),
    name: null,
    language,
    consent: 'asked at a meeting',
  }))
  await importSubscribers(store.db, rows, addMinutes(now, -10_000))
}

export function aDelivery(store: Store, transport: MailTransport, more: Partial<DeliverDeps> = {}) {
  const clock = fixedClock(now)
  const deps: DeliverDeps = {
    store,
    clock,
    log: silentLog,
    config: aConfig(),
    transport,
    signers: [],
    renderConfirmation: () =>
      Promise.resolve({ subject: '请确认订阅', html: '<a href="@@CONFIRM_URL@@">yes</a>', text: '@@CONFIRM_URL@@' }),
    renderThanks: language =>
      Promise.resolve({
        subject: `Thanks ${language}`,
        html: '<p>@@LINK@@ @@ISSUE_URL@@</p>',
        text: '@@LINK@@ @@ISSUE_URL@@',
      }),
    processId: 'p1',
    ...more,
  }
  return { deps, clock }
}
