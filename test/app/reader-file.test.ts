import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findColumns, parseColumnMap, readReader, renderReaders } from '../../src/app/reader-file.ts'
import type { Instant } from '../../src/core/types.ts'
import { parseCsv } from '../../src/formats/csv.ts'
import { storiesChoices } from '../../src/store/reader-choices.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'
import {
  confirmSubscriber,
  leaveList,
  listSubscribers,
  purgePending,
  saveSignUp,
  type SubscriberRecord,
} from '../../src/store/subscribers.ts'
import { describeStores } from '../stores.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string, map = '') => {
  const table = parseCsv(bytes(text))
  const columns = findColumns(table, map === '' ? new Map() : parseColumnMap(map))
  return table.rows.map(row => readReader(row, columns, 'en'))
}

test.each([
  ['zh', 'zh'],
  ['EN', 'en'],
  ['zh-CN', 'zh'],
  ['both', 'both'],
  ['', undefined],
])('the stories %s of a row are %s; the interface is another column', (cell, stories) => {
  const [row] = read(`email,language,文章语言,consent\na@example.org,en,${cell},form`)
  expect(row).toMatchObject({ language: 'en' })
  expect(row && 'stories' in row ? row.stories : undefined).toBe(stories)
  expect(read(`email,which,consent\na@example.org,${cell},form`, 'stories=which')).toEqual(
    read(`email,stories,consent\na@example.org,${cell},form`),
  )
})

test('stories in another language are refused', () => {
  expect(read('email,stories,consent\na@example.org,fr,form')).toEqual([
    { email: 'a@example.org', reason: 'stories "fr" is none of both, zh, en' },
  ])
})

describe('the header of a list', () => {
  test.each([
    ['as an export writes it', 'email,name,language,consent\na@example.org,Ann,zh-CN,form', ''],
    ['in any order and case', 'Consent,EMAIL,Name,Language\nform,a@example.org,Ann,zh-CN', ''],
    ['in Chinese', '邮箱;姓名;语言;同意\na@example.org;Ann;zh-CN;form', ''],
    [
      'by a map',
      'E-Mail,Who,Tongue,Why\na@example.org,Ann,zh,form',
      'email=e-mail, name=Who,language=Tongue,consent=Why',
    ],
    [
      'by a map against a column of that name',
      'email,mail,name,language,consent\nold,a@example.org,Ann,zh-CN,form',
      'email=mail',
    ],
  ])('is understood %s', (_how, text, map) => {
    expect(read(text, map)).toMatchObject([{ email: 'a@example.org', name: 'Ann', language: 'zh-CN', consent: 'form' }])
  })

  test.each([
    ['email,name\n', '', 'no column consent'],
    ['address,consent\n', '', 'no column email'],
    ['email,consent\n', 'name=Full Name', 'no column "full name"'],
  ])('%j with the map %j is refused', (text, map, message) => {
    expect(() => read(text, map)).toThrow(
      expect.objectContaining({ code: 'CSV_INVALID', message: expect.stringContaining(message) as string }),
    )
  })

  test('a map that means nothing is refused', () => {
    expect(() => parseColumnMap('mail=x')).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
  })
})

test.each([
  ['state', 'enabled', 'the state "enabled"'],
  ['confirmedAt', '28.11.2026', 'confirmedAt "28.11.2026"'],
  ['cadence', 'daily', 'the cadence "daily"'],
  ['language', 'fr', 'the language fr'],
])('an unknown %s refuses its row', (column, value, reason) => {
  const [row] = read(`email,consent,${column}\na@example.org,form,${value}`)
  expect(row).toMatchObject({ reason: expect.stringContaining(reason) as string })
})

