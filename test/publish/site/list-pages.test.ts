import { describe, expect, test } from 'vitest'
import { strFromU8, unzipSync } from 'fflate'
import { parse, type ParserError } from 'parse5'
import type { CivilDate, Instant, Issue } from '../../../src/core/types.ts'
import { addDays, weekOf } from '../../../src/core/week.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import { planInMemory } from '../../../src/publish/site/site-in-memory.ts'
import type { PlannedFile } from '../../../src/publish/files/site-file.ts'
import { aChineseStory, anIssue, aSite, aStory, hostileTitles, shippedTemplates } from '../issues.ts'

const sources = [
  {
    title: 'Example Research',
    url: 'https://research.example/feed',
    siteUrl: 'https://research.example/',
    section: null,
  },
  { title: 'A file', url: 'file:samples/a.xml', siteUrl: 'javascript:alert(1)', section: null },
]

function weeks(count: number): Issue[] {
  return Array.from({ length: count }, (_, index) => {
    const date = addDays('2017-01-19' as CivilDate, -7 * index)
    const other = { itemId: 2, url: null, title: 'x', sourceTitle: 'A file', site: 'b' }
    const sections = [
      { title: 'Clouds', stories: [aStory({ id: `a${index}` })] },
      { title: '容器', stories: [aChineseStory({ id: `b${index}`, others: [other] })] },
    ]
    const sealedAt = `${date}T00:00:00.000Z` as Instant
    return anIssue(sections, { number: count - index, date, week: weekOf(date), sealedAt })
  })
}

function plan(issues: readonly Issue[], site = aSite()): ReadonlyMap<string, PlannedFile> {
  const material = { site, issues, posts: [], sources, templates: shippedTemplates, ...noAftercare }
  return new Map(planInMemory(material).map(file => [file.path, file]))
}
const read = (files: ReadonlyMap<string, PlannedFile>, path: string): string =>
  files.get(path)?.render().toString() ?? expect.fail(`no ${path}`)

test('no page and no edition gives a story of an imported list, which nobody measured, a reading time', () => {
  const stories = [aStory({ readingMinutes: 0 }), aChineseStory({ readingMinutes: 0 })]
  const files = plan([anIssue([{ title: 'Clouds', stories }])])
  const texts = [...files]
    .filter(([path]) => /\.(?:html|txt|md|xml|json)$/.test(path))
    .map(([path, file]) => `${path} ${file.render().toString()}`)
  const epub = [...files.keys()].find(path => path.endsWith('.epub')) ?? expect.fail('no EPUB')
  const chapters = Object.entries(unzipSync(new Uint8Array(files.get(epub)?.render() as Buffer))).map(
    ([path, bytes]) => `${path} ${strFromU8(bytes)}`,
  )
  expect([...texts, ...chapters].filter(text => /\b[01] (?:min|分钟)/.test(text))).toEqual([])
})

describe('the pages of sections and sources', () => {
  const files = plan(weeks(6))

  test('are named on pages of their own, with how much there is', () => {
    expect(read(files, 'sections/index.html')).toMatch(
      /<a href="\/list\/sections\/clouds\/" dir="auto">Clouds<\/a> <span class="dot">6 stories</,
    )
    expect(read(files, 'sources/index.html')).toContain(
      '<a href="/list/sources/example-research/" dir="auto">Example Research</a>',
    )
    expect(read(files, 'sources/index.html')).toContain('href="/list/sources.opml"')
  })

  test('go by year, and lead from one to the other', () => {
    const [newest, oldest] = ['sections/clouds/index.html', 'sections/clouds/2016/index.html'].map(path =>
      read(files, path),
    )
    expect(newest).toContain('<link rel="next" href="/list/sections/clouds/2016/">')
    expect(newest?.match(/<li[ >]/g)).toHaveLength(3)
    expect(oldest).toContain('<link rel="prev" href="/list/sections/clouds/">')
    expect(oldest).toContain('<title>Clouds · 2016 · Weekly reading list</title>')
  })

  test('of past years stay as they are when an issue is added', () => {
    const before = plan(weeks(6).slice(1))
    for (const path of ['sections/clouds/2016/index.html', 'sources/example-research/2016/index.html'])
      expect(files.get(path)?.madeFrom).toBe(before.get(path)?.madeFrom)
  })

  test('of a source hold what it told first or also, and lead to its site and feed where these are on the web', () => {
    expect(read(files, 'sources/example-research/index.html')).toContain(
      '<a href="https://research.example/feed">Feed</a>',
    )
    const local = read(files, 'sources/a-file/index.html')
    expect(local.match(/<li[ >]/g)).toHaveLength(3)
    expect(local).not.toMatch(/file:|javascript:/)
  })

  test('are in the site map', () => {
    expect(read(files, 'sitemap.xml')).toContain(
      '<loc>https://weekly.example.org/list/sections/%E5%AE%B9%E5%99%A8/</loc><lastmod>2017-01-19</lastmod>',
    )
  })
})

test('the page about the list names its extent and every feed', () => {
  const html = read(plan(weeks(6)), 'about/index.html')
  expect(html).toContain('6 issues&nbsp;· 12 stories&nbsp;· since Dec 15, 2016')
  for (const path of ['feed.xml', 'stories-atom.xml', 'languages/zh/feed.json', 'sections/clouds/feed.xml'])
    expect(html).toContain(`href="/list/${path}"`)
})

test.each(['en', 'zh-CN'] as const)(
  'every page in %s is HTML without a parse error, whatever things are called',
  language => {
    const stories = hostileTitles.map((title, index) => {
      const story = aStory({ id: `h${index}`, title })
      return { ...story, lead: { ...story.lead, sourceTitle: title } }
    })
    const issue = anIssue(hostileTitles.map((title, index) => ({ title, stories: stories.slice(index, index + 1) })))
    const files = plan([issue], aSite({ language }))
    for (const path of [...files.keys()].filter(path => path.endsWith('.html'))) {
      const errors: string[] = []
      parse(read(files, path), { onParseError: (error: ParserError) => errors.push(error.code) })
      expect(errors, path).toEqual([])
      expect(path.length).toBeLessThan(200)
    }
  },
)

test('a title of ten thousand characters is cut, and an issue of none or two hundred stories is a page', () => {
  const long = anIssue([
    { title: 'x'.repeat(10_000), stories: [aStory({ title: 'y'.repeat(10_000), authors: ['z'.repeat(10_000)] })] },
  ])
  expect(read(plan([long]), 'issues/2016-W49/index.html').length).toBeLessThan(25_000)
  expect(read(plan([anIssue([])]), 'issues/2016-W49/index.html')).toContain('0 stories')
  const many = anIssue([
    { title: 'Clouds', stories: Array.from({ length: 200 }, (_, index) => aStory({ id: `s${index}` })) },
  ])
  expect(read(plan([many]), 'issues/2016-W49/index.html').match(/<article class="story"/g)).toHaveLength(200)
})
