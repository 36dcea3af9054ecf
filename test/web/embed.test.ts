// Sign-ups from forms on other sites: from the sites that are named, one answer for all addresses, and a flood that ends.
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { SiteDescription } from '../../src/publish/site-urls.ts'
import { embedAction, renderEmbedForm } from '../../src/publish/site/embed-form.ts'
import { findSubscriber } from '../../src/store/subscribers.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'
import { findNext } from '../../src/web/embed.ts'
import { type Site, now, startSite } from './web-fixture.ts'

let site: Site | undefined
afterEach(async () => {
  await site?.close()
  site = undefined
})

const blog = 'https://blog.example'
const embed = { formKey: Buffer.alloc(32, 1), origins: [blog, 'http://localhost:4000'], next: [] }
const open = async (next: readonly string[] = []): Promise<Site> => {
  site = await startSite({}, { embed: { ...embed, next } })
  return site
}
const send = (
  at: Site,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  at.post('/embed/subscribe', { email: 'ann@example.org', website: '', ...fields }, { Origin: blog, ...headers })
const titleOf = (text: string): string | undefined => /<title>(.*)<\/title>/.exec(text)?.[1]
/** One network of a million. */
const from = (network: number) => ({
  'X-Forwarded-For': `100.${network >> 16}.${(network >> 8) & 255}.${network & 255}`,
})

test('a form on a named site asks for a confirmation; the consent says which site and which form', async () => {
  const at = await open()
  const answer = await send(at, { language: 'zh-CN' }, { 'Sec-Fetch-Site': 'cross-site' })
  expect(answer.status).toBe(200)
  expect(titleOf(await answer.text())).toBe('check-your-mail')
  expect(answer.headers.get('access-control-allow-origin')).toBe(blog)
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
  expect(answer.headers.get('vary')).toContain('Origin')
  expect(answer.headers.get('set-cookie')).toBeNull()
  const reader = await findSubscriber(at.store.db, { email: 'ann@example.org' })
  expect(reader).toMatchObject({ state: 'pending', language: 'zh-CN' })
  const consent = { at: now, address: '127.0.0.0', form: 'embed-1', origin: blog }
  expect(JSON.parse(reader?.consent ?? '')).toEqual(consent)
  expect(at.confirmUrls).toHaveLength(1)
})

test('a form that comes from anywhere else is refused, and nothing is kept', async () => {
  const at = await open()
  for (const origin of [
    'https://evil.example',
    'https://blog.example.evil.example',
    'http://blog.example',
    'https://blog.example:8443',
    'https://sub.blog.example',
    'HTTPS://BLOG.EXAMPLE',
    'null',
    '',
    'https://weekly.example',
  ]) {
    const answer = await send(at, {}, { Origin: origin })
    expect(answer.status, origin).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('vary')).toContain('Origin')
  }
  expect(await findSubscriber(at.store.db, { email: 'ann@example.org' })).toBeNull()
})

test('a site without named others has no such form', async () => {
  site = await startSite({})
  expect((await send(site, {})).status).toBe(403)
  expect(await findSubscriber(site.store.db, { email: 'ann@example.org' })).toBeNull()
})

test('the answer is the same for addresses known and unknown, and for programs that fill everything in', async () => {
  const at = await open()
  const known = { email: 'known@example.org', name: null, language: 'en', consent: 'yes' } as const
  await importSubscribers(at.store.db, [known], now)
  const answers = []
  for (const [network, fields] of [
    { email: 'known@example.org' },
    { email: 'unknown@example.org' },
    { email: 'robot@example.org', website: 'http://spam.example' },
  ].entries()) {
    const answer = await send(at, { ...fields, next: `${blog}/thanks` }, from(network))
    answers.push([answer.status, answer.headers.get('location'), await answer.text()])
  }
  expect(answers).toEqual([0, 1, 2].map(() => [303, `${blog}/thanks`, '']))
  expect(await findSubscriber(at.store.db, { email: 'robot@example.org' })).toBeNull()
  expect(at.confirmUrls).toHaveLength(1)
})

test.each([
  [[], `${blog}/thanks?a=1`, `${blog}/thanks?a=1`],
  [[], 'https://evil.example/', null],
  [[], 'https://blog.example.evil.example/', null],
  [[], 'https://blog.example@evil.example/', null],
  [[], 'https://ann:key@blog.example/', null],
  [[], '//blog.example/thanks', null],
  [[], 'javascript:alert(1)', null],
  [[], `${blog}/${'a'.repeat(2_000)}`, null],
  [[], `${blog}/\r\nSet-Cookie: a=b`, `${blog}/Set-Cookie:%20a=b`],
  [[`${blog}/thanks`], `${blog}/thanks`, `${blog}/thanks`],
  [[`${blog}/thanks`], `${blog}/thanks/../other`, null],
  [[`${blog}/thanks`], `${blog}/thanks?to=evil`, null],
  [[`${blog}/thanks`], null, null],
])('with the pages %j a form that names %j sends on to %j', (next, asked, wanted) => {
  expect(findNext({ ...embed, next }, asked)).toBe(wanted)
})

