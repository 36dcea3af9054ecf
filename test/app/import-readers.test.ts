import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importReaders, knowFiles, type PlacedResult } from '../../src/app/import-readers.ts'
import { openRowFiles } from '../../src/app/reader-rows.ts'
import type { App } from '../../src/app/wire.ts'
import { createCsvReader, parseCsv } from '../../src/formats/csv.ts'
import { createJsonMembersReader } from '../../src/formats/json-stream.ts'
import { openText } from '../../src/formats/text-stream.ts'
import { countSubscribers, findSubscriber, listSubscribers, unsubscribe } from '../../src/store/subscribers.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
let app: App
beforeEach(async () => {
  program = await createProgram({ subscribers: [] })
  app = await program.open()
})
afterEach(async () => {
  await app.close()
  await program.remove()
})

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const head = 'Email Address,First Name,OPTIN_TIME,CONFIRM_TIME,LEID,EUID'
const subscribed = `${head}\na@example.org,Ann,2016-01-01 08:00:00,2016-01-02 08:00:00,1,e\nb@example.org,Bob,2016-01-01 08:00:00,2016-01-02 08:00:00,2,e\n`
const unsubscribed = `${head},UNSUB_TIME,UNSUB_REASON\nb@example.org,Bob,2016-01-01 08:00:00,2016-01-02 08:00:00,2,e,2016-02-01 08:00:00,\n`
const cleaned = `${head},CLEAN_TIME\nc@example.org,Cid,2016-01-01 08:00:00,2016-01-02 08:00:00,3,e,2016-02-01 08:00:00\n`

async function importAs(
  name: string,
  content: Uint8Array | string,
  wish: { isDryRun?: boolean; isInviting?: boolean } = {},
): Promise<readonly PlacedResult[]> {
  const path = join(program.folder, name)
  await writeFile(path, content)
  const placed: PlacedResult[] = []
  const files = knowFiles(await openRowFiles(path), new Map(), 'en')
  await importReaders(app, files, { map: new Map(), isDryRun: false, isInviting: false, ...wish }, each =>
    placed.push(each),
  )
  return placed
}
const states = async () =>
  Object.fromEntries((await listSubscribers(app.store.db, { limit: 99 })).map(({ email, state }) => [email, state]))

