// Whether two texts in two languages give the same numbers with the same units: 1.2 million is 120 万, 40 % is not 40. Pure.
import { findQuantities, type Quantity } from '../model/quantities.ts'
import { type ClockTime, takeClockTimes } from './clock-times.ts'
import { areAboutAsLarge, takeVagueAmounts, type VagueAmount } from './vague-amounts.ts'

/** Units that one of the two languages may leave to the words around: 5 years, 5 年; 3 times, 3 次. */
const looseUnits: ReadonlySet<string> = new Set(['', 'years', 'ordinal', 'times', 'days', 'weeks', 'months', '°'])
/** A number up to here that stands in words, one, both, 两, may be said without it in the other language. */
const SMALL = 12

interface Value {
  readonly value: number
  readonly unit: string
}

/** What words of one text allow to stand as a number in the other. */
const impliedBy: readonly (readonly [pattern: RegExp, values: readonly number[]])[] = [
  [/doubl|twice|翻倍|翻番|加倍/iu, [2]],
  [/tripl|翻两番|三倍/iu, [3]],
  [/quadrupl/iu, [4]],
  [/dozen|打/iu, [12]],
  [/half|halv|一半|半/iu, [0.5, 50]],
  [/(?<!\p{L})II(?!\p{L})/u, [2]],
  [/(?<!\p{L})III(?!\p{L})/u, [3]],
  [/(?<!\p{L})IV(?!\p{L})/u, [4]],
  [/quarters?(?!\p{L})|季度|季/iu, [0.25, 25, 4]],
  [/century|centuries|世纪/iu, [100]],
  [/decade|十年/iu, [10]],
]

const ordinals: readonly string[] = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const hanDigits = '零一二三四五六七八九'

/** Spellings that differ between the languages and say the same: 1990s, 第三季度, 09:30. */
function level(text: string): string {
  return (
    text
      // A comma groups in both languages: 50,000 is never 50.
      .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
      .replace(/(?<!\p{L})per (?=(?:hundred|thousand|million|billion)(?!\p{L}))/giu, 'per 1 ')
      .replace(/([万千])分之([一二三四五六七八九]|\d{1,2})(?![十百千\d])/gu, (_all, of: string, part: string) => {
        const value = /\d/.test(part) ? Number(part) : hanDigits.indexOf(part)
        return `${value / (of === '万' ? 100 : 10)}%`
      })
      .replace(
        /(?<!(?:a|one|two|per)[ -])(?<!\p{L})(third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?![ -]quarter)(?! of(?!\p{L}))(?![\p{L}-])/giu,
        (_all, place: string) => `${ordinals.indexOf(place.toLowerCase()) + 1}`,
      )
      .replace(/(?<!\d)(\d{4})s(?!\p{L})/gu, '$1')
      .replace(/(?<![\p{L}\d])Q([1-4])(?!\d)/giu, ' $1 quarter ')
      .replace(
        /(?<!\p{L})(first|second|third|fourth)[ -]quarter/giu,
        (_all, place: string) => ` ${ordinals.indexOf(place.toLowerCase()) + 1} quarter `,
      )
      .replace(/第?([一二三四])季度/gu, (_all, place: string) => ` ${'一二三四'.indexOf(place) + 1} quarter `)
      .replace(/(?<![\p{L}\d])(\d{1,2})H(?=\d{2}|\s|$)/gu, '$1 H')
      // Dollars of other countries: the number is compared, the unit left.
      .replace(/(?<!\p{L})(?:NT|HK|AU?|CA?|SG?)\$\s?(?=\d)/gu, '')
      .replace(/(?<=[\d万亿] ?)(?:新台币|港元|港币|澳元|加元|新元|卢比|韩元|卢布)/gu, '')
  )
}

function valuesOf({ readings }: Quantity): readonly Value[] {
  return readings.flatMap(reading => {
    const [, value = '', unit = ''] = /^(-?[\d.e+]+) (.*)$/i.exec(reading) ?? []
    return value === '' ? [] : [{ value: Number(value), unit }]
  })
}

/** One of two numbers may leave its unit to another one beside it: from forty minutes to six. */
function areAlike(a: Value, b: Value, unitsOfB: ReadonlySet<string>, unitsOfA: ReadonlySet<string>): boolean {
  if (a.value !== b.value) return false
  if (a.unit === b.unit || (looseUnits.has(a.unit) && looseUnits.has(b.unit))) return true
  return (b.unit === '' && unitsOfB.has(a.unit)) || (a.unit === '' && unitsOfA.has(b.unit))
}

