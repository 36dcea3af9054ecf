import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPosts } from '../../src/posts/read-posts.ts'
import type { Instant } from '../../src/core/types.ts'
import type { FoundPosts } from '../../src/publish/posts/post.ts'
import { aSite } from '../publish/issues.ts'

let folder = ''
const now = '2026-11-20T00:00:00.000Z' as Instant
const head = '---\ntitle: A\ndate: 2026-01-31\n---\n'

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-content-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

/** The folder as a program that goes on reads it; `corrected` has what the store knows of each slug. */
function open(corrected: Readonly<Record<string, Instant>> = {}, path = folder): ReturnType<typeof openPosts> {
  return openPosts({
    folder: path,
    site: aSite(),
    noteTexts: () => Promise.resolve(new Map(Object.entries(corrected))),
  })
}

async function read(files: Readonly<Record<string, string | Uint8Array>>, at = now): Promise<FoundPosts> {
  await write(files)
  return open()(at)
}

const slugsOf = ({ posts }: FoundPosts): string[] => posts.map(({ slug }) => slug)
/** `file:line:column: problem` of every note, without the folder. */
const linesOf = ({ notes }: FoundPosts): string[] =>
  notes.map(({ subject, message }) => `${subject.replace(`${relative('.', folder)}/`, '')}: ${message}`)

test('a folder that is not there holds no posts', async () => {
  expect(await open({}, join(folder, 'none'))(now)).toEqual({
    posts: [],
    about: null,
    notes: [],
    keptFolders: [],
  })
})

test('a post is read with everything that its front matter says', async () => {
  const front = `---
title: On leases
date: 2026-11-19T09:00+08:00
slug: leases
language: en
tags: [Raft, " Raft", 租约]
description: What a lease promises.
author: Jane Doe
canonical: https://elsewhere.example/leases
---
`
  const { posts, notes } = await read({
    'first post.md': `\ufeff${front}\nA lease is a promise.\n`.replaceAll('\n', '\r\n'),
  })
  expect(notes).toEqual([])
  expect(posts).toEqual([
    {
      slug: 'leases',
      title: 'On leases',
      date: '2026-11-19',
      publishedAt: '2026-11-19T01:00:00.000Z',
      updatedAt: '2026-11-19T01:00:00.000Z',
      language: 'en',
      tags: ['Raft', '租约'],
      description: 'What a lease promises.',
      author: 'Jane Doe',
      canonical: 'https://elsewhere.example/leases',
      html: '<p>A lease is a promise.</p>\n',
      intro: { paragraphs: ['A lease is a promise.'], isMarked: false, isWhole: true },
      readingMinutes: 1,
      files: [],
    },
  ])
})

test.each([
  ['My First Post.md', 'my-first-post'],
  ['2026/how to/index.md', 'how-to'],
  ['如何 快速启动.md', '如何-快速启动'],
  ['v1.5 – notes!.md', 'v1.5-notes'],
])('the file %s has the slug %s', async (name, slug) => {
  expect(slugsOf(await read({ [name]: head }))).toEqual([slug])
})

test('a day begins in the zone of the list, and posts come newest first when their time has come', async () => {
  const dated = (date: string): string => `---\ntitle: A\ndate: ${date}\n---\n`
  const files = {
    'a.md': dated('2026-11-20'),
    'b.md': dated('2026-11-21'),
    'c.md': dated('2026-11-19'),
    'd.md': dated('2026-11-20'),
  }
  const before = await read(files)
  expect(slugsOf(before)).toEqual(['a', 'd', 'c'])
  expect(linesOf(before)).toEqual(['b.md: comes out at 2026-11-20T16:00:00.000Z'])
  expect(slugsOf(await read({}, '2026-11-20T16:00:00.000Z' as Instant))).toEqual(['b', 'a', 'd', 'c'])
})

test('drafts and hidden files stay where they are', async () => {
  const files = {
    'a.md': head.replace('title: A', 'title: A\ndraft: true'),
    '.b.md': head,
    '_c/d.md': head,
    'e.txt': head,
  }
  expect(await read(files)).toEqual({ posts: [], about: null, notes: [], keptFolders: [] })
})

