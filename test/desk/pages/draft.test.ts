// The draft on its page, without script: every act by its form, two editors at once, a form sent twice, and looking that changes nothing.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import type { Editor } from '../../../src/store/editors.ts'
import { saveDropped } from '../../../src/store/dropped-items.ts'
import { arrive, linkOf, noon } from '../filled-store.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
  await arrive(desk.store, ['alpha', 'bravo', 'carol'])
})
afterEach(() => desk.close())

async function signIn(editor: Editor): Promise<Browser> {
  const browser = desk.openBrowser()
  await browser.post(`/desk/link/${await makeDeskLink(desk.store.db, editor.id, desk.clock.now())}`, {})
  return browser
}

const show = async (browser: Browser, path = '/desk/draft'): Promise<string> => (await browser.get(path)).text()

async function press(
  browser: Browser,
  around: string,
  button: string,
  typed: Readonly<Record<string, string>> = {},
  path?: string,
) {
  const { action, fields } = formIn(await show(browser, path), around, button, typed)
  return browser.post(action, fields)
}

/** The titles in the order of the page, with what stands between them. */
const outline = (html: string): readonly string[] =>
  Array.from(html.matchAll(/<h([23])[^>]*>(?:<a[^>]*>)?([^<]*)/g), ([, level, text]) =>
    level === '2' ? `# ${text ?? ''}` : (text ?? ''),
  )

const editOf = async (browser: Browser, name: string): Promise<string> => {
  const html = await show(browser)
  const row = html.slice(html.indexOf(`>About ${name}<`))
  return /href="(\/desk\/draft\?edit=[0-9a-f]+)#/.exec(row)?.[1] ?? ''
}

test('the first story is marked as such where an editor made it so, and only there', async () => {
  const ann = await signIn(desk.editor)
  const marked = (html: string): readonly string[] =>
    Array.from(
      html.matchAll(/<h3>(?:<a[^>]*>)?([^<]*)(?:<\/a>)?<\/h3>\s*<p class="quiet"><span class="top-mark">/g),
      ([, title = '']) => title,
    )
  expect(marked(await show(ann))).toEqual([])
  await press(ann, `name="story" value="${linkOf('carol')}"`, 'top')
  expect(marked(await show(ann))).toEqual(['About carol'])
  await press(ann, `name="story" value="${linkOf('alpha')}"`, 'top')
  expect(marked(await show(ann))).toEqual(['About alpha'])
  await press(ann, `name="story" value="${linkOf('alpha')}"`, 'hold')
  expect(marked(await show(ann))).toEqual([])
})

test('a story is dropped, picked again, held, and moved up and down', async () => {
  const ann = await signIn(desk.editor)
  const first = outline(await show(ann))
  expect(first.slice(0, 2)).toEqual(['# Foreword', '# This week'])
  const [, , one = '', two = '', three = ''] = first
  const link = (title: string): string => `name="story" value="${linkOf(title.replace('About ', ''))}"`
  const down = await press(ann, link(one), 'down')
  expect(down.status).toBe(303)
  expect(outline(await show(ann)).slice(2)).toEqual([two, one, three])
  await press(ann, link(one), 'up')
  expect(outline(await show(ann)).slice(2)).toEqual([one, two, three])
  await press(ann, link(three), 'pick')
  expect(outline(await show(ann)).slice(2)).toEqual([three, one, two])
  await press(ann, link(one), 'drop')
  expect(outline(await show(ann)).slice(2)).toEqual([three, two, '# Left out', one])
  await press(ann, link(two), 'hold')
  expect(outline(await show(ann)).slice(2)).toEqual([three, '# Held for the next issue', two, '# Left out', one])
  await press(ann, link(one), 'pick')
  expect(
    outline(await show(ann))
      .slice(2, 4)
      .toSorted(),
  ).toEqual([one, three].toSorted())
})

test('a story becomes the first of the issue by one button, and by undo is it no more', async () => {
  const ann = await signIn(desk.editor)
  const before = outline(await show(ann))
  const last = before.at(-1) ?? ''
  const top = await press(ann, `name="story" value="${linkOf(last.replace('About ', ''))}"`, 'top')
  expect(top.status).toBe(303)
  expect(outline(await show(ann))[2]).toBe(last)
  expect(await show(ann, '/desk/journal')).toContain('made the top story “')
  const { action, fields } = formIn(await show(ann), 'name="from" value="draft"', 'undo')
  await ann.post(action, fields)
  expect(outline(await show(ann))).toEqual(before)
})

