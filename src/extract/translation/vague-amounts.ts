// Amounts that have no one value, millions of, 数百万, by how large they are: as powers of ten. Pure.

/** An amount with the power of ten it is about. */
export interface VagueAmount {
  readonly text: string
  readonly power: number
}

const englishPowers: Readonly<Record<string, number>> = {
  dozens: 1,
  tens: 1,
  hundreds: 2,
  thousands: 3,
  millions: 6,
  billions: 9,
  trillions: 12,
}
const hanPowers: Readonly<Record<string, number>> = { 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 }
const english =
  /(?<!\p{L})(dozens|tens|hundreds|thousands|millions|billions|trillions)(?:\sof\s(hundreds|thousands|millions|billions|trillions))?(?!\p{L})/giu
const chinese = /成千上万|成百上千|[数几上]([十百千万亿]{1,3})/gu

/** Its amounts of that kind, and the text without them. */
export function takeVagueAmounts(text: string): { readonly rest: string; readonly amounts: readonly VagueAmount[] } {
  const amounts: VagueAmount[] = []
  const keep = (shown: string, power: number): string => {
    amounts.push({ text: shown, power })
    return ' '
  }
  const rest = text
    .replace(english, (all, first: string, second?: string) =>
      keep(all, (englishPowers[first.toLowerCase()] ?? 0) + (englishPowers[second?.toLowerCase() ?? ''] ?? 0)),
    )
    .replace(chinese, (all, run?: string) =>
      keep(all, run === undefined ? 3 : Array.from(run).reduce((sum, sign) => sum + (hanPowers[sign] ?? 0), 0)),
    )
  return { rest, amounts }
}

/** Whether two are about as large: thousands may be 成千上万. */
export const areAboutAsLarge = (a: VagueAmount, b: VagueAmount): boolean => Math.abs(a.power - b.power) <= 1
