// Every number of a text with its unit, in one spelling: 1,000, 1000 and 一千 are the same, 40 and 40% are not.
import { writeFigures } from './han-numerals.ts'

const smallNumbers = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const spelled = new Map<string, number>([
  ...smallNumbers.map((word, value) => [word, value] as const),
  ...tens.map((word, index) => [word, 20 + 10 * index] as const),
])
const scaleWords = 'hundred|thousand|million|billion|trillion'
const scales: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  mn: 1e6,
  B: 1e9,
  bn: 1e9,
  百: 1e2,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  百亿: 1e10,
  千亿: 1e11,
  万亿: 1e12,
}
const scalePattern =
  /^(?:[\s-]?(hundred|thousand|million|billion|trillion)(?!\p{Script=Latin})|(k|K|M|mn|B|bn)(?![\p{Script=Latin}\d])|\s?(万亿|千亿|百亿|百万|千万|万|亿|百|千)(?!克|米|字节|瓦))/u

/** Units that change what a number says, each with its spellings; the first that fits. */
const units: readonly (readonly [unit: string, spelling: RegExp])[] = [
  ['pp', /^(?:[\s-]?percentage points?|个百分点)/i],
  ['%', /^(?:\s?%|[\s-]?per ?cent(?!\p{Script=Latin}))/iu],
  ['$', /^\s?(?:US dollars?|dollars?|USD|美元|美金)(?!\p{Script=Latin})/iu],
  ['€', /^\s?(?:euros?|EUR|欧元)/i],
  ['£', /^\s?(?:pounds? sterling|GBP|英镑)/i],
  ['¥', /^\s?(?:yuan|RMB|CNY|yen|人民币|日元|元(?!数据|素|组|件|年|宇))/i],
  ['ms', /^(?:[\s-]?(?:ms|milliseconds?)(?!\p{Script=Latin})|\s?毫秒)/u],
  ['µs', /^(?:[\s-]?(?:[µμu]s|microseconds?)(?!\p{Script=Latin})|\s?微秒)/u],
  ['ns', /^(?:[\s-]?(?:ns|nanoseconds?)(?!\p{Script=Latin})|\s?纳秒)/u],
  ['s', /^(?:[\s-]?(?:s|secs?|seconds?)(?!\p{Script=Latin})|\s?秒)/u],
  ['min', /^(?:[\s-]?(?:mins?|minutes?)(?!\p{Script=Latin})|\s?分钟)/u],
  ['h', /^(?:[\s-]?(?:h|hrs?|hours?)(?!\p{Script=Latin})|\s?个?(?:半)?小时)/u],
  ['days', /^(?:[\s-]?days?(?!\p{Script=Latin})|\s?天)/u],
  ['weeks', /^(?:[\s-]?weeks?(?!\p{Script=Latin})|\s?个?(?:周|星期)(?!年))/u],
  ['months', /^(?:[\s-]?months?(?!\p{Script=Latin})|\s?个月)/u],
  ['years', /^[\s-]?years?(?!\p{Script=Latin})/u],
  ['times', /^(?:[\s-]?(?:x|×|times|-?fold)(?!\p{Script=Latin})|\s?倍)/u],
  ['KB', /^[\s-]?(?:KB|kB|KiB|kilobytes?)(?!\p{Script=Latin})/u],
  ['MB', /^[\s-]?(?:MB|MiB|megabytes?|兆字节)(?!\p{Script=Latin})/u],
  ['GB', /^[\s-]?(?:GB|GiB|gigabytes?)(?!\p{Script=Latin})/u],
  ['TB', /^[\s-]?(?:TB|TiB|terabytes?)(?!\p{Script=Latin})/u],
  ['PB', /^[\s-]?(?:PB|PiB|petabytes?)(?!\p{Script=Latin})/u],
  ['bytes', /^(?:[\s-]?bytes?(?!\p{Script=Latin})|\s?字节)/u],
  ['km', /^(?:[\s-]?(?:km|kilomet(?:er|re)s?)(?!\p{Script=Latin})|\s?(?:公里|千米))/u],
  ['kg', /^(?:[\s-]?(?:kg|kilograms?)(?!\p{Script=Latin})|\s?(?:公斤|千克))/u],
  ['°', /^\s?(?:°\s?[CF]|degrees?(?!\p{Script=Latin})|摄氏度|华氏度|度(?!假|过|量))/u],
  ['kW', /^\s?(?:kW|kilowatts?|千瓦)(?!\p{Script=Latin}|时|小时|[··⋅]?h)/u],
  ['MW', /^\s?(?:MW|megawatts?|兆瓦)(?!\p{Script=Latin}|时|小时|[··⋅]?h)/u],
  ['GW', /^\s?(?:GW|gigawatts?|吉瓦)(?!\p{Script=Latin}|时|小时|[··⋅]?h)/u],
  ['W', /^\s?(?:W|watts?|瓦)(?!\p{Script=Latin}|时|小时|[··⋅]?h)/u],
  ['ordinal', /^(?:st|nd|rd|th)(?!\p{Script=Latin})/u],
]
const currencySigns: Readonly<Record<string, string>> = { $: '$', '€': '€', '£': '£', '¥': '¥', '￥': '¥' }

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const monthPattern =
  /(?<!\p{Script=Latin})(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?!\p{Script=Latin})\.?/giu
