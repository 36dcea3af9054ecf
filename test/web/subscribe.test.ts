import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { importSubscribers, findSubscriber, saveSignUp } from '../../src/store/subscribers.ts'
import { sealIssue, week } from '../deliver/builders.ts'
import { readTables } from '../stores.ts'
import { type Site, now, startSite, tokens } from './web-fixture.ts'

let site: Site
afterEach(() => site.close())

const pathOf = (url: string | undefined): string => new URL(url ?? 'http://none/').pathname
const stateOf = async (email: string) => (await findSubscriber(site.store.db, { email }))?.state ?? null
const titleOf = async (response: Response) => /<title>(.*)<\/title>/.exec(await response.text())?.[1]

async function confirmReader(email: string): Promise<number> {
  await importSubscribers(site.store.db, [{ email, name: null, language: 'en', consent: 'yes' }], now)
  return (await findSubscriber(site.store.db, { email }))?.id ?? 0
}

test('a reader signs up, confirms by the mail, chooses a language and leaves', async () => {
  site = await startSite({})
  expect(await titleOf(await site.get('/subscribe'))).toBe('subscribe')
  const asked = await site.post('/subscribe', { email: ' Ann@Exämple.org ', language: 'zh-CN', website: '' })
  expect(await titleOf(asked)).toBe('check-your-mail')
  expect(await stateOf('ann@xn--exmple-cua.org')).toBe('pending')
  const confirm = pathOf(site.confirmUrls[0])
  expect(await titleOf(await site.get(confirm))).toBe('confirm')
  expect(await stateOf('ann@exämple.org')).toBe('pending')
  expect(await titleOf(await site.post(confirm, {}))).toBe('confirmed')
  expect(await titleOf(await site.post(confirm, {}))).toBe('confirmed')
  const reader = await findSubscriber(site.store.db, { email: 'ann@exämple.org' })
  expect(reader).toMatchObject({ state: 'confirmed', confirmedAt: now, email: 'Ann@Exämple.org', language: 'zh-CN' })
  expect(JSON.parse(reader?.consent ?? '')).toEqual({ at: now, address: '127.0.0.0', form: '1' })

  const preferences = `/preferences/${tokens.sign('preferences', reader?.id ?? 0)}`
  expect(await (await site.get(preferences)).text()).toContain('/unsubscribe/')
  expect(await (await site.post(preferences, { language: 'en' })).text()).toContain('"isSaved":true')
  expect((await findSubscriber(site.store.db, { email: 'ann@exämple.org' }))?.language).toBe('en')
  expect(await (await site.post(preferences, { language: 'fr' })).text()).toContain('"isSaved":false')
  expect(await (await site.post(preferences, { cadence: 'hourly' })).text()).toContain('"isSaved":false')

  const unsubscribe = `/unsubscribe/${tokens.sign('unsubscribe', reader?.id ?? 0)}`
  expect(await titleOf(await site.get(unsubscribe))).toBe('unsubscribe')
  expect(await stateOf('ann@exämple.org')).toBe('confirmed')
  for (let time = 0; time < 2; time++) {
    const left = await site.post(unsubscribe, { 'List-Unsubscribe': 'One-Click' })
    expect(left.status).toBe(200)
    expect(left.headers.get('set-cookie')).toBeNull()
    expect(await titleOf(left)).toBe('unsubscribed')
  }
  expect(await stateOf('ann@exämple.org')).toBe('unsubscribed')
  expect((await site.post(confirm, {})).status).toBe(404)
  expect(await stateOf('ann@exämple.org')).toBe('unsubscribed')
})

test('a reader chooses a cadence and does without a section; what the page did not offer stays', async () => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  const path = `/preferences/${tokens.sign('preferences', id)}`
  const offered: [string, string][] = [
    ['offered', '容器'],
    ['offered', 'Clouds'],
  ]
  await site.post(path, [...offered, ['section', '容器'], ['cadence', 'monthly']])
  const chosen = { cadence: 'monthly', sectionsOff: ['Clouds'], language: 'en' }
  expect(await findSubscriber(site.store.db, { id })).toMatchObject(chosen)
  expect(await (await site.get(path)).text()).toContain('{"title":"Clouds","isOn":false}')
  await site.post(path, { language: 'zh-CN' })
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({ ...chosen, language: 'zh-CN' })
  await site.post(path, [...offered, ['section', '容器'], ['section', 'Clouds'], ['cadence', 'weekly']])
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({ cadence: 'weekly', sectionsOff: [] })
})

test.each([
  [true, 1],
  [false, 0],
])(
  'with mail.catchUp %s, confirming queues the latest issue %i times, however often it is pressed',
  async (catchUp, rows) => {
    site = await startSite({}, { catchUp })
    await sealIssue(site.store)
    await freezeIssue(site.store.db, { week, at: now, messageIdEnd: 'a@b' })
    await site.post('/subscribe', { email: 'ann@example.org' })
    const confirm = pathOf(site.confirmUrls[0])
    await site.get(confirm)
    expect((await readEquation(site.store.db, week))?.frozen).toBe(0)
    for (let time = 0; time < 3; time++) await site.post(confirm, {})
    site.clock.set(addMinutes(now, 60))
    await site.post(confirm, {})
    expect(await readEquation(site.store.db, week)).toMatchObject({ frozen: rows, balanced: true })
  },
)

