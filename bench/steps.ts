// The steps of the bench in the order in which they run; each is a file in steps/. Used by bench.ts and run-step.ts.
import type { Score } from './quality/score.ts'
import type { Measure } from './report.ts'

/** Sets of a kind from outside the project, by their paths: folders of pages, or files of one case a line. */
export interface OutsideSets {
  readonly articles: readonly string[]
  readonly stories: readonly string[]
  readonly weeks: readonly string[]
  readonly summaries: readonly string[]
}

/** How much is measured. */
export interface StepOptions {
  /** Ten thousand feeds, a hundred thousand articles, five hundred issues. */
  readonly large: boolean
  /** What the step quality measures besides its own sets. */
  readonly sets: OutsideSets
}

/** Measures one part of the program. */
export type Step = (options: StepOptions) => Promise<readonly (Measure | Score)[]>

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
  curate: () => import('./steps/curate.ts'),
  desk: () => import('./steps/desk.ts'),
  publish: () => import('./steps/publish.ts'),
  archive: () => import('./steps/archive.ts'),
  'idle-tick': () => import('./steps/idle-tick.ts'),
  search: () => import('./steps/search.ts'),
  mail: () => import('./steps/mail.ts'),
  quality: () => import('./steps/quality.ts'),
  claims: () => import('./steps/claims.ts'),
  deliver: () => import('./steps/deliver.ts'),
}
