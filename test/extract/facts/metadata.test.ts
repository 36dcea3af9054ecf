// What a page says about its article: title, byline, dates, canonical URL, image, feeds, PDF.
import { expect, test } from 'vitest'
import { readLinkedArticle } from '../../../src/extract/facts/linked-data.ts'
import { parseMarkup } from '../../../src/formats/markup.ts'
import { type PageMetadata, readMetadata } from '../../../src/extract/facts/metadata.ts'
import { readPageDate, readUrlDate } from '../../../src/extract/facts/page-date.ts'

const url = 'https://www.example.org/blog/walls'

const prose =
  'Containers share the kernel of their host, which makes them start in milliseconds on any machine that has one.'

function metadataOf(html: string, at = url): PageMetadata {
  const $ = parseMarkup(html)
  return readMetadata($, at, readLinkedArticle($))
}

test.each([
  [
    'the heading that stands in the title',
    '<title>Walls of sand - Example</title><h1>Walls of sand</h1>',
    'Walls of sand',
  ],
  [
    'og:title when no heading agrees',
    '<meta property="og:title" content="Walls of sand"><h1>Example</h1>',
    'Walls of sand',
  ],
  ['the title without its site', '<title>Walls of sand and stone | Example Weekly</title>', 'Walls of sand and stone'],
  ['a Chinese title without its channels', '<title>容器隔离的边界_技术频道_某某网</title>', '容器隔离的边界'],
  [
    'a dash that belongs to the title',
    '<title>Walls - a short history of long walls in towns</title>',
    'Walls - a short history of long walls in towns',
  ],
  ['the only heading of a page without a title', '<h1>Walls</h1>', 'Walls'],
  [
    'the headline of JSON-LD',
    '<script type="application/ld+json">{"@graph":[{"@type":"BlogPosting","headline":"Sand"}]}</script>',
    'Sand',
  ],
  [
    'bold type above the text, where the document has no title',
    `<p><b>Walls of sand and stone</b></p><p>${prose}</p>`,
    'Walls of sand and stone',
  ],
  [
    'large type where the document names the site',
    `<title>海风文苑</title><font size=4>数海鸥的人</font><p>${prose}</p>`,
    '数海鸥的人',
  ],
  ['the subject of a forum', `<title>论坛</title><p>主题：老收音机有交流声</p><p>${prose}</p>`, '老收音机有交流声'],
  [
    'the title in printed front matter',
    `<title>Notes</title><p>layout: post title: "Walls of sand" date: 2016-01-22</p><p>${prose}</p>`,
    'Walls of sand',
  ],
  [
    'no link and no sentence above the text',
    `<title>Walls</title><b><a href="/">Home of the walls</a></b><b>This is a sentence.</b><p>${prose}</p>`,
    'Walls',
  ],
  [
    'the heading without the mark of its anchor',
    '<title>Walls of sand¶ - Docs</title><main><h1>Walls of sand</h1></main>',
    'Walls of sand',
  ],
])('title: %s', (_, html, expected) => {
  expect(metadataOf(html).title).toBe(expected)
})

test.each([
  [
    'JSON-LD authors',
    '<script type="application/ld+json">[{"@type":"Article","author":[{"name":"Ann Lee"},{"name":"Bo Yu"}]}]</script>',
    'Ann Lee, Bo Yu',
  ],
  ['a meta author', '<meta name="author" content="Ann Lee">', 'Ann Lee'],
  ['a name that begins like a preposition', '<p class="byline">By Inês Carvalho in Porto</p>', 'Inês Carvalho'],
  ['a name that begins like By', '<p class="byline">Byörn Åby</p>', 'Byörn Åby'],
  ['a byline without its By and date', '<p class="byline">By Ann Lee on Dec 8, 2016</p>', 'Ann Lee'],
  ['a Chinese author', '<body><p>作者：张三 来源：某某网</p></body>', '张三'],
  ['Chinese reporters', '<body><p>本报记者 王建宏 张文攀</p></body>', '王建宏 张文攀'],
  ['nobody where a reporter only hears something', '<body><p>记者 从某某剧团获悉，今日开演。</p></body>', null],
  ['nobody where the author is an address', '<meta name="author" content="https://example.org/me">', null],
  ['a German byline', '<p class="autor">Von Ilse Brandt</p>', 'Ilse Brandt'],
  ['a line that begins with By', '<body><p>By Ann Lee</p></body>', 'Ann Lee'],
  ['a Russian author', '<p class="author">Автор: Ирина Белова</p>', 'Ирина Белова'],
  ['a Korean reporter', '<p>김해인 기자</p>', '김해인'],
  ['a printed author on a page without a body', '<table><tr><td>作者：张三　来源：某某网</td></tr></table>', '张三'],
  ['nobody where a label begins a sentence', '<p>记者：首先欢迎你来到这里接受我们的采访</p>', null],
])('byline: %s', (_, html, expected) => {
  expect(metadataOf(html).byline).toBe(expected)
})

/** A page whose byline is marked as such. */
const marked = (byline: string): string =>
  `<title>T of a page</title><article><h1>T of a page</h1><div class="byline">${byline}</div>${`<p>${prose}</p>`.repeat(3)}</article>`