test('no text whatever leads to another site', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.webUrl().map(url => url.replace('//', `//${blog.slice(8)}@`)),
  )
  fc.assert(
    fc.property(texts, text => {
      const next = findNext(embed, text)
      return next === null || embed.origins.includes(new URL(next).origin)
    }),
    { numRuns: 50 },
  )
})

test('a flood from a named site ends at the limits, and readers who press once more still come in', async () => {
  const at = await open()
  // One network, other addresses.
  const statuses = []
  for (let time = 0; time < 5; time++)
    statuses.push((await send(at, { email: `a${time}@example.org` }, from(0))).status)
  expect(statuses).toEqual([200, 200, 200, 429, 429])
  // Many networks, each once.
  for (let network = 1; network < 40; network++) await send(at, { email: `b${network}@example.org` }, from(network))
  expect(at.confirmUrls).toHaveLength(20)
  const asked = await (await send(at, { email: 'person@example.org' }, from(99))).text()
  expect(titleOf(asked)).toBe('subscribe')
  const { action, hidden } = JSON.parse(asked.replace(/^<title>.*<\/title>/, '')) as {
    readonly action: string
    readonly hidden: readonly { readonly name: string; readonly value: string }[]
  }
  const again = { email: 'person@example.org', ...Object.fromEntries(hidden.map(({ name, value }) => [name, value])) }
  const press = async (fields: Readonly<Record<string, string>>) =>
    titleOf(await (await at.post(action, fields, { Origin: 'https://weekly.example', ...from(99) })).text())
  expect(await press(again)).toBe('subscribe')
  at.clock.set(addMinutes(now, 1))
  expect(await press({ ...again, mark: 'never.ours' })).toBe('subscribe')
  expect(await findSubscriber(at.store.db, { email: 'person@example.org' })).toBeNull()
  at.clock.set(addMinutes(now, 58))
  expect((await send(at, { email: 'late@example.org' }, from(100))).status).toBe(200)
  expect(await findSubscriber(at.store.db, { email: 'late@example.org' })).toBeNull()
  at.clock.set(addMinutes(now, 61))
  expect(await press(again)).toBe('check-your-mail')
  const person = await findSubscriber(at.store.db, { email: 'person@example.org' })
  expect(JSON.parse(person?.consent ?? '')).toMatchObject({ origin: blog })
  // The list's own form was never in the way of the flood.
  expect(titleOf(await (await at.post('/subscribe', { email: 'own@example.org' }, from(101))).text())).toBe(
    'check-your-mail',
  )
})

test('one address is written to once a day, from however many networks and tags a stranger asks', async () => {
  const at = await open()
  for (let time = 0; time < 9; time++) await send(at, { email: `victim+${time % 5}@example.org` }, from(time))
  expect(at.confirmUrls).toHaveLength(3)
})

test('a script of a named site may ask, that of another may not', async () => {
  const at = await open()
  const ask = (origin: string) =>
    fetch(`http://127.0.0.1:${at.port}/embed/subscribe`, { method: 'OPTIONS', headers: { Origin: origin } })
  const named = await ask('http://localhost:4000')
  expect([named.status, named.headers.get('access-control-allow-origin')]).toEqual([204, 'http://localhost:4000'])
  expect(named.headers.get('access-control-allow-methods')).toBe('POST')
  const other = await ask('https://evil.example')
  expect([other.headers.get('access-control-allow-origin'), other.headers.get('vary')]).toEqual([null, 'Origin'])
})

test.each(['en', 'zh-CN'] as const)(
  'the form to paste is whole in %s, without script, and posts what the server reads',
  language => {
    const own = { url: 'https://weekly.example/list', language } as SiteDescription
    const form = renderEmbedForm(embedAction(own) ?? '', language, `${blog}/?a=1&b="2"`)
    expect(form).toContain('action="https://weekly.example/list/embed/subscribe"')
    expect([...form.matchAll(/name="(\w+)"/g)].map(([, name]) => name)).toEqual([
      'email',
      'website',
      'language',
      'next',
    ])
    expect(form).toContain('value="https://blog.example/?a=1&amp;b=&quot;2&quot;"')
    expect(form).not.toMatch(/script|undefined/)
    expect(embedAction({ ...own, forms: 'none' })).toBeNull()
    expect(embedAction({ ...own, forms: 'https://forms.example' })).toBe('https://forms.example/embed/subscribe')
  },
)
