import { describe, expect, test } from 'vitest'
import { defaultTreeAdapter, type DefaultTreeAdapterTypes, parse, type ParserError } from 'parse5'
import type { CivilDate, Instant, Issue, WeekId } from '../../../src/core/types.ts'
import { addDays, weekOf } from '../../../src/core/week.ts'
import { renderReaderPage } from '../../../src/publish/site/reader-page.ts'
import { renderSite } from '../../../src/publish/site/site-in-memory.ts'
import type { SiteFile } from '../../../src/publish/files/site-file.ts'
import { aChineseStory, anIssue, aSite, aStory, goldenIssues, manyStories, shippedTemplates } from '../issues.ts'

function render(
  site = aSite(),
  issues: readonly Issue[] = [anIssue([{ title: 'Clouds', stories: [aStory()] }])],
): Map<string, string> {
  return new Map(
    renderSite(site, issues, [], shippedTemplates).map((file: SiteFile) => [file.path, file.content.toString()]),
  )
}

function parseErrors(html: string): string[] {
  const errors: string[] = []
  parse(html, { onParseError: (error: ParserError) => errors.push(`${error.code} at line ${error.startLine}`) })
  return errors
}

function idsOf(html: string): string[] {
  const found: string[] = []
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (defaultTreeAdapter.isElementNode(node))
      found.push(...node.attrs.filter(({ name }) => name === 'id').map(({ value }) => value))
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parse(html))
  return found
}

/** So many weekly issues, newest first. */
function weeks(count: number): Issue[] {
  return Array.from({ length: count }, (_, index) => {
    const date = addDays('2016-12-08' as CivilDate, -7 * index)
    const sealedAt = `${date}T00:00:00.000Z` as Instant
    return anIssue([{ title: 'Clouds', stories: [aStory()] }], {
      number: count - index,
      date,
      week: weekOf(date),
      sealedAt,
      title: `Weekly #${count - index}`,
    })
  })
}

const readerPages = [
  'subscribe',
  'check-your-mail',
  'confirm',
  'confirmed',
  'unsubscribe',
  'unsubscribed',
  'invalid-link',
  'preferences',
] as const

describe('pages', () => {
  test.each(Object.keys(goldenIssues))('of the issue "%s" are HTML without a parse error or a doubled id', name => {
    const { site, issue } = goldenIssues[name] ?? expect.fail(name)
    const pages = [...render(site, [issue])].filter(([path]) => path.endsWith('.html'))
    expect(pages.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        'index.html',
        'issues/2016-W49/index.html',
        '404.html',
        'search/index.html',
        'about/index.html',
      ]),
    )
    for (const [path, html] of pages) {
      expect(parseErrors(html), path).toEqual([])
      expect(idsOf(html), path).toEqual([...new Set(idsOf(html))])
      expect(html).not.toMatch(/<script>|javascript:/)
    }
  })

  test('come out the same a second time', () => {
    expect(render()).toEqual(render())
  })

  test('stay under 60 KB for twenty stories', () => {
    const html =
      render(aSite(), [anIssue([{ title: 'Clouds', stories: manyStories(20) }])]).get('issues/2016-W49/index.html') ??
      ''
    expect(Buffer.byteLength(html)).toBeLessThan(60_000)
  })

  test('carry title, description, canonical address, Open Graph, JSON-LD, language and landmarks', () => {
    const html = render().get('issues/2016-W49/index.html') ?? ''
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('<title>Weekly reading list #47 · Dec 8, 2016</title>')
    expect(html).toContain('<link rel="canonical" href="https://weekly.example.org/list/issues/2016-W49/">')
    expect(html).toContain('<meta property="og:title" content="Weekly reading list #47 · Dec 8, 2016">')
    for (const landmark of ['<header>', '<nav ', '<main id="main">', '<footer>', 'class="skip"'])
      expect(html).toContain(landmark)
    const jsonLd: unknown = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(html)?.[1] ?? '')
    expect(jsonLd).toMatchObject({
      '@type': 'BlogPosting',
      url: 'https://weekly.example.org/list/issues/2016-W49/',
      datePublished: '2016-12-08T00:00:05.250Z',
    })
  })

  test.each([
    ['https://weekly.example.org', '/style.css', 'https://weekly.example.org/issues/2016-W49/'],
    ['https://weekly.example.org/a/b', '/a/b/style.css', 'https://weekly.example.org/a/b/issues/2016-W49/'],
    ['http://127.0.0.1:8080/', '/style.css', 'http://127.0.0.1:8080/issues/2016-W49/'],
  ])('of a site at %s link to %s and name %s', (url, css, canonical) => {
    const html = render(aSite({ url })).get('issues/2016-W49/index.html')
    expect(html).toContain(`<link rel="stylesheet" href="${css}">`)
    expect(html).toContain(`<link rel="canonical" href="${canonical}">`)
  })

  test('need no script and ask no third party for anything', () => {
    for (const [path, html] of render()) {
      if (/\.(?:js|json|bin)$/.test(path)) continue
      // The search alone has a script, of its own site, and says what there is without it.
      const rest =
        path === 'search/index.html'
          ? html.replace(
              /<script type="module" src="\/list\/search-\w+\.js">|<script type="application\/json" id="known">/g,
              '',
            )
          : html
      expect(rest, path).not.toMatch(/<script(?! type="application\/ld\+json")|<img|@import|url\(|<iframe/)
    }
  })

  test('mark the language of each story and keep the interface in its own', () => {
    const html = render(aSite(), [anIssue([{ title: '容器', stories: [aChineseStory()] }])]).get(
      'issues/2016-W49/index.html',
    )
    expect(html).toContain('<article class="story" lang="zh">')
    expect(html).toContain('<p class="meta" lang="en">')
    expect(html).toContain('<h2 lang="zh">容器</h2>')
  })

  test('give a story the day on which it came out in the zone of the site, with a year only when it is another', () => {
    const publishedAt = '2015-12-31T15:59:00.000Z' as Instant
    const stories = [aStory(), aStory({ id: 'old', publishedAt }), aStory({ id: 'undated', publishedAt: null })]
    const html = render(aSite(), [anIssue([{ title: 'Clouds', stories }])]).get('issues/2016-W49/index.html') ?? ''
    expect([...html.matchAll(/<time[^>]*>([^<]*)</g)].map(match => match[1])).toEqual([
      'Dec 8, 2016',
      'Dec 7',
      'Dec 31, 2015',
    ])
  })
})

