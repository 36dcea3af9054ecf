import { describe, expect, test } from 'vitest'
import type { Erratum } from '../../../src/core/edits.ts'
import type { CivilDate, Instant, Issue } from '../../../src/core/types.ts'
import { addDays } from '../../../src/core/week.ts'
import { type RenderedMarkdown, renderMarkdown } from '../../../src/publish/posts/markdown.ts'
import type { Post } from '../../../src/publish/posts/post.ts'
import { renderSite } from '../../../src/publish/site/site-in-memory.ts'
import { type SiteDescription, urlIn } from '../../../src/publish/site-urls.ts'
import { complaintsOf } from './feed-rules.ts'
import { anIssue, aSite, aStory, goldenIssues, hostileTitles, shippedTemplates, weeklyIssues } from '../issues.ts'

type Sources = Parameters<typeof renderSite>[2]

/** Every feed and source list of a site, by path. */
function feedsOf(
  site: SiteDescription,
  issues: readonly Issue[],
  posts: readonly Post[] = [],
  sources: Sources = [],
): ReadonlyMap<string, string> {
  const isFeed = /(?:^|\/)(?:feed|atom|stories|stories-atom|sources)\.(?:xml|json|opml)$/
  const files = renderSite(site, issues, sources, shippedTemplates, posts)
  return new Map(files.filter(({ path }) => isFeed.test(path)).map(({ path, content }) => [path, content.toString()]))
}

const complaintsAbout = (site: SiteDescription, feeds: ReadonlyMap<string, string>): string[] =>
  [...feeds].flatMap(([path, content]) => complaintsOf(urlIn(site, path), content))

function rendered(markdown: string): RenderedMarkdown {
  const place = {
    words: { contents: 'Contents', footnotes: 'Footnotes', backToText: 'Back', picture: 'picture' },
    takenIds: [],
  }
  const resolvePicture = (url: string) => ({ url, isRemote: false, size: { width: 4, height: 3 } })
  return renderMarkdown(markdown, { ...place, resolveLink: target => target, resolvePicture })
}

function aPost(slug: string, date: string, markdown: string, changes: Partial<Post> = {}): Post {
  const { html, intro } = rendered(markdown)
  const publishedAt = `${date}T00:00:00.000Z` as Instant
  const dates = { date: date as CivilDate, publishedAt, updatedAt: publishedAt }
  const front = { title: 'A post', language: 'en', tags: ['R&D'], description: null, author: null, canonical: null }
  return { slug, ...dates, ...front, html, intro, readingMinutes: 1, files: [], ...changes }
}

const everyMark = `Intro[^1], \`code\`, **bold** and *it*. ![a loading=](/posts/a/b.png "Words | Credit") <https://a.example/>

[TOC]

# One

\`\`\`html
<script>let a = "href='/x' src="; </script>
\`\`\`

| a | b |
|:-|-:|
| 1 | [in](#one) [here]() [near](/about/?a=1&b=2) [bare](//other.example/x) [broken](//%5B) [mail](mailto:a@b.example) |

![alt](/posts/a/c.png "Caption")

3. three
4. four ~~gone~~

***

> <b onclick="x()">quoted</b> href="/no" tabindex="0" <iframe src="/x"></iframe>

[^1]: A note.
`
const posts = [
  aPost('every-mark', '2016-12-10', everyMark),
  aPost('没有字-&', '2016-12-09', '', {
    title: '\u0007 \u200b',
    tags: [' ', '\u0001'],
    author: '\u0002',
    language: null,
  }),
  ...hostileTitles.map((title, index) =>
    aPost(`hostile-${index}`, addDays('2016-11-01' as CivilDate, index), title, {
      title,
      tags: [title],
      description: title,
    }),
  ),
]

