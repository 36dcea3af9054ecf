// Tells instalments of a series apart: "Weekly roundup", "Release v1.2", "Reading list Dec 08" look alike and are no one story.

/** What of an article says which series it belongs to. */
export interface SeriesInput {
  readonly title: string
  readonly text?: string
  readonly source?: string
  readonly publishedAt?: string | null
  /** As `identifiersOf` has them, where the text is not at hand. */
  readonly identifiers?: readonly string[]
}

/** Series an article is part of, each with its instalments: two articles of one series meet only in an instalment of both. */
export type Instalments = ReadonlyMap<string, ReadonlySet<string>>

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const WEEKDAYS = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const moving = new RegExp(
  `\\b(?:${MONTHS}|${WEEKDAYS})\\b|\\p{N}+(?:[.,:/-]\\p{N}+)*(?:st|nd|rd|th)?|(?<=第)[一二三四五六七八九十百零〇]+|(?:周|星期)[一二三四五六日天]`,
  'giu',
)
const recurringWords =
  /\b(?:weekly|daily|monthly|fortnightly|roundups?|round-ups?|digest|newsletter|bulletin|links?|reading list|changelog|release notes?|recap|this week in|week in review|weeknotes?|episode|podcast|open thread|issue|edition)\b|周报|周刊|日报|早报|晚报|月刊|月报|双周|每周|每日|阅读列表|快报|一周|本周|简报/giu
const emptyWords =
  /\b(?:the|a|an|of|in|on|for|and|to|from|our|my|new|version|release[sd]?|update[sd]?|v|no|vol|part|week|month|day|year|s)\b|[的第期号版年月日更新发布]/giu
/** A name in letters that words are written with, whole; its length is capped since titles come from strangers. */
const productName = '(?<![\\p{Script=Latin}\\p{N}])(\\p{Script=Latin}[\\p{Script=Latin}\\p{N}+#-]{0,40}?)'
/** What makes a number a quantity: "grew 3.5%" names no version. */
const quantity =
  '(?!\\s{0,2}(?:[%％万亿元倍米秒级度]|percent|million|billion|trillion|[kmgt]b\\b|points?\\b|公里|个|次))'
const productVersion = new RegExp(
  `${productName}[\\s-]{0,2}v?(\\d{1,6}(?:\\.\\d{1,6}){1,4})(?![\\d.]*\\d)${quantity}`,
  'giu',
)
/** A whole number after a name is a version when the title says that it came out. */
const wholeVersion = new RegExp(
  `${productName}[\\s-]{1,2}v?(\\d{1,3})(?=\\s{0,2}(?:(?:has been |is )?released?\\b|(?:is|has) (?:out|here|arrived)\\b|ships\\b|arrives\\b|lands\\b|(?:正式)?发布|正式版|来了|问世))`,
  'giu',
)
/** Marks of a part with its ordinal. In brackets two figures at most: (2026) is a year. */
const partMarks =
  /\b(?:part|chapter)[\s-]+(\d{1,2}|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)\b|第\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:部分?|篇|章|节|讲|课|弹)|[（(【[]\s*(?:part\s*|连载\s*)?(\d{1,2}|[一二三四五六七八九十]{1,3}|[上中下]|[ivx]{1,4})\s*篇?\s*[）)】\]]|(上|中|下)篇(?!\p{Script=Han})|(?<=\p{Script=Han}\s?)([一二三四五六七八九十])(?=\s*(?:[:：]|[-–—]|$))/giu
/** 基础篇 and 实践篇 of one book: what stands before 篇, in brackets or behind a mark or blank. */
const volumeMark = /(?:^|[\s（(:：—·|-])(\p{Script=Han}{1,4})篇(?=[\s）):：]|$)/gu
/** What comes after the first of two, or names one of them, at a title's end. */
const sequelMark =
  /[\s,，:：–—-]{1,3}(continued|concluded|conclusion|(?:the )?(?:basics|fundamentals|theory)|in (?:practice|depth)|getting started|advanced|续[篇集]?|完结篇?)\s?$/iu
