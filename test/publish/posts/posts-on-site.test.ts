import { describe, expect, test } from 'vitest'
import { parse, type ParserError } from 'parse5'
import Parser from 'rss-parser'
import type { CivilDate, Instant } from '../../../src/core/types.ts'
import type { Post } from '../../../src/publish/posts/post.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import { planInMemory, renderSite } from '../../../src/publish/site/site-in-memory.ts'
import { anIssue, aSite, aStory, hostileTitles, shippedTemplates } from '../issues.ts'
import { aPost } from './posts.ts'

const site = aSite()
const issue = anIssue([{ title: 'Clouds', stories: [aStory()] }])
const render = (...posts: Post[]) => {
  const files = renderSite(site, [issue], [], shippedTemplates, posts)
  return (path: string): string => files.find(file => file.path === path)?.content.toString() ?? ''
}
const around = [
  aPost({ slug: 'later', date: '2017-01-02' as CivilDate, title: 'Later' }),
  aPost(),
  aPost({ slug: 'earlier', date: '2016-12-07' as CivilDate, title: 'Earlier' }),
]

describe('posts beside an issue of 8 December 2016', () => {
  const read = render(...around)

  test('stand in one index by date, and by year', () => {
    const index = read('index.html')
    expect(index.match(/<h2>\d{4}|<h3><a[^>]*>[^<]+/g)?.map(text => text.replace(/<h3.*>|<h2>/, ''))).toEqual([
      '2017',
      'Later',
      '2016',
      'On leases',
      'Weekly reading list #47',
      'Earlier',
    ])
  })

  test('stand in one feed by date, whole, under ids that last', async () => {
    for (const path of ['feed.xml', 'atom.xml']) {
      const { items } = await new Parser().parseString(read(path))
      expect(items.map(({ link }) => link?.split('/list/')[1])).toEqual([
        'posts/later/',
        'posts/leases/',
        'issues/2016-W49/',
        'posts/earlier/',
      ])
    }
    const feed = JSON.parse(read('feed.json')) as { items: Record<string, unknown>[] }
    expect(feed.items[1]).toEqual({
      id: 'https://weekly.example.org/list/posts/leases/',
      url: 'https://weekly.example.org/list/posts/leases/',
      title: 'On leases',
      content_html:
        '<p>A <a href="https://weekly.example.org/list/posts/leases/#fn:1">promise</a>.</p>\n<p><img src="https://weekly.example.org/list/posts/leases/a.png" alt=""></p>\n',
      summary: 'A promise. And more.',
      date_published: '2016-12-09T00:00:00.000Z',
      authors: [{ name: 'A Curator' }],
      tags: ['Raft'],
      language: 'en',
    })
    expect(read('feed.xml')).toContain('<lastBuildDate>Mon, 02 Jan 2017 00:00:00 GMT</lastBuildDate>')
  })

  test('are in the site map, and lead to each other', () => {
    expect(read('sitemap.xml')).toContain(
      '<loc>https://weekly.example.org/list/posts/leases/</loc><lastmod>2016-12-09</lastmod>',
    )
    expect(read('posts/leases/index.html')).toContain('<a rel="next" href="/list/posts/later/"')
    expect(read('posts/leases/index.html')).toContain('<a rel="prev" href="/list/posts/earlier/"')
  })

  test('have pages that say what they are', () => {
    const page = read('posts/leases/index.html')
    expect(page).toContain('<article class="post" lang="en">')
    expect(page).toContain(
      '<h1 dir="auto">On leases<span class="dot"> · </span><time datetime="2016-12-09" lang="en">Dec 9, 2016</time></h1>',
    )
    expect(page).toContain('<meta name="description" content="A promise. And more.">')
    expect(page).toContain('<link rel="canonical" href="https://weekly.example.org/list/posts/leases/">')
    expect(render(aPost({ canonical: 'https://a.example/b' }))('posts/leases/index.html')).toContain(
      '<link rel="canonical" href="https://a.example/b">',
    )
  })
})