describe('no strict reader has a complaint about the feeds', () => {
  test.each(Object.entries(goldenIssues))('of the issue "%s"', (_name, { site, issue }) => {
    const feeds = feedsOf(site, [issue])
    expect(feeds.size).toBeGreaterThanOrEqual(7)
    expect(complaintsAbout(site, feeds)).toEqual([])
  })

  test('of posts with every mark that Markdown has, without a word, and with titles made to break things', () => {
    expect(complaintsAbout(aSite(), feedsOf(aSite(), [], posts))).toEqual([])
  })

  test('of 47 issues with their archives, and with a hub', () => {
    const site = aSite({ hub: 'https://hub.example/?a=1&b=2' })
    const feeds = feedsOf(site, weeklyIssues(47))
    expect(feeds.has('archive/2/atom.xml')).toBe(true)
    expect(complaintsAbout(site, feeds)).toEqual([])
  })

  test('of a site on which nothing has come out', () => {
    expect(complaintsAbout(aSite(), feedsOf(aSite(), []))).toEqual([])
  })

  test.each([
    'https://a.example/a|b?q[]={1}&x=^`\\',
    'https://a.example/100%25/%E4%BD%A0?x=%zz#a#b',
    'https://例子.example/路径?问=答',
    'HTTP://A.example:80',
  ])('of a story at %s', url => {
    const issue = anIssue([{ title: 'Clouds', stories: [aStory({ id: url, url, pdfUrl: url })] }])
    expect(complaintsAbout(aSite(), feedsOf(aSite(), [issue]))).toEqual([])
  })

  test('of sources that are feeds, pages and nowhere on the web', () => {
    const sources = [
      { title: 'A & <b>', url: 'https://a.example/feed|x', siteUrl: 'https://a.example/a|b', section: 'S' },
      { title: '', url: 'https://b.example/list', siteUrl: null, section: null, isPage: true },
      { title: 'C', url: 'file:c.xml', siteUrl: 'c.html', section: null },
    ]
    const opml = feedsOf(aSite(), [], [], sources).get('sources.opml') ?? ''
    expect(complaintsOf('', opml)).toEqual([])
    expect(opml).toContain(
      '<outline type="link" text="https://b.example/list" title="https://b.example/list" url="https://b.example/list"/>',
    )
    expect(opml).toContain('htmlUrl="https://a.example/a%7Cb"')
    expect(opml).not.toContain('c.html')
  })
})

describe('the rules themselves', () => {
  const good = feedsOf(aSite(), weeklyIssues(1))
  const complaintsWith = (path: string, from: string | RegExp, to: string): string[] => {
    const content = good.get(path) ?? ''
    expect(content).toMatch(from)
    return complaintsOf(urlIn(aSite(), path), content.replace(from, to))
  }

  test.each([
    ['another weekday', 'feed.xml', 'Thu, 08 Dec', 'Fri, 08 Dec', 'no date of RFC 822'],
    ['another address of itself', 'feed.xml', 'list/feed.xml"', 'list/rss.xml"', 'calls itself'],
    ['a guid twice', 'stories.xml', /(<item>.*?<\/item>)/s, '$1$1', '2 times'],
    ['a script', 'stories.xml', '&lt;ul&gt;', '&lt;script&gt;&lt;/script&gt;&lt;ul&gt;', 'HTML with <script>'],
    ['a style', 'stories.xml', '&lt;ul&gt;', '&lt;ul style=&quot;x&quot;&gt;', 'HTML with style'],
    ['a relative address', 'stories.xml', /href=&quot;https:/, 'href=&quot;', 'HTML with the address'],
    ['broken HTML', 'atom.xml', '&lt;/ul&gt;', '', 'a browser has to mend'],
    ['an empty category', 'stories.xml', '<category>Clouds', '<category>', '<category> is empty'],
    ['no author', 'stories-atom.xml', /<name>[^<]*/, '<name>', '<author> is empty'],
    ['an unknown element', 'feed.xml', '<ttl>', '<blink>x</blink><ttl>', 'unknown <blink>'],
    [
      'one instant for two entries',
      'stories-atom.xml',
      '00:00:00.001Z</updated>\n        <summary',
      '00:00:00.000Z</updated>\n        <summary',
      '2 times',
    ],
    ['no id', 'feed.json', /"id": "[^"]*"/, '"id": ""', 'one id'],
    ['no link to the source', 'sources.opml', /<outline [^>]*>/, '', 'has no outline'],
  ])('see %s', (_what, path, from, to, complaint) => {
    expect(complaintsWith(path, from, to).join('\n')).toContain(complaint)
  })
})

