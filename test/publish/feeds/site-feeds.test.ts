import { describe, expect, test } from 'vitest'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import type { CivilDate, Issue, WeekId } from '../../../src/core/types.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import { planInMemory, renderSite } from '../../../src/publish/site/site-in-memory.ts'
import type { PlannedFile } from '../../../src/publish/files/site-file.ts'
import type { SiteDescription } from '../../../src/publish/site-urls.ts'
import { anIssue, aSite, aStory, manyStories, shippedTemplates, weeklyIssues } from '../issues.ts'

function plan(issues: readonly Issue[], site: SiteDescription = aSite()): ReadonlyMap<string, PlannedFile> {
  const planned = planInMemory({
    site,
    issues,
    posts: [],
    sources: [],
    templates: shippedTemplates,
    ...noAftercare,
  })
  return new Map(planned.map(file => [file.path, file]))
}

const read = (files: ReadonlyMap<string, PlannedFile>, path: string): string =>
  files.get(path)?.render().toString() ?? expect.fail(`no ${path}`)
const titlesIn = (xml: string): (string | undefined)[] => (parseRssFeed(xml).items ?? []).map(({ title }) => title)
const archivesOf = (files: ReadonlyMap<string, PlannedFile>): string[] =>
  [...files.keys()].filter(path => path.startsWith('archive/') && path.endsWith('feed.xml'))

describe('the archives of the feed of issues (RFC 5005)', () => {
  test.each([
    [1, 0],
    [20, 0],
    [21, 1],
    [40, 1],
    [41, 2],
    [64, 3],
  ])('of %i issues are %i', (issues, archives) => {
    expect(archivesOf(plan(weeklyIssues(issues)))).toHaveLength(archives)
  })

  test('hold with the feed every issue there ever was, each archive twenty', () => {
    const files = plan(weeklyIssues(47))
    const kept = archivesOf(files).map(path => titlesIn(read(files, path)))
    expect(kept.map(titles => titles.length)).toEqual([20, 20])
    expect(new Set([...titlesIn(read(files, 'feed.xml')), ...kept.flat()]).size).toBe(47)
  })

  test('lead from the feed to the oldest and back, in RSS, Atom and JSON', () => {
    const files = plan(weeklyIssues(47))
    const at = (path: string): string => `https://weekly.example.org/list/${path}`
    expect(read(files, 'feed.xml')).toContain(
      `<atom:link rel="prev-archive" type="application/rss+xml" href="${at('archive/2/feed.xml')}"/>`,
    )
    expect(read(files, 'feed.xml')).not.toMatch(/fh:archive|rel="current"/)
    expect(JSON.parse(read(files, 'feed.json'))).toMatchObject({ next_url: at('archive/2/feed.json') })
    const atom = read(files, 'archive/2/atom.xml')
    for (const [rel, path] of [
      ['prev-archive', 'archive/1/atom.xml'],
      ['current', 'atom.xml'],
    ] as const)
      expect(atom).toContain(`<link rel="${rel}" type="application/atom+xml" href="${at(path)}"/>`)
    expect(atom).toContain('<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>')
    expect(atom).not.toContain('next-archive')
    expect(read(files, 'archive/1/atom.xml')).toContain(
      `<link rel="next-archive" type="application/atom+xml" href="${at('archive/2/atom.xml')}"/>`,
    )
    expect(parseAtomFeed(atom).entries).toHaveLength(20)
  })

  test('stay as they are when an issue is added', () => {
    const [before, after] = [plan(weeklyIssues(48).slice(1)), plan(weeklyIssues(48))]
    for (const path of archivesOf(before)) expect(after.get(path)?.madeFrom).toBe(before.get(path)?.madeFrom)
    expect(after.get('feed.xml')?.madeFrom).not.toBe(before.get('feed.xml')?.madeFrom)
  })
})

