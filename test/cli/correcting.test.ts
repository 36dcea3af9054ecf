// Links, foreword and order of a sealed issue are corrected by its text and by the options of the command alike.
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { App } from '../../src/app/wire.ts'
import { editIssue } from '../../src/cli/commands/issue-edit.ts'
import type { WeekId } from '../../src/core/types.ts'
import { giveOutIssue, takeInCorrections } from '../../src/desk/correct-issue.ts'
import { nameCorrections } from '../../src/desk/name-corrections.ts'
import { publish } from '../../src/publish/publish.ts'
import { readCorrectedIssue } from '../../src/store/errata.ts'
import { readIssue } from '../../src/store/issues.ts'
import { createProgram, type Program } from '../app/program.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'

const week = '2016-W49' as WeekId
const announced = [
  ['one', 'Leases in clusters', 'Leases tell who may write. They end by themselves.'],
  ['two', '镜像体积的数字', '没有人看的时候，镜像会变大。我们量了一量，大了多少。'],
  ['three', 'Restoring what was saved', 'A backup that was never restored is a hope, and no plan.'],
] as const
const link = (name: string): string => `https://a.example/${name}`
const folder = 'issues/2016-W49/'

let program: Program
let site: TestSite
let app: App

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  program = await createProgram()
  const items = announced.map(([name, title, text]) => ({
    title,
    text,
    link: link(name),
    date: '2016-12-06T10:00:00+08:00',
  }))
  site.routes.set('/feed.xml', rssOf('A blog', items))
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  app = await program.open({ now: '2016-12-07T12:00:00+08:00' })
  await run(app)
  await app.close()
  app = await program.open({ now: '2016-12-09T08:30:00+08:00' })
  await run(app)
  await app.close()
  app = await program.open({ now: '2016-12-12T09:00:00+08:00' })
})
afterEach(async () => {
  await app.close()
  await program.remove()
})

const giveOut = (): Promise<string> => giveOutIssue(app.curate, week)
const takeIn = (markdown: string) => takeInCorrections(app.curate, week, markdown)
const read = async () => {
  const issue = await readCorrectedIssue(app.store.db, week)
  return (issue?.sections ?? []).flatMap(({ stories }) => stories)
}
const titles = async () => (await read()).map(({ title }) => title)
const links = async () => (await read()).map(({ lead }) => lead.url)
const anchors = (page: string) => [...page.matchAll(/<h3 id="([^"]*)"/g)].map(match => match[1]).toSorted()
const idsIn = (xml: string) =>
  [...xml.matchAll(/<(?:id|guid|published|pubDate)[^>]*>([^<]*)/g)].map(([whole]) => whole).toSorted()