test('the last story goes no further down, and the first no further up', async () => {
  const ann = await signIn(desk.editor)
  const before = outline(await show(ann))
  const link = (title = ''): string => `name="story" value="${linkOf(title.replace('About ', ''))}"`
  expect((await press(ann, link(before.at(-1)), 'down')).status).toBe(303)
  expect((await press(ann, link(before[2]), 'up')).status).toBe(303)
  expect(outline(await show(ann))).toEqual(before)
})

test('words are written in a form of their own: a note, a title, points, the foreword', async () => {
  const ann = await signIn(desk.editor)
  const path = await editOf(ann, 'bravo')
  const typed = { note: '读这篇 <b>first</b>\r\nand then', title: 'Bravo & more', points: 'One thing\r\n\r\n another' }
  await press(ann, `name="story" value="${linkOf('bravo')}"`, 'words', typed, path)
  await press(ann, 'foreword', 'foreword', { value: '这周 "short"' }, '/desk/draft?edit=foreword')
  const html = await show(ann)
  expect(html).toContain('读这篇 &lt;b&gt;first&lt;/b&gt;\nand then')
  expect(html).toContain('>Bravo &amp; more<')
  expect(html).toContain('这周 &#34;short&#34;')
  const form = await show(ann, path)
  expect(form).toContain('>One thing\nanother</textarea>')
})

test('two editors who write the same note get both versions to choose from; other fields go together', async () => {
  const [ann, li] = [await signIn(desk.editor), await signIn(desk.owner)]
  const path = await editOf(ann, 'alpha')
  const mine = formIn(await show(ann, path), `name="story" value="${linkOf('alpha')}"`, 'words', {
    note: 'Of Ann',
    title: 'A by Ann',
  })
  await press(li, `name="story" value="${linkOf('alpha')}"`, 'words', { note: 'Of Li' }, path)
  const conflict = await ann.post(mine.action, mine.fields)
  expect(conflict.status).toBe(409)
  const page = await conflict.text()
  expect(page).toContain('Of Ann')
  expect(page).toContain('Of Li')
  expect(await show(ann)).toContain('>A by Ann<')
  expect(await show(ann)).toContain('Of Li')
  const again = formIn(page, 'was-note', 'words', { note: 'Of both' })
  expect((await ann.post(again.action, again.fields)).status).toBe(303)
  expect(await show(li)).toContain('Of both')
})

test('a form of which two fields were changed by somebody else too shows both, and takes the rest', async () => {
  const [ann, li] = [await signIn(desk.editor), await signIn(desk.owner)]
  const path = await editOf(ann, 'alpha')
  const story = `name="story" value="${linkOf('alpha')}"`
  const mine = formIn(await show(ann, path), story, 'words', { note: '安的注', title: 'A by Ann', summary: 'S by Ann' })
  await press(li, story, 'words', { note: 'Note of Li', title: 'Title of Li' }, path)
  const conflict = await ann.post(mine.action, mine.fields)
  const page = await conflict.text()
  for (const text of ['安的注', 'A by Ann', 'Note of Li', 'Title of Li']) expect(page).toContain(text)
  expect(await show(ann, path)).toContain('S by Ann')
  const again = formIn(page, 'was-note', 'words', { title: 'Title of Li' })
  expect((await ann.post(again.action, again.fields)).status).toBe(303)
  expect(await show(ann)).toContain('>Title of Li<')
  expect(await show(ann)).toContain('安的注')
})

test('a page that asks is told its rows as they are now and who else is at work, and nothing is changed by asking', async () => {
  const [ann, li] = [await signIn(desk.editor), await signIn(desk.owner)]
  const ask = async () =>
    (await (await ann.get('/desk/draft/news')).json()) as {
      readonly rows: readonly string[][]
      readonly others: string
    }
  const before = await ask()
  expect(before.rows.map(([id]) => id)).toHaveLength(4)
  expect(before.others).toBe('')
  const path = await editOf(li, 'alpha')
  await press(li, `name="story" value="${linkOf('alpha')}"`, 'words', { note: '读这篇' }, path)
  await arrive(desk.store, ['delta'])
  const after = await ask()
  expect(after.rows.filter(row => !before.rows.some(([id]) => id === row[0]))).toHaveLength(1)
  expect(after.rows.filter(([id, sign]) => before.rows.some(row => row[0] === id && row[1] !== sign))).toHaveLength(1)
  expect(after.others).toBe('李 wrote the note on “About alpha”: 读这篇, just now')
  expect(await show(ann)).toContain('wrote the note on')
})