/** Instalments with a name and a number, counted source by source. */
const numbered =
  /\b(week|episode|ep|issue|vol|volume|no|chapter|lesson|lecture|series|season|sprint|milestone|benchmarks?)\b[\s.#:-]*(\d{1,4})\b/giu
const ordinals: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map((word, i) => [word, i + 1]),
  ),
  ...Object.fromEntries(['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'].map((word, i) => [word, i + 1])),
  ...Object.fromEntries(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'].map((word, i) => [word, i + 1])),
  上: 1,
}
/** Names that only one thing has: two articles that each name one, and not the same, tell of two things. */
const identifierPattern =
  /\b(cve-\d{4}-\d{4,7}|ghsa(?:-[a-z0-9]{4}){3}|(?:rfc|pep|kb)[\s-]?\d{3,8}|arxiv:\d{4}\.\d{4,5})\b/giu
const BEGINNING_CHARACTERS = 300
/** An article that names more is about none of them. */
const MOST_IDENTIFIERS = 3
/** From this many instalments at one source on the title is a template, whatever its words. */
const TEMPLATE_INSTALMENTS = 3

/** A title without what moves from one instalment to the next. */
function maskOf(title: string): string {
  return title
    .toLowerCase()
    .replace(moving, '#')
    .replace(/\bv(?=#)/g, '')
    .replace(/[^\p{L}#]+/gu, ' ')
    .trim()
}

function movingPartsOf(title: string): string {
  return (title.toLowerCase().match(moving) ?? []).join(' ')
}

/** Whether a title names only a regular occasion: words such as "weekly" with a date or number, or nothing but a version. */
function hasRecurringTitle(title: string): boolean {
  const mask = maskOf(title)
  const hasWords = mask.search(recurringWords) >= 0
  if (hasWords && mask.includes('#')) return true
  const rest = mask
    .replace(recurringWords, ' ')
    .replace(emptyWords, ' ')
    .replace(/[\s#]+/g, '')
  return title.trim() !== '' && rest === ''
}

function templateKeyOf({ title, source }: SeriesInput): string {
  return `${source ?? ''}\n${maskOf(title)}`
}

/** Which articles carry the title of a regular occasion: by its words, or because their source used it for three instalments here. */
export function findRecurring(articles: readonly SeriesInput[]): boolean[] {
  const instalments = new Map<string, Set<string>>()
  for (const article of articles) {
    if (article.title.trim() === '' || article.source === undefined) continue
    const key = templateKeyOf(article)
    const known = instalments.get(key) ?? new Set()
    instalments.set(key, known.add(`${movingPartsOf(article.title)} ${article.publishedAt?.slice(0, 10) ?? ''}`))
  }
  return articles.map(
    article =>
      hasRecurringTitle(article.title) || (instalments.get(templateKeyOf(article))?.size ?? 0) >= TEMPLATE_INSTALMENTS,
  )
}

/** A version without the zeros that make 1.5 and 1.5.0 one. */
function normaliseVersion(version: string): string {
  return version.replace(/(?:\.0+)+$/, '')
}

/** The ordinals of the parts that a title names: Part Two, 第二部分, （二）, 中篇. */
function partsOf(title: string): readonly string[] {
  return Array.from(title.toLowerCase().matchAll(partMarks), match => {
    // One group of the pattern has it, the others are empty.
    const ordinal = match.slice(1).join('')
    return String(ordinals[ordinal] ?? ordinal)
  })
}

/** A title with all its marks of parts and figures off, at its end too: "Benchmarks" and "Benchmarks 2" are one series. */
function seriesKeyOf({ title, source }: SeriesInput): string {
  const bare = maskOf(title.toLowerCase().replace(partMarks, ' ').replace(volumeMark, ' ').replace(sequelMark, ' '))
  return `title ${source ?? ''}\n${bare.replace(/#/g, ' ').replace(/ +/g, ' ').trim()}`
}

/** Identifiers that an article names in its title and beginning, lower-cased; none when it names many. */
export function identifiersOf({ title, text = '' }: Pick<SeriesInput, 'title' | 'text'>): readonly string[] {
  const named = `${title}\n${text.slice(0, BEGINNING_CHARACTERS)}`.toLowerCase().match(identifierPattern) ?? []
  const found = [...new Set(named.map(each => each.replace(/\s+/g, '-')))]
  return found.length > MOST_IDENTIFIERS ? [] : found
}

/** The versions that a title names, each with its product. */
export function versionsOf(title: string): readonly (readonly [product: string, version: string])[] {
  return [...title.matchAll(productVersion), ...title.matchAll(wholeVersion)].map(
    ([, product = '', version = '']) => [product.toLowerCase(), normaliseVersion(version)] as const,
  )
}

/**
 * The series an article belongs to: its source's titles of the same shape, parts and volumes, numbered occasions, the versions of the
 * products it names, and identifiers such as CVE numbers.
 */
function instalmentsOf(article: SeriesInput, isRecurring: boolean): Instalments {
  const series = new Map<string, Set<string>>()
  const add = (name: string, instalment: string): void => {
    series.set(name, (series.get(name) ?? new Set()).add(instalment))
  }
  const { title, source } = article
  const parts = partsOf(title)
  const sequel = sequelMark.exec(title.toLowerCase())?.[1] ?? ''
  const volumes = [...Array.from(title.matchAll(volumeMark), ([, volume = '']) => volume), sequel]
  const figures = movingPartsOf(title)
  const day = article.publishedAt?.slice(0, 10) ?? ''
  if (isRecurring) add(`recurring ${maskOf(title)}`, figures === '' ? day : figures)
  else if (title.trim() !== '' && source !== undefined)
    add(seriesKeyOf(article), [figures, ...parts, ...volumes].join(' ').trim())
  if (parts.length > 0) add('part', parts.join(' '))
  if (source !== undefined)
    for (const [, occasion = '', number = ''] of title.toLowerCase().matchAll(numbered))
      add(`${occasion} ${source}`, String(Number(number)))
  for (const [product, version] of versionsOf(title)) add(`version ${product}`, version)
  for (const identifier of article.identifiers ?? identifiersOf(article)) add('identifier', identifier)
  return series
}

/** The instalments of what is part of no series. */
const ofNone: Instalments = new Map()
/** Names of series are counted in so many places: two that share one are kept without need, which decides nothing. */
const PLACES = 1 << 20

function placeOf(series: string): number {
  let hash = 0
  for (let i = 0; i < series.length; i++) hash = Math.imul(hash, 31) + series.charCodeAt(i)
  return (hash ^ (hash >>> 20)) & (PLACES - 1)
}

/**
 * The instalments of each article of a batch, of those series alone that another one may be part of too: what nobody shares sets nobody
 * apart, and the series of a full week would fill the memory. `recurring`: as `findRecurring` has it.
 */
export function readInstalments(articles: readonly SeriesInput[], recurring: readonly boolean[]): Instalments[] {
  const read = (article: SeriesInput, number: number): Instalments => instalmentsOf(article, recurring[number] ?? false)
  const seen = new Uint8Array(PLACES)
  const placesOf = articles.map((article, number) => {
    const places = Array.from(read(article, number).keys(), placeOf)
    for (const place of new Set(places)) seen[place] = Math.min(2, (seen[place] ?? 0) + 1)
    return places.length === 1 ? (places[0] ?? 0) : places
  })
  const isShared = (place: number): boolean => (seen[place] ?? 0) > 1
  return articles.map((article, number) => {
    const places = placesOf[number] ?? []
    const mayMeet = typeof places === 'number' ? isShared(places) : places.some(isShared)
    return mayMeet ? read(article, number) : ofNone
  })
}

/** Whether two articles, or an article and a group, are different instalments of one series. */
export function areApart(a: Instalments, b: Instalments): boolean {
  for (const [series, instalments] of a) if (b.get(series)?.isDisjointFrom(instalments)) return true
  return false
}

/** All series of several articles that tell one story, with the instalments of each. */
export function unite(all: readonly Instalments[]): Instalments {
  const [only] = all
  if (only && all.length === 1) return only
  const united = new Map<string, ReadonlySet<string>>()
  for (const instalments of all)
    for (const [series, found] of instalments) {
      const known = united.get(series)
      united.set(series, known ? found.union(known) : found)
    }
  return united
}
