// Tags of posts: one page for all spellings, feeds of their own, and nothing at all without tags.
import { describe, expect, test } from 'vitest'
import Parser from 'rss-parser'
import type { CivilDate } from '../../../src/core/types.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import type { Post } from '../../../src/publish/posts/post.ts'
import { nameTags } from '../../../src/publish/posts/tags.ts'
import { planInMemory } from '../../../src/publish/site/site-in-memory.ts'
import type { PlannedFile } from '../../../src/publish/files/site-file.ts'
import { anIssue, aSite, aStory, hostileTitles, shippedTemplates } from '../issues.ts'
import { aPost } from './posts.ts'

const issue = anIssue([{ title: 'Kubernetes', stories: [aStory()] }])
const tagged = (slug: string, date: string, ...tags: string[]): Post =>
  aPost({ slug, title: `About ${slug}`, date: date as CivilDate, tags })
const posts = [
  tagged('third', '2017-02-01', 'kubernetes', 'C#', '云计算'),
  tagged('second', '2017-01-02', 'KUBERNETES', ' Kubernetes ', 'Raft'),
  tagged('first', '2016-12-09', 'Kubernetes', 'C++'),
]

function plan(of: readonly Post[], site = aSite()): ReadonlyMap<string, PlannedFile> {
  const material = { site, issues: [issue], posts: of, sources: [], templates: shippedTemplates, program: '' }
  return new Map(planInMemory({ ...material, ...noAftercare }).map(file => [file.path, file]))
}
const files = plan(posts)
const read = (path: string, of = files): string => of.get(path)?.render().toString() ?? expect.fail(`no ${path}`)

test.each([
  ['C++ and C# get two addresses', [['C++'], ['C#']], ['tags/c/', 'tags/c-2/']],
  ['a slash makes no folder', [['a/b'], ['../../etc']], ['tags/a-b/', 'tags/etc/']],
  ['dots are no folders', [['.'], ['..']], ['tags/story/', 'tags/story-2/']],
  ['Chinese and Hebrew stay as they are', [['云计算'], ['שלום']], ['tags/云计算/', 'tags/שלום/']],
  ['case and width make no other tag', [['Kubernetes'], ['kubernetes', 'ＫＵＢＥＲＮＥＴＥＳ']], ['tags/kubernetes/']],
  ['what has no letter to show is none', [['\u202e\u0000', ' ', '']], []],
])('%s', (_name, tags, paths) => {
  const oldestFirst = tags.map((each, index) => tagged(String(index), '2016-12-09', ...each))
  const tagsOf = nameTags(oldestFirst.toReversed())
  expect([...new Set(oldestFirst.flatMap(tagsOf).map(({ path }) => path))]).toEqual(paths)
})

describe('the pages of tags', () => {
  test('are named on one page, the most used first, each as its oldest post calls it', () => {
    expect(read('tags/index.html')).toContain(
      '<li><a href="/list/tags/kubernetes/" dir="auto">Kubernetes</a> <span class="dot">3 posts</span></li>',
    )
    expect(read('tags/index.html').match(/<li>|<li /g)).toHaveLength(5)
  })

  test('list posts by year, and lead from one year to the other', () => {
    const [newest, oldest] = ['tags/kubernetes/index.html', 'tags/kubernetes/2016/index.html'].map(path => read(path))
    expect(newest).toContain('<a href="/list/posts/third/" dir="auto">About third</a>')
    expect(newest).toContain(
      '<a href="/list/tags/">Tags</a>&nbsp;· 2 posts&nbsp;· <a href="/list/tags/kubernetes/feed.xml">RSS',
    )
    expect(newest).toContain('<link rel="next" href="/list/tags/kubernetes/2016/">')
    expect(oldest).toContain('<a href="/list/posts/first/"')
    expect(oldest).not.toContain('About second')
  })

  test('and the section of the same name lead to each other', () => {
    expect(read('tags/kubernetes/index.html')).toContain(
      '<a href="/list/sections/kubernetes/">Stories of the issues</a>',
    )
    expect(read('sections/kubernetes/index.html')).toContain('<a href="/list/tags/kubernetes/">Own posts</a>')
    expect(read('tags/raft/index.html')).not.toContain('/list/sections/kubernetes/')
  })

  test('are led to from posts, index, sections, the page about the list and the site map', () => {
    expect(read('posts/first/index.html')).toContain('<a href="/list/tags/c/"><bdi>C++</bdi></a>')
    expect(read('index.html')).toContain('<a href="/list/tags/%E4%BA%91%E8%AE%A1%E7%AE%97/"><bdi>云计算</bdi></a>')
    expect(read('sections/index.html')).toContain('<a href="/list/tags/">Tags</a>')
    expect(read('about/index.html')).toContain('<a href="/list/tags/">Tags</a>')
    expect(read('sitemap.xml')).toContain(
      '<loc>https://weekly.example.org/list/tags/kubernetes/</loc><lastmod>2017-02-01</lastmod>',
    )
  })

  test('change with a post that has their tag, and no others do', () => {
    const added = tagged('fourth', '2017-03-01', 'Raft')
    const after = plan([added, ...posts])
    const changed = [...after].filter(([path, { madeFrom }]) => files.get(path)?.madeFrom !== madeFrom)
    expect(changed.map(([path]) => path).filter(path => path.startsWith('tags/'))).toEqual([
      'tags/index.html',
      'tags/raft/index.html',
      'tags/raft/feed.xml',
      'tags/raft/atom.xml',
      'tags/raft/feed.json',
    ])
    // The search has the post itself.
    const others = changed.map(([path]) => path).filter(path => /^(sections|sources|about|issues)\//.test(path))
    expect(others).toEqual([])
  })

  test('are not there, and nothing leads to them, when no post has a tag', () => {
    const bare = plan([tagged('plain', '2017-01-02')])
    expect([...bare.keys()].filter(path => path.startsWith('tags/'))).toEqual([])
    for (const [path, file] of bare)
      if (/\.(html|xml|json)$/.test(path)) expect(file.render().toString(), path).not.toContain('/tags/')
  })
})

test('a tag has its feeds, with its posts whole, and the page about the list names them', async () => {
  const feed = await new Parser().parseString(read('tags/kubernetes/feed.xml'))
  expect(feed.title).toBe('Weekly reading list · Tag: Kubernetes')
  expect(feed.link).toBe('https://weekly.example.org/list/tags/kubernetes/')
  expect(feed.items.map(({ title }) => title)).toEqual(['About third', 'About second', 'About first'])
  expect(feed.items[0]?.['content:encoded']).toContain('https://weekly.example.org/list/posts/third/#fn:1')
  for (const format of ['feed.xml', 'atom.xml', 'feed.json'])
    expect(read('about/index.html')).toContain(`href="/list/tags/kubernetes/${format}"`)
})

test.each(['en', 'zh-CN'] as const)('tags of any text have pages and feeds in %s', async language => {
  const odd = plan([tagged('odd', '2017-01-02', ...hostileTitles, 'x'.repeat(10_000))], aSite({ language }))
  for (const [path, { render, check }] of odd) {
    if (!path.startsWith('tags/')) continue
    expect(path).toMatch(/^tags\/(?:[\p{L}\p{M}\p{N}-]{1,63}\/)*[\w.-]+$/u)
    const content = render().toString()
    if (check) await expect(check(content)).resolves.toBeUndefined()
    if (path.endsWith('.html')) expect(content).not.toMatch(/<script>|javascript:/)
  }
})
