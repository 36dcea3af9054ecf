// What the bench says: measures, their aims, the table, and what got worse than the baseline. Pure; used by bench.ts and the steps.

/** An aim on the ratio or on the absolute figure; whether it is a floor or a ceiling follows from `better`. */
export interface Aim {
  readonly on: 'ratio' | 'figure'
  readonly bound: number
}

/** One line of the table. */
export interface Measure {
  readonly step: string
  readonly name: string
  readonly ratio: number
  /** What the ratio is taken against, measured in the same run. */
  readonly against: string
  /** For information: it depends on the machine. */
  readonly figure: { readonly value: number; readonly unit: string }
  readonly better: 'less' | 'more'
  readonly aim: Aim | null
}

/** Ratios by the key of their measure. */
export type Baseline = Readonly<Record<string, number>>

/** A ratio this much worse than its baseline is reported. */
const WORSE_BY = 1.2

/** Names a measure across runs. */
export function keyOf({ step, name, against }: Measure): string {
  return `${step} · ${name} · ${against}`
}

/** Whether a measure reaches its aim; null when it has none. */
export function isReached({ ratio, figure, better, aim }: Measure): boolean | null {
  if (aim === null) return null
  const value = aim.on === 'ratio' ? ratio : figure.value
  return better === 'less' ? value <= aim.bound : value >= aim.bound
}

/** Three significant digits, without an exponent. */
export function formatNumber(value: number): string {
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  return value.toFixed(Math.min(6, Math.max(0, 2 - digits)))
}

function describeAim({ aim, better, figure }: Measure): string {
  if (aim === null) return ''
  const unit = aim.on === 'ratio' ? '×' : ` ${figure.unit}`
  return `${better === 'less' ? '≤' : '≥'} ${formatNumber(aim.bound)}${unit}`
}

/** All measures as aligned columns, the heading first. */
export function formatTable(measures: readonly Measure[]): string[] {
  const verdicts = new Map([
    [true, 'ok'],
    [false, 'over'],
    [null, ''],
  ])
  const rows = [
    ['step', 'measured', 'ratio', 'against', 'absolute', 'aim', ''],
    ...measures.map(measure => [
      measure.step,
      measure.name,
      `${formatNumber(measure.ratio)}×`,
      measure.against,
      `${formatNumber(measure.figure.value)} ${measure.figure.unit}`,
      describeAim(measure),
      verdicts.get(isReached(measure)) ?? '',
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** A line for each measure whose ratio is 20 % worse than its baseline; one without a baseline has nothing to be compared with. */
export function findWorse(measures: readonly Measure[], baseline: Baseline): string[] {
  return measures.flatMap(measure => {
    const before = baseline[keyOf(measure)]
    if (before === undefined) return []
    const { ratio, better } = measure
    const isWorse = better === 'less' ? ratio > before * WORSE_BY : ratio * WORSE_BY < before
    return isWorse ? [`worse: ${keyOf(measure)}: ${formatNumber(before)}× → ${formatNumber(ratio)}×`] : []
  })
}

/** The baseline with the ratios of these measures in place of what it had. */
export function updateBaseline(baseline: Baseline, measures: readonly Measure[]): Baseline {
  const ratios = measures.map(measure => [keyOf(measure), Number(measure.ratio.toPrecision(3))] as const)
  return { ...baseline, ...Object.fromEntries(ratios) }
}
