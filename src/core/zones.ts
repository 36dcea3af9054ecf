// Zones and offsets as dates name them: numbers, abbreviations, IANA names and Chinese words.
import { instantOfCivil } from './week.ts'
import type { CivilDate } from './types.ts'

/** How a wall clock is read: minutes east of Greenwich, or an IANA zone with its summer times. */
export type Zone = { readonly minutes: number } | { readonly timezone: string }

/** A date without its zone, and the zone; null when it names none. */
export interface ZonedText {
  readonly rest: string
  readonly zone: Zone | null
}

const MS_PER_MINUTE = 60_000
/** No place on earth is further from Greenwich; what says so is no offset. */
const MAX_OFFSET_MINUTES = 15 * 60

/** Zone names and their minutes east of Greenwich. Names that several zones share mean what feeds mean by them. */
const namedOffsets: readonly (readonly [names: readonly string[], minutes: number])[] = [
  [['wet', 'ut', 'utc', 'gmt', 'uct', 'z', 'zulu'], 0],
  [['bst', 'cet', 'met', 'mez', 'wat', 'west'], 60],
  [['cest', 'mest', 'mesz', 'eet', 'sast', 'cat'], 120],
  [['eest', 'msk', 'eat', 'trt'], 180],
  [['msd', 'gst', 'samt'], 240],
  [['pkt', 'yekt', 'uzt'], 300],
  [['ist', 'slst'], 330],
  [['npt'], 345],
  [['omst', 'bdt', 'almt'], 360],
  [['mmt'], 390],
  [['ict', 'wib', 'novt', 'krat'], 420],
  [['hkt', 'sgt', 'awst', 'myt', 'pht', 'phst', 'irkt', 'wita', 'ulat'], 480],
  [['jst', 'kst', 'wit', 'yakt'], 540],
  [['acst'], 570],
  [['aest', 'vlat', 'chst'], 600],
  [['acdt'], 630],
  [['aedt', 'magt'], 660],
  [['nzst', 'fjt'], 720],
  [['nzdt'], 780],
  [['azot'], -60],
  [['brst', 'ndt'], -120],
  [['adt', 'brt', 'art', 'clst'], -180],
  [['nst'], -210],
  [['ast', 'at', 'edt', 'clt', 'bot', 'vet'], -240],
  [['est', 'et', 'cdt', 'cot', 'pet'], -300],
  [['cst', 'ct', 'mdt'], -360],
  [['mst', 'mt', 'pdt'], -420],
  [['pst', 'pt', 'akdt'], -480],
  [['akst', 'hdt'], -540],
  [['hst', 'hast'], -600],
]

const offsetsByName: ReadonlyMap<string, number> = new Map(
  namedOffsets.flatMap(([names, minutes]) => names.map(name => [name, minutes] as const)),
)

/** Names of one word that IANA keeps for old programs. */
const oldNames: ReadonlySet<string> = new Set(['prc', 'roc', 'rok', 'hongkong', 'singapore', 'japan', 'gb', 'eire'])
const ianaName =
  /\[?(?<![\p{L}\d/])((?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc|us|canada|brazil|chile|mexico)\/[a-z_+\-\d]{1,30}(?:\/[a-z_+\-\d]{1,30})?)\]?/u
const chineseZone =
  /(?:北京|中国标准|中國標準|台北|臺北|香港|新加坡|中原標準|东八区|東八區)(?:时间|時間|标准时间|標準時間)?/
const japaneseZone = /日本(?:标准)?(?:时间|時間|標準時)/

const isTimezoneKnown = new Map<string, boolean>()

/** Whether a name is one of IANA's, such as `Asia/Shanghai`, in any case. */
export function isTimezone(name: string): boolean {
  const known = isTimezoneKnown.get(name)
  if (known !== undefined) return known
  let isKnown = true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    isKnown = false
  }
  // Names come from strangers: what is remembered stays small.
  if (isTimezoneKnown.size < 1_000) isTimezoneKnown.set(name, isKnown)
  return isKnown
}

/** The moment, in milliseconds since 1970 UTC, at which a zone's wall clock shows a time that is given as if it were UTC. */
export function msOfWallClock(wallMs: number, zone: Zone): number {
  if ('minutes' in zone) return wallMs - zone.minutes * MS_PER_MINUTE
  const wall = new Date(wallMs).toISOString()
  const date = wall.slice(0, 10) as CivilDate
  return Date.parse(instantOfCivil(date, wall.slice(11, 19), zone.timezone)) + (wallMs % 1000)
}

/** The zone of an abbreviation or an old name of one word in lower case, or of one of RFC 822's military letters; null when nobody knows it. */
export function zoneOfName(name: string): Zone | null {
  if (oldNames.has(name)) return isTimezone(name) ? { timezone: name } : null
  const minutes = offsetsByName.get(name) ?? (name.length === 1 ? militaryOffset(name) : undefined)
  return minutes === undefined ? null : { minutes }
}

