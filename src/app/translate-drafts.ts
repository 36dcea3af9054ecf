// Translates what drafts lack; they then take that in.
import type { IssueWindow, StageReport } from '../core/types.ts'
import { curate } from '../curate/curate.ts'
import type { CandidateRule } from '../store/items.ts'
import type { App } from './wire.ts'

/**
 * The reports of weeks that have just been drafted, one for each window in order, with one of translating behind them where there was
 * something to translate.
 */
export async function translateDrafts(
  app: Pick<App, 'curate' | 'translate'>,
  windows: readonly IssueWindow[],
  drafted: readonly StageReport[],
  by: CandidateRule = 'arrival',
): Promise<readonly StageReport[]> {
  const translated = await app.translate?.(windows)
  if (!translated) return drafted
  if (translated.done > 0) for (const window of windows) await curate(app.curate, window, by)
  return [...drafted, translated]
}
