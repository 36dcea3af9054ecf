import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addStory } from '../../src/cli/commands/issue-add.ts'
import { findEditedWeek } from '../../src/app/edited-week.ts'
import { run } from '../../src/app/run.ts'
import type { App } from '../../src/app/wire.ts'
import { giveOutIssue, takeInCorrections } from '../../src/desk/correct-issue.ts'
import { editStory, giveOutDraft } from '../../src/desk/edit-draft.ts'
import { takeInDraft } from '../../src/desk/regroup-draft.ts'
import type { WeekId } from '../../src/core/types.ts'
import { publish } from '../../src/publish/publish.ts'
import { sealIssue } from '../../src/publish/seal.ts'
import { readDraft, readSlot } from '../../src/store/drafts.ts'
import { readEdits } from '../../src/store/edits.ts'
import { readIssue } from '../../src/store/issues.ts'
import { pageOf, rssOf, startSite, type TestSite } from '../servers.ts'
import { createPostgresDatabase } from '../stores.ts'
import { createProgram, type Program } from '../app/program.ts'

const week = '2016-W49' as WeekId
const wednesday = '2016-12-07T12:00:00+08:00'
const thursday = '2016-12-08T20:00:00+08:00'
const friday = '2016-12-09T08:30:00+08:00'
const nextFriday = '2016-12-16T08:30:00+08:00'

const announced = {
  one: { title: 'Leases in clusters', text: 'Leases tell who may write. They end by themselves.' },
  two: { title: 'Numbers about images', text: 'Images grow when nobody looks. We measured by how much.' },
  three: { title: 'Restoring what was saved', text: 'A backup that was never restored is a hope, and no plan.' },
  four: { title: 'Percentiles of a day', text: 'Percentiles cannot be averaged, and most dashboards do so.' },
}
type Name = keyof typeof announced
const link = (name: string): string => `https://a.example/${name}`

let program: Program
let site: TestSite
let app: App

const announce = (...names: Name[]): void => {
  const items = names.map(name => ({ ...announced[name], link: link(name), date: '2016-12-06T10:00:00+08:00' }))
  site.routes.set('/feed.xml', rssOf('A blog', items))
}
/** Goes on at another time, as another run of the program would. */
const goOnAt = async (now: string): Promise<void> => {
  await app.close()
  app = await program.open({ now })
}
const giveOut = async (): Promise<string> => giveOutDraft(app.curate, await findEditedWeek(app, week))
const takeIn = async (markdown: string) => takeInDraft(app.curate, await findEditedWeek(app, week), markdown)
const titles = async (): Promise<readonly string[]> =>
  ((await readDraft(app.store.db, week))?.sections ?? []).flatMap(({ stories }) => stories.map(({ title }) => title))
/** A story's block of a text, up to the next heading. */
const blockOf = (markdown: string, name: Name): string =>
  /^### [\s\S]*?(?=^#|(?![\s\S]))/m.exec(markdown.slice(markdown.indexOf(`### [${announced[name].title}]`)))?.[0] ?? ''

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  program = await createProgram()
  site.routes.clear()
  announce('one', 'two')
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  app = await program.open({ now: wednesday })
  await run(app)
})
afterEach(async () => {
  await app.close()
  await program.remove()
})

