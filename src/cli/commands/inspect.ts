// `weekly inspect`: what the program sees in a feed or page. Changes nothing.
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import { cutAtSentence } from '../../core/text.ts'
import type { Summary } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { parseFeed } from '../../collect/feeds/parse-feed.ts'
import { extractArticle } from '../../extract/extract-article.ts'
import { summarize } from '../../extract/summary/summarize.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, say, sayJson } from '../terminal/terminal.ts'
import { withApp } from '../../app/wire.ts'

interface Body {
  readonly bytes: Uint8Array
  readonly from: { readonly url: string; readonly contentType?: string }
}

async function readTarget(options: GlobalOptions, target: string): Promise<Body> {
  if (!parseHttpUrl(target)) {
    const bytes = await readFile(target).catch((cause: unknown) => {
      throw new WeeklyError('FILE_UNREADABLE', `${target} cannot be read`, {
        hint: 'Name a file, or an address with http://.',
        cause,
      })
    })
    return { bytes, from: { url: pathToFileURL(target).href } }
  }
  return withApp(options, { log: createCommandLog(options) }, async ({ http }) => {
    const { status, url, body, headers } = await http.fetch({ url: target, accept: 'any' })
    if (status !== 200)
      throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${status}`, {
        hint: 'Open the address in a browser.',
      })
    const contentType = headers['content-type']
    return { bytes: body, from: { url, ...(contentType === undefined ? {} : { contentType }) } }
  })
}

/** The feed in the body, or null when it is none; only then it is read as a page. */
function tryFeed({ bytes, from }: Body) {
  try {
    return parseFeed(bytes, from)
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** The summary as the reader gets it, then where each of its sentences stands in the text. */
function saySummary(options: GlobalOptions, { lead, points, sourceSpans }: Summary, text: string): void {
  say(options, `\n${lead}`)
  for (const point of points) say(options, `- ${point}`)
  const firstPoint = sourceSpans.length - points.length
  say(options, '\nsentences of the summary in the text, as characters [start, end):')
  for (const [i, [start, end]] of sourceSpans.entries())
    say(
      options,
      `  ${i < firstPoint ? 'lead ' : 'point'} [${start}, ${end})  ${cutAtSentence(text.slice(start, end), 60).text}`,
    )
}

/** Shows a feed with its items, or a page's article with its summary and the feeds it names. */
export async function inspect(options: GlobalOptions, target: string): Promise<number> {
  const body = await readTarget(options, target)
  const feed = tryFeed(body)
  if (feed) {
    if (options.json) sayJson(feed)
    say(options, `${feed.format} feed: ${feed.title ?? '(no title)'} — ${feed.items.length} items`)
    for (const { publishedAt, title, url } of feed.items)
      say(options, `${publishedAt ?? '—'.padEnd(24)}  ${title ?? '(no title)'}\n  ${url ?? '(no link)'}`)
    return exitCodes.done
  }
  showArticle(options, body)
  return exitCodes.done
}

function showArticle(options: GlobalOptions, { bytes, from }: Body): void {
  const article = extractArticle(bytes, from)
  const summary = summarize({
    title: article.title ?? '',
    text: article.text,
    ...(article.language === null ? {} : { language: article.language }),
  })
  if (options.json) sayJson({ ...article, summary })
  const { byline, siteName, publishedAt, language, pdfUrl } = article
  say(options, article.title ?? '(no title)')
  say(
    options,
    [byline, siteName, publishedAt, language, `${article.readingMinutes} min`, pdfUrl].filter(Boolean).join(' · '),
  )
  say(options, `confidence ${article.confidence.toFixed(2)} — ${article.confidenceReasons.join(', ')}`)
  saySummary(options, summary, article.text)
  for (const { type, url, title } of article.feeds) say(options, `\nfeed (${type}) ${title ?? ''} ${url}`)
  say(options, `\n${article.text}`)
}