describe('the index', () => {
  test('shows fifty issues a page, by year, with links to and fro', () => {
    const files = render(aSite(), weeks(120))
    const pages = ['index.html', 'page/2/index.html', 'page/3/index.html'].map(path => files.get(path) ?? '')
    expect(pages.map(html => html.match(/class="issue"/g)?.length)).toEqual([50, 50, 20])
    expect(pages[0]).toContain('<h2>2016</h2>')
    expect(pages[0]).toMatch(/<link rel="next" href="\/list\/page\/2\/">/)
    expect(pages[0]).not.toContain('rel="prev"')
    expect(pages[1]).toMatch(/<link rel="prev" href="\/list\/">/)
    expect(pages[2]).toMatch(/<link rel="prev" href="\/list\/page\/2\/">/)
    expect(pages[2]).not.toContain('rel="next"')
  })

  test('cuts a long summary at a sentence and says so with an ellipsis; a short one stands whole', () => {
    const long = aStory({ summary: 'This sentence is of a common length and is said again and again. '.repeat(8) })
    const [cut, whole] = [long, aStory({ summary: 'One sentence.' })].map(story =>
      render(aSite(), [anIssue([{ title: 'Clouds', stories: [story] }])]).get('index.html'),
    )
    expect(cut).toMatch(/said again and again\. …<\/p>/)
    expect(whole).toContain('<p>One sentence.</p>')
  })

  test('is there before the first issue, and so are the feeds', () => {
    const files = render(aSite(), [])
    expect(files.get('index.html')).toContain('The first issue is being put together.')
    expect(files.get('feed.xml')).toContain('<lastBuildDate>Sat, 01 Jan 2000 00:00:00 GMT</lastBuildDate>')
  })

  test('leads from each issue to its neighbours', () => {
    const html = render(aSite(), weeks(3)).get('issues/2016-W48/index.html')
    expect(html).toContain('<a rel="next" href="/list/issues/2016-W49/"')
    expect(html).toContain('<a rel="prev" href="/list/issues/2016-W47/"')
  })
})