describe('a draft that is edited as text', () => {
  test('keeps every edit when new stories come, and the new ones come in', async () => {
    const text = await giveOut()
    const edited = text
      .replace('[Leases in clusters]', '[What a lease costs]')
      .replace('# Foreword\n', '# Foreword\n\n题记：这一周在西雅图。\n')
      .replace(blockOf(text, 'two'), '')
      .replace('Leases tell who may write. They end by themselves.', 'A lease ends.\n\n> Read it twice.')
    expect(await takeIn(edited)).toMatchObject({ kind: 'saved', hasChanged: true, state: 'draft' })
    announce('one', 'two', 'three', 'four')
    await goOnAt(thursday)
    await run(app)
    await goOnAt(friday)
    await run(app)
    const issue = await readIssue(app.store.db, week)
    expect(issue?.foreword).toBe('题记：这一周在西雅图。')
    const stories = issue?.sections.flatMap(section => section.stories) ?? []
    expect(stories.map(({ title }) => title).toSorted()).toEqual([
      'Percentiles of a day',
      'Restoring what was saved',
      'What a lease costs',
    ])
    expect(stories.find(({ title }) => title === 'What a lease costs')).toMatchObject({
      summary: 'A lease ends.',
      note: 'Read it twice.',
      summaryMethod: 'curator',
    })
  })

  test('may be Markdown: what goes out is the same words in the form of each edition', async () => {
    await editStory(app.curate, await findEditedWeek(app, week), link('two'), {
      kind: 'note',
      value: '见 [图](https://b.example/)',
    })
    const text = await giveOut()
    const edited = text
      .replace('# Foreword\n', '# Foreword\n\n**重点：**后文\n')
      .replace('Leases tell who may write. They end by themselves.', '\\> Leases **end**.')
    expect(await takeIn(edited)).toMatchObject({ kind: 'saved', hasChanged: true })
    expect(await takeIn(await giveOut())).toMatchObject({ kind: 'saved', hasChanged: false })
    await goOnAt(friday)
    await run(app)
    const issue = await readIssue(app.store.db, week)
    expect(issue).toMatchObject({ foreword: '**重点：**后文', markup: 'markdown' })
    const page = await program.page('issues/2016-W49/index.html')
    expect(page).toContain('<strong>重点：</strong>后文')
    expect(page).toMatch(/<blockquote>\n<p dir="auto">Leases <strong>end<\/strong>\.<\/p>\n<\/blockquote>/)
    expect(page).toContain('见 <a href="https://b.example/">图</a>')
    const corrected = (await giveOutIssue(app.curate, week)).replace('\\> Leases **end**.', '\\> Leases *end*.')
    expect(await takeInCorrections(app.curate, week, corrected)).toEqual({ kind: 'corrected', fields: 1 })
    await publish(app.publish, [])
    expect(await program.page('issues/2016-W49/index.html')).toContain('Leases <em>end</em>.')
    expect((await readIssue(app.store.db, week))?.contentSha256).toBe(issue?.contentSha256)
  })

  test('is not changed by the text that was given out, saved as it is', async () => {
    await editStory(app.curate, await findEditedWeek(app, week), link('two'), { kind: 'pick', value: null })
    await editStory(app.curate, await findEditedWeek(app, week), link('one'), { kind: 'note', value: 'N.\n\nM.' })
    const before = [await readDraft(app.store.db, week), await readEdits(app.store.db, week)]
    const text = await giveOut()
    expect(await takeIn(text)).toMatchObject({ kind: 'saved', hasChanged: false, meanwhile: [] })
    expect([await readDraft(app.store.db, week), await readEdits(app.store.db, week)]).toEqual(before)
    expect(await giveOut()).toBe(text)
  })

  test('is merged when two people save it, and what came meanwhile is named', async () => {
    const text = await giveOut()
    await takeIn(text.replace('[Leases in clusters]', '[From the first]'))
    const second = await takeIn(text.replace('[Numbers about images]', '[From the second]'))
    expect(second).toMatchObject({ kind: 'saved', meanwhile: ['From the first'] })
    expect((await titles()).toSorted()).toEqual(['From the first', 'From the second'])
  })

  test('shows both versions where two people changed the same, and takes in what was decided', async () => {
    const text = await giveOut()
    await takeIn(text.replace('[Leases in clusters]', '[From the first]'))
    const second = await takeIn(text.replace('[Leases in clusters]', '[From the second]'))
    const conflict = second.kind === 'conflict' ? second.markdown : ''
    expect(conflict).toMatch(
      /^<<<<<<< yours: title\n### \[From the second\][\s\S]*\n<<<<<<< the draft now: title\n### \[From the first\]/m,
    )
    await expect(takeIn(conflict)).rejects.toThrow('two versions wait for a decision')
    const decided = conflict
      .replace(/^<<<<<<< the draft now[\s\S]*?^>>>>>>>\n/m, '')
      .replace(/^(?:<<<<<<<|>>>>>>>).*\n/gm, '')
    expect(await takeIn(decided)).toMatchObject({ kind: 'saved' })
    expect(await titles()).toContain('From the second')
  })

  test('gets the program’s own words back when they are restored', async () => {
    const edited = await findEditedWeek(app, week)
    for (const value of ['A note.', '']) await editStory(app.curate, edited, link('one'), { kind: 'note', value })
    expect(await readEdits(app.store.db, week)).toEqual([])
    const text = await giveOut()
    await takeIn(text.replace('[Leases in clusters]', '[Mine]').replace('state: draft', 'state: held'))
    const mine = await giveOut()
    await takeIn(mine.replace('[Mine]', '[]').replace('state: held', 'state: draft'))
    expect(await readEdits(app.store.db, week)).toEqual([])
    expect(await titles()).toContain('Leases in clusters')
  })

  test('stays approved only when its curator leaves it so', async () => {
    const text = await giveOut()
    const approved = await takeIn(text.replace('state: draft', 'state: approved'))
    expect(approved).toMatchObject({ state: 'approved' })
    const again = await giveOut()
    expect(await takeIn(again.replace('[Leases', '[The leases'))).toMatchObject({
      state: 'approved',
      wasApproved: true,
    })
    // A text that was given out before the approval does not become approved by being merged.
    const late = await takeIn(text.replace('[Numbers', '[All numbers'))
    expect(late).toMatchObject({ state: 'draft', wasApproved: true })
    expect((await readDraft(app.store.db, week))?.state).toBe('draft')
  })

  test.each([
    ['a section that was renamed', '## This week', '## That week', /line \d+: there is no section "That week"/],
    ['a heading that is gone', '## This week\n', '', /line \d+: this story stands in no section/],
    ['a link that nobody announced', link('one'), link('nine'), /line \d+: .*nine is not among the stories/],
    ['another base', /base: \w+/, 'base: 0123456789ab', /line 4: no draft of 2016-W49 was given out/],
    ['a sealed state', 'state: draft', 'state: sealed', /line 3: an issue is sealed by publishing/],
  ])('is refused with its line: %s', async (_name, from, to, message) => {
    const before = await readDraft(app.store.db, week)
    await expect(takeIn((await giveOut()).replace(from, to))).rejects.toThrow(message)
    expect(await readDraft(app.store.db, week)).toEqual(before)
  })
})