test('the answer is the same for addresses known, unknown and filled in by a program', async () => {
  site = await startSite({})
  await confirmReader('known@example.org')
  const answers = []
  for (const fields of [
    { email: 'known@example.org' },
    { email: 'unknown@example.org' },
    { email: 'robot@example.org', website: 'http://spam.example' },
    { email: '用户@例子.公司' },
  ]) {
    // Three an hour from one network.
    site.clock.set(addMinutes(now, answers.length * 30))
    const response = await site.post('/subscribe', fields)
    answers.push([response.status, await response.text()])
  }
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  expect(site.confirmUrls).toHaveLength(2)
  expect(await stateOf('robot@example.org')).toBeNull()
  expect(await stateOf('用户@例子.公司')).toBe('pending')
})

test('one confirmation mail a day per address, and one more at once when the first could not be sent', async () => {
  let failures = 1
  let mails = 0
  site = await startSite(
    {},
    {
      sendConfirmation: () => {
        mails++
        return failures-- > 0 ? Promise.reject(new Error('relay down')) : Promise.resolve()
      },
    },
  )
  const ask = async () => {
    await site.post('/subscribe', { email: 'ann@example.org' })
    // Health asks the store, after what the mail has to ask of it.
    await site.get('/healthz')
  }
  await ask()
  await ask()
  await ask()
  expect(mails).toBe(2)
  site.clock.set(addMinutes(now, 24 * 60))
  await ask()
  expect(mails).toBe(3)
})

test('three sign-ups an hour from one address; behind a proxy on the machine its clients count', async () => {
  site = await startSite({})
  const ask = async (from: string) =>
    (
      await site.post(
        '/subscribe',
        { email: `a${Math.floor(performance.now() * 1e6)}@example.org` },
        { 'X-Forwarded-For': from },
      )
    ).status
  for (let time = 0; time < 3; time++) expect(await ask('192.0.2.7')).toBe(200)
  expect(await ask('192.0.2.7')).toBe(429)
  expect(await ask('203.0.113.1, 192.0.2.8')).toBe(200)
  site.clock.set(addMinutes(now, 60))
  expect(await ask('192.0.2.7')).toBe(200)
})

test.each([
  ['', 'no address'],
  ['ann@', 'no domain'],
  ['ann@example.org\r\nBcc: x@example.org', 'a second line'],
  ['ann', 'no @'],
])('%j is refused with the form filled in again', async email => {
  site = await startSite({})
  const response = await site.post('/subscribe', { email, language: 'zh-CN' })
  expect(response.status).toBe(422)
  expect(await response.text()).toContain('邮箱')
})

test.each([
  ['another origin', { Origin: 'https://evil.example' }, 403],
  ['another site, by what the browser says', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://weekly.example' }, 403],
  ['a sandboxed page', { Origin: 'null' }, 403],
  ['the public address', { Origin: 'https://weekly.example' }, 200],
  ['the same origin, by what the browser says', { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://other.name' }, 200],
])('a form from %s is answered as it should be', async (_name, headers: Record<string, string>, status) => {
  site = await startSite({})
  expect((await site.post('/subscribe', { email: 'ann@example.org' }, headers)).status).toBe(status)
  expect(await stateOf('ann@example.org')).toBe(status === 200 ? 'pending' : null)
})

test('a body over 16 KB is refused', async () => {
  site = await startSite({})
  expect((await site.post('/subscribe', { email: 'x'.repeat(17_000) })).status).toBe(413)
})

test('tokens of another purpose, of nobody, or made up lead to the page for invalid links', async () => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  const good = tokens.sign('unsubscribe', id)
  for (const path of [
    `/unsubscribe/${tokens.sign('preferences', id)}`,
    `/unsubscribe/${good}0`,
    `/unsubscribe/${good.slice(1)}`,
    '/unsubscribe/x',
    `/confirm/${tokens.sign('confirm', 99)}`,
  ])
    for (const response of [await site.get(path), await site.post(path, {})]) {
      expect(response.status).toBe(404)
      expect(await titleOf(response)).toBe('invalid-link')
    }
  expect(await stateOf('ann@example.org')).toBe('confirmed')
})

test('no sequence of GET and HEAD changes a row', async () => {
  site = await startSite({ 'index.html': 'x' })
  const { db } = site.store
  const confirmed = await confirmReader('ann@example.org')
  const pending = await saveSignUp(db, { email: 'bob@example.org', name: null, language: 'en', consent: '{}' }, now)
  const paths = [
    '/',
    '/healthz',
    '/subscribe?email=eve@example.org',
    ...[confirmed, pending.id].flatMap(id =>
      (['confirm', 'unsubscribe', 'preferences'] as const).flatMap(purpose => {
        const path = `/${purpose}/${tokens.sign(purpose, id)}`
        return [path, `${path}?List-Unsubscribe=One-Click`, `${path}?language=zh-CN`]
      }),
    ),
  ]
  const before = await readTables(db)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('GET', 'HEAD'), fc.constantFrom(...paths)), { maxLength: 12 }),
      async visits => {
        for (const [method, path] of visits) expect((await site.get(path, {}, method)).status).toBe(200)
        expect(await readTables(db)).toEqual(before)
      },
    ),
    { numRuns: 40 },
  )
})
