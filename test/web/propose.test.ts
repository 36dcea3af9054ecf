import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { instantFromMs, msFromInstant } from '../../src/core/clock.ts'
import type { InterfaceLanguage } from '../../src/core/types.ts'
import { wordsOf } from '../../src/core/words/words.ts'
import { renderReaderPage } from '../../src/publish/site/reader-page.ts'
import { loadTemplates } from '../../src/publish/template.ts'
import { blockProposalHost, countProposals, listProposals, MOST_PENDING } from '../../src/store/proposals.ts'
import { markForm } from '../../src/web/form-age.ts'
import { aSite } from '../publish/issues.ts'
import { readTables } from '../stores.ts'
import { now, type Site, startSite } from './web-fixture.ts'

const formKey = Buffer.alloc(32, 3)
const templates = loadTemplates('templates')

let site: Site
afterEach(() => site.close())

/** A site that takes proposals, with its real pages. */
const start = async (language: InterfaceLanguage = 'en'): Promise<void> => {
  const more = { ...aSite(), takesProposals: true, language }
  site = await startSite(
    {},
    {
      language,
      proposals: { formKey, blockedHosts: ['spam.example'] },
      renderReaderPage: (kind, scope) => renderReaderPage(more, kind, scope, templates),
    },
  )
}

const later = (seconds: number) => instantFromMs(msFromInstant(now) + seconds * 1_000)
const good = {
  url: 'https://blog.example/a?utm_source=x',
  why: 'It explains leases.',
  name: '',
  email: '',
  website: '',
}

/** Opens the form, waits as a person does, and sends it from some network. */
async function propose(fields: Readonly<Record<string, string>>, from = '203.0.113.7', seconds = 5) {
  const mark = markForm(formKey, site.clock.now())
  site.clock.set(instantFromMs(msFromInstant(site.clock.now()) + seconds * 1_000))
  return site.post('/propose', { mark, ...good, ...fields }, { 'X-Forwarded-For': from })
}

const pending = () => listProposals(site.store.db, { state: 'pending', limit: 300 })

test.each(['en', 'zh-CN'] as const)(
  'a reader opens the form in %s, sends it and is thanked; it waits for an editor',
  async language => {
    await start(language)
    const words = wordsOf(language).propose
    const form = await (await site.get('/propose')).text()
    for (const each of [words.title, words.url, words.why, words.name, words.email, words.thanks, words.send])
      expect(form).toContain(each)
    const mark = /name="mark" type="hidden" value="([^"]+)"/.exec(form)?.[1] ?? ''
    site.clock.set(later(4))
    const fields = { name: '王  小明', email: 'Wang@Example.org', thanks: 'yes', language, mark }
    const answer = await site.post('/propose', { ...good, ...fields })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain(words.doneText)
    const [proposal] = await pending()
    expect(proposal).toMatchObject({ url: 'https://blog.example/a', link: 'https://blog.example/a', voices: 1 })
    const [said] = proposal?.said ?? []
    expect(said).toMatchObject({ name: '王 小明', email: 'Wang@Example.org', why: good.why, wants_thanks: 1, language })
  },
)

test.each([
  ['no link', { url: 'not a link' }, 'url', 422],
  ['a script for a link', { url: 'javascript:alert(1)' }, 'url', 422],
  ['a link without end', { url: `https://blog.example/${'a'.repeat(2_000)}` }, 'url', 422],
  ['no reason', { why: ' \r\n ' }, 'noWhy', 422],
  ['a reason of 501 characters', { why: '好'.repeat(501) }, 'longWhy', 422],
  ['a name without end', { name: 'n'.repeat(81) }, 'longName', 422],
  ['thanks without an address', { thanks: 'yes' }, 'noAddress', 422],
  ['no address', { email: 'ann at example' }, 'address', 422],
  ['a host that the configuration blocks', { url: 'https://www.a.spam.example/x' }, 'blocked', 422],
] as const)('%s is refused in both languages with all that was typed', async (_name, wrong, problem, status) => {
  for (const language of ['en', 'zh-CN'] as const) {
    await start(language)
    const typed = { why: 'Because <b>& "so".', name: 'Ann', ...wrong }
    const answer = await propose(typed)
    expect(answer.status).toBe(status)
    const html = await answer.text()
    expect(html).toContain(wordsOf(language).propose.problems[problem])
    expect(html).toContain(`value="${typed.name}"`)
    expect(html).not.toContain('<b>&')
    if (!('why' in wrong)) expect(html).toContain('Because &lt;b&gt;&amp; &#34;so&#34;.')
    expect(await pending()).toEqual([])
    if (language === 'en') await site.close()
  }
})

test('a reason of 500 characters on many lines is kept as it was typed', async () => {
  await start()
  const why = `${'好'.repeat(248)}\r\n\r\n${'b'.repeat(250)}`
  expect((await propose({ why })).status).toBe(200)
  expect((await pending())[0]?.said[0]?.why).toBe(why.replaceAll('\r\n', '\n'))
})

