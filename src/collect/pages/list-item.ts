// One element of a page's list to an item: its chief link, title, date and summary.
import { parseFeedDate } from '../../core/feed-date.ts'
import { countColumns, cutAtSentence } from '../../core/text.ts'
import type { Instant } from '../../core/types.ts'
import type { MarkupElement, MarkupNode } from '../../formats/markup.ts'
import { type BareLink, gatherPieces, joinPieces, type Piece, type PieceLink, type Pieces } from './gather-pieces.ts'
import type { PageAddress } from './page-address.ts'
import { findDateIn, type DateMention } from './page-date.ts'
import { completeDate, type Period, type PeriodReader, readDay, readUrlPeriod } from './page-periods.ts'

/** What an item's reading needs of its page. */
export interface ListPage {
  readonly address: PageAddress
  readonly periodAbove: PeriodReader
  /** Texts that name a topic on this page, and no item. */
  readonly labels: ReadonlySet<string>
  /** Of dates that name no zone; null: UTC. */
  readonly timezone: string | null
}

/** An item as a page lists it, with what speaks for its being one. */
export interface ListItem {
  readonly url: string
  readonly title: string
  readonly publishedAt: Instant | null
  /** Whether a date stands there or in a heading above, even one without a year, such as "12-08". */
  readonly isDated: boolean
  /** Where the date was found: in the item, completed by a heading above it, or completed by its address; null without one. */
  readonly datedBy: 'item' | 'heading' | 'address' | null
  /** Plain text. */
  readonly summary: string | null
  /** Whether the title is, or stands in, a heading. */
  readonly isHeaded: boolean
  /** 0–1: how much of the linked text belongs to the chief link. */
  readonly dominance: number
  /** 0–1: how much of its line the chief link fills; little inside prose. */
  readonly standing: number
}

/** The link that an item is about. */
interface Chief {
  readonly link: PieceLink
  readonly title: string
  readonly isHeaded: boolean
  readonly dominance: number
  readonly standing: number
}

const MAX_TITLE_CHARACTERS = 300
const MAX_SUMMARY_CHARACTERS = 600
const MIN_SUMMARY_COLUMNS = 24
/** A line that is a date and little else: author, section, number of comments. */
const MAX_BESIDE_DATE_COLUMNS = 60
/** A date in an element of its own, inside a longer line. */
const MAX_DATE_PART_CHARACTERS = 30
/** Titles stand in headings, the higher the likelier, or are called so; then the length of the text counts, and coming first. */
const HEADING_WEIGHT = 1_000
const HEADING_LEVEL_WEIGHT = 10
const FIRST_WEIGHT = 8
const MAX_LENGTH_WEIGHT = 120
/** Signs that pages write before a title in place of list marks. */
const bullets = /^[\s·•‧・▪●○◆◇■□★☆►▶»›]+/u
const bareLabel =
  /^[\s[(（【]*(?:(?:continue|keep) reading.{0,200}|read (?:more|on|the rest|the full|full|article|post|this).{0,40}|(?:learn|see|view|show) more|more|full story|details?|permalink|\d+ comments?|(?:no|add|leave a|post a)? ?comments?|share|reply|edit|(?:点击)?(?:阅读|查看|了解)?(?:更多|全文|原文|详情|详细)|阅读|展开|继续阅读|评论|分享|收藏)[\s\])）】…›»→>.:]*$/iu

/**
 * Reads an item from its element and from the siblings that belong to it (see companions.ts).
 * Null when it has no link with a title.
 */
export function readListItem(
  element: MarkupElement,
  companions: readonly MarkupNode[],
  page: ListPage,
): ListItem | null {
  const all = gatherPieces([element, ...companions], page.address)
  const chief = chooseChief(all, text => isBareLabel(text) || page.labels.has(text))
  if (!chief) return null
  const lines = linesBeside(all.pieces, chief, page.timezone)
  const mention = findDate(all, lines, chief, page.timezone)
  const date = mention?.publishedAt
    ? ({ publishedAt: mention.publishedAt, datedBy: 'item' } as const)
    : dateElsewhere(mention ?? findLoneDay(lines), page.periodAbove(element), chief.link.url)
  const publishedAt = date?.publishedAt ?? null
  const isDayAlone = publishedAt !== null && date?.datedBy !== 'item'
  return {
    url: chief.link.url,
    title: chief.title.slice(0, MAX_TITLE_CHARACTERS),
    publishedAt: isDayAlone ? parseFeedDate(publishedAt.slice(0, 10), page.timezone) : publishedAt,
    isDated: mention !== null || date?.datedBy === 'heading',
    datedBy: date?.datedBy ?? null,
    summary: findSummary(lines),
    isHeaded: chief.isHeaded,
    dominance: chief.dominance,
    standing: chief.standing,
  }
}

