// What is made anew when somebody edits a template, or when one kind of file is made by another program.
import { readdirSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../../../src/core/types.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import { type EditionKind, type EditionMarks, markAll } from '../../../src/publish/site/press.ts'
import { planInMemory } from '../../../src/publish/site/site-in-memory.ts'
import { loadTemplates, type Templates } from '../../../src/publish/template.ts'
import { aSite, shippedTemplates, weeklyIssues } from '../issues.ts'
import { aPost } from '../posts/posts.ts'

const templatesFolder = join(import.meta.dirname, '..', '..', '..', 'templates')

/** A site that has files of every kind, and what each bears. */
function planAll({
  templates = shippedTemplates,
  marks = markAll(''),
}: {
  templates?: Templates
  marks?: EditionMarks
}) {
  const [first, ...others] = weeklyIssues(4)
  if (!first) throw new Error('no issue')
  const takenBack = { storyId: '', madeAt: '2017-01-02T03:00:00.000Z' as Instant, reason: 'wrong' }
  const issues = [{ ...first, retractions: [takenBack], sealed: first, errata: [] }, ...others]
  const site = aSite({ hasPaste: true })
  const identities = { firstSections: new Map([['Clouds', 'Containers']]) }
  const posts = [aPost({ tags: ['Go'] })]
  return planInMemory({ site, issues, posts, sources: [], templates, marks, identities, ...noAftercare })
}
const bearing = (means: Parameters<typeof planAll>[0]): ReadonlyMap<string, string> =>
  new Map(planAll(means).map(({ path, madeFrom }) => [path, madeFrom]))
/** Names of files without their numbers and marks. */
const kindsOf = (paths: readonly string[]): readonly string[] =>
  [...new Set(paths.map(path => path.replace(/[^/]*\d[^/]*\//g, '').replace(/-[\da-f]{10}|-\d+/g, '')))].toSorted()

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-press-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The shipped templates, of which one is another. */
async function edited(name: string, text?: string): Promise<Templates> {
  const own = join(folder, name.replaceAll('.', '-'))
  await mkdir(own, { recursive: true })
  await copyFile(join(templatesFolder, name), join(own, name)).catch(() => undefined)
  await writeFile(join(own, name), text ?? `${await readFile(join(own, name), 'utf8')}\n `)
  return loadTemplates(own)
}

const allPages = ['404.html', 'about/index.html', 'index.html', 'issues/index.html', 'posts/go/index.html']

describe('an edited template makes anew', () => {
  const before = bearing({})
  const changedBy = async (name: string, text?: string): Promise<readonly string[]> => {
    const after = bearing({ templates: await edited(name, text) })
    return kindsOf([...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path))
  }

  test.each([
    ['epub-chapter.html', ['issues/issue.epub']],
    ['epub.css', ['issues/issue.epub']],
    ['retracted.html', ['issues/index.html']],
    ['not-found.html', ['404.html']],
    ['index.html', ['index.html']],
    ['style.css', ['feed.css', 'post.css', 'style.css']],
    ['mail.html', []],
    ['reader-page.html', []],
  ])('%s: the files that it is in', async (name, files) => {
    expect(await changedBy(name)).toEqual(files)
  })

  test('one that others are laid out in: all pages, and no book, feed, text or index of the search', async () => {
    const changed = await changedBy('layout.html')
    expect(changed).toEqual(expect.arrayContaining(allPages.filter(path => !path.startsWith('posts'))))
    expect(changed.filter(path => !path.endsWith('index.html') && path !== '404.html')).toEqual([])
  })

  test('one that works out what it includes: with every template', async () => {
    const dynamic = await edited('retracted.html', '{% assign part = "lay" | append: "out.html" %}{% layout part %}')
    expect(dynamic.only(['retracted.html']).fingerprint).toBe(
      dynamic.only([...readdirSync(templatesFolder)]).fingerprint,
    )
  })
})

describe('another program for one kind makes anew the files of this kind', () => {
  const before = bearing({})
  test.each<[EditionKind, readonly string[]]>([
    ['issuePages', ['issues/index.html']],
    ['books', ['issues/issue.epub']],
    ['texts', ['issues/issue.md', 'issues/issue.txt']],
    ['pastePages', ['issues/issue.bare.html', 'issues/issue.wechat.html', 'paste.js']],
    ['retracted', ['issues/.gone', 'issues/index.html']],
    ['index', ['index.html']],
    ['sitemap', ['sitemap.xml']],
    ['styles', ['feed.css', 'post.css', 'style.css']],
  ])('%s', (kind, files) => {
    const after = bearing({ marks: { ...markAll(''), [kind]: 'another' } })
    expect(kindsOf([...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path))).toEqual(files)
  })

  test('every file is of one kind', () => {
    const changed = Object.keys(markAll('')).flatMap(kind => {
      const after = bearing({ marks: { ...markAll(''), [kind]: 'another' } })
      return [...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path)
    })
    expect(changed.toSorted()).toEqual([...before.keys()].toSorted())
  })
})

test('no kind fills a template that is not its own', () => {
  expect(() => shippedTemplates.only(['epub.css']).render('feed.css', { notice: '' })).toThrow('there is no template')
})
