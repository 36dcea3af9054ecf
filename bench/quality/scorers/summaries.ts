// Whether a summary says what it should and nothing that it should not: by words that a person marked, and by ROUGE-1.
import type { Summary } from '../../../src/library.ts'
import { meanOf, type Score, shareOf } from '../score.ts'

/** What a person expects of a summary; each list holds words as they stand in the text. */
export interface Expected {
  /** Of these the lead should have one. */
  readonly lead: readonly string[]
  /** Each should stand in the points or, said already, in the lead. */
  readonly points: readonly string[]
  /** None may stand in lead or points. */
  readonly forbidden: readonly string[]
  readonly reference: string | null
}

/** How one summary did. */
export interface Judgement {
  readonly hasLead: boolean
  /** Null: nothing was expected. */
  readonly isLeadWanted: boolean | null
  readonly isClean: boolean
  /** Share of the expected points that were made; null when none were expected. */
  readonly pointsMade: number | null
  readonly points: number
  readonly poorPoints: number
  readonly rouge: number | null
}

/** Words and Han characters, in lower case: what ROUGE counts. No stemming. */
export function rougeTokens(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{Script=Han}|[\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []
}

/** ROUGE-1 F1 in points of 100 (Lin 2004). */
export function rougeOf(candidate: string, reference: string): number {
  const [inCandidate, inReference] = [candidate, reference].map(text => Map.groupBy(rougeTokens(text), token => token))
  const sizeOf = (groups: Map<string, string[]> | undefined): number =>
    [...(groups?.values() ?? [])].reduce((sum, { length }) => sum + length, 0)
  const hits = [...(inCandidate ?? [])].reduce(
    (sum, [token, { length }]) => sum + Math.min(length, inReference?.get(token)?.length ?? 0),
    0,
  )
  return 100 * shareOf(2 * hits, sizeOf(inCandidate) + sizeOf(inReference))
}

const leaning =
  /^(?:this|that|these|those|so|and|but|it|he|she|they|however|furthermore|moreover|besides|all in all|therefore|also|then)\b|^(?:这|那|因此|所以|但是?|可是|不过|而且|它|他们?|她|此外|另外|其中|后两|综上|总之|于是)/iu
const broken = /[:：；;，,、]$|^\[?\d+[\].、]?$|^\p{P}*$/u

/** Whether a point leans on what was left out, or is a bare label, a number or half a sentence. */
export function isPoorPoint(point: string): boolean {
  const text = point.trim()
  return leaning.test(text) || broken.test(text) || rougeTokens(text).length < 3
}

const holds = (text: string, words: string): boolean => text.toLowerCase().includes(words.toLowerCase())

/** Judges a summary by what was expected of it. */
export function judgeSummary({ lead, points }: Pick<Summary, 'lead' | 'points'>, expected: Expected): Judgement {
  const all = [lead, ...points].join('\n')
  return {
    hasLead: lead !== '',
    isLeadWanted: expected.lead.length === 0 ? null : expected.lead.some(words => holds(lead, words)),
    isClean: !expected.forbidden.some(words => all.includes(words)),
    pointsMade:
      expected.points.length === 0
        ? null
        : shareOf(expected.points.filter(words => holds(all, words)).length, expected.points.length),
    points: points.length,
    poorPoints: points.filter(isPoorPoint).length,
    rouge: expected.reference === null ? null : rougeOf(lead, expected.reference),
  }
}

/** The measures of a set; one of which nothing was expected is left out. */
export function scoreSummaries(matter: string, judged: readonly Judgement[]): readonly Score[] {
  const cases = judged.length
  const present = <Value>(values: readonly (Value | null)[]): readonly Value[] => values.filter(value => value !== null)
  const leads = present(judged.map(({ isLeadWanted }) => isLeadWanted))
  const made = present(judged.map(({ pointsMade }) => pointsMade))
  const rouges = present(judged.map(({ rouge }) => rouge))
  const points = judged.reduce((sum, { points }) => sum + points, 0)
  const poor = judged.reduce((sum, { poorPoints }) => sum + poorPoints, 0)
  const share = { matter, unit: 'share' } as const
  const scores: (Score | null)[] = [
    leads.length === 0
      ? null
      : {
          ...share,
          name: 'lead has what matters',
          better: 'more',
          value: meanOf(leads.map(Number)),
          cases: leads.length,
        },
    { ...share, name: 'without a lead', better: 'less', value: meanOf(judged.map(j => Number(!j.hasLead))), cases },
    {
      ...share,
      name: 'with unwanted words',
      better: 'less',
      value: meanOf(judged.map(j => Number(!j.isClean))),
      cases,
    },
    made.length === 0
      ? null
      : { ...share, name: 'expected points made', better: 'more', value: meanOf(made), cases: made.length },
    { ...share, name: 'poor points', better: 'less', value: shareOf(poor, points), cases: points },
    {
      ...share,
      name: 'two points or more',
      better: 'more',
      value: meanOf(judged.map(j => Number(j.points >= 2))),
      cases,
    },
    rouges.length === 0
      ? null
      : { matter, name: 'lead: ROUGE-1', unit: 'ROUGE', better: 'more', value: meanOf(rouges), cases: rouges.length },
  ]
  return present(scores)
}
