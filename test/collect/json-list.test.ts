// APIs read by paths: what people write, what APIs answer, and one that has changed its shape.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJsonList } from '../../src/collect/json/read-json-list.ts'
import { sourceSchema, sourcesSchema } from '../../src/core/config.ts'
import { isWeeklyError } from '../../src/core/errors.ts'
import { parseJsonPath, readJsonPath } from '../../src/core/json-path.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import { aClient, serve } from '../net/serve.ts'
import { describeStores } from '../stores.ts'
import { collectAt, now } from './collecting.ts'

const answer = { data: { list: [{ a: { b: 1 } }, { a: { b: 2 } }], 'odd.name': [[7, 8]], 名: '好' }, n: null }
test.each([
  ['data.list', [answer.data.list]],
  ['$.data.list[*].a.b', [1, 2]],
  ['data.list[1].a', [{ b: 2 }]],
  ['data["odd.name"][0][*]', [7, 8]],
  ["data['odd.name'][*][1]", [8]],
  ['data.名', ['好']],
  ['data.list.*.a.b', [1, 2]],
  ['$', [answer]],
  ['n.more', []],
  ['data.list[9]', []],
  ['constructor', []],
  ['__proto__.x', []],
])('the path %s leads there', (path, found) => {
  expect(readJsonPath(answer, parseJsonPath(path) ?? [])).toEqual(found)
})

test.each(['a..b', 'a[', 'a[b]', 'a.', '..', 'a b', '[-1]', 'a]', `a${'.b'.repeat(200)}`])('%s is no path', path => {
  expect(parseJsonPath(path)).toBeNull()
})

const from = { url: 'https://api.example/v1/list', timezone: 'Asia/Shanghai' }
const read = (value: unknown, select: object = {}) =>
  readJsonList(Buffer.from(JSON.stringify(value)), from, { item: 'data.list', ...select })

test('entries become items: links put together, dates in seconds, milliseconds and words, titles of HTML', () => {
  const list = [
    { id: 'a b', name: 'One &amp; <b>two</b>', day: 1_481_068_800, text: 'x < y' },
    { id: 3, name: '容器', day: 1_481_068_800_000, text: '<p>HTML</p>' },
    { id: 4, name: 'Three', day: '2016-12-07 08:00' },
    { id: 4, name: 'Three again' },
    { name: 'without a link' },
    'no object',
  ]
  const select = { title: 'name', link: 'https://a.example/p/{id}', date: 'day', summary: 'text' }
  const { items, explanation } = read({ data: { list } }, select)
  expect(items.map(({ url, title, publishedAt, summaryHtml }) => [url, title, publishedAt, summaryHtml])).toEqual([
    ['https://a.example/p/a%20b', 'One & two', '2016-12-07T00:00:00.000Z', 'x &lt; y'],
    ['https://a.example/p/3', '容器', '2016-12-07T00:00:00.000Z', '<p>HTML</p>'],
    ['https://a.example/p/4', 'Three', '2016-12-07T00:00:00.000Z', null],
  ])
  expect(explanation).toBe('Took 3 of 6 entries at "data.list".')
})

test.each([
  [
    'another shape',
    { result: { rows: [] }, ok: true },
    /"data\.list" leads to nothing at .*: the answer is an object with result, ok$/,
  ],
  ['a number where the list was', { data: { list: 3 } }, /leads to a number/],
  [
    'other names in its entries',
    { data: { list: [{ href: '/x' }] } },
    /none of 1 entries .* has a link at "url": the first is an object with href$/,
  ],
])('an API with %s is told with what there is', (_name, value, message) => {
  expect(() => read(value)).toThrow(message)
})

test('an empty list is no error; whatever comes, it returns or fails as told', () => {
  expect(read({ data: { list: [] } }).items).toEqual([])
  fc.assert(
    fc.property(fc.json(), fc.string(), (text, path) => {
      try {
        readJsonList(Buffer.from(text), from, { item: path, title: path, link: path, date: path })
      } catch (error) {
        if (!isWeeklyError(error)) throw error
      }
    }),
    { numRuns: 200 },
  )
})

test('a configuration says what is missing or no path', () => {
  const problem = (entry: object) => sourcesSchema.safeParse([{ url: 'https://a.example/', ...entry }]).error?.issues[0]
  expect(problem({ kind: 'json' })?.message).toBe(
    'is missing: kind json needs `select: { item: …, title: …, link: … }` with paths',
  )
  expect(problem({ kind: 'json', select: { item: 'a..b' } })?.path).toEqual([0, 'select', 'item'])
  expect(problem({ kind: 'json', select: { item: 'a', link: 'https://a.example/{id}' } })).toBeUndefined()
})

describeStores('an API as a source', open => {
  test('brings its items, and once it has changed its shape fails alone, keeping what came', async () => {
    let body: unknown = { hits: [{ title: 'One', url: '/one' }] }
    const site = await serve((_request, response) => response.end(JSON.stringify(body)))
    const http = aClient([site])
    const store = await open()
    const url = `${site.origin}/api?key=1`
    await syncSources(store, [sourceSchema.parse({ url, kind: 'json', select: { item: 'hits' } })])
    expect((await collectAt(store, http, now)).done).toBe(1)
    expect(await store.db.selectFrom('items').select(['raw_url', 'title']).execute()).toEqual([
      { raw_url: `${site.origin}/one`, title: 'One' },
    ])
    body = { results: [] }
    const { failed, notes } = await collectAt(store, http, '2016-12-09T12:00:00.000Z' as typeof now)
    expect([failed, notes[0]?.code]).toEqual([1, 'PAGE_LIST_EMPTY'])
    expect((await readSources(store.db))[0]?.state.last_error).toContain('an object with results')
  })
})
