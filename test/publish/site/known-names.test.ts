// A section, a source or a tag that gets another title stays one list at its address.
import { describe, expect, test } from 'vitest'
import type { Instant, Issue } from '../../../src/core/types.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import type { ListIdentities } from '../../../src/publish/site/archive.ts'
import { firstTitlesOf, followKnown, followTitles } from '../../../src/publish/site/known-names.ts'
import { planInMemory, type MaterialInMemory } from '../../../src/publish/site/site-in-memory.ts'
import { describeStores } from '../../stores.ts'
import { anIssue, aSite, aStory, shippedTemplates, weeklyIssues } from '../issues.ts'
import { aPost } from '../posts/posts.ts'

const called = (title: string, ...marks: string[]) => ({ title, marks })
const known = (titles: string[], ...marks: string[]) => ({ titles, marks, isCurrent: true })

describe('a title of now', () => {
  test.each([
    ['known by itself', [known(['A'], 'x')], [called('A', 'y')], { A: 'A' }],
    [
      'with the keywords of one that has gone',
      [known(['容器'], 'docker', 'k8s')],
      [called('云原生', 'docker', 'k8s')],
      { 容器: '容器', 云原生: '容器' },
    ],
    ['with half of them', [known(['A'], 'x', 'y')], [called('B', 'y', 'z')], { A: 'A', B: 'A' }],
    ['with few of them', [known(['A'], 'x', 'y', 'z')], [called('B', 'z')], { A: 'A', B: 'B' }],
    ['of another matter', [known(['A'], 'docker')], [called('B', 'rust')], { A: 'A', B: 'B' }],
    ['beside the one that it resembles', [known(['A'], 'x')], [called('A', 'x'), called('B', 'x')], { A: 'A', B: 'B' }],
    [
      'without keywords, in the place of the only one gone',
      [known(['A']), known(['C'])],
      [called('B'), called('C')],
      { A: 'A', B: 'A', C: 'C' },
    ],
    [
      'without keywords, one of two',
      [known(['A']), known(['B'])],
      [called('C'), called('D')],
      { A: 'A', B: 'B', C: 'C', D: 'D' },
    ],
    ['that it had before', [known(['A', 'B'], 'x')], [called('A', 'x')], { A: 'A', B: 'A' }],
  ])('%s', (_which, before, now, firsts) => {
    expect(Object.fromEntries(firstTitlesOf(followTitles(before, now)))).toEqual(firsts)
  })

  test('follows one list through three titles, and lets nothing take one that has gone long ago', () => {
    const second = followTitles([known(['A'], 'x')], [called('B', 'x')])
    const third = followTitles(second, [called('C', 'x')])
    expect(third[0]?.titles).toEqual(['A', 'B', 'C'])
    const without = followTitles(third, [])
    expect(Object.fromEntries(firstTitlesOf(followTitles(without, [called('D', 'x')])))).toMatchObject({
      C: 'A',
      D: 'D',
    })
  })
})

describeStores('what lists were called', open => {
  test('is remembered from one publication to the next', async () => {
    const { db } = await open()
    await followKnown(db, 'sections', [called('容器', 'docker')])
    await followKnown(db, 'tags', [called('k8s', 'a')])
    expect((await followKnown(db, 'sections', [called('Containers', 'docker')])).get('Containers')).toBe('容器')
    expect((await followKnown(db, 'tags', [called('kubernetes', 'a', 'b')])).get('kubernetes')).toBe('k8s')
  })
})

function read(issues: readonly Issue[], changes: Partial<MaterialInMemory> = {}) {
  const material = { site: aSite(), issues, posts: [], sources: [], templates: shippedTemplates }
  const files = planInMemory({ ...material, ...noAftercare, ...changes })
  return (path: string): string =>
    files
      .find(file => file.path === path)
      ?.render()
      .toString() ?? `no ${path}`
}

const issues = (sections: readonly string[], sources: readonly string[]): Issue[] =>
  weeklyIssues(2).map((issue, index) => {
    const lead = { ...aStory().lead, itemId: index + 1, sourceTitle: sources[index] ?? '' }
    const story = aStory({ id: `story-${index + 1}`, title: `Story ${index + 1}`, lead })
    return { ...issue, sections: [{ title: sections[index] ?? '', stories: [story] }] }
  })