describe('a correction', () => {
  const erratum: Erratum = {
    storyId: 'zh-2016-12-08',
    field: 'summary',
    value: '更正之后的摘要。',
    reason: null,
    madeAt: '2016-12-12T09:00:00.000Z' as Instant,
  }
  const [issue] = weeklyIssues(1) as [Issue]
  const corrected: Issue = {
    ...issue,
    sections: issue.sections.map(section => ({
      ...section,
      stories: section.stories.map(story =>
        story.id === erratum.storyId ? { ...story, summary: '更正之后的摘要。' } : story,
      ),
    })),
    ...{ sealed: issue, errata: [erratum] },
  }
  const before = feedsOf(aSite(), [issue])
  const after = feedsOf(aSite(), [corrected])
  const all = (pattern: RegExp, feeds: ReadonlyMap<string, string>, path: string): string[] =>
    [...(feeds.get(path) ?? '').matchAll(pattern)].map(found => found[1] ?? '')

  test('is told by every feed that has the story, and by no other', () => {
    const changed = [...before.keys()].filter(path => after.get(path) !== before.get(path))
    const folders = ['', 'sections/容器/', 'languages/zh/']
    const paths = folders.flatMap(folder => ['feed.xml', 'atom.xml', 'feed.json'].map(name => folder + name))
    expect(changed.toSorted()).toEqual([...paths, 'stories.xml', 'stories-atom.xml', 'stories.json'].toSorted())
    expect(complaintsAbout(aSite(), after)).toEqual([])
  })

  test('changes no id', () => {
    for (const path of before.keys())
      for (const id of [/<guid[^>]*>(.*?)</g, /<id>(.*?)</g, /"id": "(.*?)"/g])
        expect(all(id, after, path)).toEqual(all(id, before, path))
  })

  test('stands in RSS as atom:updated, in Atom as updated, in JSON as date_modified, on the story alone', () => {
    expect(all(/<atom:updated>(.*?)</g, before, 'stories.xml')).toEqual([])
    expect(all(/<atom:updated>(.*?)</g, after, 'stories.xml')).toEqual(['2016-12-12T09:00:00.000Z'])
    expect(all(/<updated>(.*?)</g, after, 'stories-atom.xml')).toEqual([
      '2016-12-12T09:00:00.000Z',
      '2016-12-08T00:00:00.001Z',
      '2016-12-12T09:00:00.000Z',
    ])
    expect(all(/"date_modified": "(.*?)"/g, after, 'stories.json')).toEqual(['2016-12-12T09:00:00.000Z'])
    expect(all(/<lastBuildDate>(.*?)</g, after, 'feed.xml')).toEqual(['Mon, 12 Dec 2016 09:00:00 GMT'])
    expect(all(/<lastBuildDate>(.*?)</g, after, 'sections/clouds/feed.xml')).toEqual(['Thu, 08 Dec 2016 00:00:00 GMT'])
  })
})

test('a corrected post is told like a corrected story', () => {
  const post = aPost('a', '2016-12-09', 'Words.', { updatedAt: '2016-12-12T09:00:00.000Z' as Instant })
  const feeds = feedsOf(aSite(), [], [post])
  expect(feeds.get('feed.xml')).toContain('<atom:updated>2016-12-12T09:00:00.000Z</atom:updated>')
  expect(feeds.get('feed.xml')).toContain('<lastBuildDate>Mon, 12 Dec 2016 09:00:00 GMT</lastBuildDate>')
  expect(feeds.get('feed.json')).toContain('"date_modified": "2016-12-12T09:00:00.000Z"')
  expect(complaintsAbout(aSite(), feeds)).toEqual([])
})
