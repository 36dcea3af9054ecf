// Numbers written in Chinese characters, as figures: 三百二十 is 320, 二〇一六 is 2016.

const digits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Array.from('零一二三四五六七八九').map((character, value) => [character, value])),
  〇: 0,
  两: 2,
}
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 }
const largeUnits = [
  ['亿', 100_000_000],
  ['万', 10_000],
] as const
/** A lone character is a number only before what is counted: 三个 is, 三方 is not; 一 never is. */
const counted =
  '(?:个|種|种|次|天|日|周|年|月|号|倍|成|项|位|家|台|款|条|名|章|步|点|部|件|座|场|轮|代|级|层|行|篇|页|人|美元|元|欧元|分钟|小时|秒|毫秒|公里|米|吨|千克|字节|节点|集群|版|阶段|方面)'
const run = '[零〇一二两三四五六七八九十百千万亿]'
const numeral = new RegExp(
  `(?<![\\d.][\\s]?)(?:(?!万一|千万[别不要记])${run}{2,}(?:点[零〇一二三四五六七八九]+)?|[二两三四五六七八九十](?=${counted})|[一二三四五六七八九]点[零〇一二三四五六七八九]+)`,
  'gu',
)

/** Longer runs are no numbers, and would be taken apart for ever. */
const MAX_CHARACTERS = 24

/** The value of a whole numeral; digits without units stand side by side: 二〇一六. */
function valueOf(text: string): number {
  for (const [character, value] of largeUnits) {
    const at = text.lastIndexOf(character)
    if (at >= 0) return (at === 0 ? 1 : valueOf(text.slice(0, at))) * value + valueOf(text.slice(at + 1))
  }
  const characters = Array.from(text)
  if (!characters.some(character => character in units))
    return Number(characters.map(character => digits[character] ?? '').join(''))
  let total = 0
  let digit = 0
  for (const character of characters) {
    const unit = units[character]
    if (unit !== undefined) total += (digit === 0 ? 1 : digit) * unit
    digit = digits[character] ?? 0
  }
  return total + digit
}

/** The text with its Chinese numerals as figures: 百分之四十 and 四成 are `40%`, 五分之四 is `4/5`. */
export function writeFigures(text: string): string {
  const whole = (match: string): string => {
    if (match.length > MAX_CHARACTERS) return match
    const [integer = '', fraction] = match.split('点')
    const decimals =
      fraction === undefined
        ? ''
        : `.${Array.from(fraction)
            .map(each => digits[each] ?? '')
            .join('')}`
    return `${valueOf(integer)}${decimals}`
  }
  return text
    .replace(
      /百分之([零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?|\d+(?:\.\d+)?)/gu,
      (_all, part: string) => `${/\d/.test(part) ? part : whole(part)}%`,
    )
    .replace(
      /(?<![二三四五六七八九十])([二三四五六七八九十]{1,8})分之([一二三四五六七八九十]{1,8})/gu,
      (_all, below: string, above: string) => `${valueOf(above)}/${valueOf(below)}`,
    )
    .replace(/([一二两三四五六七八九])成(?![为员本功立果长就分熟])/gu, (_all, part: string) => `${valueOf(part)}0%`)
    .replace(numeral, whole)
}