describe('what is wrong is told with its place, and concerns one post alone', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['no front matter', 'Text.', '1:1: the file has no front matter'],
    ['front matter without end', '---\ntitle: A\n', '1:1: the front matter has no end'],
    ['no YAML', '---\ntitle: "A\n---\n', '3:1: Missing closing "quote'],
    ['an unknown key', '---\ntitle: A\ndate: 2026-01-31\ntag: b\n---\n', '4:1: unknown key "tag"'],
    ['no title', '---\ndate: 2026-01-31\n---\n', '2:1: "title" expected string, received undefined'],
    ['a day that no calendar has', '---\ntitle: A\ndate: 2026-02-30\n---\n', '3:1: "date" must be a date such as'],
    ['an instant without offset', '---\ntitle: A\ndate: 2026-01-31T09:00\n---\n', '3:1: "date" must be a date such as'],
    ['a slug with a path', '---\ntitle: A\ndate: 2026-01-31\nslug: ../a\n---\n', '4:1: "slug" must be letters'],
    ['other than UTF-8', Buffer.from([...Buffer.from('---\ntitle: '), 0xd6, 0xd0]), '2:8: the file is not UTF-8'],
    ['5 MB', `${head}${'a'.repeat(5_000_000)}`, '1:1: the file has 5000 kB, a post has at most 1000'],
    ['a dead picture', `${head}\nOne ![a](gone.png)`, '6:10: "gone.png" is not there'],
    ['a dead link', `${head}\nOne\n[a](%E5%9B%BE.pdf)`, '7:5: "图.pdf" is not there'],
    ['a picture outside', `${head}![a](../../etc/passwd)`, '5:6: "../../etc/passwd" is not beside the post'],
    ['a picture that is none', `${head}![a](good.md)`, '5:6: "good.md" is no picture'],
    ['a file that browsers run', `${head}[a](page.html)`, '5:5: "page.html" is not published: a browser would run it'],
    ['a link to a post that is not there', `${head}[a](other.md#x)`, '5:5: "other.md" is no published post'],
  ])('%s', async (_name, content, problem) => {
    const found = await read({ 'bad.md': content, 'good.md': head, 'page.html': '<p>' })
    expect(slugsOf(found)).toEqual(['good'])
    expect(linesOf(found)).toEqual([expect.stringContaining(`bad.md:${problem}`)])
    expect(found.notes[0]).toMatchObject({ level: 'failed', code: 'CONTENT_INVALID' })
    expect(found.notes[0]?.hint).not.toBe('')
  })

  test('the key that was meant is suggested before anything else', async () => {
    const { notes } = await read({ 'bad.md': '---\ntitel: A\ndate: x\n---\n' })
    expect(notes[0]?.hint).toBe('Did you mean "title"?')
    expect(notes[0]?.message).toMatch(/^unknown key.*; 2:1: .*; 3:1: /)
  })

  test('the second post with one slug is the wrong one', async () => {
    const found = await read({ 'a.md': head, 'b.md': head.replace('title', 'slug: A\ntitle') })
    expect(slugsOf(found)).toEqual(['a'])
    expect(linesOf(found)).toEqual([expect.stringMatching(/^b\.md:2:1: the slug "A" is taken by .*a\.md$/)])
    expect(found.keptFolders).toEqual(['posts/b/', 'posts/A/'])
  })

  test('a link out of the folder by way of a symbolic one is none', async () => {
    await symlink('/etc/hostname', join(folder, 'secret.txt'))
    expect(linesOf(await read({ 'bad.md': `${head}[a](secret.txt)` }))).toEqual([
      'bad.md:5:5: "secret.txt" is not beside the post',
    ])
  })
})

