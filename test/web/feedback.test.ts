import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { InterfaceLanguage, WeekId } from '../../src/core/types.ts'
import { wordsOf } from '../../src/core/words/words.ts'
import { readersUrl, feedbackUrl } from '../../src/deliver/message/composer.ts'
import { renderReaderPage } from '../../src/publish/site/reader-page.ts'
import { loadTemplates } from '../../src/publish/template.ts'
import { openSlot } from '../../src/store/drafts.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'
import { eraseSubscriber, findSubscriber } from '../../src/store/subscribers.ts'
import { countVotes, readVote } from '../../src/store/votes.ts'
import { aSite, anIssue } from '../publish/issues.ts'
import { readTables } from '../stores.ts'
import { now, type Site, startSite, tokens } from './web-fixture.ts'

const week = '2026-W47' as WeekId
const old = '2026-W40' as WeekId
const templates = loadTemplates('templates')

let site: Site
beforeAll(async () => {
  site = await startSite({}, { renderReaderPage: (kind, scope) => renderReaderPage(aSite(), kind, scope, templates) })
  for (const [number, each, minutes] of [
    [5, old, 30 * 24 * 60],
    [12, week, 60],
  ] as const) {
    const sealedAt = addMinutes(now, -minutes)
    const window = { week: each, opensAt: sealedAt, closesAt: sealedAt }
    await openSlot(site.store.db, window, { origin: 'scheduled', is_first: 0 })
    await insertIssue(site.store.db, anIssue([], { number, week: each, sealedAt }), [])
  }
})
afterAll(() => site.close())

async function addReader(name: string, language: InterfaceLanguage = 'en'): Promise<number> {
  const email = `${name}@example.org`
  await importSubscribers(site.store.db, [{ email, name: null, language, consent: 'yes' }], now)
  return (await findSubscriber(site.store.db, { email }))?.id ?? 0
}
const pathFor = (id: number, of: WeekId = week): string =>
  new URL(feedbackUrl('https://weekly.example', tokens, of, id)).pathname

test.each(['en', 'zh-CN'] as const)(
  'a link shows two buttons and a line; pressing one counts, once a reader (%s)',
  async language => {
    const id = await addReader(`once-${language}`, language)
    const words = wordsOf(language).feedback
    const path = pathFor(id)
    const before = await readTables(site.store.db)
    for (const method of ['GET', 'HEAD', 'GET']) await site.get(path, {}, method)
    expect(await readTables(site.store.db)).toEqual(before)
    const shown = await site.get(path)
    const html = await shown.text()
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store'])
    for (const said of [words.title(12), words.good, words.poor, `action="${path}"`, 'method="post"'])
      expect(html).toContain(said)
    const thanks = await site.post(path, { verdict: 'poor', words: ' 太长\u0000\n了  <b> ' })
    expect(await thanks.text()).toContain(words.saved)
    expect(await readVote(site.store.db, { week, subscriberId: id })).toEqual({ verdict: 'poor', words: '太长 了 <b>' })
    await site.post(path, { verdict: 'good' })
    expect(await readVote(site.store.db, { week, subscriberId: id })).toEqual({ verdict: 'good', words: '' })
    expect(await (await site.get(path)).text()).toContain('value="good" aria-pressed="true"')
  },
)

test('nobody votes for another, on another issue, on a draft, too late, or without pressing a button', async () => {
  const [a, b] = [await addReader('a'), await addReader('b')]
  const before = await countVotes(site.store.db, [week, old])
  const token = tokens.sign(`feedback:${week}`, a)
  const good = { verdict: 'good' }
  const tries: readonly (readonly [path: string, fields: Record<string, string>, status: number])[] = [
    [`/feedback/${old}/${token}`, good, 404],
    [`/feedback/${week}/${token.slice(0, 32)}${b}`, good, 404],
    [`/feedback/${week}/${tokens.sign('preferences', a)}`, good, 404],
    [pathFor(a, '2026-W48' as WeekId), good, 404],
    [pathFor(999), good, 404],
    [`/feedback/2026-W47%2F/${token}`, good, 404],
    [pathFor(a, old), good, 410],
    [pathFor(a), {}, 400],
    [pathFor(a), { verdict: 'best' }, 400],
  ]
  for (const [path, fields, status] of tries)
    expect([path, (await site.post(path, fields)).status]).toEqual([path, status])
  expect((await site.post(pathFor(a), good, { Origin: 'https://other.example' })).status).toBe(403)
  expect(await (await site.get(pathFor(a, old))).text()).toContain(wordsOf('en').feedback.over)
  await eraseSubscriber(site.store.db, 'b@example.org', now)
  expect((await site.post(pathFor(b), good)).status).toBe(404)
  expect(await countVotes(site.store.db, [week, old])).toEqual(before)
})

test('a line holds 300 characters of whatever was sent', async () => {
  const id = await addReader('long')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 2_000 }), async words => {
      await site.post(pathFor(id), { verdict: 'good', words })
      const kept = (await readVote(site.store.db, { week, subscriberId: id }))?.words ?? ''
      expect(kept.length).toBeLessThanOrEqual(300)
      expect(kept.isWellFormed() && !/\p{Cc}/u.test(kept)).toBe(true)
    }),
    { numRuns: 20 },
  )
})

test('the link leads where readers’ pages are', () => {
  const forms = readersUrl({ url: 'https://site.example/', http: { forms: 'https://forms.example/list' } } as never)
  expect(feedbackUrl(forms, tokens, week, 7)).toMatch(
    /^https:\/\/forms\.example\/list\/feedback\/2026-W47\/[\w-]{32}7$/,
  )
})
