// Measures lists: pages without a feed, weeklies as lists of stories, and weeklies as one story whose points are its items' headings.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPageList } from '../../../src/collect/pages/page-list.ts'
import { readReadingList } from '../../../src/collect/pages/reading-list.ts'
import { WeeklyError } from '../../../src/library.ts'
import { readItem } from '../read-item.ts'
import { meanOf, type Score, shareOf } from '../score.ts'
import { compareLists, type Listed, scoreLists } from '../scorers/lists.ts'
import { writeCiting, type Weekly, writeWeeklies } from '../write-weekly.ts'

const fixtures = join(import.meta.dirname, '..', '..', '..', 'test', 'fixtures', 'list-pages')
const EACH_STYLE = 5
const CITING = 20

/** The weeklies: five in each of six styles. */
export function writeAllWeeklies(): readonly Weekly[] {
  return writeWeeklies(EACH_STYLE)
}

/** The items of a page without a feed; none when it shows no list. */
function listPage(html: Uint8Array | string, url: string): readonly Listed[] {
  const bytes = typeof html === 'string' ? new TextEncoder().encode(html) : html
  try {
    return readPageList(bytes, { url }, null).items.map(({ title, url }) => ({ title: title ?? '', url }))
  } catch (error) {
    if (error instanceof WeeklyError) return []
    throw error
  }
}

/** The pages that the tests hold item by item. */
function measureFixtures(): readonly Score[] {
  const names = readdirSync(fixtures).filter(name => name.endsWith('.html'))
  const counts = names.map(name => {
    const golden = JSON.parse(readFileSync(join(fixtures, name.replace('.html', '.json')), 'utf8')) as readonly Listed[]
    return compareLists(golden, listPage(readFileSync(join(fixtures, name)), 'https://site.example/blog/'))
  })
  return scoreLists('page lists of the tests', counts)
}

/** What the post's list names; nothing when it is taken for no list. */
function listStories({ html, url, title }: Pick<Weekly, 'html' | 'url' | 'title'>): readonly Listed[] {
  const verdict = readReadingList(html, { url, title, knownSections: new Set() })
  return verdict.kind === 'list' ? verdict.sections.flatMap(({ stories }) => stories) : []
}

const squeeze = (text: string): string => text.replace(/[\s\p{P}\p{N}]+/gu, '').toLowerCase()

/** The share of a weekly's points that are headings of its items; null when it has no points. */
async function headingsAmongPoints(weekly: Weekly): Promise<number | null> {
  const article = await readItem({ title: weekly.title, summaryHtml: null, contentHtml: weekly.html, page: null })
  const points = article?.summary.points ?? []
  const headings = new Set(weekly.items.map(({ title }) => squeeze(title)))
  return points.length === 0
    ? null
    : shareOf(points.filter(point => headings.has(squeeze(point))).length, points.length)
}

/** Measures page lists, weeklies as lists, weeklies' points, and articles with references that are no lists. */
export async function measureLists(): Promise<readonly Score[]> {
  const weeklies = writeAllWeeklies()
  const asPages = weeklies.map(({ html, url, title, items }) => {
    const page = `<!doctype html><meta charset="utf-8"><title>${title}</title><main><h1>${title}</h1>${html}</main>`
    return compareLists(items, listPage(page, url))
  })
  const shares = await Promise.all(weeklies.map(headingsAmongPoints))
  const citing = writeCiting(CITING)
  const mistaken = citing.filter(article => listStories(article).length > 0).length
  return [
    ...measureFixtures(),
    ...scoreLists('weeklies as page lists', asPages),
    ...scoreLists(
      'weeklies as lists of stories',
      weeklies.map(weekly => compareLists(weekly.items, listStories(weekly))),
    ),
    {
      matter: 'weeklies as lists of stories',
      name: 'articles with references taken for lists',
      unit: 'share',
      better: 'less',
      value: shareOf(mistaken, citing.length),
      cases: citing.length,
    },
    {
      matter: 'weeklies as one story',
      name: 'points that are headings of items',
      unit: 'share',
      better: 'more',
      value: meanOf(shares.map(share => share ?? 0)),
      cases: shares.length,
    },
  ]
}
