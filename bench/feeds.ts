// Feeds of the corpus as text. Used by the steps parse and fetch-cycle, and by the feed server.
import { type Language, writeArticle } from './corpus.ts'

/** What a feed is made of. */
export interface FeedWish {
  readonly items: number
  readonly language: Language
  /** Paragraphs of each item; none makes items of a title and a link. */
  readonly paragraphs: number
}

/** The newest item is of this moment; each next is three hours older. */
const NEWEST_MS = Date.UTC(2026, 10, 20)
const STEP_MS = 3 * 3_600_000

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

interface FeedItem {
  readonly url: string
  readonly title: string
  readonly html: string
  readonly publishedAt: Date
}

function writeItems({ items, language, paragraphs }: FeedWish): readonly FeedItem[] {
  return Array.from({ length: items }, (_, i) => {
    const article = writeArticle({ seed: i, topic: i, language, paragraphs })
    // Most feeds give whole addresses; one item in ten is written for its own site.
    const site = i % 10 === 9 ? '' : 'https://feed.example.org'
    return {
      url: `https://feed.example.org/articles/${i}?ref=feed&n=${i}`,
      title: `${article.title} & more`,
      html: article.paragraphs.map(text => `<p>${text} <a href="${site}/next/${i}">…</a></p>`).join('\n'),
      publishedAt: new Date(NEWEST_MS - i * STEP_MS),
    }
  })
}

/** RSS 2.0 with the text in CDATA under content:encoded. */
export function writeRss(wish: FeedWish): string {
  const items = writeItems(wish).map(
    ({ url, title, html, publishedAt }) =>
      `<item><title>${escapeXml(title)}</title><link>${escapeXml(url)}</link><guid isPermaLink="false">${escapeXml(url)}</guid>` +
      `<pubDate>${publishedAt.toUTCString()}</pubDate>` +
      (html === '' ? '' : `<dc:creator>A Writer</dc:creator><content:encoded><![CDATA[${html}]]></content:encoded>`) +
      '</item>',
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Feed FEED</title><link>https://feed.example.org/</link><description>Made by the bench</description>
${items.join('\n')}
</channel></rss>`
}

/** Atom with escaped HTML. */
export function writeAtom(wish: FeedWish): string {
  const items = writeItems(wish).map(
    ({ url, title, html, publishedAt }) =>
      `<entry><title>${escapeXml(title)}</title><link rel="alternate" href="${escapeXml(url)}"/><id>${escapeXml(url)}</id>` +
      `<updated>${publishedAt.toISOString()}</updated><author><name>A Writer</name></author>` +
      `<content type="html">${escapeXml(html)}</content></entry>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><link href="https://feed.example.org/"/>
<id>https://feed.example.org/</id><updated>${new Date(NEWEST_MS).toISOString()}</updated>
${items.join('\n')}
</feed>`
}