test('pictures and files beside a post, other posts and places on the site get their addresses', async () => {
  const gif = Buffer.from('GIF89a\x04\x00\x03\x00', 'latin1')
  const text = `${head}![a](图/b c.gif) [file](data.csv?x#y) [post](../two.md#part) [site](/issues/) [page](#z) [mail](mailto:a@b.example)`
  const found = await read({
    'one/index.md': text.replace('b c', 'b%20c'),
    'one/图/b c.gif': gif,
    'one/data.csv': '1',
    'two.md': head,
  })
  expect(found.notes).toEqual([])
  const one = found.posts.find(({ slug }) => slug === 'one')
  expect(one?.html.match(/(?:src|href|width|height)="[^"]*"/g)).toEqual([
    'src="/list/posts/one/%E5%9B%BE/b%20c.gif"',
    'width="4"',
    'height="3"',
    'href="/list/posts/one/data.csv?x#y"',
    'href="/list/posts/two/#part"',
    'href="/list/issues/"',
    'href="#z"',
    'href="mailto:a@b.example"',
  ])
  expect(one?.files.map(({ path }) => path)).toEqual(['posts/one/图/b c.gif', 'posts/one/data.csv'])
})

test('a link that names no page leads to the post itself, and is told', async () => {
  const found = await read({ 'note.md': `${head}See [x](?a=1) and [y](?b=2#c).` })
  expect(found.posts[0]?.html).toContain(
    '<a href="/list/posts/note/?a=1">x</a> and <a href="/list/posts/note/?b=2#c">y</a>',
  )
  expect(linesOf(found)).toEqual([
    'note.md:5:9: the link "?a=1" leads to the post itself: it names no page',
    'note.md:5:23: the link "?b=2#c" leads to the post itself: it names no page',
  ])
})

describe('about.md', () => {
  test.each([
    ['without front matter', '# Who we are\n\nWords.', null, null],
    ['with a title alone', '---\ntitle: Us\n---\n\nWords.', 'Us', null],
    ['with both', '---\ntitle: Us\ndescription: In short.\n---\nWords.', 'Us', 'In short.'],
    ['empty', '', null, null],
    ['with an empty front matter', '---\n---\nWords.', null, null],
  ])('%s is the text about the list and no post', async (_name, text, title, description) => {
    const { posts, about, notes } = await read({ 'about.md': text })
    expect({ posts, notes }).toEqual({ posts: [], notes: [] })
    expect(about).toMatchObject({ title, description })
    expect(about?.html).toContain(text === '' ? '' : '<p>Words.</p>')
  })

  test('has pictures beside it, links to posts, and posts link to it', async () => {
    const { posts, about, notes } = await read({
      'about.md': '![x](a.png) [post](sub/b.md#c)',
      'a.png': 'PNG',
      'sub/b.md': `${head}[us](../about.md)`,
    })
    expect(notes).toEqual([])
    expect(about?.files).toEqual([{ path: 'about/a.png', from: join(folder, 'a.png') }])
    expect(about?.html).toContain('<a href="/list/posts/b/#c">post</a>')
    expect(posts[0]?.html).toContain('<a href="/list/about/">us</a>')
  })

  test('in a folder below is a post like any other', async () => {
    const found = await read({ 'sub/about.md': `${head}Words.` })
    expect([slugsOf(found), found.about]).toEqual([['about'], null])
  })

  test.each([
    ['a key that it does not have', '---\ntitel: Us\n---\n', 'about.md:2:1: unknown key "titel"'],
    ['a picture that is not there', 'One.\n\n![x](gone.png)', 'about.md:3:6: "gone.png" is not there'],
  ])('with %s is told, and its page is kept', async (_name, text, line) => {
    const found = await read({ 'about.md': text, 'a.md': `${head}Words.` })
    expect(linesOf(found).join()).toContain(line)
    expect([found.about, found.keptFolders, slugsOf(found)]).toEqual([null, ['about/'], ['a']])
  })
})