interface Told {
  readonly text: string
  readonly quantities: readonly Quantity[]
  readonly values: readonly Value[]
  readonly units: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  readonly times: readonly ClockTime[]
  readonly amounts: readonly VagueAmount[]
}

function read(text: string): Told {
  const { rest, times } = takeClockTimes(text.normalize('NFKC'))
  const { rest: exact, amounts } = takeVagueAmounts(rest)
  const leveled = level(exact)
  const quantities = findQuantities(leveled)
  const months = quantities.flatMap(({ readings }) =>
    readings.flatMap(reading => (reading.startsWith('month ') ? { value: Number(reading.slice(6)), unit: '' } : [])),
  )
  const values = [...quantities.flatMap(valuesOf), ...months]
  return {
    text: leveled,
    quantities,
    values,
    units: new Set(values.map(({ unit }) => unit)),
    names: new Set(quantities.flatMap(({ readings }) => readings.filter(each => each.startsWith('name ')))),
    times,
    amounts,
  }
}

/** Noon and midnight, which words say. */
const namedTimes: readonly (readonly [pattern: RegExp, minutes: number])[] = [
  [/noon|正午|中午/iu, 12 * 60],
  [/midnight|午夜|零点|零时/iu, 0],
]

/** The first time of day, or amount such as "millions", that the other text does not have. */
function findMissingAmount(of: Told, within: Told): string | null {
  const named = namedTimes.flatMap(([pattern, minutes]) => (pattern.test(within.text) ? minutes : []))
  const isThere = (each: number): boolean =>
    named.includes(each) || within.times.some(other => other.minutes.includes(each))
  const time = of.times.find(({ minutes }) => !minutes.some(isThere))
  if (time) return time.text
  return of.amounts.find(amount => !within.amounts.some(other => areAboutAsLarge(amount, other)))?.text ?? null
}

/** Whether a number may be missing in the other text: small, without a unit that counts, and never in figures. */
function mayBeUnsaid({ text }: Told, values: readonly Value[]): boolean {
  return values.some(
    ({ value, unit }) =>
      Number.isInteger(value) &&
      value <= SMALL &&
      looseUnits.has(unit) &&
      !new RegExp(`(?<!\\d)${value}(?!\\d)`).test(text),
  )
}

/** The numbers of a text that the other does not have, and those among them that it may leave unsaid. */
function findMissing(of: Told, within: Told): { readonly missing: string | null; readonly unsaid: readonly Value[] } {
  const unsaid: Value[] = []
  const implied = impliedBy.flatMap(([pattern, values]) => (pattern.test(within.text) ? values : []))
  const isThere = (quantity: Quantity): boolean => {
    const { readings } = quantity
    if (readings.some(reading => reading.startsWith('word '))) return true
    if (readings.some(reading => reading.startsWith('name '))) {
      const bare = quantity.text.toLowerCase()
      return readings.some(reading => within.names.has(reading)) || within.text.toLowerCase().includes(bare)
    }
    const values = readings.some(each => each.startsWith('month '))
      ? readings.map(each => ({ value: Number(each.slice('month '.length)), unit: '' }))
      : valuesOf(quantity)
    const isSaid =
      values.some(each => within.values.some(other => areAlike(each, other, within.units, of.units))) ||
      values.some(({ value }) => implied.includes(value))
    if (isSaid) return true
    const mayBe = mayBeUnsaid(of, values)
    if (mayBe) unsaid.push(...values)
    return mayBe
  }
  return { missing: of.quantities.find(quantity => !isThere(quantity))?.text ?? null, unsaid }
}

/** The first number that a translation lost, or has of its own; null when both texts tell the same ones. */
export function findOtherQuantity(
  source: string,
  translation: string,
): { readonly what: 'lost' | 'added'; readonly number: string } | null {
  const [original, translated] = [read(source), read(translation)]
  const lost = findMissing(original, translated)
  const gone = lost.missing ?? findMissingAmount(original, translated)
  if (gone !== null) return { what: 'lost', number: gone }
  const added = findMissing(translated, original)
  const more = added.missing ?? findMissingAmount(translated, original)
  if (more !== null) return { what: 'added', number: more }
  // Each may be left unsaid; one in the place of the other is another number.
  const [first] = lost.unsaid
  return first && added.unsaid.length > 0 ? { what: 'lost', number: String(first.value) } : null
}
