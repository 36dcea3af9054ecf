// What SIGHUP does to a running server: both files are read again. What can change while it runs is taken up; what cannot is named.
import type { WeeklyConfig } from '../core/config.ts'
import { isWeeklyError } from '../core/errors.ts'
import { bringSources } from './bring-sources.ts'
import { loadConfig } from './load-config.ts'
import type { GlobalOptions } from './options.ts'
import type { LogLevel } from './server-log.ts'
import { moveCredentials } from './source-secrets.ts'
import { type App, describeDrafting } from './wire.ts'

/** Makes the store's sources those of sources.yaml as it is now, for whoever visits them next. Throws CONFIG_…. */
export async function syncSourceFile(parts: Pick<App, 'store' | 'log'>, folder: string): Promise<number> {
  const { sources } = loadConfig(folder, process.env)
  await bringSources(parts, sources.map(moveCredentials))
  return sources.length
}

/** The configuration of a process that began with `running`, once `next` is what the file says: what cannot change while it runs stays. */
export function mergeLive(running: WeeklyConfig, next: WeeklyConfig): WeeklyConfig {
  const { title, description, review, issue, sections, rank, checkLinks, log, keep } = next
  const { minIntervalMinutes, silentDays } = next.fetch
  const { sentences, points } = next.summary
  return {
    ...running,
    ...{ title, description, review, issue, sections, rank, checkLinks, log, keep },
    fetch: { ...running.fetch, minIntervalMinutes, silentDays },
    summary: { ...running.summary, sentences, points },
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names of the keys that differ, as in `issue.stories`. */
export function listChanges(before: unknown, after: unknown, name = ''): readonly string[] {
  if (!isObject(before) || !isObject(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [name]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(key =>
    listChanges(before[key], after[key], name === '' ? key : `${name}.${key}`),
  )
}

/** Takes up what weekly.yaml says now, as far as that can be done. Answers the keys that were taken, and those that need a restart. */
function takeConfig(app: App, next: WeeklyConfig): Readonly<Record<'taken' | 'afterRestart', readonly string[]>> {
  const running = app.config.weekly
  const live = mergeLive(running, next)
  const changes = { taken: listChanges(running, live), afterRestart: listChanges(live, next) }
  const { title, description, review, issue, sections } = live
  Object.assign(running, live)
  Object.assign(app.curate, describeDrafting(live))
  Object.assign(app.publish, { review, copyRules: issue, sections })
  Object.assign(app.publish.site, { title, description })
  Object.assign(app.extract, { summary: live.summary })
  Object.assign(app.collect, live.fetch, { fetchLogMonths: live.keep.fetches })
  Object.assign(app.links, { isOn: live.checkLinks })
  return changes
}

/** Reads both files again for a server that runs on; where one cannot be read, all that was there stays, and the log says why. Only bugs are thrown. */
export async function reloadConfig(
  app: App,
  options: Pick<GlobalOptions, 'config'>,
  setLevel: (level: LogLevel) => void = () => undefined,
): Promise<void> {
  const { log } = app
  try {
    const { weekly, sources } = loadConfig(options.config, process.env)
    await bringSources(app, sources.map(moveCredentials))
    const { taken, afterRestart } = takeConfig(app, weekly)
    setLevel(weekly.log.level)
    log.info('configuration read again', { sources: sources.length, taken, afterRestart })
    if (afterRestart.length > 0) log.warn('needs a restart', { keys: afterRestart, hint: 'systemctl restart weekly' })
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    log.warn('configuration not read again', { code: error.code, message: error.message, hint: error.hint })
  }
}

/** Listens for SIGHUP. Returns how to stop listening. */
export function listenForReload(
  app: App,
  options: Pick<GlobalOptions, 'config'>,
  setLevel: (level: LogLevel) => void,
): () => void {
  const listener = (): void => {
    reloadConfig(app, options, setLevel).catch((error: unknown) =>
      app.log.warn('configuration not read again', { error: String(error) }),
    )
  }
  process.on('SIGHUP', listener)
  return () => process.off('SIGHUP', listener)
}
