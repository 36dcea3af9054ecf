// A small blog of our own on loopback: its feed, two index pages, reading lists in three styles, and articles that are none.
import { rssOf, startSite, type TestSite } from '../servers.ts'

const words = 'A sentence of the author, who has thought about this for a while and writes it down for everybody. '

function page(title: string, body: string, date?: string): string {
  const time = date === undefined ? '' : `<time datetime="${date}">${date}</time>`
  return `<!doctype html><html lang="en"><head><title>${title} · A blog</title></head><body><nav><a href="/">Home</a></nav><div class="sidebar"><a href="https://elsewhere.example/me">Me</a></div><article><header><h1>${title}</h1>${time}</header><div class="post">${body}</div></article><footer><a href="https://host.example/">Hosted</a></footer></body></html>`
}

/** Headings that link out, one with a PDF beside it; a foreword; a section that returns. */
export const firstList = page(
  'Weekly reading list',
  `<p>题记：这一周读到的。</p>
<h2><a href="https://one.example/leases?utm_source=x">Leases, again</a> <a href="/files/leases.pdf">PDF</a></h2>
<blockquote><p>A lease is a promise about time, and clocks break promises.</p></blockquote>
<ul><li>first point</li><li>second point<ul><li>with more below</li><li>and more</li></ul></li></ul>
<p>Note: read the second half first.</p>
<h2><a href="https://two.example/tail">长尾延迟</a></h2><p>慢的副本拖住所有人。</p><p>• 对冲请求<br>\n• 绑定请求</p>
<h2>In brief</h2><ul><li><a href="https://three.example/a">Short one</a>: in a word</li><li><a href="https://four.example/b">Short two</a></li></ul>`,
)

/** Of the same week as the first: items under headings. */
export const secondList = page(
  'Links of the week',
  `<h2>Databases</h2><ul>
<li><a href="https://five.example/vacuum">Vacuum at night</a> — why a large table needs more than one worker.</li>
<li><a href="https://one.example/leases">Leases, again</a> — as before.</li>
<li><a href="https://six.example/wal">The log is the database</a>, says everybody, and here is what that means in practice.</li></ul>
<h2>In brief</h2><ul><li><a href="https://seven.example/c">Short three</a>: a word</li></ul>`,
)

/** Plain headings with the address below, of another week. */
export const thirdList = page(
  'Reading notes of week 3',
  `<h3>Consensus</h3><p><a href="https://eight.example/raft">https://eight.example/raft</a></p><blockquote><p>Membership changes one server at a time are easier to get right.</p></blockquote>
<h3>Disks</h3><p>Some words.</p><p><a href="https://nine.example/fsync">https://nine.example/fsync</a></p>`,
)

const article = page(
  'What a lease promises',
  `<p>${words.repeat(4)}</p><h2>References</h2><ul><li><a href="https://one.example/leases">Leases</a></li><li><a href="https://two.example/tail">Tail</a></li></ul>`,
)
const conference = page(
  'Notes from a conference',
  ['Scheduling', 'Storage', 'Networks', 'People']
    .map(title => `<h2><a href="https://conf.example/${title}">${title}</a></h2><p>${words}</p>`)
    .join(''),
)

/** Starts the blog; `posts` may be added to its feed while it runs. */
export async function startBlog(): Promise<
  TestSite & { publish(path: string, html: string, title: string, date: string): void }
> {
  const site = await startSite()
  const feed: { link: string; title: string; date: string }[] = []
  const publish = (path: string, html: string, title: string, date: string): void => {
    site.routes.set(path, { headers: { 'content-type': 'text/html; charset=utf-8' }, body: html })
    feed.unshift({ link: new URL(path, site.url).href, title, date })
    site.routes.set('/feed.xml', { headers: { 'content-type': 'application/rss+xml' }, body: rssOf('A blog', feed) })
  }
  publish('/leases/', article, 'What a lease promises', '2016-01-11T08:00:00Z')
  publish('/2016-w49-a/', firstList, 'Weekly reading list', '2016-12-05T08:00:00Z')
  publish('/2016-w49-b/', secondList, 'Links of the week', '2016-12-08T08:00:00Z')
  publish('/conference/', conference, 'Notes from a conference', '2016-12-10T08:00:00Z')
  publish('/gone/', '', 'A post that is gone', '2016-12-11T08:00:00Z')
  site.routes.delete('/gone/')
  const listed = (path: string, title: string, date: string): string =>
    `<div class="entry"><h2><a href="${path}">${title}</a></h2><time datetime="${date}">${date}</time><p>${words}</p></div>`
  const index = (body: string, next: string): string =>
    `<!doctype html><html><head><title>A blog</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body><main>${body}</main>${next}</body></html>`
  const html = { 'content-type': 'text/html; charset=utf-8' }
  site.routes.set('/', {
    headers: html,
    body: index(listed('/2016-w49-b/', 'Links of the week', '2016-12-08'), '<a rel="next" href="/page/2/">Older</a>'),
  })
  // The third list is not in the feed any more: the second index page alone has it.
  site.routes.set('/page/2/', {
    headers: html,
    body: index(
      listed('/week-3/', 'Reading notes of week 3', '2016-01-22') +
        listed('/leases/', 'What a lease promises', '2016-01-11') +
        listed('/2016-w49-a/', 'Weekly reading list', '2016-12-05'),
      '<a href="/">Newer</a>',
    ),
  })
  site.routes.set('/week-3/', { headers: html, body: thirdList })
  return { ...site, publish }
}
