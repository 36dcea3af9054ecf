// What SIGHUP does to a running server: the list of sources is read again; everything else is read at the start alone.
import { isWeeklyError } from '../core/errors.ts'
import { syncSources } from '../store/sources.ts'
import { loadConfig } from './load-config.ts'
import type { GlobalOptions } from './options.ts'
import { moveCredentials } from './source-secrets.ts'
import type { App } from './wire.ts'

/** Makes the store's sources those of sources.yaml as it is now, for whoever visits them next. Throws CONFIG_…. */
export async function syncSourceFile({ store }: Pick<App, 'store'>, folder: string): Promise<number> {
  const { sources } = loadConfig(folder, process.env)
  await syncSources(store, sources.map(moveCredentials))
  return sources.length
}

/** The same for a server that runs on; where it cannot be read, what was there stays, and the log says why. Only bugs are thrown. */
async function takeSources(app: App, options: Pick<GlobalOptions, 'config'>): Promise<void> {
  const { log } = app
  try {
    log.info('sources read again', {
      sources: await syncSourceFile(app, options.config),
      hint: 'What has changed in weekly.yaml is taken up by a restart.',
    })
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    log.warn('sources not read again', { code: error.code, message: error.message, hint: error.hint })
  }
}

/** Listens for SIGHUP. Returns how to stop listening. */
export function reloadSources(app: App, options: Pick<GlobalOptions, 'config'>): () => void {
  const listener = (): void => {
    takeSources(app, options).catch((error: unknown) =>
      app.log.warn('sources not read again', { error: String(error) }),
    )
  }
  process.on('SIGHUP', listener)
  return () => process.off('SIGHUP', listener)
}
