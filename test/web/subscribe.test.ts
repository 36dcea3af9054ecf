import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { eraseSubscriber, findSubscriber, saveSignUp } from '../../src/store/subscribers.ts'
import { sealIssue, week } from '../deliver/builders.ts'
import { readTables } from '../stores.ts'
import { type Site, now, startSite, tokens } from './web-fixture.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'

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
  const chosen = { cadence: 'monthly', sectionsOff: ['Clouds'], language: 'en', stories: 'both' }
  expect(await findSubscriber(site.store.db, { id })).toMatchObject(chosen)
  expect(await (await site.get(path)).text()).toContain('{"title":"Clouds","isOn":false}')
  await site.post(path, { language: 'zh-CN' })
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({ ...chosen, language: 'zh-CN' })
  await site.post(path, [...offered, ['section', '容器'], ['section', 'Clouds'], ['cadence', 'weekly']])
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({ cadence: 'weekly', sectionsOff: [] })
})

test('a reader chooses the languages of stories, apart from that of the interface; another form leaves both as they are', async () => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  const path = `/preferences/${tokens.sign('preferences', id)}`
  expect(await (await site.get(path)).text()).toContain('"stories":"both"')
  const answer = await (await site.post(path, { stories: 'zh' })).text()
  expect(answer).toContain('"stories":"zh"')
  expect(answer).toContain('"isSaved":true')
  await site.post(path, { language: 'en' })
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({ language: 'en', stories: 'zh' })
  expect(await (await site.post(path, { stories: 'fr' })).text()).toContain('"isSaved":false')
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({ stories: 'zh' })
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

test('one confirmation mail a day per address, on disk with the answer, though the relay is down', async () => {
  site = await startSite({}, { sendLetters: () => Promise.reject(new Error('relay down')) })
  const ask = async () => {
    await site.post('/subscribe', { email: 'ann@example.org' })
    const letters = await site.store.db.selectFrom('letters').select('state').orderBy('id').execute()
    return letters.map(({ state }) => state)
  }
  expect(await ask()).toEqual(['pending'])
  expect(await ask()).toEqual(['pending'])
  site.clock.set(addMinutes(now, 24 * 60))
  expect(await ask()).toEqual(['pending'])
  await site.store.db.updateTable('letters').set({ state: 'sent' }).execute()
  expect(await ask()).toEqual(['sent'])
  site.clock.set(addMinutes(now, 48 * 60))
  expect(await ask()).toEqual(['sent', 'pending'])
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

test('a mailbox gets three mails a day under all its tags, and whoever asks is answered as always', async () => {
  site = await startSite({})
  const ask = async (tag: number) => {
    const from = { 'X-Forwarded-For': `192.0.2.${tag}` }
    const answer = await site.post('/subscribe', { email: `a.nn+${tag}@gmail.com` }, from)
    return [answer.status, await answer.text()]
  }
  const answers = [await ask(1), await ask(2), await ask(3), await ask(4)]
  expect(new Set(answers.map(answer => JSON.stringify(answer)))).toHaveLength(1)
  const letters = async () => (await site.store.db.selectFrom('letters').select('id').execute()).length
  expect(await letters()).toBe(3)
  site.clock.set(addMinutes(now, 24 * 60))
  await ask(5)
  expect(await letters()).toBe(4)
})

test('a flood from everywhere ends at three hundred forms an hour', async () => {
  site = await startSite({})
  const statuses: number[] = []
  for (let from = 0; from < 301; from++) {
    const headers = { 'X-Forwarded-For': `2001:db8:0:${from.toString(16)}::1` }
    statuses.push((await site.post('/subscribe', { email: 'x', website: 'x' }, headers)).status)
  }
  // No address, no count.
  expect(new Set(statuses)).toEqual(new Set([422]))
  const ask = (from: number) =>
    site.post('/subscribe', { email: 'ann@example.org', website: 'x' }, { 'X-Forwarded-For': `2001:db8:1:${from}::1` })
  for (let from = 0; from < 300; from++) expect((await ask(from)).status).toBe(200)
  expect((await ask(300)).status).toBe(429)
})

test('a request that names two hosts is refused', async () => {
  site = await startSite({ 'index.html': 'home' })
  const { connect } = await import('node:net')
  const answer = await new Promise<string>((done, fail) => {
    const socket = connect(site.port, '127.0.0.1')
    let said = ''
    socket.setEncoding('utf8').on('data', (text: string) => (said += text))
    socket.on('error', fail).on('close', () => done(said))
    socket.end('GET / HTTP/1.1\r\nHost: weekly.example\r\nHost: other.example\r\nConnection: close\r\n\r\n')
  })
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
})

test.each([
  ['', 'no address'],
  ['ann@', 'no domain'],
  ['ann@example.org\r\nBcc: x@example.org', 'a second line'],
  ['ann', 'no @'],
  ['ann@exam\nple.org', 'a line end in its domain'],
  ['ann@example.org/path?x', 'more behind the domain'],
  ['ann@0x7f.1', 'a number for a host'],
  [`ann@${'long.'.repeat(60)}example.org`, 'more than 254 characters'],
  [`${'a'.repeat(65)}@example.org`, 'more than 64 before the @'],
  ['a@b@example.org', 'two @'],
])('%j is refused with the form filled in again', async email => {
  site = await startSite({})
  const response = await site.post('/subscribe', { email, language: 'zh-CN' })
  expect(response.status).toBe(422)
  expect(await response.text()).toContain('邮箱')
  expect(await readTables(site.store.db)).toMatchObject({ subscribers: [] })
})

test.each([
  ['JSON', 'application/json', JSON.stringify({ email: 'ann@example.org' }), 422],
  ['plain text', 'text/plain', 'email=ann@example.org', 422],
  ['no type at all', '', 'email=ann@example.org', 422],
  ['a broken multipart body', 'multipart/form-data; boundary=x', '--y\r\n\r\nann@example.org', 422],
  ['a language with a header in it', undefined, 'email=ann@example.org&language=en%0D%0ABcc:%20x@example.org', 200],
  ['a name, which nobody asks for', undefined, 'email=ann@example.org&name=%0D%0ABcc:%20x@example.org', 200],
])('a sign-up with %s is answered with %#: nothing of it reaches a header', async (_name, type, body, status) => {
  site = await startSite({})
  const headers = { 'Content-Type': type ?? 'application/x-www-form-urlencoded' }
  const { status: answered } = await fetch(`http://127.0.0.1:${site.port}/subscribe`, { method: 'POST', headers, body })
  expect(answered).toBe(status)
  const { subscribers } = await readTables(site.store.db)
  expect(subscribers).toEqual(status === 200 ? [expect.objectContaining({ name: null, language: 'en' })] : [])
})

test('the form works as multipart too, and so does the one-click POST of RFC 8058', async () => {
  site = await startSite({})
  const send = (path: string, fields: Readonly<Record<string, string>>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    return fetch(`http://127.0.0.1:${site.port}${path}`, { method: 'POST', body })
  }
  expect((await send('/subscribe', { email: 'ann@example.org' })).status).toBe(200)
  const id = await confirmReader('bob@example.org')
  const { status } = await send(`/unsubscribe/${tokens.sign('unsubscribe', id)}`, { 'List-Unsubscribe': 'One-Click' })
  expect([status, await stateOf('ann@example.org'), await stateOf('bob@example.org')]).toEqual([
    200,
    'pending',
    'unsubscribed',
  ])
})

test('the mail begins behind the answer, so that its time does not tell who is known', async () => {
  const steps: string[] = []
  site = await startSite(
    {},
    {
      renderReaderPage: kind => {
        steps.push(kind)
        return kind
      },
      sendLetters: () => {
        steps.push('mail')
        return Promise.resolve()
      },
    },
  )
  await site.post('/subscribe', { email: 'ann@example.org' })
  await site.get('/healthz')
  expect(steps).toEqual(['check-your-mail', 'mail'])
})

test('a stranger’s request changes nothing about a reader who has confirmed', async () => {
  site = await startSite({})
  await confirmReader('ann@example.org')
  const before = await readTables(site.store.db)
  await site.post('/subscribe', { email: 'Ann@Example.org', language: 'zh-CN' })
  await site.get('/healthz')
  // That somebody asked is counted, and says nothing about whom.
  expect(await readTables(site.store.db)).toEqual({ ...before, limits: expect.anything() as unknown })
  expect(site.confirmUrls).toEqual([])
})

test('pages behind a token are kept by nobody, found by no search engine, and named to no other site', async () => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  for (const path of [
    '/subscribe',
    '/unsubscribe/x',
    ...(['confirm', 'unsubscribe', 'preferences'] as const).map(purpose => `/${purpose}/${tokens.sign(purpose, id)}`),
  ])
    for (const response of [await site.get(path), await site.post(path, {})]) {
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('x-robots-tag')).toBe('noindex')
      expect(response.headers.get('referrer-policy')).toBe('same-origin')
      expect(response.headers.get('set-cookie')).toBeNull()
    }
})

test('preferences keep no section that the list does not have', async () => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  const path = `/preferences/${tokens.sign('preferences', id)}`
  await site.post(path, [
    ['offered', 'x'.repeat(9_000)],
    ['offered', 'Clouds'],
  ])
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({ sectionsOff: ['Clouds'] })
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

test('a body over 16 KB is refused, said to be so long or not', async () => {
  site = await startSite({})
  expect((await site.post('/subscribe', { email: 'x'.repeat(17_000) })).status).toBe(413)
  const endless = new Blob(['email=', 'x'.repeat(1_000_000)]).stream()
  const asked = { method: 'POST', body: endless, duplex: 'half' } satisfies RequestInit & { duplex: 'half' }
  const refused = await fetch(`http://127.0.0.1:${site.port}/subscribe`, asked).catch(() => null)
  expect(refused?.status ?? 413).toBe(413)
  expect(await readTables(site.store.db)).toMatchObject({ subscribers: [] })
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

test('no sequence of requests that are no deliberate POST changes a row', async () => {
  site = await startSite({ 'index.html': 'x' })
  const { db } = site.store
  const confirmed = await confirmReader('ann@example.org')
  const pending = await saveSignUp(db, { email: 'bob@example.org', name: null, language: 'en', consent: '{}' }, now)
  const links = [confirmed, pending.id].flatMap(id =>
    (['confirm', 'unsubscribe', 'preferences'] as const).map(purpose => `/${purpose}/${tokens.sign(purpose, id)}`),
  )
  const paths = [
    ...['/', '/healthz', '/subscribe?email=eve@example.org', ...links],
    ...links.flatMap(link => [`${link}?List-Unsubscribe=One-Click`, `${link}?language=zh-CN&cadence=monthly`]),
  ]
  const methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']
  const headers: readonly Readonly<Record<string, string>>[] = [
    {},
    { 'If-None-Match': '*' },
    { 'Sec-Purpose': 'prefetch;prerender', Purpose: 'prefetch' },
    { Range: 'bytes=0-0' },
    { 'X-HTTP-Method-Override': 'POST', 'List-Unsubscribe': 'One-Click' },
  ]
  const before = await readTables(db)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...methods), fc.constantFrom(...paths), fc.constantFrom(...headers)), {
        maxLength: 12,
      }),
      async visits => {
        for (const [method, path, sent] of visits) {
          const { status } = await site.get(path, sent, method)
          expect(status).toBeLessThan(500)
          if (method !== 'GET' && method !== 'HEAD') expect(status).toBe(405)
        }
        expect(await readTables(db)).toEqual(before)
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  ['nothing', {}],
  ['another value', { 'List-Unsubscribe': 'yes' }],
  ['another field', { unsubscribe: 'One-Click' }],
])('a POST of %s to the link for leaving shows the button and ends nothing', async (_name, fields) => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  const before = await readTables(site.store.db)
  const response = await site.post(`/unsubscribe/${tokens.sign('unsubscribe', id)}`, fields)
  expect([response.status, await titleOf(response)]).toEqual([400, 'unsubscribe'])
  expect(await readTables(site.store.db)).toEqual(before)
})

const form = 'application/x-www-form-urlencoded'
const multipart = (lineEnd: string, end: string) =>
  ['--b', 'Content-Disposition: form-data; name="List-Unsubscribe"', '', `One-Click${end}`].join(lineEnd)
test.each([
  ['a line end behind it', form, 'List-Unsubscribe=One-Click\r\n'],
  ['line ends around it', form, '\r\nList-Unsubscribe=One-Click\n\n'],
  ['a character set', `${form}; charset=UTF-8`, 'List-Unsubscribe=One-Click'],
  ['escaped signs', form, 'List%2DUnsubscribe=One%2dClick'],
  ['an ampersand behind it', form, 'List-Unsubscribe=One-Click&'],
  ['other fields before it', form, 'a=1&List-Unsubscribe=One-Click'],
  ['other capitals', form, 'list-unsubscribe=one-click'],
  ['a byte order mark', form, '\uFEFFList-Unsubscribe=One-Click'],
  ['no type', '', 'List-Unsubscribe=One-Click'],
  ['the type of plain text', 'text/plain', 'List-Unsubscribe=One-Click\r\n'],
  ['multipart', 'multipart/form-data; boundary=b', multipart('\r\n', '\r\n--b--\r\n')],
  ['multipart with bare line feeds', 'multipart/form-data; boundary=b', multipart('\n', '\n--b--\n')],
  ['multipart without an end', 'multipart/form-data; boundary=b', multipart('\r\n', '')],
  ['multipart with a quoted boundary', 'multipart/form-data; boundary="b"', multipart('\r\n', '\r\n--b--')],
])('the one-click POST with %s is taken', async (_name, type, body) => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  const url = `http://127.0.0.1:${site.port}/unsubscribe/${tokens.sign('unsubscribe', id)}`
  const { status } = await fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body: Buffer.from(body) })
  expect([status, await stateOf('ann@example.org')]).toEqual([200, 'unsubscribed'])
})