test('a form that is sent twice acts once', async () => {
  const [ann, li] = [await signIn(desk.editor), await signIn(desk.owner)]
  const drop = formIn(await show(ann), `name="story" value="${linkOf('alpha')}"`, 'drop')
  await ann.post(drop.action, drop.fields)
  await press(li, `name="story" value="${linkOf('alpha')}"`, 'pick')
  expect((await ann.post(drop.action, drop.fields)).status).toBe(303)
  expect(outline(await show(ann)).indexOf('About alpha')).toBeLessThan(4)
})

test('what arrives meanwhile stays, and what was written on the older page too', async () => {
  const ann = await signIn(desk.editor)
  const drop = formIn(await show(ann), `name="story" value="${linkOf('alpha')}"`, 'drop')
  await arrive(desk.store, ['delta'])
  expect((await ann.post(drop.action, drop.fields)).status).toBe(303)
  const now = outline(await show(ann))
  expect(now).toContain('About delta')
  expect(now.indexOf('About alpha')).toBeGreaterThan(now.indexOf('# Left out'))
})

test('looking at the draft changes no row', async () => {
  const ann = await signIn(desk.editor)
  const tables = ['drafts', 'draft_texts', 'edits', 'slots', 'journal', 'desk_sessions'] as const
  const rows = async () =>
    JSON.stringify(await Promise.all(tables.map(table => desk.store.db.selectFrom(table).selectAll().execute())))
  const before = await rows()
  await show(ann)
  await show(ann, await editOf(ann, 'alpha'))
  await show(ann, '/desk')
  expect(await rows()).toBe(before)
})

test('a form of something else is refused in words, and nothing is changed', async () => {
  const ann = await signIn(desk.editor)
  const { action, fields } = formIn(await show(ann), `name="story" value="${linkOf('alpha')}"`, 'drop')
  const odd = await ann.post(action, { ...fields, kind: 'publish' })
  expect(odd.status).toBe(422)
  const gone = await ann.post(action, { ...fields, story: 'https://else.example/x' })
  expect(gone.status).toBe(422)
  expect(outline(await show(ann))).not.toContain('# Left out')
})

test('of many left out a page shows fifty, with the way to the others; acts lead back to where they were done', async () => {
  await arrive(
    desk.store,
    Array.from({ length: 140 }, (_, i) => `word${i}`),
  )
  const ann = await signIn(desk.editor)
  const leftOut = async (path: string) => {
    const html = await show(ann, path)
    const names = outline(html)
    return { html, names: names.slice(names.indexOf('# Left out') + 1) }
  }
  const first = await leftOut('/desk/draft')
  expect(first.names).toHaveLength(50)
  expect(first.html).toContain('<a class="act" href="/desk/draft?from=50#left-out" data-swap>73 more</a>')
  const next = await leftOut('/desk/draft?from=50')
  expect(next.html).toContain('href="/desk/draft#left-out"')
  const rest = await leftOut('/desk/draft?from=100')
  expect(rest.names).toHaveLength(23)
  expect(new Set([...first.names, ...next.names, ...rest.names]).size).toBe(123)
  expect(rest.html).toContain('href="/desk/draft?from=50#left-out"')
  const link = linkOf(rest.names[5]?.replace('About ', '') ?? '')
  const picked = await press(ann, `name="story" value="${link}"`, 'pick', {}, '/desk/draft?from=100')
  expect(picked.headers.get('location')).toMatch(/^\/desk\/draft\?from=100#s-/)
  expect((await leftOut('/desk/draft?from=100')).names).toHaveLength(22)
  for (const odd of ['-1', '1e9', '99999', '一百'])
    expect(await leftOut(`/desk/draft?from=${odd}`)).toHaveProperty('names.length', 50)
})

test('what a rule of a source dropped this week stands below, with the rule, and no act takes it in', async () => {
  const ann = await signIn(desk.editor)
  expect(await show(ann)).not.toContain('Dropped by the rules')
  const { id } = await desk.store.db.selectFrom('sources').select('id').executeTakeFirstOrThrow()
  const jobs = { name: 'jobs', link: 'https://a.example/jobs', url: 'https://a.example/jobs', title: 'A <b>job</b>' }
  await saveDropped(desk.store.db, id, [{ ...jobs, rule: 'exclude', detail: 'job' }], noon)
  const html = await show(ann)
  const part = html.slice(html.indexOf('Dropped by the rules of sources (1)'))
  expect(part).toContain(
    'A &lt;b&gt;job&lt;/b&gt;</a><br><span class="quiet">A: the exclude rule &#34;job&#34; matches',
  )
  expect(part).not.toContain('name="story"')
})
