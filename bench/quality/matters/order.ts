// Measures order: how near the first ten stories of a week are to what a curator wants, after weeks in which the program could learn it.
import { meanOf, type Score } from '../score.ts'
import { type Curator, workThrough } from '../write-curator.ts'

const CURATORS = 8
/** Twelve weeks of decisions, and the week that is measured. */
const WEEKS = 13
const LEARNED_ISSUES = 26

type Kind = Omit<Curator, 'seed'>

/** The work of several curators of a kind, each with a taste of their own. */
function workOf(kind: Kind, learned: number): readonly (readonly number[])[] {
  return Array.from({ length: CURATORS }, (_, seed) => workThrough({ ...kind, seed }, { weeks: WEEKS, learned }))
}

/** The measures of weeks without and with learning, each week the part of the first ten that was wanted. */
export function scoreOrder(
  name: string,
  without: readonly (readonly number[])[],
  learned: readonly (readonly number[])[],
): readonly Score[] {
  const base = { matter: 'order', unit: 'share', better: 'more', cases: without.length } as const
  const last = (work: readonly (readonly number[])[]): number => meanOf(work.map(weeks => weeks.at(-1) ?? 0))
  const all = (work: readonly (readonly number[])[]): number => meanOf(work.flatMap(weeks => weeks.slice(1)))
  return [
    { ...base, name: `${name}: wanted among the first ten, week ${WEEKS}`, value: last(learned) },
    { ...base, name: `${name}: the same without learning`, value: last(without) },
    { ...base, name: `${name}: wanted, all weeks`, value: all(learned) },
    { ...base, name: `${name}: all weeks without learning`, value: all(without) },
  ]
}

/** Measures curators who pick and drop by their taste, who only pick, and whose picks are chance. */
export function measureOrder(): readonly Score[] {
  const taste = { kind: 'taste' } as const
  const chance = { kind: 'none' } as const
  const withoutTaste = workOf(taste, 0)
  return [
    ...scoreOrder('picks and drops by taste', withoutTaste, workOf(taste, LEARNED_ISSUES)),
    ...scoreOrder('picks alone, by taste', withoutTaste, workOf({ ...taste, does: 'picks' }, LEARNED_ISSUES)).filter(
      ({ name }) => !name.includes('without'),
    ),
    ...scoreOrder('picks and drops by chance', workOf(chance, 0), workOf(chance, LEARNED_ISSUES)),
  ]
}