test.each(['sqlite', 'postgres'] as const)('two who save at the same moment lose nothing (%s)', async dialect => {
  const database = dialect === 'postgres' ? await createPostgresDatabase() : null
  if (database) await program.configure({ store: database.address })
  await goOnAt(wednesday)
  await run(app)
  const second = await program.open({ now: wednesday })
  const text = await giveOut()
  const edited = await findEditedWeek(app, week)
  await Promise.all([
    takeInDraft(app.curate, edited, text.replace('[Leases in clusters]', '[From the first]')),
    takeInDraft(second.curate, edited, text.replace('[Numbers about images]', '[From the second]')),
    run(second),
  ])
  expect((await titles()).toSorted()).toEqual(['From the first', 'From the second'])
  await second.close()
  if (!database) return
  await program.configure({})
  await goOnAt(wednesday)
  await database.drop()
})

test('an edit that is saved in the moment of sealing is not passed over', async () => {
  await program.configure({ review: 'wait' })
  await goOnAt(friday)
  await run(app)
  const [slot, read] = [await readSlot(app.store.db, week), await readDraft(app.store.db, week)]
  await editStory(app.curate, await findEditedWeek(app, week), link('one'), { kind: 'drop', value: null })
  if (!slot || !read) throw new Error('the week has no draft')
  expect(await sealIssue({ ...app.publish, rehearse: () => [] }, slot, read)).toBeNull()
  expect((await readSlot(app.store.db, week))?.state).toBe('open')
})

test('a held story goes into the next issue with what was written on it, and into no other', async () => {
  const text = await giveOut()
  const block = blockOf(text, 'one')
  const held = text
    .replace(block, '')
    .replace('# Left out', `${block.replace('[Leases in clusters]', '[On leases]')}\n# Left out`)
  await takeIn(held)
  expect((await program.run('why', link('one'), '--now', wednesday)).stdout).toContain('held for the next issue')
  await goOnAt(friday)
  await run(app)
  expect(await program.page('issues/2016-W49/index.html')).not.toContain('leases')
  await goOnAt(nextFriday)
  await run(app)
  expect(await program.page('issues/2016-W50/index.html')).toContain('On leases')
  await goOnAt('2016-12-23T08:30:00+08:00')
  await run(app)
  expect(await readIssue(app.store.db, '2016-W51' as WeekId)).toBeNull()
})

describe('a link that is added by hand', () => {
  const add = (url: string, now = wednesday) =>
    addStory({ config: join(program.folder, 'config'), now, quiet: true }, url, {})
  const paragraph =
    'The first paragraph of this page says something that is long enough to be read as the text of an article.'

  test('is fetched, read, summarised and in the draft, and published like any other', async () => {
    site.routes.set('/page/', pageOf('A page nobody announced', [paragraph, `${paragraph} And it goes on.`]))
    expect(await add(`${site.url}page/`)).toBe(0)
    const story = (await readDraft(app.store.db, week))?.sections[0]?.stories[0]
    expect(story).toMatchObject({ title: 'A page nobody announced', lead: { sourceTitle: 'Added by hand' } })
    await goOnAt(friday)
    await run(app)
    expect(await program.page('issues/2016-W49/index.html')).toContain('The first paragraph of this page')
    await expect(add(`${site.url}page/`, nextFriday)).rejects.toMatchObject({ code: 'STORY_PLACED' })
  })

  test('is picked when it is known, and refused when it cannot be read', async () => {
    await editStory(app.curate, await findEditedWeek(app, week), link('one'), { kind: 'drop', value: null })
    expect(await add(link('one'))).toBe(0)
    expect((await titles())[0]).toBe('Leases in clusters')
    await expect(add(`${site.url}nothing/`)).rejects.toMatchObject({ code: 'FETCH_HTTP_STATUS' })
    expect(await titles()).toHaveLength(2)
    await expect(add('not a link')).rejects.toMatchObject({ code: 'USAGE_INVALID' })
  })
})

