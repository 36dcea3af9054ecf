// The part of a run that writes to editors: about the weeks that have closed and wait for them.
import { isWeeklyError } from '../core/errors.ts'
import type { IssueWindow } from '../core/types.ts'
import { listEditors } from '../store/editors.ts'
import type { App } from './wire.ts'

/** Asks the editors of these weeks, where it is time to. What fails is logged: a mail to editors keeps no issue back. */
export async function askEditors(app: App, windows: readonly IssueWindow[]): Promise<void> {
  const { mail } = app.config.weekly
  if (mail.from === undefined || mail.postalAddress === undefined) return
  if ((await listEditors(app.store.db)).length === 0) return
  // The whole desk takes thirty megabytes: without editors it is not loaded.
  const [{ describeDesk }, { askAbout }] = await Promise.all([import('./desk.ts'), import('./tell-editors.ts')])
  try {
    const deps = describeDesk(app)
    for (const window of windows) await askAbout(app, deps, window)
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    app.log.warn('editors.not-asked', { code: error.code, error: error.message })
  }
}
