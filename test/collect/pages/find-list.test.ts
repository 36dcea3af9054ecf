// The list of articles is found on pages of every build, among menus, sidebars, tag clouds and footers.
import { describe, expect, test } from 'vitest'
import { readPageList } from '../../../src/collect/pages/page-list.ts'

interface Written {
  readonly path: string
  readonly title: string
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly summary: string
}

const written: readonly Written[] = [
  ['etcd-raft', 'How etcd keeps its logs in order', '2016-12-08'],
  ['overlay-networks', 'Overlay networks without the headache', '2016-12-06'],
  ['rongqi', '浅谈容器网络的前世今生与未来', '2016-12-05'],
  ['scheduler', 'Inside the Kubernetes scheduler', '2016-12-02'],
  ['grpc', 'gRPC, one year in production', '2016-11-30'],
  ['bengkui', '一次数据库崩溃的完整复盘', '2016-11-28'],
  ['tracing', 'Tracing requests through forty services', '2016-11-21'],
].map(([path = '', title = '', date = '']) => ({
  path,
  title,
  date,
  summary: `What we learnt about ${path}, told from the beginning and with all the figures that matter.`,
}))

const menu = `<nav><ul>${[
  'Home',
  'Products',
  'Pricing',
  'About us',
  'Documentation',
  'Careers',
  'Contact',
  'Legal',
  'Log in',
]
  .map(name => `<li><a href="/${name}">${name}</a></li>`)
  .join('')}</ul></nav>`
const tagCloud = `<div class="tagcloud">${Array.from({ length: 60 }, (_, at) => `<a href="/tag/${at}">topic number ${at}</a>`).join(' ')}</div>`
const friends = `<footer><ul>${Array.from({ length: 20 }, (_, at) => `<li><a href="https://friend${at}.example/">The weblog of a friend of ours, number ${at}</a></li>`).join('')}</ul><a href="/terms">Terms</a></footer>`
const popular = `<div class="sidebar"><h3>Popular</h3><ul>${Array.from({ length: 10 }, (_, at) => `<li><a href="/popular/${at}">A popular article of long ago, number ${at}</a> <span class="date">2015-01-1${at}</span></li>`).join('')}</ul></div>`
const pager = `<ul class="pages">${[2, 3, 4, 5, 6].map(at => `<li><a href="?page=${at}">${at}</a></li>`).join('')}<li><a href="?page=2">Next</a></li></ul>`

const pageOf = (list: string) =>
  `<!doctype html><html><head><title>The weblog</title></head><body><div id="top">${menu}</div><div class="wrap">${popular}<div id="content">${list}${pager}</div>${tagCloud}</div>${friends}</body></html>`
const each = (render: (item: Written, at: number) => string) => written.map(render).join('\n')
const inRows = (cells: readonly string[], size: number) =>
  cells
    .flatMap((_, at) => (at % size === 0 ? [`<div class="row">${cells.slice(at, at + size).join('')}</div>`] : []))
    .join('')

const day = (date: string) => {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-')
  return {
    year,
    month: Number(month),
    dayOfMonth: Number(dayOfMonth),
    english: `${month === '12' ? 'Dec' : 'Nov'} ${Number(dayOfMonth)}, ${year}`,
  }
}

