// Every page of the desk by its links, as each role, over real HTTP: looking changes nothing and never fails, what is not for a role is not there,
// and no form acts without its header or its token.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { curate } from '../../../src/curate/curate.ts'
import { editStory, openDraft } from '../../../src/desk/edit-draft.ts'
import { makeMailLink } from '../../../src/desk/mail-links.ts'
import { keyOf } from '../../../src/desk/story-key.ts'
import type { DeskRole } from '../../../src/store/editors.ts'
import { saveProposal } from '../../../src/store/proposals.ts'
import { importSubscribers } from '../../../src/store/subscriber-import.ts'
import { arrive, deskOn, edited, linkOf } from '../filled-store.ts'
import { addIssue, allRows, signInAs } from './at-the-desk.ts'
import { type DeskSite, linkKey, startDesk } from './desk-fixture.ts'

const roles: readonly DeskRole[] = ['owner', 'editor', 'contributor']
let desk: DeskSite
let mailed: readonly string[]

beforeEach(async () => {
  desk = await startDesk()
  const { store, clock } = desk
  const deps = deskOn(store)
  await arrive(store, ['alpha', 'bravo', 'carol', 'delta', 'echo'])
  await curate(deps, edited.window)
  await editStory(deps, edited, linkOf('alpha'), { kind: 'drop', value: null })
  await editStory(deps, edited, linkOf('bravo'), { kind: 'hold', value: null })
  await addIssue(store, { week: '2016-W48' as (typeof edited)['window']['week'] })
  const link = 'https://blog.example/suggested'
  const said = {
    title: 'Suggested',
    why: 'Because.',
    name: null,
    email: null,
    wantsThanks: false,
    language: 'en',
  } as const
  await saveProposal(store, { url: link, link, host: 'blog.example', ...said }, edited.window.opensAt)
  const reader = { email: 'reader@example.org', name: null, language: 'en', consent: 'yes' } as const
  await importSubscribers(store.db, [reader], clock.now())
  const owner = await signInAs(desk, 'owner')
  const form = await (await owner.get('/desk/save?url=https%3A%2F%2Fblog.example%2Fsaved')).text()
  const token = /name="token" value="([^"]+)"/.exec(form)?.[1] ?? ''
  await owner.post('/desk/save', { token, url: 'https://blog.example/saved', title: 'Saved', note: '' })
  const { text } = await openDraft(deps, edited)
  const expiresAt = addMinutes(clock.now(), 240)
  mailed = (['drop', 'hold', 'approve'] as const).map(action => {
    const story = action === 'approve' ? null : keyOf(linkOf('carol'))
    const { week } = edited.window
    const named = { week, editorId: desk.owner.id, action, story, base: text.base, expiresAt }
    return `/desk/by-mail/${makeMailLink(linkKey, named)}`
  })
})
afterEach(() => desk.close())

/** All rows but what looking may change: when a session was last used, and from where. */
async function rowsLeftAlone(): Promise<string> {
  const rows = await allRows(desk.store)
  return rows.replaceAll(/"(?:used_at|last_used_at)":"[^"]*"/g, '')
}

