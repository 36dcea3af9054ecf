// What is told to whoever watches this process, and the passes of its worker counted.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isWeeklyError } from '../core/errors.ts'
import { createMetrics, type Metrics } from '../web/metrics.ts'
import { type OperationsDeps, openOperationsServer, type OperationsServer } from '../web/operations.ts'
import type { SiteFollower } from './follow-site.ts'
import type { RunReport } from './run.ts'
import { packageVersion } from './shipped.ts'
import type { App } from './wire.ts'

/** Where workers are asked that say nothing else; the web server answers on its own port. */
const USUAL_PORT = 9464

/** What a role tells. */
export function describeOperations(
  app: App,
  role: 'worker' | 'web' | undefined,
  follower: SiteFollower | null = null,
): OperationsDeps {
  const { output } = app.config.weekly
  const whyNotReady = async (): Promise<string | null> => {
    if (app.stop.isAsked()) return 'it is stopping'
    if (role === 'worker') return null
    if (follower) return follower.whyBehind()
    const hasSite = await stat(join(output, 'index.html')).then(
      () => true,
      () => false,
    )
    return hasSite ? null : 'there is no site yet'
  }
  return { store: app.store, clock: app.clock, metrics: createMetrics(packageVersion()), whyNotReady }
}

/** Counts the passes of a worker, those too that fail. */
export function countPasses(
  metrics: Metrics,
  pass: (onReport: (report: RunReport) => void) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const begunAt = performance.now()
    const reports: RunReport[] = []
    const seconds = (): number => (performance.now() - begunAt) / 1000
    try {
      await pass(report => void reports.push(report))
    } catch (error) {
      metrics.notePass(seconds(), null)
      throw error
    }
    metrics.notePass(
      seconds(),
      reports.flatMap(({ stages }) => stages),
    )
  }
}

/**
 * Opens the port of its own: where `http.operations` names one, and for a worker without a web server. A usual port that another worker of
 * this machine has is done without. Throws PORT_UNAVAILABLE for one that was named.
 */
export async function openOperations(
  app: App,
  deps: OperationsDeps,
  role: 'worker' | 'web' | undefined,
): Promise<OperationsServer | null> {
  const { operations, port } = app.config.weekly.http
  if (operations !== undefined) return openOperationsServer(deps, operations)
  if (role !== 'worker') return null
  try {
    return await openOperationsServer(deps, { host: '127.0.0.1', port: port === 0 ? 0 : USUAL_PORT })
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    app.log.warn('no port for health and metrics', { code: error.code, message: error.message, hint: error.hint })
    return null
  }
}