test('a request that fails leaves no token in the log', async () => {
  const lines: string[] = []
  const write = (...said: readonly unknown[]) => void lines.push(JSON.stringify(said))
  const log = { debug: write, info: write, warn: write }
  let token = ''
  const renderReaderPage = () => {
    throw new Error(`no template at /unsubscribe/${token}`)
  }
  site = await startSite({}, { log, renderReaderPage })
  const id = await confirmReader('ann@example.org')
  for (const purpose of ['confirm', 'unsubscribe', 'preferences'] as const) {
    token = tokens.sign(purpose, id)
    expect((await site.get(`/${purpose}/${token}`)).status).toBe(500)
    expect((await site.post(`/${purpose}/${token}`, { 'List-Unsubscribe': 'One-Click' })).status).toBe(500)
    expect(lines.join('\n')).toContain(`"/${purpose}/…"`)
    expect(lines.join('\n')).not.toContain(token.slice(0, 12))
  }
})

const leave = async (id: number) => {
  const left = await site.post(`/unsubscribe/${tokens.sign('unsubscribe', id)}`, { 'List-Unsubscribe': 'One-Click' })
  return /"returnAction":"([^"]+)"/.exec(await left.text())?.[1] ?? null
}

test('a reader who left by mistake takes it back within a day, and only that leaving', async () => {
  site = await startSite({}, { url: 'https://weekly.example/list/' })
  const id = await confirmReader('ann@example.org')
  const back = (await leave(id)) ?? ''
  expect(back).toMatch(/^\/list\/return\//)
  for (const method of ['GET', 'HEAD']) await site.get(back, {}, method)
  expect(await stateOf('ann@example.org')).toBe('unsubscribed')
  for (let time = 0; time < 2; time++) expect(await titleOf(await site.post(back, {}))).toBe('returned')
  expect(await findSubscriber(site.store.db, { id })).toMatchObject({
    state: 'confirmed',
    leftAt: null,
    confirmedAt: now,
  })
  site.clock.set(addMinutes(now, 5))
  const again = (await leave(id)) ?? ''
  expect((await site.post(back, {})).status).toBe(404)
  expect((await site.post(`${again}0`, {})).status).toBe(404)
  expect((await site.post(again, {}, { Origin: 'https://evil.example' })).status).toBe(403)
  site.clock.set(addMinutes(now, 5 + 24 * 60))
  expect((await site.post(again, {})).status).toBe(404)
  expect(await stateOf('ann@example.org')).toBe('unsubscribed')
})

test.each(['bounced', 'complained'] as const)('who has %s does not come back by that button', async state => {
  site = await startSite({})
  const id = await confirmReader('ann@example.org')
  const back = (await leave(id)) ?? ''
  await site.store.db.updateTable('subscribers').set({ state }).execute()
  expect((await site.post(back, {})).status).toBe(404)
  expect([await stateOf('ann@example.org'), await leave(id)]).toEqual([state, null])
})

test('neither who had not confirmed nor who was erased comes back by that button', async () => {
  site = await startSite({})
  const { db } = site.store
  const { id } = await saveSignUp(db, { email: 'bob@example.org', name: null, language: 'en', consent: '{}' }, now)
  expect(await leave(id)).toBeNull()
  const ann = await confirmReader('ann@example.org')
  const back = (await leave(ann)) ?? ''
  await eraseSubscriber(db, 'ann@example.org', now)
  expect((await site.post(back, {})).status).toBe(404)
  expect((await findSubscriber(db, { id: ann }))?.state).toBe('unsubscribed')
})

test('who confirms, leaves or comes back is led to the latest issue', async () => {
  site = await startSite({})
  await sealIssue(site.store)
  const id = await confirmReader('ann@example.org')
  const confirmed = await site.post(`/confirm/${tokens.sign('confirm', id)}`, {})
  const left = await site.post(`/unsubscribe/${tokens.sign('unsubscribe', id)}`, { 'List-Unsubscribe': 'One-Click' })
  const back = await site.post((await leave(id)) ?? '', {})
  for (const answer of [confirmed, left, back]) expect(await answer.text()).toContain(`"latestWeek":"${week}"`)
})
