// Translates what drafts lack; they then take that in.
import type { StopWish } from '../core/stop.ts'
import type { IssueWindow, StageReport } from '../core/types.ts'
import { curate } from '../curate/curate.ts'
import type { CandidateRule } from '../store/items.ts'
import type { App } from './wire.ts'

/**
 * The reports of weeks that have just been drafted, one for each window in order, with one of translating behind them where there was
 * something to translate. A week that has closed waits for its translations until `stop` asks.
 */
export async function translateDrafts(
  app: Pick<App, 'curate' | 'translate'>,
  windows: readonly IssueWindow[],
  drafted: readonly StageReport[],
  { by = 'arrival', stop }: { readonly by?: CandidateRule; readonly stop?: StopWish } = {},
): Promise<readonly StageReport[]> {
  const translated = await app.translate?.(windows, stop)
  if (!translated) return drafted
  if (translated.done > 0) for (const window of windows) await curate(app.curate, window, by)
  return [...drafted, translated]
}
