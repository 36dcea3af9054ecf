// The bar on every page of the desk while an approved issue can still be stopped.
import { randomUUID } from 'node:crypto'
import { formatMoment } from '../../core/date-words.ts'
import { readWaitingApprovals } from '../../store/drafts.ts'
import type { Editor } from '../../store/editors.ts'
import { type DeskDeps, deskWords, type StopBar } from './frame.ts'

/** The bars that an editor sees: one for each issue that is approved and has not gone out. */
export async function describeStopBars(
  deps: Pick<DeskDeps, 'store' | 'clock' | 'language' | 'timezone'>,
  { role }: Editor,
): Promise<readonly StopBar[]> {
  const words = deskWords(deps).releasing
  const now = deps.clock.now()
  return (await readWaitingApprovals(deps.store.db)).map(({ week, goesOutAt }) => ({
    week,
    said:
      goesOutAt > now
        ? words.stopBar(week, formatMoment(goesOutAt, deps.language, deps.timezone))
        : words.stopBarNext(week),
    command: randomUUID(),
    mayStop: role !== 'contributor',
  }))
}