test.each([
  ['Posted on Jul 1, 2017<span>Kay Rivers</span>', 'Kay Rivers'],
  ['Monday August 27, 2018 10:05 am PDT by Juli Lake', 'Juli Lake'],
  ['Howard Blue<span>Staff Writer</span>', 'Howard Blue'],
  ['Howard Blue Staff Writer', 'Howard Blue'],
  ['Howard Blue, Senior Science Correspondent', 'Howard Blue'],
  ['Sai Das / TNN / Updated: Oct 9, 2019', 'Sai Das'],
  ['作者丨王海', '王海'],
  ['文丨王海 编辑丨李四', '王海'],
  ['作者 / 王海', '王海'],
  ['译者：马若水', '马若水'],
  ['作者：dm03514 2018-10-01', 'dm03514'],
  ['作者：王海2018-10-01', '王海'],
  ['作者：王海 译者：马若水', '王海'],
  ['作者：王海、李四', '王海, 李四'],
  ['作者：吴山，某某公司技术专家', '吴山'],
  ['By Ann Lee and Bo Yu', 'Ann Lee, Bo Yu'],
  ['By Ann Lee, Bo Yu & Cy Ott', 'Ann Lee, Bo Yu, Cy Ott'],
  ['Ann Lee/Bo Yu', 'Ann Lee, Bo Yu'],
  ['Ann Lee, London', 'Ann Lee'],
  ['Ann Lee, New York', 'Ann Lee'],
  ['Ann Lee in Hong Kong', 'Ann Lee'],
  ['Technology | Ann Lee | 4 min read', 'Ann Lee'],
  ['Written by Ann Lee. Edited by Bo Yu', 'Ann Lee'],
  ['Photo by Bo Yu. Words by Ann Lee', 'Ann Lee'],
  ['By Ludwig van der Rohe on December 8, 2016 in Opinion', 'Ludwig van der Rohe'],
  ['By the Harbour Team', 'the Harbour Team'],
  ['See full bio', null],
  ['Ann Lee is a writer who lives by the sea with two cats.', 'Ann Lee'],
  ['Staff Writer', null],
  ['Editorial', null],
  ['Opinion', null],
  ['Monday, 3 June 2019', null],
  ['2 hours ago', null],
  ['View profile', null],
  ['Photo by Bo Yu', null],
  ['编辑：李四', null],
  ['来源：某某网', null],
  ['某某新闻·某某报记者王海/文 受访者供图', '王海'],
])('who is named by the byline %j: %j', (byline, expected) => {
  expect(metadataOf(marked(byline)).byline).toBe(expected)
})

const owner = '<meta name="author" content="Site Owner"><meta property="og:site_name" content="Harbour Notes">'
test.each([
  ['a printed 作者', `${owner}<div>2018年11月7日 | 作者 <a href="/w">王海</a> | 3100字</div>`, '王海'],
  ['a printed 译者', `${owner}<div>译者 <a href="/m">马若水</a> | 原文</div>`, '马若水'],
  ['a marked byline', `${owner}<p class="byline">By Kay Rivers</p>`, 'Kay Rivers'],
  ['a printed line', `${owner}<p>Author: Kay Rivers</p>`, 'Kay Rivers'],
  [
    'a marked byline that JSON-LD contradicts',
    `<script type="application/ld+json">{"@type":"BlogPosting","author":{"@type":"Person","name":"Site Owner"}}</script><p class="byline">By Kay Rivers</p>`,
    'Kay Rivers',
  ],
  [
    'nobody, where JSON-LD names the publisher',
    `<script type="application/ld+json">{"@type":"Article","author":{"@type":"Organization","name":"Harbour Notes"},"publisher":{"@type":"Organization","name":"Harbour Notes"}}</script>`,
    null,
  ],
  [
    'nobody, where the metadata name the site',
    '<meta name="author" content="Harbour Notes"><meta property="og:site_name" content="Harbour Notes">',
    null,
  ],
  [
    'the person after whom the site is named',
    `<script type="application/ld+json">{"@type":"BlogPosting","author":{"@type":"Person","name":"Ann Lee"},"publisher":{"@type":"Person","name":"Ann Lee"}}</script>`,
    'Ann Lee',
  ],
  ['the owner where nobody else is named', owner, 'Site Owner'],
  [
    'the author of a paper, first name first',
    '<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Yu, Bo">',
    'Ann Lee, Bo Yu',
  ],
])('a site’s owner is not the author of every page: %s', (_, html, expected) => {
  expect(metadataOf(html).byline).toBe(expected)
})

test.each([
  ['2016-12-08T10:20:30+08:00', '2016-12-08T02:20:30.000Z'],
  ['2016-12-08 10:20', '2016-12-08T10:20:00.000Z'],
  ['发布时间：2016年12月8日 10:20', '2016-12-08T10:20:00.000Z'],
  ['2016/12/8', '2016-12-08T00:00:00.000Z'],
  ['Dec 8, 2016', '2016-12-08T00:00:00.000Z'],
  ['Thursday, December 8th, 2016 at 11:04 PM EST', '2016-12-09T04:04:00.000Z'],
  ['8 December 2016', '2016-12-08T00:00:00.000Z'],
  ['20161208T101500Z', '2016-12-08T10:15:00.000Z'],
  ['Tue May 10 21:14:02 UTC 2016', '2016-05-10T21:14:02.000Z'],
  ['08/12/2016', null],
  ['2016-02-30', null],
  ['yesterday', null],
])('date: %s is read as %s', (text, expected) => {
  expect(readPageDate(text)).toBe(expected)
})

