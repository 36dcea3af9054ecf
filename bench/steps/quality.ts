// The project's measures of quality on its own sets, and on those that are named from outside.
import { measureOutsideWeeks, measureWeeks } from '../quality/matters/weeks.ts'
import type { Score } from '../quality/score.ts'
import type { StepOptions } from '../steps.ts'

/** Measures every matter; sets from outside come after the project's own. */
export async function measure({ sets }: StepOptions): Promise<readonly Score[]> {
  return Promise.resolve([...measureWeeks(), ...sets.weeks.flatMap(measureOutsideWeeks)])
}