/** A link that is named by what one does with it ("read more"), by a topic in brackets, a number or signs names no item. */
function isBareLabel(text: string): boolean {
  if (text.length > MAX_TITLE_CHARACTERS) return false
  const isTopic = /^[[【(（][^\])】）]{1,8}[\])】）]$/u.test(text)
  return isTopic || bareLabel.test(text) || !/\p{L}[^\p{L}]*\p{L}|\p{Script=Han}/u.test(text)
}

/** The link of the highest heading, or of what is called title, else the longest; the first of equals. Companions have none. */
function chooseChief({ pieces, bareLinks }: Pieces, isLabel: (text: string) => boolean): Chief | null {
  const own = pieces.filter(piece => piece.part === 0)
  const linked = own.filter(piece => piece.link !== null)
  const candidates = [...Map.groupBy(linked, piece => piece.link).values()]
    .map(inside => ({ inside, link: inside[0]?.link ?? null, text: titleIn(inside, isLabel) }))
    .filter(({ text }) => !isLabel(text))
    .map((candidate, rank) => ({ ...candidate, weight: weighLink(candidate.inside, candidate.text, rank) }))
  const best = candidates.toSorted((a, b) => b.weight - a.weight)[0]
  const isHeaded = best !== undefined && best.weight >= HEADING_WEIGHT
  const unnamed = isHeaded || (best && bareLinks.length === 0) ? null : chooseUnnamed(own, bareLinks, isLabel)
  // Beside a heading without a link, the linked words are its topic or its author: the card is linked as a whole.
  if (!best?.link || unnamed?.isHeaded) return unnamed
  const { link } = best
  const columnsOf = (texts: typeof candidates) => texts.reduce((sum, { text }) => sum + countColumns(text), 0)
  return {
    link,
    title: best.text,
    isHeaded,
    dominance: columnsOf(candidates.filter(other => other.link?.url === link.url)) / columnsOf(candidates),
    standing: measureStanding(pieces, best.inside),
  }
}

/** The share of the link in the text of its own block, other links and dates apart. */
function measureStanding(pieces: readonly Piece[], linked: readonly Piece[]): number {
  const blocks = new Set(linked.map(piece => piece.block))
  const beside = pieces.filter(piece => piece.link === null && isNoDate(piece) && blocks.has(piece.block))
  const columns = countColumns(joinPieces(linked))
  return columns / (columns + countColumns(joinPieces(beside)))
}

function isNoDate(piece: Piece): boolean {
  return piece.role !== 'date'
}

function weighLink(inside: readonly Piece[], text: string, rank: number): number {
  const levels = inside.map(piece => (piece.role === 'title' ? 1 : piece.heading)).filter(level => level !== null)
  if (levels.length > 0) return HEADING_WEIGHT + HEADING_LEVEL_WEIGHT * (6 - Math.min(...levels))
  return Math.min(countColumns(text), MAX_LENGTH_WEIGHT) + (rank === 0 ? FIRST_WEIGHT : 0)
}

/**
 * An item whose heading is not linked, only its picture, its "read more" or the whole card by a link that lies over it. Without a heading
 * the link's label names it, else its first words.
 */
function chooseUnnamed(
  pieces: readonly Piece[],
  bareLinks: readonly BareLink[],
  isLabel: (text: string) => boolean,
): Chief | null {
  const heading = pieces.filter(piece => piece.heading !== null || piece.role === 'title')
  const headed = joinPieces(heading.filter(isNoDate))
  const link = chooseBareLink(bareLinks, headed) ?? pieces.find(piece => piece.link !== null)?.link
  if (!link) return null
  const isHeaded = headed !== '' && heading.some(piece => piece.heading !== null)
  const label = bareLinks.find(({ url, label: text }) => url === link.url && !isLabel(text))?.label
  const title = [headed, label ?? '', ...(bareLinks.length > 0 ? firstWords(pieces) : [])].find(text => !isLabel(text))
  return title === undefined ? null : { link, title, isHeaded, dominance: 1, standing: 1 }
}

/** Of links without a text the one whose label has the heading in it, else the one that is there most often. */
function chooseBareLink(links: readonly BareLink[], heading: string): PieceLink | null {
  const named = heading === '' ? undefined : links.find(({ label }) => label.includes(heading))
  const byUrl = [...Map.groupBy(links, ({ url }) => url).values()].toSorted((a, b) => b.length - a.length)
  return named ?? byUrl[0]?.[0] ?? null
}

/** The first block with words that are no date, which stands where a title would. */
function firstWords(pieces: readonly Piece[]): string[] {
  const words = pieces.filter(piece => isNoDate(piece) && piece.link === null && piece.role !== 'summary')
  const blocks = [...Map.groupBy(words, piece => piece.block).values()].map(joinPieces)
  return blocks.filter(text => text !== '' && findDateIn(text) === null).slice(0, 1)
}