/** Numbers in words that have no one value, by what they have in common. */
const vague: readonly (readonly [key: string, pattern: RegExp])[] = [
  ['half', /(?<!\p{Script=Latin})(?:half|halves|halved|halving)(?!\p{Script=Latin})|一半|半数|过半|近半|减半/iu],
  ['third', /(?<!\p{Script=Latin})thirds?(?!\p{Script=Latin})|三分之/iu],
  ['quarter', /(?<!\p{Script=Latin})quarters?(?!\p{Script=Latin})|四分之|季度/iu],
  ['twice', /(?<!\p{Script=Latin})(?:twice|doubl\p{Script=Latin}+)(?!\p{Script=Latin})|翻倍|翻番|加倍/iu],
  ['triple', /(?<!\p{Script=Latin})tripl\p{Script=Latin}+/iu],
  ['dozen', /(?<!\p{Script=Latin})dozens?(?!\p{Script=Latin})/iu],
  ['hundreds', /(?<!\p{Script=Latin})hundreds(?!\p{Script=Latin})|数百|上百|几百|成百/iu],
  ['thousands', /(?<!\p{Script=Latin})thousands(?!\p{Script=Latin})|数千|上千|几千|成千/iu],
  ['millions', /(?<!\p{Script=Latin})millions(?!\p{Script=Latin})|数百万|上百万/iu],
  ['billions', /(?<!\p{Script=Latin})billions(?!\p{Script=Latin})|数十亿|上亿/iu],
]

