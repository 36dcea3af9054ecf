// Sources changed at the desk: added after a look, edited, paused, removed, imported; the file keeps its comments, and secrets stay in it.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import type { WeekId } from '../../../src/core/types.ts'
import { readSourceYields } from '../../../src/store/source-yields.ts'
import { readSourceList } from '../../../src/app/load-config.ts'
import { readSources, syncSources } from '../../../src/store/sources.ts'
import { rssOf, startSite, type TestSite } from '../../servers.ts'
import { now } from '../../web/web-fixture.ts'
import { addIssue, allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
let there: TestSite
beforeEach(async () => {
  desk = await startDesk()
  const feed = rssOf('数据库 weekly', [{ link: 'https://a.example/1', title: 'First <b>' }])
  const list = Array.from(
    { length: 5 },
    (_, n) => `<div class="row"><h2><a href="/p/${n}">Post number ${n}</a></h2></div>`,
  )
  there = await startSite({
    '/feed': feed,
    '/': `<link rel="alternate" type="application/rss+xml" href="/feed"><p>Hello`,
    '/list': `<title>List</title>${list.join('')}`,
    '/secret': { status: 403 },
    '/robots.txt': 'User-agent: *\nDisallow: /closed',
    '/closed': 'no',
  })
})
afterEach(async () => {
  await desk.close()
  await there.close()
})

const readFileText = (): Promise<string> => readFile(join(desk.folder, 'sources.yaml'), 'utf8')
const page = async (browser: Browser, path: string): Promise<string> =>
  (await browser.get(`/desk/sources${path}`)).text()

async function press(browser: Browser, path: string, around: string, button: string, typed = {}): Promise<Response> {
  const { action, fields } = formIn(await page(browser, path), around, button, typed)
  return browser.post(action, fields)
}

async function follow(browser: Browser, url: string, typed: Readonly<Record<string, string>> = {}): Promise<string> {
  const seen = await press(browser, '/add', 'type="url"', 'look', { url })
  const { action, fields } = formIn(await seen.text(), 'type="radio"', 'follow', typed)
  const answer = await browser.post(action, fields)
  return answer.headers.get('Location')?.replace('/desk/sources', '') ?? (await answer.text())
}

test('an address is looked at, its feed followed with its settings, and the running server has it', async () => {
  await writeFile(join(desk.folder, 'sources.yaml'), '# 我的来源\n[]\n')
  const ann = await signInAs(desk, 'editor')
  const before = await allRows(desk.store)
  for (const path of ['', '/add', '/try']) await page(ann, path)
  expect(await allRows(desk.store)).toBe(before)
  const seen = await (await press(ann, '/add', 'type="url"', 'look', { url: there.url })).text()
  expect(textOf(seen)).toContain('1 feed was found')
  expect(seen).toContain('First &lt;b&gt;')
  const path = await follow(ann, there.url, { title: '数据库', section: '存储', weight: '1.5' })
  expect(await readFileText()).toBe(
    `# 我的来源\n- url: ${there.url}feed\n  title: 数据库\n  section: 存储\n  weight: 1.5\n`,
  )
  const [claimed] = await readSources(desk.store.db)
  expect(claimed?.source).toMatchObject({ url: `${there.url}feed`, title: '数据库', section: '存储', weight: 1.5 })
  expect(textOf(await page(ann, path))).toContain('数据库 not read yet')
  // Asked once more, it leads to the source that is there.
  const again = await press(ann, '/add', 'type="url"', 'look', { url: `${there.url}feed` })
  expect(again.headers.get('Location')).toBe(`/desk/sources${path}`)
  const checked = await press(ann, path, 'name="was"', 'check')
  expect(textOf(await checked.text())).toContain('What would come First &lt;b&gt;')
})

test('settings are changed and taken back, pausing and removing ask nobody twice, and comments stay', async () => {
  const ann = await signInAs(desk, 'editor')
  const path = await follow(ann, there.url)
  await writeFile(join(desk.folder, 'sources.yaml'), `# best of all\n\n${await readFileText()}`)
  await press(ann, path, 'name="weight"', 'save', {
    title: ' New \n name ',
    section: '',
    weight: '0,5',
    private: 'yes',
  })
  expect(await readFileText()).toBe(
    `# best of all\n\n- url: ${there.url}feed\n  title: New name\n  weight: 0.5\n  private: true\n`,
  )
  expect(textOf(await page(ann, `${path}?saved=yes`))).toContain('Saved; the next visit goes by it.')
  expect(await page(ann, path)).not.toContain(there.url)
  await press(ann, path, 'name="weight"', 'save', { title: '', weight: '1', private: '' })
  expect(await readFileText()).toBe(`# best of all\n\n- url: ${there.url}feed\n`)
  await press(ann, path, 'name="was"', 'pause')
  expect((await readSources(desk.store.db))[0]?.source.paused).toBe(true)
  await press(ann, path, 'name="was"', 'resume')
  expect((await readSources(desk.store.db))[0]?.source.paused).toBe(false)
  const wrong = await press(ann, path, 'name="weight"', 'save', { title: 'Kept', weight: '7' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="Kept"')])
  const question = await press(ann, `${path}/remove`, 'name="was"', 'remove')
  expect(question.headers.get('Location')).toBe('/desk/sources')
  expect([await readFileText(), await readSources(desk.store.db)]).toEqual(['# best of all\n\n[]\n', []])
  expect((await ann.get(`/desk/sources${path}`)).status).toBe(404)
})

test('what somebody else wrote into the file meanwhile is never written over, and a file that cannot be written is told', async () => {
  const ann = await signInAs(desk, 'editor')
  const path = await follow(ann, there.url)
  const { action, fields } = formIn(await page(ann, path), 'name="weight"', 'save', { title: 'Mine' })
  const theirs = `- url: ${there.url}feed\n  title: Theirs\n`
  await writeFile(join(desk.folder, 'sources.yaml'), theirs)
  const late = await ann.post(action, fields)
  expect([late.status, textOf(await late.text())]).toEqual([422, expect.stringContaining('was changed meanwhile')])
  expect(await readFileText()).toBe(theirs)
  await writeFile(join(desk.folder, 'sources.yaml'), '- url: [')
  const broken = await press(ann, '/add', 'type="url"', 'look', { url: `${there.url}list` })
  const form = formIn(await broken.text(), 'type="radio"', 'follow')
  const refused = await ann.post(form.action, { ...form.fields, url: 'https://new.example/feed' })
  expect([refused.status, textOf(await refused.text())]).toEqual([
    422,
    expect.stringContaining('configuration is not valid'),
  ])
  expect(await readFileText()).toBe('- url: [')
})

test('the value of a header goes to the file and to the source alone', async () => {
  const li = await signInAs(desk, 'owner')
  const path = await follow(li, there.url, { header: 'Authorization', secret: 'Bearer 秘密-s3cret' })
  expect(await readFileText()).toContain('Authorization: Bearer 秘密-s3cret')
  const html = await page(li, path)
  expect(html).toContain('Sent along: Authorization')
  for (const each of [html, await page(li, ''), await page(li, `/try?source=${path.slice(1)}`)])
    expect(each).not.toContain('s3cret')
  await press(li, path, 'name="weight"', 'save', { title: 'T' })
  expect(await readFileText()).toContain('s3cret')
  await press(li, path, 'name="weight"', 'save', { header: 'Authorization', secret: '' })
  expect(await readFileText()).not.toMatch(/s3cret|headers/)
})

test.each([
  ['file:/etc/passwd', 'Only addresses with http and https are asked.'],
  ['https://${HOME}.example/', 'This cannot be done.'],
  ['no address', 'Only addresses with http and https are asked.'],
])('neither files nor the environment of the server come in by "%s"', async (url, said) => {
  const ann = await signInAs(desk, 'editor')
  for (const kind of ['look', 'follow']) {
    const { fields } = formIn(await page(ann, '/add'), 'type="url"', 'look')
    const answer = await ann.post('/desk/sources/add', { ...fields, kind, url })
    expect([answer.status, textOf(await answer.text())]).toEqual([422, expect.stringContaining(said)])
  }
  expect(await readFileText()).toBe('[]\n')
})

test('selectors are tried on the live page and kept; robots.txt, a wrong selector and an error are told with the form', async () => {
  const ann = await signInAs(desk, 'editor')
  const url = `${there.url}list`
  const tried = await press(ann, '/try', 'select-item', 'try', {
    url,
    'select-item': '.row',
    'select-link': 'h2 a@href',
  })
  const html = await tried.text()
  expect(textOf(html)).toContain('5 rows found Post number 0')
  const { action, fields } = formIn(html, 'select-item', 'keep')
  await ann.post(action, fields)
  expect(await readFileText()).toBe(`- url: ${url}\n  kind: page\n  select:\n    item: .row\n    link: h2 a@href\n`)
  for (const [path, typed, said] of [
    ['closed', {}, 'asks programs to stay away'],
    ['secret', {}, 'answered with an error. (403)'],
    ['list', { 'select-item': '.row[' }, 'A selector cannot be read.'],
    ['list', { 'select-item': '.none' }, 'Nothing was found on the page'],
  ] as const) {
    const answer = await press(ann, '/try', 'select-item', 'try', { url: there.url + path, ...typed })
    const text = await answer.text()
    expect([answer.status, textOf(text)]).toEqual([422, expect.stringContaining(said)])
    expect(text).toContain(`value="${there.url}${path}"`)
  }
})

test('of many addresses asked in a short time the thirty-first waits', async () => {
  const ann = await signInAs(desk, 'editor')
  const { action, fields } = formIn(await page(ann, '/add'), 'type="url"', 'look', { url: `${there.url}none` })
  for (let asked = 0; asked < 30; asked++) await ann.post(action, fields)
  const asked = there.requests.length
  const answer = await ann.post(action, { ...fields, url: `${there.url}feed` })
  expect(textOf(await answer.text())).toContain('Many addresses were asked')
  expect(there.requests).toHaveLength(asked)
})

test('an OPML file brings its feeds once, and says what could not be used', async () => {
  const ann = await signInAs(desk, 'editor')
  const outlines = [
    '<outline type="rss" text="${HOME} 订阅 &amp; co" xmlUrl="https://b.example/feed"/>',
    '<outline type="rss" text="ours" xmlUrl="https://b.example/?${HOME}" weekly:settings="{}"/>',
    '<outline type="rss" text="old" xmlUrl="ftp://b.example/"/>',
  ]
  const list = new File([`<opml><body><outline text="存储">${outlines.join('')}</outline></body></opml>`], 'list.opml')
  const { action, fields } = formIn(await page(ann, '/add'), 'type="file"', 'import')
  const answer = await ann.post(action, fields, { list })
  const text = textOf(await answer.text())
  expect(text).toContain('1 source added, 0 known already. 2 entries could not be used:')
  expect(await readFileText()).toBe('- url: https://b.example/feed\n  title: $ {HOME} 订阅 & co\n  section: 存储\n')
  expect(textOf(await (await ann.post(action, fields, { list })).text())).toContain('0 sources added, 1 known already.')
  const none = await ann.post(action, fields, { list: new File(['nothing'], 'a.txt') })
  expect([none.status, textOf(await none.text())]).toEqual([422, expect.stringContaining('cannot be read as a feed')])
})

test('contributors see the list and change nothing', async () => {
  const ann = await signInAs(desk, 'editor')
  const path = await follow(ann, there.url)
  const tom = await signInAs(desk, 'contributor')
  expect((await tom.get('/desk/sources')).status).toBe(200)
  expect(await page(tom, path)).not.toContain('name="was"')
  for (const closed of ['/add', '/try', `${path}/remove`])
    expect((await tom.get(`/desk/sources${closed}`)).status).toBe(404)
  const token = /name="token" value="([^"]*)"/.exec(await page(tom, path))?.[1] ?? ''
  const before = await readFileText()
  for (const form of [{ kind: 'remove' }, { kind: 'pause' }])
    expect((await tom.post(`/desk/sources${path}`, { ...form, token })).status).toBe(403)
  expect(await readFileText()).toBe(before)
})

test('what a source offered and what was picked stands beside it; who is never picked has a list', async () => {
  const ann = await signInAs(desk, 'editor')
  await follow(ann, there.url)
  const [claimed] = await readSources(desk.store.db)
  const id = claimed?.source.id ?? 0
  const { db } = desk.store
  const row = {
    source_id: id,
    title: 'T',
    authors: '[]',
    categories: '[]',
    enclosures: '[]',
    raw_url: null,
    published_at: null,
  }
  const rest = { updated_at: null, language: null, summary_html: null, content_html: null, image: null }
  for (let n = 0; n < 12; n++) {
    const at = n === 0 ? addMinutes(now, -100 * 24 * 60) : addMinutes(now, -n)
    await db
      .insertInto('items')
      .values({ ...row, ...rest, guid: `${n}`, url: null, first_seen_at: at, enters_at: at })
      .execute()
  }
  expect(textOf(await page(ann, ''))).toContain('Never taken 1')
  expect(textOf(await page(ann, '?only=never'))).toContain('0 of 11 taken in 12 weeks')
  const items = await db.selectFrom('items').select('id').where('guid', 'in', ['1', '2', '3']).orderBy('guid').execute()
  await addIssue(desk.store, { week: '2026-W46' as WeekId })
  for (const [place, { id: item_id }] of items.entries())
    await db
      .insertInto('placements')
      .values({
        item_id,
        week: '2026-W46' as WeekId,
        role: (['lead', 'other', 'left-out'] as const)[place] ?? 'lead',
        reason: null,
      })
      .execute()
  expect(await readSourceYields(db, addMinutes(now, -60))).toEqual(new Map([[id, { offered: 11, picked: 2 }]]))
  const html = await page(ann, '')
  expect(html).toContain('<meter min="0" max="11" value="2"')
  expect(textOf(html)).not.toContain('Never taken')
})

test('the pages are Chinese where the desk is', async () => {
  const chinese = await startDesk({ language: 'zh-CN' })
  const li = await signInAs(chinese, 'owner')
  const html = await (await li.get('/desk/sources/add')).text()
  expect(textOf(html)).toContain('订阅源或网页的地址')
  const { action, fields } = formIn(html, 'type="url"', 'look', { url: 'http://[::ffff:10.0.0.1]/' })
  expect(textOf(await (await li.post(action, fields)).text())).toContain('这个地址指向内部网络，不会访问。')
  await chinese.close()
})

test('every setting that people may know is edited, through the rules of the file: comments, order, secrets and what is not touched stay', async () => {
  const list = `# 我的来源
- url: ${there.url}list
  kind: page # a list
  include: 容器 # one word
  headers: { authorization: Bearer hush }
  proxy: socks5://proxy.example:1080
  weight: 2
`
  await writeFile(join(desk.folder, 'sources.yaml'), list)
  await syncSources(desk.store, readSourceList(list, {}))
  const ann = await signInAs(desk, 'editor')
  const [source] = await readSources(desk.store.db)
  const at = `/${source?.source.id ?? 0}`
  const shown = await page(ann, at)
  expect(shown).toContain('>容器</textarea>')
  expect(shown).not.toMatch(/hush|proxy\.example/)
  // What is not changed is not written anew.
  await press(ann, at, 'name="more"', 'save', {})
  expect(await readFileText()).toBe(list)
  const typed = {
    ...{ 'more-most': '0', 'more-language': 'zh-CN', 'more-timezone': 'Asia/Shanghai', 'more-intervalMinutes': '90' },
    ...{ 'more-exclude': '广告\n/^sponsored/i\n', 'more-picks': 'yes', 'more-article': 'main', 'more-kind': 'json' },
    ...{ 'more-select-item': 'data.list', 'more-select-title': 'name', 'more-select-link': 'href' },
  }
  const { action, fields } = formIn(shown, 'name="more"', 'save', typed)
  const unticked = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !/^more-(?:fullText|shorts)$/.test(name)),
  )
  expect((await ann.post(action, unticked)).status).toBe(303)
  const text = await readFileText()
  expect(text).toContain('kind: json # a list\n  include: 容器 # one word\n  headers: { authorization: Bearer hush }')
  const [kept] = await readSources(desk.store.db)
  expect(kept?.source).toMatchObject({
    ...{ kind: 'json', most: 0, language: 'zh-CN', timezone: 'Asia/Shanghai', intervalMinutes: 90, weight: 2 },
    ...{
      include: ['容器'],
      exclude: ['广告', '/^sponsored/i'],
      picks: true,
      fullText: false,
      article: 'main',
      noShorts: true,
    },
    ...{ select: { item: 'data.list', title: 'name', link: 'href' }, proxy: 'socks5://proxy.example:1080' },
  })
  for (const [name, value, said] of [
    ['more-most', '201', 'Stories it may lead'],
    ['more-timezone', 'Mars/Olympus', 'Time zone of dates'],
    ['more-exclude', `/${'(a+)+'.repeat(99)}/`, 'Leave out what has'],
    ['more-select-item', '', 'Parts of the list'],
    ['more-intervalMinutes', '5', 'Minutes between two visits'],
    ['more-article', '${HOME}', 'environment'],
  ] as const) {
    const answer = await press(ann, at, 'name="more"', 'save', { [name]: value })
    expect([name, answer.status, textOf(await answer.text()).includes(said)]).toEqual([name, 422, true])
  }
  expect(await readFileText()).toBe(text)
})