const layouts: readonly (readonly [name: string, list: string])[] = [
  [
    'cards that are links as a whole, three in a row',
    inRows(
      written.map(
        ({ path, title, date, summary }) =>
          `<div class="col"><a class="card" href="/a/${path}"><img src="x.png" alt="picture"><span class="badge">Engineering</span><h3>${title}</h3><p>${summary}</p><time datetime="${date}">long ago</time></a></div>`,
      ),
      3,
    ),
  ],
  [
    'rows of a table',
    `<table><tr><th>Title</th><th>Author</th><th>Date</th></tr>${each(({ path, title, date, summary }) => `<tr class="${date}"><td><a href="/a/${path}">${title}</a><br>${summary}</td><td><a href="/people/jane">Jane Doe</a></td><td>${date}</td></tr>`)}</table>`,
  ],
  [
    'a definition list',
    `<dl>${each(({ path, title, date, summary }) => `<dt><a href="/a/${path}">${title}</a></dt><dd>${day(date).english} by Jane</dd><dd>${summary}</dd>`)}</dl>`,
  ],
  [
    'nested blocks with authors, topics and a link to read more',
    each(
      ({ path, title, date, summary }, at) =>
        `<div class="entry entry-${at}"><div class="inner"><div class="head"><div class="kicker"><a href="/c/eng">Engineering</a></div><h2><a href="/a/${path}">${title}</a></h2><div class="byline">by <a href="/u/jane">Jane Doe</a> on ${day(date).english}</div></div><div class="body"><p>${summary}</p><a href="/a/${path}#more">Read more »</a></div><div class="topics"><a rel="tag" href="/t/one">one topic</a><a rel="tag" href="/t/two">another topic</a></div></div></div>`,
    ),
  ],
  [
    'links with a date before each',
    `<ul>${each(({ path, title, date }) => `<li>${date} » <a href="/a/${path}">${title}</a></li>`)}</ul>`,
  ],
  [
    'a Chinese portal that cuts its titles and hides them in attributes',
    `<div class="list_box"><ul class="list_con">${each(
      ({ path, title, date }) =>
        `<li><a href="/c/list">[业界]</a> <a href="/a/${path}" title="${title}" target="_blank">${title.slice(0, 8)}...</a><span>${day(date).year}年${day(date).month}月${day(date).dayOfMonth}日 08:30</span></li>`,
    )}</ul></div><div class="rank"><h3>热点排行</h3><ul>${Array.from({ length: 15 }, (_, at) => `<li><a href="/hot/${at}">热点新闻排行榜上的一条老新闻之${at}</a></li>`).join('')}</ul></div>`,
  ],
  [
    'pairs of table rows, the second with points and comments',
    `<table>${each(
      ({ path, title, date }, at) =>
        `<tr class="thing" id="${at}"><td>${at + 1}.</td><td><span class="titleline"><a href="/a/${path}">${title}</a> <span class="site">(<a href="from?site=a.example">a.example</a>)</span></span></td></tr><tr><td></td><td>157 points by <a href="/u/foo">foo</a> <span class="age" title="${date}T08:00:00">3 hours ago</span> | <a href="/i/${at}">88 comments</a></td></tr><tr class="spacer"></tr>`,
    )}</table>`,
  ],
  [
    'an archive with a list for each month',
    ['2016-12', '2016-11']
      .map(
        month =>
          `<section><h2>${month}</h2><ul>${each(({ path, title, date }) => (date.startsWith(month) ? `<li><span>${date}</span> <a href="/a/${path}">${title}</a></li>` : ''))}</ul></section>`,
      )
      .join(''),
  ],
  [
    'headings and paragraphs side by side',
    each(
      ({ path, title, date, summary }) =>
        `<h2><a href="/a/${path}">${title}</a></h2><p class="meta">${day(date).english}</p><p>${summary}</p>`,
    ),
  ],
  [
    'articles whose classes name their topics',
    `<main>${each(({ path, title, date, summary }, at) => `<article id="post-${at}" class="post-${at} post type-post category-${path} tag-${path} ${at === 0 ? 'sticky has-post-thumbnail' : ''}"><header><h2 class="entry-title"><a href="/a/${path}" rel="bookmark">${title}</a></h2><span class="posted-on"><a href="/a/${path}"><time class="entry-date" datetime="${date}T10:00:00+00:00">${day(date).english}</time></a></span></header><div class="entry-summary"><p>${summary} <a class="more-link" href="/a/${path}">Continue reading ${title}</a></p></div></article>`)}</main>`,
  ],
  [
    'whole texts with links and headings of their own',
    each(
      ({ path, title, date }) =>
        `<div class="item"><span class="item__title--big"><a href="/a/${path}">${title}</a></span><span class="item__date">${day(date).english}</span><div><h3><a href="https://other.example/${path}">A much longer heading of something else that is quoted here</a></h3><ul><li><a href="https://other.example/1/${path}">The first of several things to read</a></li><li><a href="https://other.example/2/${path}">The second of several things to read</a></li></ul><p>And prose that speaks of ${path} at some length, without an end.</p></div></div>`,
    ),
  ],
  [
    'layout tables in capitals without closing tags',
    `<TABLE><TR><TD><TABLE WIDTH=100%>${each(({ path, title, date }) => `<TR><TD><IMG SRC=dot.gif><A HREF="/a/${path}"><FONT SIZE=2>${title}</FONT></A><TD ALIGN=right><FONT COLOR=gray>(${date})</FONT>`)}</TABLE></TABLE>`,
  ],
  [
    'one paragraph with links and dates, apart by line breaks alone',
    `<p>${each(({ path, title, date }) => `<a href="/a/${path}">${title}</a> (${date})<br>`)}</p>`,
  ],
  [
    'links that each have a description in the same line',
    `<ul>${each(({ path, title, date, summary }) => `<li><b><a href="/a/${path}">${title}</a></b> — ${summary} <i>${day(date).english}</i></li>`)}</ul>`,
  ],
  [
    'headings that are not linked, with a link on the picture and one to read more',
    each(
      ({ path, title, date, summary }) =>
        `<div class="css-1x2y3z"><a href="/a/${path}"><img src="p.png"></a><h3>${title}</h3><small>${day(date).english}</small><p>${summary}</p><a href="/a/${path}">Read more</a></div>`,
    ),
  ],
]

