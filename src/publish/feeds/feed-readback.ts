// Reads a feed of ours back with rss-parser, what most Node readers use, before it may replace the published one. rss-parser is used behind this file only.
import { WeeklyError } from '../../core/errors.ts'

/** What a reader has to find in an item. */
export interface ExpectedItem {
  readonly id: string
  readonly link: string
  readonly title: string
  /** ISO 8601; compared to the second, since RSS has no finer dates. */
  readonly publishedAt: string
}

/** Resolves when an RSS or Atom feed gives the expected items in their order; throws FEED_READBACK_FAILED that names the first item that differs. */
export async function readBack(xml: string, expected: readonly ExpectedItem[]): Promise<void> {
  const found = await parse(xml)
  if (found.length !== expected.length)
    throw failure(`the feed came back with ${found.length} items instead of ${expected.length}`)
  for (const [index, item] of expected.entries()) {
    const back = found[index]
    for (const property of ['id', 'link', 'title', 'publishedAt'] as const) {
      const [want, got] = [item[property], back?.[property] ?? '']
      const isSame = property === 'publishedAt' ? secondOf(want) === secondOf(got) : want === got
      if (!isSame)
        throw failure(`item ${index + 1}, "${item.title}", came back with ${property} "${got}" instead of "${want}"`)
    }
  }
}

async function parse(xml: string): Promise<Partial<ExpectedItem>[]> {
  try {
    // Loaded with the first feed: ten megabytes that what comes before publishing does not need.
    const { default: Parser } = await import('rss-parser')
    const { items } = await new Parser<object, { id?: string }>().parseString(xml)
    return items.map(({ id, guid, link, title, isoDate }) => ({
      id: id ?? guid ?? '',
      link: link ?? '',
      title: title ?? '',
      publishedAt: isoDate ?? '',
    }))
  } catch (cause) {
    throw failure('the feed cannot be parsed', cause)
  }
}

function secondOf(date: string): number {
  return Math.floor(Date.parse(date) / 1000)
}

function failure(message: string, cause?: unknown): WeeklyError {
  return new WeeklyError('FEED_READBACK_FAILED', message, {
    hint: 'The published feed was left as it is; correct the item, or report this as a bug.',
    cause,
  })
}
