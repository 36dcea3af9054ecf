// Tells instalments of a series apart: "Weekly roundup", "Release v1.2", "Reading list Dec 08" look alike and are no one story. Called by group.ts.

/** What of an article says which series it belongs to. */
export interface SeriesInput {
  readonly title: string
  readonly source?: string
  readonly publishedAt?: string | null
}

/** Series an article is part of, each with its instalment: two articles of one series meet only in the same instalment. */
export type Instalments = ReadonlyMap<string, string>

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
const productVersion = /(\p{L}[\p{L}\p{N}+#-]*)[\s-]+v?(\d+(?:\.\d+)+)/giu
/** So many instalments at one source and the title is a template, whatever its words. */
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

/** The series an article belongs to: its source's titles of the same shape, and the versions of the products it names. */
export function instalmentsOf(article: SeriesInput, isRecurring: boolean): Instalments {
  const series = new Map<string, string>()
  const parts = movingPartsOf(article.title)
  const day = article.publishedAt?.slice(0, 10) ?? ''
  if (isRecurring) series.set(`recurring ${maskOf(article.title)}`, parts === '' ? day : parts)
  else if (parts !== '' && article.source !== undefined) series.set(`title ${templateKeyOf(article)}`, parts)
  for (const [, product = '', version = ''] of article.title.matchAll(productVersion))
    series.set(`version ${product.toLowerCase()}`, version)
  return series
}

/** Whether two articles, or an article and a group, are different instalments of one series. Version 1.5 and 1.5.0 are the same. */
export function areApart(a: Instalments, b: Instalments): boolean {
  for (const [series, instalment] of a) {
    const other = b.get(series)
    if (other === undefined || other === instalment) continue
    const isSameVersion =
      series.startsWith('version') &&
      (`${other}.`.startsWith(`${instalment}.`) || `${instalment}.`.startsWith(`${other}.`))
    if (!isSameVersion) return true
  }
  return false
}