describe.each(layouts)('%s', (_name, list) => {
  const read = () => readPageList(Buffer.from(pageOf(list)), { url: 'https://a.example/blog/' }, null)

  test('gives all articles and nothing else', () => {
    expect(read().items.map(item => [item.title, item.url])).toEqual(
      written.map(({ title, path }) => [title, `https://a.example/a/${path}`]),
    )
  })

  test('gives the dates', () => {
    expect(read().items.map(item => item.publishedAt?.slice(0, 10))).toEqual(written.map(({ date }) => date))
  })
})

test('summaries are taken where the page has them', () => {
  const list = each(
    ({ path, title, summary }) => `<article><h2><a href="/a/${path}">${title}</a></h2><p>${summary}</p></article>`,
  )
  const { items } = readPageList(Buffer.from(pageOf(list)), { url: 'https://a.example/' }, null)
  expect(items.map(item => item.summaryHtml)).toEqual(written.map(({ summary }) => summary))
})

test('undated articles are found too, and get no date', () => {
  const list = `<ul class="articles">${each(({ path, title }) => `<li><a href="/a/${path}">${title}</a></li>`)}</ul>`
  const page = pageOf(list).replace(popular, '')
  const { items } = readPageList(Buffer.from(page), { url: 'https://a.example/' }, null)
  expect(items.map(item => item.title)).toEqual(written.map(({ title }) => title))
  expect(items.every(item => item.publishedAt === null)).toBe(true)
})

test('dates without a year count as dates, but are not guessed', () => {
  const list = `<ul>${each(({ path, title, date }) => `<li><a href="/a/${path}">${title}</a><em>${date.slice(5)}</em></li>`)}</ul>`
  const { items, explanation } = readPageList(Buffer.from(pageOf(list)), { url: 'https://a.example/' }, null)
  expect(items.map(item => item.publishedAt)).toEqual(written.map(() => null))
  expect(explanation).toContain('7 of them dated')
})

test('the explanation is one sentence that names the list, its size and its rival', () => {
  const list = `<ul class="articles">${each(({ path, title, date }) => `<li>${date} <a href="/a/${path}">${title}</a></li>`)}</ul>`
  const { explanation } = readPageList(Buffer.from(pageOf(list)), { url: 'https://a.example/' }, null)
  expect(explanation).toMatch(
    /^Took the 7 items at "ul\.articles > li", 7 of them dated, outside navigation, ahead of (?:one other list|\d+ other lists) \(next: \d+ items at "[^"]+"\)\.$/,
  )
})

test.each([
  ['menus and footers alone', `${menu}${pager}<p>Welcome</p><footer><a href="/terms">Terms</a></footer>`],
  ['a page without links', '<p>This page is filled by a script.</p><script>start()</script>'],
  [
    'prose with links in it',
    each(
      ({ path, summary }) =>
        `<p>${summary} ${summary} And <a href="/a/${path}">it was reported elsewhere</a> that so it is.</p>`,
    ),
  ],
  ['nothing', ''],
])('%s is no list', (_name, body) => {
  expect(() => readPageList(Buffer.from(body), { url: 'https://a.example/' }, null)).toThrow(
    expect.objectContaining({ code: 'PAGE_LIST_EMPTY' }),
  )
})