/** All values that figures may mean: 1,000 is a thousand or one, 1.5 and 1,5 the same. */
function readingsOf(figures: string): readonly number[] {
  const bare = figures.replace(/[\s']/g, '')
  const isGrouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(bare)
  const isMixed = /^\d{1,3}(?:,\d{3})+\.\d+$/.test(bare) || /^\d{1,3}(?:\.\d{3})+,\d+$/.test(bare)
  if (isMixed) {
    const point = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'))
    return [Number(`${bare.slice(0, point).replace(/[.,]/g, '')}.${bare.slice(point + 1)}`)]
  }
  const decimal = Number(bare.replace(',', '.'))
  const whole = isGrouped ? [Number(bare.replace(/[.,]/g, ''))] : []
  return Number.isNaN(decimal) ? whole : [...whole, decimal]
}

/** Spelled English numbers as figures; "one" alone is a pronoun as often as a number, and stays. */
function writeSpelled(text: string): string {
  const pattern = new RegExp(
    `(?<![\\p{Script=Latin}-])(?:(${tens.join('|')})(?:[\\s-](${smallNumbers.slice(1, 10).join('|')}))?|(${smallNumbers.join('|')}))(?![\\p{Script=Latin}])`,
    'giu',
  )
  return text
    .replace(pattern, (match, ten?: string, one?: string, small?: string) => {
      const valueOf = (word: string | undefined): number => spelled.get(word?.toLowerCase() ?? '') ?? 0
      return small?.toLowerCase() === 'one' ? match : String(valueOf(ten) + valueOf(one) + valueOf(small))
    })
    .replace(new RegExp(`(?<!\\p{Script=Latin})(?:an?|one)\\s(?=(?:${scaleWords})(?!\\p{Script=Latin}))`, 'giu'), '1 ')
}

/** Names such as p99, H100 or 1.30.2, whose figures are part of them; numbers with a unit attached are none. */
const namePattern = /(?<![A-Za-z\d])(?:[A-Za-z][A-Za-z-]*\d[\w-]*(?:\.\w+)*|\d+(?:\.\d+){2,}|\d+[A-Za-z][\w]*)/g

function isNumberWithUnit(token: string): boolean {
  const rest = /^\d+(.*)$/.exec(token)?.[1]
  if (rest === undefined || /\d/.test(rest)) return false
  return scalePattern.test(rest) || units.some(([, spelling]) => spelling.exec(rest)?.[0] === rest)
}

function monthsOf(text: string): readonly string[] {
  const named = [...text.matchAll(monthPattern)].flatMap(({ 0: match, 1: name = '', index }) => {
    // May and March are words as well: they are months beside a figure, or after "in", "of", "since" and the like.
    const before = text.slice(Math.max(0, index - 8), index)
    const isSure = /\d\s?$|\b(?:in|of|since|until|by|early|late|last|next|this)\s$/i.test(before)
    const after = text.slice(index + match.length, index + match.length + 5)
    if (/^(?:may|mar|march)$/i.test(name) && !isSure && !/^\s\d/.test(after)) return []
    return `month ${monthNames.findIndex(month => month.startsWith(name.toLowerCase().slice(0, 3))) + 1}`
  })
  const figures = [...text.matchAll(/(?<!\d)(\d{1,2})月|\d{4}-(\d{2})(?:-\d{2})?(?!\d)|\d{4}\/(\d{1,2})\/\d{1,2}/g)]
  return [...named, ...figures.map(match => `month ${Number(match[1] ?? match[2] ?? match[3])}`)]
}

/** One number as it may be read: of its readings one is enough. `text` is how it stands there, for messages. */
export interface Quantity {
  readonly text: string
  readonly readings: readonly string[]
}

/** All numbers of a text, with their scale multiplied out and their unit; months, and words such as "half" and "dozens". */
export function findQuantities(text: string): readonly Quantity[] {
  const plain = text.normalize('NFKC').replace(/[‐‑‒–—−]/g, '-')
  const found: Quantity[] = []
  const keep = (shown: string, ...readings: readonly string[]): void => {
    found.push({ text: shown.trim(), readings })
  }
  const withoutNames = plain.replace(namePattern, token => {
    if (isNumberWithUnit(token)) return token
    keep(token, `name ${token.toLowerCase()}`)
    return ' '
  })
  const figures = writeSpelled(writeFigures(withoutNames))
  for (const month of monthsOf(figures)) keep(month, month)
  for (const [key, pattern] of vague) if (pattern.test(withoutNames)) keep(key, `word ${key}`)
  const number = /([$€£¥])?\s?(?<![\d.])(\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,']\d+)*)/g
  for (const { 0: match, 1: sign, 2: value = '', index } of figures.matchAll(number)) {
    const rest = figures.slice(index + match.length, index + match.length + 24)
    if (/^月/.test(rest)) continue
    const scale = scalePattern.exec(rest)
    const times = scales[scale?.[1]?.toLowerCase() ?? scale?.[2] ?? scale?.[3] ?? ''] ?? 1
    const behind = rest.slice(scale?.[0].length ?? 0)
    const [unit, spelling] = units.find(([, each]) => each.test(behind)) ?? ['']
    const written = `${match}${scale?.[0] ?? ''}${spelling?.exec(behind)?.[0] ?? ''}`
    const name = sign === undefined ? unit : (currencySigns[sign] ?? unit)
    keep(written, ...readingsOf(value).map(each => `${Number((each * times).toPrecision(12))} ${name}`))
  }
  return found
}

/** The first number of a text that another text does not have; null when it has them all. */
export function findUnknownQuantity(text: string, source: string): string | null {
  const known = new Set(findQuantities(source).flatMap(({ readings }) => readings))
  return findQuantities(text).find(({ readings }) => !readings.some(reading => known.has(reading)))?.text ?? null
}