/** The title in a link: its heading where a whole card is linked, else what is called title, else its first block with words. */
function titleIn(linked: readonly Piece[], isLabel: (text: string) => boolean): string {
  const words = linked.filter(isNoDate)
  const parts = [words.filter(piece => piece.heading !== null), words.filter(piece => piece.role === 'title')]
  const blocks = [...Map.groupBy(words, piece => piece.block).values()]
  const named = [...parts, ...blocks].map(joinPieces).find(part => !isLabel(part)) ?? joinPieces(words)
  const text = named.replace(bullets, '')
  const hint = linked[0]?.link?.hint ?? ''
  const cut = /^(.+?)\s*(?:…|\.{2,})$/u.exec(text)?.[1]
  return cut !== undefined && hint.startsWith(cut) ? hint : text
}

/** A block of the item without its title, links and all. */
interface Line {
  readonly text: string
  readonly role: Piece['role']
  readonly date: DateMention | null
  /** 0–1: how much of the text is linked. */
  readonly linkShare: number
}

function linesBeside(pieces: readonly Piece[], chief: Chief, timezone: string | null): Line[] {
  const beside = pieces.filter(
    piece => piece.heading === null && (piece.link !== chief.link || piece.text.trim() !== ''),
  )
  const blocks = [...Map.groupBy(beside, piece => `${piece.block} ${piece.role ?? ''}`).values()]
  return blocks.flatMap(block => {
    const own = block.filter(piece => piece.link !== chief.link || piece.role === 'date')
    const isPartOfCard = own.length === 0 && block[0]?.role !== 'title' && !chief.title.includes(joinPieces(block))
    const kept = isPartOfCard ? block : own
    const text = joinPieces(kept)
    if (text === '' || text === chief.title) return []
    const linked = joinPieces(kept.filter(piece => piece.link !== null && piece.link !== chief.link))
    const role = kept[0]?.role ?? null
    return [{ text, role, date: findDateIn(text, timezone), linkShare: linked.length / text.length }]
  })
}

/** Attributes first, then what is called a date, then lines and parts of lines that are little more than one. */
function findDate(
  { pieces, stampedDates }: Pieces,
  lines: readonly Line[],
  chief: Chief,
  timezone: string | null,
): DateMention | null {
  for (const stamp of stampedDates) {
    const publishedAt = parseFeedDate(stamp, timezone)
    if (publishedAt !== null) return { text: stamp, publishedAt }
  }
  const parts = pieces.filter(piece => piece.link !== chief.link && piece.text.length <= MAX_DATE_PART_CHARACTERS)
  const mentions = [
    ...lines.filter(line => line.role === 'date').map(line => line.date),
    ...lines.filter(line => line.role === null && isDateLine(line)).map(line => line.date),
    ...parts.map(piece => findDateIn(piece.text, timezone)),
    findDateAfter(pieces, chief, timezone),
  ].filter(mention => mention !== null)
  return mentions.find(mention => mention.publishedAt !== null) ?? mentions[0] ?? null
}

/** The date that follows the title in a line of prose: "Title (2016-12-08). What it is about." */
function findDateAfter(pieces: readonly Piece[], chief: Chief, timezone: string | null): DateMention | null {
  const last = pieces.findLastIndex(piece => piece.link === chief.link)
  const rest = pieces.slice(last + 1).find(piece => piece.text.trim() !== '')
  const isNext = rest !== undefined && rest.block === pieces[last]?.block
  const start = isNext ? /^[\s([（【,，·|–—-]+(.{6,24}?)(?:[\])）】.。:：]|$)/u.exec(rest.text)?.[1] : undefined
  const date = start === undefined ? null : findDateIn(start, timezone)
  return date?.text === start?.trim() ? date : null
}

/** A number by itself, the day where a month stands above. */
function findLoneDay(lines: readonly Line[]): { readonly text: string } | null {
  return lines.find(line => /^\d{1,2}\D{0,2}$/.test(line.text)) ?? null
}

/** What the item leaves open is completed by the heading above it, else by its address. */
function dateElsewhere(
  mention: { readonly text: string } | null,
  above: Period | null,
  url: string,
): Pick<ListItem, 'publishedAt' | 'datedBy'> | null {
  const own = mention && readDay(mention.text)
  const byHeading = above && completeDate(above, own)
  if (byHeading) return { publishedAt: byHeading, datedBy: 'heading' }
  const inUrl = readUrlPeriod(url)
  const byAddress = inUrl && completeDate(inUrl, own?.month === null ? null : own)
  return byAddress ? { publishedAt: byAddress, datedBy: 'address' } : null
}

function isDateLine({ text, date }: Line): boolean {
  return date !== null && countColumns(text) - countColumns(date.text) <= MAX_BESIDE_DATE_COLUMNS
}

/** What is called a summary, else the first lines of prose. */
function findSummary(lines: readonly Line[]): string | null {
  const called = lines.filter(line => line.role === 'summary')
  const prose = lines.filter(
    line =>
      line.role === null && line.linkShare < 0.6 && !isDateLine(line) && countColumns(line.text) >= MIN_SUMMARY_COLUMNS,
  )
  const text = (called.length > 0 ? called : prose).map(line => line.text).join(' ')
  return text === '' ? null : cutAtSentence(text, MAX_SUMMARY_CHARACTERS).text
}