describeStores('a list that moves', open => {
  const now = '2026-11-28T10:00:00.000Z' as Instant
  const at = (day: string) => `2026-${day}T08:00:00.000Z` as Instant
  const everybody = async (db: Parameters<typeof listSubscribers>[0]) =>
    (await listSubscribers(db, { limit: 1_000 })).map(reader => ({ ...reader, id: 0 }))
  const importText = async (db: Parameters<typeof importSubscribers>[0], text: string) =>
    importSubscribers(
      db,
      read(text).filter(row => 'consent' in row),
      now,
    )

  test('keeps states, dates and choices, confirms nobody, and a second import changes nothing', async () => {
    const { db } = await open()
    const people = ['confirmed', 'pending', 'unsubscribed', 'bounced', 'complained'] as const
    for (const state of people) {
      const email = state === 'confirmed' ? '+t@example.org' : `${state}@example.org`
      const signUp = { email, name: '=张三, "the" reader', language: 'zh-CN' as const, consent: 'form; 2026年\n"yes"' }
      const { id } = await saveSignUp(db, signUp, at('10-01'))
      if (state !== 'pending') await confirmSubscriber(db, id, at('10-02'))
      if (state !== 'pending' && state !== 'confirmed') await leaveList(db, id, state, at('10-03'))
    }
    await db
      .updateTable('subscribers')
      .set({ cadence: 'monthly', stories: 'zh', sections_off: '["a | b","容器"]' })
      .execute()
    const text = renderReaders(await listSubscribers(db, { limit: 1_000 }))
    const other = await open()
    expect((await importText(other.db, text)).map(({ outcome }) => outcome)).toEqual(people.map(() => 'imported'))
    expect(await everybody(other.db)).toEqual(await everybody(db))
    const again = await importText(other.db, text)
    expect(again.map(({ outcome }) => outcome)).toEqual([
      'already confirmed',
      ...people.slice(1).map(() => 'unchanged'),
    ])
    expect(await everybody(other.db)).toEqual(await everybody(db))
    // A sign-up that nobody confirmed in time ends here as it would have there.
    expect(await purgePending(other.db, now)).toBe(1)
  })

  test('who left, here or there, stays away', async () => {
    const { db } = await open()
    const states = async () => Object.fromEntries((await everybody(db)).map(({ email, state }) => [email, state]))
    await importText(db, 'email,consent\nhere@example.org,form\nthere@example.org,form\n')
    const [here] = await listSubscribers(db, { limit: 1 })
    await leaveList(db, here?.id ?? 0, 'unsubscribed', now)
    const file =
      'email,consent,state,confirmedAt\nhere@example.org,form,confirmed,2026-10-01T00:00:00Z\nthere@example.org,form,complained,\n'
    expect((await importText(db, file)).map(({ outcome }) => outcome)).toEqual(['refused', 'imported'])
    expect(await states()).toEqual({ 'here@example.org': 'unsubscribed', 'there@example.org': 'complained' })
  })

  test('who came back here after leaving there stays', async () => {
    const { db } = await open()
    await importText(db, 'email,consent,confirmedAt\na@example.org,form,2026-11-01T00:00:00Z\n')
    await importText(db, 'email,consent,state,leftAt\na@example.org,form,unsubscribed,2026-10-01T00:00:00Z\n')
    expect((await everybody(db)).map(({ state }) => state)).toEqual(['confirmed'])
  })

  test('a date that has not come yet is not believed', async () => {
    const { db } = await open()
    await importText(db, 'email,consent,confirmedAt\na@example.org,form,2031-01-01T00:00:00Z\n')
    expect((await everybody(db)).map(({ confirmedAt }) => confirmedAt)).toEqual([now])
  })
})

test('any list is read back as it was written', () => {
  const sign = fc.constantFrom(...Array.from(`'"=+-@,;|\\\t\n aé张`))
  const text = fc.string({ unit: sign, maxLength: 8 })
  const when = fc.constantFrom<(Instant | null)[]>('2026-10-01T08:00:00.000Z' as Instant, null)
  const reader: fc.Arbitrary<SubscriberRecord> = fc.record({
    id: fc.constant(1),
    email: fc.constantFrom('+t@example.org', 'a@example.org'),
    name: fc.option(text.filter(name => name !== '')),
    language: fc.constantFrom<('en' | 'zh-CN')[]>('en', 'zh-CN'),
    consent: text,
    state: fc.constantFrom<SubscriberRecord['state'][]>(
      'pending',
      'confirmed',
      'unsubscribed',
      'bounced',
      'complained',
    ),
    createdAt: fc.constant('2026-09-01T08:00:00.000Z' as Instant),
    confirmedAt: when,
    leftAt: when,
    cadence: fc.constantFrom<('weekly' | 'monthly')[]>('weekly', 'monthly'),
    stories: fc.constantFrom(...storiesChoices),
    sectionsOff: fc.array(
      text.filter(title => title.trim() === title && title !== '' && !title.includes('\\')),
      { maxLength: 3 },
    ),
  })
  fc.assert(
    fc.property(fc.array(reader, { maxLength: 4 }), readers => {
      const back = read(renderReaders(readers))
      expect(back.map(row => ({ id: 1, ...row }))).toEqual(readers)
    }),
    { numRuns: 300 },
  )
})