test('a form that comes back within three seconds is refused, and ripens; one of yesterday gets a new mark', async () => {
  await start()
  const quick = await propose({}, '203.0.113.7', 2)
  expect(quick.status).toBe(422)
  const html = await quick.text()
  expect(html).toContain(wordsOf('en').propose.problems.tooFast)
  const mark = /name="mark" type="hidden" value="([^"]+)"/.exec(html)?.[1] ?? ''
  site.clock.set(later(3))
  expect((await site.post('/propose', { ...good, mark })).status).toBe(200)
  for (const bad of [markForm(formKey, later(-90_000)), markForm(Buffer.alloc(32), later(-9)), 'x', ''])
    expect(await (await site.post('/propose', { ...good, mark: bad })).text()).toContain(
      wordsOf('en').propose.problems.tooOld,
    )
})

test('programs that fill in every field are thanked, and nothing is kept', async () => {
  await start()
  expect(await (await propose({ website: 'https://spam.example/' })).text()).toContain(wordsOf('en').propose.doneText)
  expect(await pending()).toEqual([])
})

test('three an hour from one network, however it spells its address; the fourth is told so with its words', async () => {
  await start()
  for (let each = 0; each < 3; each++)
    expect((await propose({ url: `https://blog.example/${each}` }, `2001:db8:1:2::${each}`)).status).toBe(200)
  const fourth = await propose({ url: 'https://blog.example/3' }, '2001:db8:1:2::9')
  expect(fourth.status).toBe(429)
  expect(await fourth.text()).toContain('value="https://blog.example/3"')
  expect((await propose({ url: 'https://blog.example/3' }, '203.0.113.9')).status).toBe(200)
  site.clock.set(later(3_700))
  expect((await propose({ url: 'https://blog.example/4' }, '2001:db8:1:2::9')).status).toBe(200)
})

test('equal links are votes, one a network; http, www and tracking make no difference', async () => {
  await start()
  await propose({ url: 'http://www.blog.example/a/' }, '203.0.113.1')
  await propose({ url: 'https://blog.example/a?utm_medium=mail' }, '203.0.113.2')
  await propose({ url: 'https://blog.example/a' }, '203.0.113.2')
  const [proposal, ...others] = await pending()
  expect(others).toEqual([])
  expect(proposal).toMatchObject({ url: 'http://www.blog.example/a/', voices: 2 })
})

test('a host that an editor blocked is refused, and what waited from it is dismissed', async () => {
  await start()
  await propose({ url: 'https://a.farm.example/1' })
  expect(await blockProposalHost(site.store.db, 'farm.example', 'Ann', now)).toBe(1)
  expect((await propose({ url: 'https://farm.example/2' })).status).toBe(422)
  expect(await countProposals(site.store.db)).toEqual({ pending: 0, taken: 0, dismissed: 1 })
})

test('a flood from many networks stops at two hundred that wait; known links still get their votes', async () => {
  await start()
  const { store } = site
  for (let each = 0; each < MOST_PENDING; each++) {
    if (each % 90 === 0) site.clock.set(later(3_700 * (1 + each / 90)))
    const answer = await propose({ url: `https://flood.example/${each}` }, `198.51.${each % 250}.7`, 3)
    expect(answer.status).toBe(200)
  }
  site.clock.set(later(40_000))
  const over = await propose({ url: 'https://flood.example/over', why: 'Mine' }, '192.0.2.1')
  expect(over.status).toBe(503)
  expect(await over.text()).toContain('value="https://flood.example/over"')
  expect((await propose({ url: 'https://flood.example/0' }, '192.0.2.2')).status).toBe(200)
  expect(await countProposals(store.db)).toEqual({ pending: MOST_PENDING, taken: 0, dismissed: 0 })
  expect((await pending())[0]).toMatchObject({ link: 'https://flood.example/0', voices: 2 })
})

test('forms of other sites are refused, long ones too, and without the switch there is no such page', async () => {
  await start()
  const mark = markForm(formKey, later(-10))
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  expect((await site.post('/propose', { ...good, mark }, foreign)).status).toBe(403)
  expect((await site.post('/propose', { ...good, mark, why: 'x'.repeat(20_000) })).status).toBe(413)
  expect(await pending()).toEqual([])
  await site.close()
  site = await startSite({})
  expect((await site.get('/propose')).status).toBe(404)
  expect((await site.post('/propose', { ...good, mark })).status).toBe(405)
})

test('whatever is looked at, no row changes', async () => {
  await start()
  await propose({ name: 'Ann' })
  const before = await readTables(site.store.db)
  const query = fc.record({ url: fc.string(), why: fc.string(), language: fc.constantFrom('en', 'zh-CN', 'x') })
  await fc.assert(
    fc.asyncProperty(query, fc.constantFrom('GET', 'HEAD'), async (fields, method) => {
      const response = await site.get(`/propose?${new URLSearchParams(fields).toString()}`, {}, method)
      expect(response.status).toBe(200)
    }),
    { numRuns: 30 },
  )
  expect(await readTables(site.store.db)).toEqual(before)
})