describe('a list that comes along', () => {
  test.each([
    ['those who stay first', ['1', '2', '3']],
    ['those who left first', ['3', '2', '1']],
  ])('the zip of Mailchimp, %s: who left stays away', async (_what, [one = '', two = '', three = '']) => {
    const zip = zipSync({
      [`${one}/subscribed_members_export_1.csv`]: utf8(subscribed),
      [`${two}/unsubscribed_members_export_1.csv`]: utf8(unsubscribed),
      [`${three}/cleaned_members_export_1.csv`]: utf8(cleaned),
      '__MACOSX/._subscribed.csv': utf8('x'),
    })
    await importAs('export.zip', zip)
    const all = { 'a@example.org': 'confirmed', 'b@example.org': 'unsubscribed', 'c@example.org': 'bounced' }
    expect(await states()).toEqual(all)
    await importAs('export.zip', zip)
    expect(await states()).toEqual(all)
  })

  test('who left here stays away, whatever the file says', async () => {
    await importAs('subscribed.csv', subscribed)
    const ann = await findSubscriber(app.store.db, { email: 'a@example.org' })
    await unsubscribe(app.store.db, ann?.id ?? 0, app.clock.now())
    const placed = await importAs('subscribed.csv', subscribed)
    expect(placed.map(({ line, result }) => [line, result.outcome, result.reason])).toEqual([
      [2, 'refused', 'the address is unsubscribed'],
      [3, 'already confirmed', null],
    ])
    expect(await states()).toMatchObject({ 'a@example.org': 'unsubscribed' })
  })

  test('a dry run tells the same and changes nothing', async () => {
    const twice = subscribed + subscribed.split('\n').slice(1).join('\n')
    const told = await importAs('subscribed.csv', twice, { isDryRun: true, isInviting: true })
    expect(await countSubscribers(app.store.db)).toMatchObject({ confirmed: 0 })
    expect((await importAs('subscribed.csv', twice)).map(({ result }) => result)).toEqual(
      told.map(({ result }) => result),
    )
    expect(await countSubscribers(app.store.db)).toMatchObject({ confirmed: 2 })
  })

  test('listmonk: its JSON confirms whom a list confirms, and nobody else', async () => {
    const of = (name: string, status: string, ...lists: readonly string[]) => ({
      ...{ uuid: name, email: `${name}@example.org`, name, status, updated_at: '2020-01-02T00:00:00Z' },
      attribs: { city: 'x {"[' },
      lists: lists.map(subscription_status => ({
        name: 'L',
        subscription_status,
        subscription_updated_at: '2020-01-01T00:00:00Z',
      })),
    })
    const results = [
      of('yes', 'enabled', 'confirmed', 'unconfirmed'),
      of('no', 'enabled', 'unconfirmed'),
      of('mixed', 'enabled', 'confirmed', 'unsubscribed'),
      of('left', 'enabled', 'unsubscribed'),
      of('none', 'enabled'),
      of('blocked', 'blocklisted', 'confirmed'),
      of('odd', 'enabled', 'perhaps'),
    ]
    for (const json of [JSON.stringify({ data: { results } }), JSON.stringify(results, null, 2)]) {
      const placed = await importAs('subscribers.json', json)
      expect(placed.filter(({ state }) => state === null).map(({ result }) => result.reason)).toEqual([
        'unknown subscription_status "perhaps"',
      ])
    }
    expect(await states()).toEqual({
      'yes@example.org': 'confirmed',
      'no@example.org': 'pending',
      'mixed@example.org': 'pending',
      'left@example.org': 'unsubscribed',
      'none@example.org': 'pending',
      'blocked@example.org': 'unsubscribed',
    })
    expect(await findSubscriber(app.store.db, { email: 'yes@example.org' })).toMatchObject({
      consent: 'imported from listmonk, confirmed at 2020-01-01T00:00:00.000Z (subscription_updated_at)',
    })
    await expect(importAs('cut.json', JSON.stringify(results).slice(0, -5))).rejects.toMatchObject({
      code: 'CSV_INVALID',
    })
  })

  test('who is not confirmed gets a mail that asks them only where it is wished, and once', async () => {
    const listmonk = 'uuid,email,name,attributes,status\nu,a@example.org,Ann,{},enabled\n'
    const letters = async () => (await app.store.db.selectFrom('letters').selectAll().execute()).length
    await importAs('subscribers.csv', listmonk)
    expect(await letters()).toBe(0)
    for (let times = 0; times < 2; times++) await importAs('subscribers.csv', listmonk, { isInviting: true })
    expect(await letters()).toBe(1)
    expect(await states()).toEqual({ 'a@example.org': 'pending' })
  })

  test.each<[string, Uint8Array]>([
    ['UTF-8 with a mark', utf8(`\uFEFF${subscribed}`)],
    ['UTF-16 with tabs, as Excel writes', Buffer.from(`\uFEFF${subscribed.replaceAll(',', '\t')}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(subscribed.replaceAll(',', '\t'), 'utf16le')],
    ['semicolons and line ends of Windows', utf8(subscribed.replaceAll(',', ';').replaceAll('\n', '\r\n'))],
    [
      'GB18030',
      Buffer.concat([
        Buffer.from(`${head}\na@example.org,`),
        Buffer.from('d5c5c8fd', 'hex'),
        Buffer.from(',2016-01-01 08:00:00,2016-01-02 08:00:00,1,e\nb@example.org,,2016-01-01 08:00:00,,1,e\n'),
      ]),
    ],
  ])('%s', async (what, bytes) => {
    await importAs('list.csv', bytes)
    expect(await states()).toEqual({ 'a@example.org': 'confirmed', 'b@example.org': 'confirmed' })
    const ann = await findSubscriber(app.store.db, { email: 'a@example.org' })
    expect(ann?.name).toBe(what === 'GB18030' ? '张三' : 'Ann')
  })

  test('what is no text is refused with its line, and nothing is taken', async () => {
    await expect(importAs('list.csv', `${subscribed}\0`)).rejects.toMatchObject({
      code: 'CSV_INVALID',
      message: 'the file is no text from line 4 on',
    })
    expect(await states()).toEqual({})
  })

  test('the command tells counts, reasons and lines of every file', async () => {
    const paths = [join(program.folder, 'subscribed_1.csv'), join(program.folder, 'unsubscribed_1.csv')]
    await writeFile(paths[0] ?? '', `${subscribed}x@example.org,,,,4,e\nbad,,2016-01-01,,5,e\n`)
    await writeFile(paths[1] ?? '', unsubscribed)
    const { code, stdout } = await program.run('subscriber', 'import', ...paths, '--dry-run')
    expect(code).toBe(3)
    expect(stdout.trim().split('\n')).toEqual([
      'Mailchimp, subscribed_1.csv: 1 confirmed, 1 to invite, 2 refused because',
      '  1: the address is unsubscribed (line 3)',
      '  1: "bad" is no address that mail can be sent to (line 5)',
      'Mailchimp, unsubscribed_1.csv: 0 confirmed, 0 to invite, 1 refused because',
      '  1: unsubscribed there (line 2)',
      'Those to invite get no mail unless --invite is added, and are forgotten after seven days.',
      'Nothing was changed: run without --dry-run to import.',
    ])
    expect(await states()).toEqual({})
  })
})

describe('files in pieces', () => {
  test('rows are the same wherever the pieces part', () => {
    const sign = fc.constantFrom(...Array.from(`",\r\n ab张`))
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 80 }), fc.array(fc.nat(90), { maxLength: 5 }), (text, cuts) => {
        const whole = `h,i\n${text}`
        const reader = createCsvReader()
        const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        const rows = places.slice(1).flatMap((end, index) => [...reader.read(whole.slice(places[index], end))])
        expect([...rows, ...reader.end()]).toEqual(parseCsv(utf8(whole)).rows)
      }),
    )
  })

  test('a line without end costs itself alone', () => {
    const long = `h,i\na,b\nc,"${'x'.repeat(400_000)}"\nd,e\n`
    const reader = createCsvReader()
    const rows = (long.match(/[^]{1,50000}/g) ?? []).flatMap(piece => [...reader.read(piece)])
    expect([...rows, ...reader.end()].map(({ line, problem }) => [line, problem === null])).toEqual([
      [2, true],
      [3, false],
      [4, true],
    ])
  })

  test('members of JSON are the same wherever the pieces part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (list, size) => {
          const text = JSON.stringify({ data: { n: 1, results: list } })
          const reader = createJsonMembersReader()
          const members: unknown[] = []
          for (let at = 0; at < text.length; at += size)
            members.push(...reader.read(text.slice(at, at + size)).map(member => JSON.parse(member.text) as unknown))
          expect(members).toEqual(JSON.parse(JSON.stringify(list)))
          expect(reader.isComplete()).toBe(true)
        },
      ),
    )
  })

  test('the encoding of a long file is that of all of it, not of its beginning', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n'.repeat(60_000)),
      Buffer.from('d5c5c8fdc4eab9d9cdf8b1edb5a5', 'hex'),
    ])
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 65_535) yield await Promise.resolve(bytes.subarray(at, at + 65_535))
    }
    let text = ''
    for await (const piece of (await openText(pieces))()) text += piece
    expect(text.slice(-7)).toBe('张三年官网表单')
  })
})