describe('the title of an issue', () => {
  test.each([
    ['Weekly reading list #47 · Dec 8, 2016', 'en', 'Weekly reading list #47 · Dec 8, 2016'],
    ['每周阅读清单 第 47 期 · 2016年12月8日', 'zh-CN', '每周阅读清单 第 47 期 · 2016年12月8日'],
    ['每周阅读清单 第 47 期 · 2016年12月8日', 'en', '每周阅读清单 #47 · Dec 8, 2016'],
    ['The container special', 'en', 'The container special · Dec 8, 2016'],
    ['', 'en', 'No. 47 · Dec 8, 2016'],
  ] as const)('"%s" on a site in %s reads "%s"', (title, language, shown) => {
    const files = render(aSite({ language, title: 'Site' }), [
      anIssue([{ title: 'Clouds', stories: [aStory()] }], { title }),
    ])
    expect(files.get('issues/2016-W49/index.html')).toContain(`<title>${shown} · Site</title>`)
    expect(files.get('feed.xml')).toContain(`<title>${shown}</title>`)
  })
})

describe('reader pages', () => {
  test.each(
    readerPages.flatMap(
      kind =>
        [
          [kind, 'en'],
          [kind, 'zh-CN'],
        ] as const,
    ),
  )('%s in %s is HTML without a parse error that no search engine keeps', (kind, language) => {
    const scope = {
      action: '/list/x/TOKEN',
      unsubscribeAction: '/list/unsubscribe/TOKEN',
      returnAction: '/list/return/TOKEN',
      latestWeek: '2016-W49' as WeekId,
      email: '"<b>"@example.org',
      language,
      problem: '<script>',
      isSaved: true,
    }
    const html = renderReaderPage(aSite(), kind, scope, shippedTemplates)
    expect(parseErrors(html)).toEqual([])
    expect(idsOf(html)).toEqual([...new Set(idsOf(html))])
    expect(html).toContain(`<html lang="${language}">`)
    expect(html).toContain('<meta name="robots" content="noindex">')
    expect(html).not.toContain('rel="canonical"')
    expect(html).not.toContain('<script>')
  })

  test.each(['subscribe', 'confirm', 'unsubscribe', 'preferences'] as const)(
    '%s posts its form to the given address',
    kind => {
      expect(renderReaderPage(aSite(), kind, { action: '/list/x/TOKEN' }, shippedTemplates)).toContain(
        '<form method="post" action="/list/x/TOKEN">',
      )
    },
  )

  test.each(['confirmed', 'unsubscribed', 'returned'] as const)('%s leads to the latest issue', kind => {
    const html = renderReaderPage(aSite(), kind, { latestWeek: '2016-W49' as WeekId }, shippedTemplates)
    expect(html).toContain('issues/2016-W49/">Read the latest issue</a>')
    expect(renderReaderPage(aSite(), kind, {}, shippedTemplates)).not.toContain('Read the latest issue')
  })

  test('who has left may press a button that takes it back', () => {
    const html = renderReaderPage(aSite(), 'unsubscribed', { returnAction: '/return/TOKEN' }, shippedTemplates)
    expect(html).toContain('<form method="post" action="/return/TOKEN">')
  })

  test('hides the trap for robots off screen, never by its type', () => {
    const html = renderReaderPage(aSite(), 'subscribe', {}, shippedTemplates)
    expect(html).toMatch(/<input id="website" name="website" type="text" tabindex="-1" autocomplete="off">/)
    expect(render().get('style.css')).toContain('.website { position: absolute; left: -999px }')
  })
})

test('the sources are listed by section as OPML', () => {
  const sources = [
    { title: 'A & B', url: 'https://a.example/feed?x=1&y=2', siteUrl: 'https://a.example/', section: '容器' },
    { title: '', url: 'https://b.example/feed', siteUrl: null, section: null },
    { title: 'C', url: 'https://c.example/feed|x', siteUrl: 'javascript:alert(1)', section: '容器' },
  ]
  const opml = renderSite(aSite(), [], sources, shippedTemplates).find(({ path }) => path === 'sources.opml')?.content
  expect(opml).toContain(`    <outline text="容器" title="容器">
      <outline type="rss" text="A &amp; B" title="A &amp; B" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/>
      <outline type="rss" text="C" title="C" xmlUrl="https://c.example/feed%7Cx"/>
    </outline>
    <outline type="rss" text="https://b.example/feed" title="https://b.example/feed" xmlUrl="https://b.example/feed"/>`)
})

test('sitemap and robots.txt name every issue and each other', () => {
  const files = render(aSite(), weeks(2))
  expect(files.get('robots.txt')).toContain('Sitemap: https://weekly.example.org/list/sitemap.xml')
  expect(files.get('sitemap.xml')).toContain(
    '<url><loc>https://weekly.example.org/list/issues/2016-W48/</loc><lastmod>2016-12-01</lastmod></url>',
  )
  expect(weeks(1)[0]?.week).toBe('2016-W49' as WeekId)
})