const decode = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'")
/** What a page leads to below the desk, without the name of a place on it. */
const linksIn = (html: string): readonly string[] =>
  Array.from(html.matchAll(/(?:href|src)="(\/desk[^"#]*)/g), ([, path = '']) => decode(path))
const formsOf = (html: string): readonly string[] =>
  Array.from(html.matchAll(/<form[^>]*method="post"[^>]*>/g), ([tag]) =>
    decode(/action="([^"#]*)/.exec(tag)?.[1] ?? ''),
  )

interface Found {
  /** What each address answered. */
  readonly statuses: ReadonlyMap<string, number>
  /** Addresses that forms are sent to. */
  readonly forms: ReadonlySet<string>
  /** What was not as it should be. */
  readonly troubles: readonly string[]
}

/** Follows every link of every page once, with GET and with HEAD. */
async function crawl(role: DeskRole): Promise<Found> {
  const browser = await signInAs(desk, role)
  const before = await rowsLeftAlone()
  const statuses = new Map<string, number>()
  const [forms, troubles] = [new Set<string>(), [] as string[]]
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const waiting = ['/desk', '/desk/save?url=https%3A%2F%2Fa.example%2Fnew&title=T', ...mailed]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (statuses.has(path) || statuses.size > 400) continue
    const page = await browser.get(path)
    const head = await desk.site.get(path, { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }, 'HEAD')
    statuses.set(path, page.status)
    if (page.status >= 400 || head.status !== page.status) troubles.push(`${page.status} ${head.status} ${path}`)
    const isPage = page.headers.get('Content-Type')?.startsWith('text/html') ?? false
    if (isPage && !page.headers.get('Content-Security-Policy')?.includes("default-src 'none'")) {
      if (!path.startsWith('/desk/preview/')) troubles.push(`no policy ${path}`)
      else if (!page.headers.get('Content-Security-Policy')?.includes('sandbox')) troubles.push(`no sandbox ${path}`)
    }
    const html = isPage ? await page.text() : ''
    for (const action of formsOf(html)) forms.add(action === '' ? path : action)
    waiting.push(...linksIn(html).filter(link => !link.includes('/assets/')))
  }
  if ((await rowsLeftAlone()) !== before) troubles.push('looking has changed a row')
  return { statuses, forms, troubles }
}

describe.each(roles)('as %s', role => {
  test('every link leads somewhere, by GET and HEAD, under a policy, and changes no row', async () => {
    const { statuses, troubles } = await crawl(role)
    expect(troubles).toEqual([])
    const reached = new Set(Array.from(statuses.keys(), path => path.split(/[/?]/)[2] ?? ''))
    const all = ['draft', 'inbox', 'save', 'preview', 'release', 'journal', 'issues', 'sources', 'story', 'settings']
    for (const screen of all) expect([...reached]).toContain(screen)
  })

  test('every form is refused without the header of a browser, and without its token', async () => {
    const { forms } = await crawl(role)
    const browser = await signInAs(desk, role)
    const bare = desk.openBrowser({ 'Sec-Fetch-Site': 'none' })
    for (const [name, value] of browser.cookies) bare.cookies.set(name, value)
    const foreign = desk.openBrowser({ 'Sec-Fetch-Site': 'cross-site' })
    for (const [name, value] of browser.cookies) foreign.cookies.set(name, value)
    const before = await rowsLeftAlone()
    const found: string[] = []
    // Links of mails carry their own signature, and readers' forms belong to nobody's session.
    const own = [...forms].filter(path => path.startsWith('/desk') && !/by-mail|sign-in/.test(path))
    expect(own.length).toBeGreaterThan(4)
    for (const path of own) {
      for (const other of [bare, foreign])
        if ((await other.post(path, { kind: 'drop' })).status !== 403) found.push(`without header ${path}`)
      if ((await browser.post(path, { kind: 'drop' })).status !== 403) found.push(`without token ${path}`)
      if ((await browser.post(path, { kind: 'drop', token: 'x'.repeat(43) })).status !== 403)
        found.push(`with another token ${path}`)
    }
    expect(found).toEqual([])
    expect(await rowsLeftAlone()).toBe(before)
  })
})

test('what only others may see is not there, with its forms; without a session every page asks to sign in', async () => {
  const [owner, contributor] = [await crawl('owner'), await crawl('contributor')]
  const tom = await signInAs(desk, 'contributor')
  const hidden = ['bounces', 'deliveries', 'numbers', 'pictures', 'proposals', 'subscribers', 'targets']
  const screenOf = (path: string): string => path.split(/[/?]/)[2] ?? ''
  const theirs = [...owner.statuses.keys()].filter(path => hidden.includes(screenOf(path)))
  expect(new Set(theirs.map(screenOf)).size).toBeGreaterThan(4)
  for (const path of theirs) expect([path, (await tom.get(path)).status]).toEqual([path, 404])
  for (const path of contributor.statuses.keys()) expect(hidden).not.toContain(screenOf(path))
  const nobody = desk.openBrowser()
  const open = ['by-mail', 'sign-in', 'link', 'code', 'manifest.webmanifest']
  for (const path of owner.statuses.keys())
    if (path.startsWith('/desk') && !open.includes(screenOf(path)) && !/icon/.test(path)) {
      const answer = await nobody.get(path)
      expect([path, [303, 401].includes(answer.status)]).toEqual([path, true])
    }
})