describe('a link', () => {
  test('is corrected where its heading has another one; page, feeds and editions lead there', async () => {
    const sealed = await readIssue(app.store.db, week)
    const pages = ['stories-atom.xml', 'stories.xml', 'atom.xml']
    const before = await Promise.all([`${folder}index.html`, ...pages].map(path => program.page(path)))
    const text = (await giveOut()).replace(link('one'), 'https://b.example/where?a=1&b=%E4%BD%A0')
    expect(await takeIn(text.replace('reason:', 'reason: 链接有误。'))).toEqual({ kind: 'corrected', fields: 1 })
    await publish(app.publish, [])
    const after = await Promise.all([`${folder}index.html`, ...pages].map(path => program.page(path)))
    for (const page of [...after, await program.page(`${folder}issue.md`)]) {
      expect(page).toContain('https://b.example/where?a=1')
      expect(page).not.toContain(link('one'))
    }
    expect(after[0]).toContain('Corrected on Dec 12, 2016: link. 链接有误。')
    expect(after[0]).toContain('<bdi>b.example</bdi>')
    expect(anchors(after[0] ?? '')).toEqual(anchors(before[0] ?? ''))
    for (const place of [1, 2, 3]) expect(idsIn(after[place] ?? '')).toEqual(idsIn(before[place] ?? ''))
    expect(await readIssue(app.store.db, week)).toEqual(sealed)
  })

  test('may change with the title or with the summary, several at once, and back again', async () => {
    const text = await giveOut()
    const changed = text
      .replace(`[Leases in clusters](${link('one')})`, '[Leases](https://b.example/1)')
      .replace(link('two'), 'https://b.example/2')
      .replace(link('three'), link('three').replace('https', 'http'))
    expect(await takeIn(changed)).toEqual({ kind: 'corrected', fields: 4 })
    expect((await links()).toSorted()).toEqual(['http://a.example/three', 'https://b.example/1', 'https://b.example/2'])
    // The text that was given out before is still known, under the links of then.
    expect(await takeIn(text.replace('镜像体积的数字', '镜像的数字'))).toEqual({ kind: 'corrected', fields: 1 })
    expect(await takeIn((await giveOut()).replace('https://b.example/1', link('one')))).toMatchObject({ fields: 1 })
    expect(await links()).toContain(link('one'))
  })

  test.each([
    ['in the place of its own', (text: string) => text.replace(link('one'), link('two')), 'stands here and in line'],
    [
      'exchanged with it',
      (text: string) =>
        text
          .replace(link('one'), 'https://x.example/')
          .replace(link('two'), link('one'))
          .replace('https://x.example/', link('two')),
      'already',
    ],
    [
      'which has a new one in the same text',
      (text: string) => text.replace(link('one'), 'https://x.example/').replace(link('two'), link('one')),
      'already',
    ],
    [
      'javascript',
      (text: string) => text.replace(link('one'), 'javascript:alert(1)'),
      'no link that readers can follow',
    ],
    [
      'of nothing that the issue has',
      (text: string) =>
        text.replace(/### \[Leases[\s\S]*?write\. They end by themselves\./, '### [A](https://x.example/)\n\nB.'),
      'https://x.example/ is not among the stories',
    ],
  ])('of another story is refused: %s', async (_name, change, said) => {
    await expect(takeIn(change(await giveOut()))).rejects.toThrow(said)
    expect((await links()).toSorted()).toEqual(['one', 'three', 'two'].map(link))
  })

  test('is free for another story once it is corrected', async () => {
    await takeIn((await giveOut()).replace(link('one'), 'https://x.example/'))
    expect(await takeIn((await giveOut()).replace(link('two'), link('one')))).toMatchObject({ fields: 1 })
    expect((await read()).find(({ title }) => title === '镜像体积的数字')?.lead.url).toBe(link('one'))
  })

  test('that two corrected in different ways is not guessed', async () => {
    const text = await giveOut()
    await takeIn(text.replace(link('one'), 'https://x.example/'))
    await expect(takeIn(text.replace(link('one'), 'https://y.example/'))).rejects.toThrow(
      `the link ${link('one')} was corrected to https://x.example/ since this text was given out`,
    )
  })
})

test('the foreword is corrected, added and taken back, and told as what it is', async () => {
  const withForeword = (text: string, foreword: string) =>
    text.replace(/# Foreword\n[\s\S]*?# Stories/, `# Foreword\n\n${foreword}\n\n# Stories`)
  await takeIn(withForeword(await giveOut(), '题记：这一周在西雅图。'))
  await publish(app.publish, [])
  for (const path of [`${folder}index.html`, `${folder}issue.txt`, 'feed.xml', 'feed.json']) {
    expect(await program.page(path)).toContain('题记：这一周在西雅图。')
    expect(await program.page(path)).toContain('Added on Dec 12, 2016: foreword')
  }
  expect(await takeIn(withForeword(await giveOut(), ''))).toEqual({ kind: 'corrected', fields: 1 })
  expect((await readCorrectedIssue(app.store.db, week))?.foreword).toBeNull()
  await publish(app.publish, [])
  const page = await program.page(`${folder}index.html`)
  expect(page).toContain('Corrected on Dec 12, 2016: foreword')
  expect(page).not.toContain('class="foreword"')
})

test('the order is corrected; anchors, ids and dates of the stories stay', async () => {
  const paths = [`${folder}index.html`, 'stories-atom.xml', 'stories.xml']
  const before = await Promise.all(paths.map(path => program.page(path)))
  const was = await titles()
  const text = await giveOut()
  const blocks = [...text.matchAll(/^### [\s\S]*?(?=^#|(?![\s\S]))/gm)].map(([block]) => block.trim())
  const reordered = text.slice(0, text.indexOf('### ')) + blocks.toReversed().join('\n\n')
  expect(await takeIn(reordered)).toEqual({ kind: 'corrected', fields: 1 })
  expect(await titles()).toEqual(was.toReversed())
  await publish(app.publish, [])
  const after = await Promise.all(paths.map(path => program.page(path)))
  expect(after[0]).toContain('Corrected on Dec 12, 2016: order')
  for (const place of [0, 1, 2]) expect(anchors(after[place] ?? '')).toEqual(anchors(before[place] ?? ''))
  for (const place of [1, 2]) expect(idsIn(after[place] ?? '')).toEqual(idsIn(before[place] ?? ''))
  expect(await takeIn(await giveOut())).toEqual({ kind: 'corrected', fields: 0 })
})

describe('by options', () => {
  const correct = async (own: Parameters<typeof editIssue>[2]) => {
    await app.close()
    try {
      return await editIssue(
        { config: join(program.folder, 'config'), now: '2016-12-12T09:00:00+08:00', quiet: true },
        week,
        own,
        'correct',
      )
    } finally {
      app = await program.open({ now: '2016-12-12T09:00:00+08:00' })
    }
  }

  test('link, foreword and order are corrected at once, for one reason', async () => {
    const wanted = {
      link: [link('two'), 'https://b.example/2'],
      foreword: '你好。',
      order: [link('three')],
      reason: 'Why.',
    }
    expect(await correct(wanted)).toBe(0)
    expect((await titles())[0]).toBe('Restoring what was saved')
    expect(await links()).toContain('https://b.example/2')
    const page = await program.page(`${folder}index.html`)
    for (const said of ['Corrected on Dec 12, 2016: link. Why.', 'Corrected on Dec 12, 2016: order. Why.', '你好。'])
      expect(page).toContain(said)
  })

  test.each([
    [{ link: [link('two')] }, 'USAGE_INVALID', '--link needs two links'],
    [{ reason: 'Why.' }, 'USAGE_INVALID', '--reason goes with'],
    [{ foreword: 'x', print: true }, 'USAGE_INVALID', '--print and --from go without'],
    [{ link: [link('two'), link('one')] }, 'STORY_PLACED', 'is the link of “Leases in clusters” in 2016-W49 already'],
    [{ link: [link('twoo'), link('four')] }, 'STORY_MISSING', 'twoo is not among the stories'],
    [{ order: ['https://elsewhere.example/'] }, 'STORY_MISSING', 'is not among the stories'],
  ])('%j is refused', async (own, code, message) => {
    await expect(correct(own)).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string })
  })

  test('the nearest link is named', async () => {
    const text = await giveOut()
    expect(() => nameCorrections(text, { link: ['http://www.a.example/twoo/', link('four')] }, 'en')).toThrow(
      expect.objectContaining({ hint: `The nearest is ${link('two')}.` }),
    )
  })
})
