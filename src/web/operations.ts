// What watches the program asks: is it alive, is it ready, how does it stand. The web server answers it, and a port of its own.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../core/clock.ts'
import { pingStore, type Store } from '../store/engine/database.ts'
import { readJobFacts } from '../store/jobs.ts'
import { readFacts } from '../store/operations-facts.ts'
import type { Metrics } from './metrics.ts'
import { portUnavailable } from './port-unavailable.ts'

/** What answers stand on. */
export interface OperationsDeps {
  readonly store: Store
  readonly clock: Clock
  readonly metrics: Metrics
  /** Why the process should get no work yet, in words; null when it is ready. */
  readonly whyNotReady: () => Promise<string | null>
}

const answer = (text: string, status = 200, type = 'text/plain; charset=utf-8'): Response =>
  new Response(text, { status, headers: { 'Content-Type': type, 'Cache-Control': 'no-store' } })

const storeAnswers = ({ store }: Pick<OperationsDeps, 'store'>): Promise<boolean> =>
  pingStore(store).then(
    () => true,
    () => false,
  )

/** Whether the process lives and reaches its store: 200 or 503. Whoever restarts what does not live asks this. */
export async function answerHealth(deps: Pick<OperationsDeps, 'store'>): Promise<Response> {
  return (await storeAnswers(deps)) ? answer('ok\n') : answer('the store does not answer\n', 503)
}

/** Whether it should get requests: 200 or 503. Whoever spreads requests over several asks this. */
export async function answerReady(deps: OperationsDeps): Promise<Response> {
  if (!(await storeAnswers(deps))) return answer('the store does not answer\n', 503)
  const why = await deps.whyNotReady()
  return why === null ? answer('ready\n') : answer(`${why}\n`, 503)
}

/** The figures in the text format of Prometheus. */
export async function answerMetrics({ store, clock, metrics }: OperationsDeps): Promise<Response> {
  const facts = [...(await readFacts(store, clock.now())), ...(await readJobFacts(store))]
  return answer(await metrics.render(facts), 200, metrics.contentType)
}

const routes: Readonly<Record<string, (deps: OperationsDeps) => Promise<Response>>> = {
  '/healthz': answerHealth,
  '/readyz': answerReady,
  '/metrics': answerMetrics,
}

/** A port for these three alone, so that a worker has them too, and no reader does. */
export interface OperationsServer {
  readonly port: number
  close(): Promise<void>
}

/** Begins to listen. Throws PORT_UNAVAILABLE. */
export async function openOperationsServer(
  deps: OperationsDeps,
  place: { readonly host: string; readonly port: number },
): Promise<OperationsServer> {
  const server: Server = createServer((request, response) => {
    const route = request.method === 'GET' ? routes[request.url ?? ''] : undefined
    const made = route ? route(deps) : Promise.resolve(answer('Not found\n', 404))
    made
      .catch(() => answer('the store does not answer\n', 503))
      .then(async found => {
        response.writeHead(found.status, Object.fromEntries(found.headers))
        response.end(await found.text())
      })
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error) => reject(portUnavailable('http.operations', place, cause)))
    server.listen(place.port, place.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