describe('a section with another title', () => {
  const firstSections = new Map([
    ['容器', '容器'],
    ['Containers', '容器'],
  ])
  const site = read(issues(['Containers', '容器'], ['S', 'S']), { identities: { firstSections } })

  test('is one page, with the stories of both titles, called by the latest', () => {
    const page = site('sections/容器/index.html')
    for (const text of ['>Containers</h1>', 'Story 1', 'Story 2']) expect(page).toContain(text)
    expect(site('sections/index.html').match(/<li>/g)).toHaveLength(1)
  })

  test('goes on in its feeds, and where a later title had made others they go on too', () => {
    for (const format of ['feed.xml', 'atom.xml', 'feed.json']) {
      const feed = site(`sections/容器/${format}`)
      for (const text of ['Story 1', 'Story 2']) expect(feed).toContain(text)
      expect(site(`sections/containers/${format}`)).toBe(feed)
    }
    expect(site('sections/containers/index.html')).toContain(
      '<meta http-equiv="refresh" content="0; url=/list/sections/%E5%AE%B9%E5%99%A8/">',
    )
  })
})

test('a past week that is built under the later title moves no section', () => {
  const firstSections = new Map([
    ['容器', '容器'],
    ['Containers', '容器'],
  ])
  const site = read(issues(['容器', 'Containers'], ['S', 'S']), { identities: { firstSections } })
  expect(site('sections/index.html')).toContain('href="/list/sections/%E5%AE%B9%E5%99%A8/"')
  expect(site('sections/containers/index.html')).toContain('http-equiv="refresh"')
})

test('a source with another title is one line and one page, by what it is called now', () => {
  const identities: ListIdentities = {
    sourceOf: new Map([
      [1, 7],
      [2, 7],
    ]),
    sourceTitles: new Map([[7, 'Newest name']]),
  }
  const sources = [{ id: 7, title: 'Newest name', url: 'https://a.example/feed', siteUrl: null, section: null }]
  const site = read(issues(['A', 'A'], ['New name', 'Old name']), { identities, sources })
  expect(site('sources/index.html').match(/<li>.*<\/li>/g)).toEqual([expect.stringContaining('>Newest name</a>')])
  const page = site('sources/old-name/index.html')
  for (const text of ['Story 1', 'Story 2', 'href="https://a.example/feed"']) expect(page).toContain(text)
  expect(site('sources/new-name/index.html')).toContain('url=/list/sources/old-name/')
})

test('a tag with another title keeps its page and its feeds', () => {
  const posts = [aPost({ tags: ['Kubernetes'] })]
  const site = read([], { posts, identities: { firstTags: new Map([['kubernetes', 'k8s']]) } })
  expect(site('tags/k8s/index.html')).toContain('>Kubernetes</h1>')
  expect(site('tags/k8s/feed.xml')).toContain('On leases')
})

describe('after another language', () => {
  const old = anIssue([{ title: 'Other', stories: [aStory({ id: 'old' })] }])
  const fresh: Issue = {
    ...anIssue([{ title: '其他', stories: [aStory({ id: 'new', title: 'A new one' })] }]),
    ...{ number: 48, week: '2016-W50' as Issue['week'], date: '2016-12-15' as Issue['date'] },
    ...{ title: 'Weekly reading list 第 48 期 · 2016年12月15日', sealedAt: '2016-12-15T00:00:00.000Z' as Instant },
  }
  const [english, chinese] = (['en', 'zh-CN'] as const).map(language =>
    read([fresh, old], { site: aSite({ language }) }),
  )

  test('no title of an issue mixes languages', () => {
    expect(chinese?.('issues/2016-W49/index.html')).toContain(
      '<title>Weekly reading list 第 47 期 · 2016年12月8日</title>',
    )
    expect(english?.('issues/2016-W50/index.html')).toContain('<title>Weekly reading list #48 · Dec 15, 2016</title>')
  })

  test('the section that the program itself names is one, in the language of the page, at its first address', () => {
    expect(english?.('sections/index.html').match(/<li>.*<\/li>/g)).toEqual([
      expect.stringMatching(/sections\/other\/.*>Other</),
    ])
    expect(chinese?.('sections/index.html').match(/<li>.*<\/li>/g)).toEqual([
      expect.stringMatching(/sections\/other\/.*>其他</),
    ])
    for (const site of [english, chinese]) expect(site?.('sections/other/feed.xml')).toContain('A new one')
  })

  test('ids are what they were', () => {
    const ids = (text = ''): string[] => text.match(/<guid[^>]*>[^<]*/g) ?? []
    for (const path of ['feed.xml', 'stories.xml', 'sections/other/feed.xml'])
      expect(ids(chinese?.(path))).toEqual(ids(english?.(path)))
  })
})