test('on the command line a text that cannot be taken in stays where it is, and conflicts get a file of their own', async () => {
  const at = ['--now', wednesday] as const
  const file = join(program.folder, 'draft.md')
  const printed = await program.run('issue', 'edit', '--print', ...at)
  await writeFile(file, printed.stdout.replace('state: draft', 'state: ready'))
  const broken = await program.run('issue', 'edit', '--from', file, ...at)
  expect([broken.code, broken.stderr]).toEqual([3, expect.stringMatching(/error DRAFT_TEXT_INVALID: line 3: /)])
  await takeIn(printed.stdout.replace('[Leases', '[My leases'))
  await writeFile(file, printed.stdout.replace('[Leases', '[Our leases'))
  const both = await program.run('issue', 'edit', '--from', file, ...at)
  const kept = join('data', 'edits', (await readdir(join(program.folder, 'data', 'edits')))[0] ?? '')
  expect(both.stderr).toContain(kept)
  expect(await readFile(join(program.folder, kept), 'utf8')).toContain('<<<<<<< yours: title')
  const editor = await program.run('issue', 'edit', ...at)
  expect(editor.stderr).toMatch(/^error EDITOR_FAILED: there is no terminal/)
})

describe('a sealed issue', () => {
  beforeEach(async () => {
    await goOnAt(friday)
    await run(app)
    await goOnAt('2016-12-12T09:00:00+08:00')
  })
  const anchors = (page: string) => [...page.matchAll(/<h3 id="([^"]*)"/g)].map(match => match[1])

  test('is corrected in its words: page and feeds say so, ids, links, hash and mails stay', async () => {
    const [sealed, mails, page, atom] = [
      await readIssue(app.store.db, week),
      await program.mails(),
      await program.page('issues/2016-W49/index.html'),
      await program.page('atom.xml'),
    ]
    const text = await giveOutIssue(app.curate, week)
    const taken = await takeInCorrections(
      app.curate,
      week,
      text
        .replace('[Leases in clusters]', '[Leases & clocks]')
        .replace('They end by themselves.', 'They end.')
        .replace('reason:', 'reason: The title said <too little>.'),
    )
    expect(taken).toEqual({ kind: 'corrected', fields: 2 })
    await publish(app.publish, [])
    await run(app)
    const corrected = await program.page('issues/2016-W49/index.html')
    expect(corrected).toContain('Leases &amp; clocks')
    const said = 'Corrected on Dec 12, 2016: title, summary. The title said &lt;too little&gt;.'
    expect(corrected).toContain(said)
    expect(anchors(corrected)).toEqual(anchors(page))
    const feed = await program.page('atom.xml')
    const idsIn = (xml: string) => [...xml.matchAll(/<(?:id|link)[^>]*>[^<]*/g)].map(([whole]) => whole)
    expect(idsIn(feed)).toEqual(idsIn(atom))
    expect(feed).toContain('The title said')
    expect(feed).toContain('<updated>2016-12-12T01:00:00.000Z</updated>')
    expect(feed).toContain('<published>2016-12-09T00:30:00.000Z</published>')
    expect(await readIssue(app.store.db, week)).toEqual(sealed)
    expect(await program.mails()).toEqual(mails)
  })

  test('is not touched by the text that was given out, saved as it is', async () => {
    const text = await giveOutIssue(app.curate, week)
    expect(await takeInCorrections(app.curate, week, text)).toEqual({ kind: 'corrected', fields: 0 })
  })

  test('keeps its stories and its sections', async () => {
    const text = await giveOutIssue(app.curate, week)
    const dropped = text.replace(blockOf(text, 'one'), '')
    await expect(takeInCorrections(app.curate, week, dropped)).rejects.toThrow(
      `the story ${link('one')} is gone from the text`,
    )
    const renamed = text.replace(/^## .*$/m, '## Another')
    await expect(takeInCorrections(app.curate, week, renamed)).rejects.toThrow('there is no section "Another"')
    const added = text.replace(/^## .*$/m, '$&\n\n## Another')
    await expect(takeInCorrections(app.curate, week, added)).rejects.toThrow('the issue has no section "Another"')
    await expect(takeIn(text)).rejects.toMatchObject({ code: 'ISSUE_ALREADY_SEALED' })
  })
})