test.each([
  ['https://e.org/2016/12/08/walls', '2016-12-08T00:00:00.000Z'],
  ['https://e.org/posts/2016-12-08-walls/', '2016-12-08T00:00:00.000Z'],
  ['https://e.org/2016/12/', null],
  ['https://e.org/item/12345678', null],
])('date of the URL %s is %s', (at, expected) => {
  expect(readUrlDate(at)).toBe(expected)
})

test.each([
  ['after its label', '<p>2016年1月1日</p><p>发布时间：2016年12月8日 10:20</p>', '2016-12-08T10:20:00.000Z'],
  [
    'on a line of its own, before one in the text',
    `<div>2022-02-13 23:37</div><p>于2022年2月12日23时16分去世。</p>`,
    '2022-02-13T23:37:00.000Z',
  ],
  [
    'in a script that would print it',
    '<p>words</p><script>var ct = "1480932660";</script>',
    '2016-12-05T10:11:00.000Z',
  ],
  [
    'of a page that JSON-LD calls no article',
    '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2016-12-08"}</script>',
    '2016-12-08T00:00:00.000Z',
  ],
  ['not in code', '<pre>mount --at "2016-11-01 12:00"</pre>', null],
])('published: the date %s', (_, html, expected) => {
  expect(metadataOf(html).publishedAt).toBe(expected)
})

test('the day of the URL takes its time from the page', () => {
  const page = '<p>2016-12-08 09:32</p>'
  expect(metadataOf(page, 'https://e.org/2016/12/08/a').publishedAt).toBe('2016-12-08T09:32:00.000Z')
  expect(metadataOf(page, 'https://e.org/2016/12/07/a').publishedAt).toBe('2016-12-07T00:00:00.000Z')
})

test.each([
  ['Walls of sand and stone - Example Weekly', 'Example Weekly'],
  ['容器隔离的边界_技术频道_某某网', '某某网'],
  ['Walls of sand and stone - Help - Walls - Powered by Discuz!', 'Walls'],
  ['Walls of sand and stone', null],
])('site name: %j ends with %j', (title, expected) => {
  expect(metadataOf(`<title>${title}</title>`).siteName).toBe(expected)
})

test('a declared date wins over the printed one', () => {
  const page =
    '<meta property="article:published_time" content="2016-12-08T00:00:00Z"><body><p>2015-01-01 10:00</p></body>'
  expect(metadataOf(page).publishedAt).toBe('2016-12-08T00:00:00.000Z')
})

test('canonical URL, language, image and feeds are read and made absolute', () => {
  const found = metadataOf(`<html lang="en-GB"><link rel="canonical" href="/blog/walls/">
    <meta property="og:image" content="/a.png"><meta property="og:site_name" content="Example">
    <link rel="alternate" type="application/rss+xml" title="All" href="/feed.xml"><link rel="alternate" hreflang="de" href="/de">`)
  expect(found).toMatchObject({
    canonicalUrl: 'https://www.example.org/blog/walls/',
    declaredLanguage: 'en-GB',
    image: 'https://www.example.org/a.png',
    siteName: 'Example',
    feeds: [{ url: 'https://www.example.org/feed.xml', title: 'All', type: 'application/rss+xml' }],
  })
})

test('a front page is no canonical URL of a deep page', () => {
  expect(metadataOf('<link rel="canonical" href="/">').canonicalUrl).toBeNull()
})

test.each([
  [
    'by the link that it states',
    `<meta property="og:url" content="http://mp.weixin.qq.com/s?__biz=MzA=&amp;mid=26&amp;idx=1&amp;sn=0a&amp;chksm=8f#rd">`,
  ],
  [
    'by a script',
    '<script>var msg_link = "http://mp.weixin.qq.com/s?__biz=MzA=&amp;mid=26&amp;idx=1&amp;sn=0a&amp;chksm=8f#rd";</script>',
  ],
  [
    'by the parts of one',
    '<script>var biz = ""||"MzA="; var sn = "" || "0a"; var mid = "" || "" || "26"; var idx = "" || "1";</script>',
  ],
])('an article of WeChat is one by short and long link, %s, and its account is the site', (_, head) => {
  const page = `<head><meta property="og:site_name" content="微信公众平台">${head}</head><h1>墙</h1><a id="js_name"> 海边手记 </a><p>${prose}</p>`
  expect(metadataOf(page, 'https://mp.weixin.qq.com/s/AbCdEfGh12')).toMatchObject({
    canonicalUrl: 'https://mp.weixin.qq.com/s?__biz=MzA%3D&idx=1&mid=26&sn=0a',
    siteName: '海边手记',
  })
})