describe('when a post was corrected', () => {
  const [came, seen] = ['2026-01-30T16:00:00.000Z', '2026-02-02T08:00:00.000Z'] as const
  const told = (updated: string): string => head.replace('date:', `updated: ${updated}\ndate:`)

  test.each([
    ['never, as far as anybody knows', head, {}, came],
    ['when its text was first seen to differ', head, { a: seen }, seen],
    ['when the front matter says, whatever was seen', told('2026-02-01'), { a: seen }, '2026-01-31T16:00:00.000Z'],
    ['not on a day to come', told('2027-01-01'), { a: seen }, seen],
    ['not before it came out', told('2025-01-01'), {}, came],
  ])('%s', async (_when, content, corrected, updatedAt) => {
    await write({ 'a.md': content })
    const { posts } = await open(corrected as Record<string, Instant>)(now)
    expect(posts.map(post => post.updatedAt)).toEqual([updatedAt])
  })

  test.each([
    ['the order of the front matter', '---\ndate: "2026-01-31"\ntags: [a]\ntitle: A # name\n---\nOne\n\ntwo\n', true],
    ['white space at the ends', `${head}\n\nOne  \n\ntwo\t\n\n\n`, true],
    ['line ends', `${head}One\n\ntwo\n`.replaceAll('\n', '\r\n'), true],
    ['a word', `${head}One\n\nthree\n`, false],
    ['the title', `${head.replace('title: A', 'title: B')}One\n\ntwo\n`, false],
  ])('%s: whether it leaves the text what it was', async (_what, content, isSame) => {
    const seenTexts: (string | undefined)[] = []
    const noteTexts = (texts: ReadonlyMap<string, string>) => {
      seenTexts.push(texts.get('a'))
      return Promise.resolve(new Map<string, Instant>())
    }
    const look = openPosts({ folder, site: aSite(), noteTexts })
    for (const text of [`${head}One\n\ntwo\n`, content]) {
      await write({ 'a.md': text })
      await look(now)
    }
    expect(seenTexts[0]).toHaveLength(64)
    expect(seenTexts[1] === seenTexts[0]).toBe(isSame)
  })
})

describe('a program that goes on', () => {
  const gif = (width: number): Buffer => Buffer.from(`GIF89a${String.fromCharCode(width)}\x00\x03\x00`, 'latin1')
  const files = {
    'a.md': `${head}![x](b.gif) [c](c.md)`,
    'b.gif': gif(4),
    'c.md': `${head}C`,
    'd.md': `${head}D`,
  }
  const introOf = ({ posts }: FoundPosts, slug: string): unknown => posts.find(post => post.slug === slug)?.intro
  const htmlOf = ({ posts }: FoundPosts, slug: string): string => posts.find(post => post.slug === slug)?.html ?? ''

  test('renders no post again when nothing has changed', async () => {
    await write(files)
    const look = open()
    const [first, second] = [await look(now), await look(now)]
    for (const slug of ['a', 'c', 'd']) expect(introOf(second, slug)).toBe(introOf(first, slug))
    expect(second).toEqual(first)
  })

  test.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
    ['its text', { 'a.md': `${head}New` }, '<p>New</p>'],
    ['its text by as many letters', { 'a.md': files['a.md'].replace('c.md', 'd.md') }, 'href="/list/posts/d/"'],
    ['a picture that it shows', { 'b.gif': gif(5) }, 'width="5"'],
    [
      'the slug of a post that it links to',
      { 'c.md': `${head.replace('title', 'slug: e\ntitle')}C` },
      'href="/list/posts/e/"',
    ],
  ])('renders a post again, and no other, after a change of %s', async (_what, change, html) => {
    await write(files)
    const look = open()
    const first = await look(now)
    await write(change)
    const second = await look(now)
    expect(htmlOf(second, 'a')).toContain(html)
    expect(introOf(second, 'd')).toBe(introOf(first, 'd'))
  })

  test('sees that a picture is gone, and when it is back', async () => {
    await write(files)
    const look = open()
    await look(now)
    await rm(join(folder, 'b.gif'))
    expect(linesOf(await look(now))).toEqual(['a.md:5:6: "b.gif" is not there'])
    await write(files)
    expect(slugsOf(await look(now))).toContain('a')
  })
})