describe('the feeds of stories', () => {
  const files = plan(weeklyIssues(3))

  test('are there for all stories, each section and each language, in three formats', () => {
    const names = ['stories.xml', 'stories-atom.xml', 'stories.json']
    const folders = ['sections/clouds/', 'sections/容器/', 'languages/en/', 'languages/zh/']
    const paths = [
      ...names,
      ...folders.flatMap(folder => ['feed.xml', 'atom.xml', 'feed.json'].map(name => folder + name)),
    ]
    expect(paths.filter(path => !files.has(path))).toEqual([])
  })

  test.each([
    ['sections/容器/feed.xml', 'Weekly reading list · 容器', 'Docker收购Infinit，为容器提供分布式存储'],
    ['languages/en/feed.xml', 'Weekly reading list · English', 'The tail at scale, ten years on'],
  ])('%s holds its stories alone', (path, title, story) => {
    const xml = read(files, path)
    expect(parseRssFeed(xml).title).toBe(title)
    expect(titlesIn(xml)).toEqual([story, story, story])
  })

  test('have ids that differ from feed to feed, and items that keep theirs in each', () => {
    const idOf = (path: string): string => /<id>(.*?)<\/id>/.exec(read(files, path))?.[1] ?? ''
    const ids = ['atom.xml', 'stories-atom.xml', 'sections/clouds/atom.xml'].map(idOf)
    expect(new Set(ids).size).toBe(3)
    const guids = (path: string): string[] =>
      [...read(files, path).matchAll(/<guid[^>]*>(.*?)</g)].map(found => found[1] ?? '')
    expect(guids('stories.xml')).toEqual(expect.arrayContaining(guids('sections/clouds/feed.xml')))
  })

  test('come in no language of their own when all is in one', () => {
    const issues = [anIssue([{ title: 'Clouds', stories: [aStory()] }])]
    expect([...plan(issues).keys()].filter(path => path.startsWith('languages/'))).toEqual([])
  })
})

test('every feed names the hub when there is one', () => {
  const files = plan(weeklyIssues(21), aSite({ hub: 'https://hub.example/?a=1&b=2' }))
  for (const path of ['feed.xml', 'stories.xml', 'sections/clouds/feed.xml'])
    expect(read(files, path)).toContain('<atom:link rel="hub" href="https://hub.example/?a=1&amp;b=2"/>')
  expect(read(files, 'atom.xml')).toContain('<link rel="hub" href="https://hub.example/?a=1&amp;b=2"/>')
  expect(JSON.parse(read(files, 'feed.json'))).toMatchObject({
    hubs: [{ type: 'WebSub', url: 'https://hub.example/?a=1&b=2' }],
  })
})

describe('an issue of more stories than a feed used to have', () => {
  const storyFeeds = ['stories.xml', 'stories-atom.xml', 'stories.json']
  const bigIssue = (count: number, changes: Partial<Issue> = {}): Issue =>
    anIssue([{ title: 'Clouds', stories: manyStories(count) }], changes)
  const countIn = (content: string): number => content.match(/<item>|<entry[ >]|"date_published"/g)?.length ?? 0

  test.each(storyFeeds.flatMap(path => [1, 100, 151, 200].map(count => [path, count] as const)))(
    'is whole in %s, with %i stories',
    (path, count) => {
      const files = renderSite(aSite(), [bigIssue(count), ...weeklyIssues(3).slice(1)], [], shippedTemplates)
      const content = files.find(file => file.path === path)?.content.toString() ?? ''
      // The issue of the week before has just been out for a week; it goes where there is no room, the one before that sooner.
      const old = count + 4 <= 100 ? 4 : count < 200 ? 2 : 0
      expect(countIn(content)).toBe(count + old)
    },
  )

  test('is whole beside another that came out with it, after a time without a publication', () => {
    const week = '2016-W48' as WeekId
    const date = '2016-12-01' as CivilDate
    const issues = [bigIssue(151), bigIssue(60, { number: 46, week, date })]
    for (const path of storyFeeds) {
      const files = renderSite(aSite(), issues, [], shippedTemplates)
      expect([path, countIn(files.find(file => file.path === path)?.content.toString() ?? '')]).toEqual([path, 211])
    }
  })
})

test.each([
  ['ar', 'مرحبا بالعالم'],
  ['he', 'שלום עולם'],
])('a story in the language %s takes its direction from its text, and no other story has one', (language, title) => {
  const stories = [aStory({ language, title, summary: title, points: [title], note: title }), aStory({ id: 'b' })]
  const files = renderSite(aSite(), [anIssue([{ title: 'Clouds', stories }])], [], shippedTemplates)
  const { items } = JSON.parse(files.find(({ path }) => path === 'stories.json')?.content.toString() ?? '') as {
    items: { content_html: string }[]
  }
  const [first, second] = items.map(item => item.content_html)
  for (const element of ['p', 'ul', 'li']) expect(first).toContain(`<${element} dir="auto">`)
  expect(first).toMatch(/<blockquote>\n<p[^>]* dir="auto">/)
  expect(second).not.toContain('dir=')
})