/** `a` is -1 … `m` -12, `n` +1 … `y` +12, as RFC 822 §5.1 has them; there is no `j`. */
function militaryOffset(letter: string): number | undefined {
  const west = 'abcdefghiklm'.indexOf(letter)
  const east = 'nopqrstuvwxy'.indexOf(letter)
  return west >= 0 ? -(west + 1) * 60 : east >= 0 ? (east + 1) * 60 : undefined
}

/** The zone of `+0800`, `-5`, `+08:00` taken apart. An offset that no place has is read as UTC. */
export function zoneOfOffset(sign: string, hours: string, minutes: string | undefined): Zone {
  const total = Number(hours) * 60 + Number(minutes ?? 0)
  if (total > MAX_OFFSET_MINUTES) return { minutes: 0 }
  return { minutes: sign === '-' ? -total : total }
}

/** A signed offset behind a time, an abbreviation or both; `(?<sign>…)` and so on. */
const signedOffset = String.raw`(?<sign>[+-])(?<hours>\d{1,2}?):?(?<minutes>\d\d)?(?::\d\d)?(?![\d:])`
const offsetForms: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<=\d:\d\d(?:[.,]\d{1,9})?(?: ?[ap]\.?m\.?)?) ?\(?(?:z|(?![ap]m)[a-z]{2,5})? ?${signedOffset}\)?`,
  ),
  new RegExp(String.raw`\(?\b(?:utc|gmt) ?${signedOffset}\)?`),
  new RegExp(String.raw` (?<sign>[+-])(?<hours>\d\d):?(?<minutes>\d\d)$`),
]
/** An offset that lost its sign, behind a time and a year. */
const unsignedOffset = /(?<= \d{4} \d\d?:\d\d:\d\d) (?<hours>0\d|1[0-4])(?<minutes>[0-5]\d)$/

/** Takes what names a zone out of a date in lower case. A number goes before a name, and a name before an abbreviation. */
export function takeZone(text: string): ZonedText {
  const plain = text.replace(/ m=[+-][\d.]+$/, '').replace(/\[u-ca=[^\]]*\]/, '')
  const named = takeNames(plain)
  for (const form of [...offsetForms, unsignedOffset]) {
    const found = form.exec(named.rest)
    if (!found?.groups) continue
    const { sign = '+', hours = '0', minutes } = found.groups
    const around = `${named.rest.slice(0, found.index)} ${named.rest.slice(found.index + found[0].length)}`
    return { rest: dropAbbreviation(around.trim()), zone: zoneOfOffset(sign, hours, minutes) }
  }
  return named.zone ? { rest: dropAbbreviation(named.rest), zone: named.zone } : takeAbbreviation(named.rest)
}

/** Zones by their names in IANA's list and in Chinese. */
function takeNames(text: string): ZonedText {
  const isFar = /[^\x00-\x7f]/.test(text)
  const phrase = isFar ? (chineseZone.exec(text) ?? japaneseZone.exec(text)) : null
  const name = text.includes('/') ? ianaName.exec(text) : null
  if (name?.[1] !== undefined) {
    const zone = isTimezone(name[1]) ? { timezone: name[1] } : null
    return { rest: cut(text, name), zone }
  }
  if (phrase) return { rest: cut(text, phrase), zone: { minutes: phrase[0].startsWith('日') ? 540 : 480 } }
  return { rest: text, zone: null }
}

function cut(text: string, found: RegExpExecArray): string {
  const behind = text.slice(found.index + found[0].length)
  return `${text.slice(0, found.index)} ${behind}`
    .replace(/\(\s*\)/, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

/** An abbreviation right behind the time, in brackets perhaps, or as the last word; not behind an hour that stands for itself. */
const abbreviations = [
  /(?<=\d:\d\d(?:[.,]\d{1,9})?(?: ?[ap]\.?m\.?)?) ?\(?([a-z]{1,5})\)?(?![a-z.\d])/,
  /(?<= )(?<! \d{4},? \d\d? )\(?([a-z]{2,9})\)?$/,
]

function takeAbbreviation(text: string): ZonedText {
  for (const form of abbreviations) {
    const found = form.exec(text)
    const name = found?.[1] ?? ''
    const zone = /^(?:a[tm]?|pm?|h)$/.test(name) ? null : zoneOfName(name)
    if (found && zone) return { rest: cut(text, found), zone }
  }
  return { rest: text, zone: null }
}

/** Beside a number an abbreviation says nothing more, and may say something else. */
function dropAbbreviation(text: string): string {
  return text
    .replace(/(?<=\d)z\b/, '')
    .split(' ')
    .filter(word => word === 'at' || !offsetsByName.has(word.replace(/^\(|\)$/g, '')))
    .join(' ')
}