test.each([
  ['2016-12-12T09:00:00.000Z', '<time datetime="2016-12-12">updated Dec 12, 2016</time>', '2016-12-12'],
  // In Shanghai already the next day.
  ['2016-12-09T17:00:00.000Z', '<time datetime="2016-12-10">updated Dec 10, 2016</time>', '2016-12-10'],
  ['2016-12-09T11:00:00.000Z', null, '2016-12-09'],
])('a post corrected at %s says on its page: %s', (updatedAt, words, lastmod) => {
  const read = render(aPost({ updatedAt: updatedAt as Instant }))
  const page = read('posts/leases/index.html')
  expect(/<time datetime="[^"]*">updated [^<]*<\/time>/.exec(page)?.[0] ?? null).toBe(words)
  expect(page).toContain(`"dateModified":"${updatedAt}"`)
  expect(read('sitemap.xml')).toContain(`/posts/leases/</loc><lastmod>${lastmod}</lastmod>`)
  expect(JSON.parse(read('feed.json'))).toMatchObject({ items: [{ date_modified: updatedAt }, {}] })
})

describe('the index shows', () => {
  const teaser = (intro: Partial<Post['intro']>, changes: Partial<Post> = {}): string => {
    const index = render(aPost({ intro: { paragraphs: [], isMarked: false, isWhole: true, ...intro }, ...changes }))(
      'index.html',
    )
    const own = /<article class="post">.*?<\/article>/s.exec(index)?.[0] ?? ''
    return [...own.matchAll(/<p>(.*?)<\/p>|>(Continue reading)</g)].map(match => match[1] ?? match[2]).join(' | ')
  }
  const long = 'This sentence is of a common length and is said again and again. '.repeat(8).trim()

  test.each([
    ['a short post whole', { paragraphs: ['One.', 'Two.'] }, 'One. | Two.'],
    ['that a post goes on', { paragraphs: ['One.'], isWhole: false }, 'One. … | Continue reading'],
    ['that a Chinese post goes on', { paragraphs: ['第一句。'], isWhole: false }, '第一句。… | Continue reading'],
    ['no more than has room', { paragraphs: ['One.', long] }, 'One. … | Continue reading'],
    [
      'what stands before the author’s mark',
      { paragraphs: ['One.', long], isMarked: true, isWhole: false },
      `One. | ${long} … | Continue reading`,
    ],
  ])('%s', (_name, intro, expected) => {
    expect(teaser(intro)).toBe(expected)
  })

  test('a sentence cut where it ends', () => {
    expect(teaser({ paragraphs: [long] })).toMatch(/^This .* again\. … \| Continue reading$/)
  })

  test('a list as one, and a picture’s source with its link', () => {
    const list = { isNumbered: false, items: ['基于软件：可以部署在任何硬件之上。', '可编程 <b>'] }
    const source = { before: 'From ', url: 'https://b.example/a.png', words: 'b.example' }
    const index = render(aPost({ intro: { paragraphs: ['特点包括', list, source], isMarked: false, isWhole: true } }))(
      'index.html',
    )
    expect(index).toContain(
      '<p>特点包括</p>\n<ul>\n<li>基于软件：可以部署在任何硬件之上。</li>\n<li>可编程 &lt;b&gt;</li>\n</ul>\n<p>From <a href="https://b.example/a.png">b.example</a></p>',
    )
  })

  test('the description of a post that begins with no paragraph', () => {
    expect(teaser({ isWhole: false }, { description: 'In short.' })).toBe('In short. | Continue reading')
  })
})

test.each(hostileTitles)('a post called %j harms neither page nor feed', async title => {
  const post = aPost({
    title,
    tags: [title],
    author: title,
    description: title,
    intro: { paragraphs: [title], isMarked: false, isWhole: false },
  })
  const files = renderSite(site, [issue], [], shippedTemplates, [post])
  const material = { site, issues: [issue], posts: [post], sources: [], templates: shippedTemplates, program: '' }
  for (const { check, render } of planInMemory({ ...material, ...noAftercare }))
    if (check) await expect(check(render().toString())).resolves.toBeUndefined()
  for (const { path, content } of files.filter(file => /index\.html$/.test(file.path))) {
    const errors: string[] = []
    parse(content.toString(), { onParseError: (error: ParserError) => errors.push(error.code) })
    expect(errors, path).toEqual([])
    expect(content.toString()).not.toContain('<script>')
  }
})
