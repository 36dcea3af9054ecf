// What a page says about dates elsewhere than in its items: headings of years, months and days above them, and addresses.
import { englishMonths } from '../../core/month-names.ts'
import { parseFeedDate } from '../../core/feed-date.ts'
import type { Instant } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { isElement, isText, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'

/** A year, or a month or day of it. */
export interface Period {
  readonly year: number
  readonly month: number | null
  readonly day: number | null
}

/** Finds the period that stands above an element, in a heading beside it or beside what it stands in. */
export type PeriodReader = (element: MarkupElement) => Period | null

const MAX_HEADING_CHARACTERS = 40
const MAX_HEADING_NODES = 12
const MAX_LEVELS = 6
const headingTag = /^(?:h[1-6]|dt|th|caption)$/
const monthNames = `(?:${englishMonths.join('|')})[a-z]{0,6}`
const yearAlone = /^(?:year\s)?((?:19|20)\d\d)\s?年?(?:\s?[(（]\d+\s?[篇]?[)）])?$/iu
const yearAndMonth = /^((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?月?(?:\s?[(（]\d+\s?[篇]?[)）])?$/u
const monthAndYear = new RegExp(String.raw`^(${monthNames})\.?,?\s((?:19|20)\d\d)(?:\s\(\d+\))?$`, 'iu')
const wholeDay = /^(?:\p{L}{3,12},?\s)?(.{6,30})$/u

/** The whole text as a period; null when it is anything else. */
export function readPeriod(text: string): Period | null {
  const year = yearAlone.exec(text)?.[1]
  if (year !== undefined) return { year: Number(year), month: null, day: null }
  const eastern = yearAndMonth.exec(text)
  const western = monthAndYear.exec(text)
  const month = eastern ? Number(eastern[2]) : western ? numberOfMonth(western[1] ?? '') : null
  if (month !== null && month >= 1 && month <= 12)
    return { year: Number(eastern?.[1] ?? western?.[2]), month, day: null }
  if (!/\d\D+\d|\d{6}/.test(text)) return null
  const date = parseFeedDate(text) ?? parseFeedDate(wholeDay.exec(text)?.[1] ?? '')
  return date === null ? null : periodOf(date)
}

/** One reader for one page: what stands in one parent is looked through once. */
export function createPeriodReader(): PeriodReader {
  const known = new Map<MarkupNode, ReadonlyMap<MarkupNode, Period>>()
  const periodsIn = (parent: MarkupNode): ReadonlyMap<MarkupNode, Period> => {
    const found = known.get(parent) ?? periodsOfChildren(parent)
    known.set(parent, found)
    return found
  }
  return element => {
    let node: MarkupNode = element
    for (let level = 0; level < MAX_LEVELS && node.parent; level++) {
      const period = periodsIn(node.parent).get(node)
      if (period) return period
      node = node.parent
    }
    return null
  }
}

/** For each child the period of the last heading before it among its siblings. */
function periodsOfChildren(parent: MarkupNode): ReadonlyMap<MarkupNode, Period> {
  const periods = new Map<MarkupNode, Period>()
  let current: Period | null = null
  for (const child of 'children' in parent ? parent.children : []) {
    if (current) periods.set(child, current)
    const heading = isElement(child) ? readHeading(child) : null
    if (!heading) continue
    const period = readPeriod(heading.text)
    // A day is above several items in a heading alone: elsewhere it is one item's own. A linked one is an item that is called so.
    if (period && (period.day === null || heading.mayNameDay)) current = period
  }
  return periods
}

/** The text of an element that is no more than a heading; null for what holds more. */
function readHeading(element: MarkupElement): { readonly text: string; readonly mayNameDay: boolean } | null {
  let text = ''
  const links: MarkupElement[] = []
  let nodesLeft = MAX_HEADING_NODES
  const visit = (node: MarkupNode): void => {
    if (--nodesLeft < 0) return
    if (isText(node)) text += node.data.slice(0, 4 * MAX_HEADING_CHARACTERS)
    if (!isElement(node)) return
    if (node.name === 'a') links.push(node)
    for (const child of node.children.slice(0, MAX_HEADING_NODES)) visit(child)
  }
  visit(element)
  const plain = text.replace(/\s+/g, ' ').trim()
  return nodesLeft < 0 || plain.length > MAX_HEADING_CHARACTERS
    ? null
    : { text: plain, mayNameDay: links.length === 0 && headingTag.test(element.name) }
}

const dayInPath = /(?:^|[/_\-a-z])((?:19|20)\d\d)([/\-_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:[/_\-.]|$)/i
const yearInPath = /\/((?:19|20)\d\d)(?:\/(0[1-9]|1[0-2]))?\//

/** The day, month or year in an address: `/2016/12/08/`, `t20161208_77.html`, `/2016/12/`. */
export function readUrlPeriod(url: string): Period | null {
  const path = parseHttpUrl(url)?.pathname ?? ''
  const day = dayInPath.exec(path)
  if (day) return { year: Number(day[1]), month: Number(day[3]), day: Number(day[4]) }
  const found = yearInPath.exec(path)
  return found ? { year: Number(found[1]), month: found[2] === undefined ? null : Number(found[2]), day: null } : null
}

/** Month and day of a date without a year, "12-08", "Dec 8", "8 December", "12月8日"; of a lone number the day. */
export function readDay(text: string): { readonly month: number | null; readonly day: number } | null {
  const plain = text.replace(/[[\](（）)【】]/g, ' ').trim()
  const named = new RegExp(String.raw`^(?:(${monthNames})\.?\s(\d{1,2})|(\d{1,2})\s(${monthNames})\.?)$`, 'iu').exec(
    plain,
  )
  if (named) return { month: numberOfMonth(named[1] ?? named[4] ?? ''), day: Number(named[2] ?? named[3]) }
  const numbers = /^(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?(?:\s\d\d:\d\d)?$/u.exec(plain)
  if (numbers) return { month: Number(numbers[1]), day: Number(numbers[2]) }
  const alone = /^(\d{1,2})(?:[.,:日号]|st|nd|rd|th)?$/iu.exec(plain)
  return alone ? { month: null, day: Number(alone[1]) } : null
}

/**
 * The day that a period and an item's own words make together; null when they leave it open or contradict each other.
 * `own` is null where the item says nothing: then the period must be a day.
 */
export function completeDate(period: Period, own: ReturnType<typeof readDay>): Instant | null {
  const month = own?.month ?? period.month
  const day = own?.day ?? period.day
  const isContrary =
    own !== null && ((period.month !== null && period.month !== month) || (period.day !== null && period.day !== day))
  if (isContrary || month === null || day === null) return null
  const two = (number: number) => String(number).padStart(2, '0')
  return parseFeedDate(`${period.year}-${two(month)}-${two(day)}`)
}

function numberOfMonth(name: string): number {
  return englishMonths.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function periodOf(date: Instant): Period {
  const [year, month, day] = date.slice(0, 10).split('-').map(Number)
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0 }
}
