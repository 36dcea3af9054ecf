import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { StageNote } from '../../src/core/types.ts'
import { createProgram, type Program } from '../app/program.ts'

let program: Program
const friday = '2016-12-09T08:30:00+08:00'
const png = readFileSync(
  join(import.meta.dirname, '..', '..', 'config', 'samples', 'pages', 'platform', 'images', 'cpu-requests.png'),
)

beforeEach(async () => {
  program = await createProgram()
  await mkdir(join(program.folder, 'content'))
})
afterEach(() => program.remove())

const post = (text: string, date = '2016-12-09'): string => `---\ntitle: A post\ndate: ${date}\n---\n\n${text}\n`
const write = (name: string, content: string | Uint8Array): Promise<void> =>
  writeFile(join(program.folder, 'content', name), content)
async function publishAt(now = friday): Promise<readonly StageNote[]> {
  const app = await program.open({ now })
  const { stages } = await run(app).finally(() => app.close())
  return stages.find(({ stage }) => stage === 'publish')?.notes.filter(({ code }) => code !== 'ISSUE_EMPTY') ?? []
}

test('a post is published with its picture, renewed when it changes, and goes when its file does', async () => {
  await write('a.md', post('First words. ![x](b.png)'))
  await write('b.png', png)
  expect(await publishAt()).toEqual([])
  expect(await program.page('posts/a/index.html')).toContain('First words.')
  expect(await readFile(join(program.folder, 'public/posts/a/b.png'))).toEqual(png)
  await write('a.md', post('Second words.'))
  await publishAt()
  expect(await program.page('posts/a/index.html')).toContain('Second words.')
  expect(await program.page('feed.xml')).toContain('Second words.')
  expect(await readdir(join(program.folder, 'public/posts/a'))).toEqual(['index.html'])
  await rm(join(program.folder, 'content/a.md'))
  await publishAt()
  await expect(program.page('posts/a/index.html')).rejects.toThrow('ENOENT')
})

test('a post that breaks keeps its last page with its picture, while everything else goes on', async () => {
  await write('a.md', post('First words. ![x](b.png)'))
  await write('b.png', png)
  await publishAt()
  await write('a.md', post('![x](b.png) ![y](gone.png)'))
  await write('c.md', post('Another post.'))
  expect(await publishAt()).toMatchObject([
    { level: 'failed', code: 'CONTENT_INVALID', message: '"gone.png" is not there' },
  ])
  expect(await program.page('posts/a/index.html')).toContain('First words.')
  expect(await readdir(join(program.folder, 'public/posts/a'))).toEqual(['b.png', 'index.html'])
  expect(await program.page('posts/c/index.html')).toContain('Another post.')
  expect(await program.page('index.html')).not.toContain('/posts/a/')
  await write('a.md', post('Third words.'))
  expect(await publishAt()).toEqual([])
  expect(await program.page('posts/a/index.html')).toContain('Third words.')
})

test('a post of a day to come appears when the day has', async () => {
  await write('a.md', post('Words.', '2016-12-10'))
  expect(await publishAt()).toMatchObject([{ level: 'note', message: 'comes out at 2016-12-09T16:00:00.000Z' }])
  expect(await publishAt('2016-12-10T00:00:00+08:00')).toEqual([])
  expect(await program.page('index.html')).toContain('/posts/a/')
})

test('about.md stands on the page about the list in place of our words, and a broken one leaves the page as it was', async () => {
  await write('about.md', '---\ntitle: Who we are\n---\n\n## Why\n\nThree people read. ![x](b.png)')
  await write('b.png', png)
  expect(await publishAt()).toEqual([])
  const page = await program.page('about/index.html')
  expect(page).toContain('<h1 dir="auto">Who we are</h1>')
  expect(page).toContain('<h2 id="why">Why</h2>')
  expect(page).toContain('Copy the address of a feed')
  expect(page).not.toContain('A list of what was worth reading')
  expect(page).toContain('href="/post.css"')
  expect(await readdir(join(program.folder, 'public/about'))).toEqual(['b.png', 'index.html'])

  await write('about.md', 'Broken: ![x](gone.png)')
  await write('a.md', post('Another post.'))
  expect(await publishAt()).toMatchObject([{ level: 'failed', code: 'CONTENT_INVALID' }])
  expect(await program.page('about/index.html')).toBe(page)
  expect(await readdir(join(program.folder, 'public/about'))).toEqual(['b.png', 'index.html'])
  expect(await program.page('index.html')).toContain('/posts/a/')

  await rm(join(program.folder, 'content/about.md'))
  expect(await publishAt()).toEqual([])
  expect(await program.page('about/index.html')).toContain('A list of what was worth reading')
  expect(await readdir(join(program.folder, 'public/about'))).toEqual(['index.html'])
})

test('a first about.md that is broken leaves the page with our words', async () => {
  await write('about.md', 'Broken: ![x](gone.png)')
  expect(await publishAt()).toMatchObject([{ level: 'failed', code: 'CONTENT_INVALID' }])
  expect(await program.page('about/index.html')).toContain('A list of what was worth reading')
})

test('a correction after a post came out is told by feeds and page; what was old when first seen is none', async () => {
  await write('old.md', post('Old words.', '2015-01-01'))
  await write('a.md', post('First words.'))
  await publishAt()
  expect(await program.page('feed.xml')).not.toContain('atom:updated')
  await write('a.md', post('Second words.').replace('title: A post', 'tags: [x]\ntitle: "A post"'))
  await publishAt('2016-12-12T09:00:00+08:00')
  await publishAt('2016-12-13T09:00:00+08:00')
  const feed = await program.page('feed.xml')
  expect(feed.match(/<atom:updated>[^<]*|<lastBuildDate>[^<]*/g)).toEqual([
    '<lastBuildDate>Mon, 12 Dec 2016 01:00:00 GMT',
    '<atom:updated>2016-12-12T01:00:00.000Z',
  ])
  expect(await program.page('posts/a/index.html')).toMatch(/<time datetime="2016-12-12">(?:updated |更新于)/)
  expect(await program.page('posts/old/index.html')).not.toMatch(/updated |更新于/)
})
