// The steps of the bench in the order in which they run; each is a file in steps/. Used by bench.ts and run-step.ts.
import type { Measure } from './report.ts'

/** How much is measured. */
export interface StepOptions {
  /** Ten thousand feeds, a hundred thousand articles, five hundred issues. */
  readonly large: boolean
}

/** Measures one part of the program. */
export type Step = (options: StepOptions) => Promise<readonly Measure[]>

/** How each step is loaded, by name. */
export const steps: Readonly<Record<string, () => Promise<{ readonly measure: Step }>>> = {
  'start-up': () => import('./steps/start-up.ts'),
  'sample-week': () => import('./steps/sample-week.ts'),
  parse: () => import('./steps/parse.ts'),
  'fetch-cycle': () => import('./steps/fetch-cycle.ts'),
  bombs: () => import('./steps/bombs.ts'),
  extract: () => import('./steps/extract.ts'),
  summarize: () => import('./steps/summarize.ts'),
  group: () => import('./steps/group.ts'),
  publish: () => import('./steps/publish.ts'),
  mail: () => import('./steps/mail.ts'),
  deliver: () => import('./steps/deliver.ts'),
}
