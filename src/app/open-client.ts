// What asks the network: a guarded client that knows by which name and how politely, and the files that stand for pages.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Clock } from '../core/clock.ts'
import type { SourceConfig, WeeklyConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Schedule } from '../core/slots.ts'
import { hideValues } from '../net/hidden-values.ts'
import { createHttpClient, type HttpClient } from '../net/http.ts'
import { withLocalFiles } from '../net/local-files.ts'
import type { Politeness } from '../net/politeness.ts'
import type { Store } from '../store/engine/database.ts'
import { countSubscribers } from '../store/subscribers.ts'
import { createHostLedger, type openHostSlots } from './host-ledger.ts'
import type { LoadedConfig } from './load-config.ts'
import { packageVersion } from './shipped.ts'

/** The links that `pages` maps of file: sources lead to files, with paths relative to the configuration folder. */
function readPages(folder: string, sources: readonly SourceConfig[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>()
  for (const path of new Set(sources.flatMap(({ pages: file }) => file ?? []))) {
    const file = resolve(folder, path)
    try {
      const map = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
      for (const [url, page] of Object.entries(map)) pages.set(url, resolve(dirname(file), page))
    } catch (cause) {
      throw new WeeklyError('FILE_UNREADABLE', `the pages file ${path} cannot be read: ${(cause as Error).message}`, {
        hint: 'It is JSON: item links as keys, files beside it as values.',
        cause,
      })
    }
  }
  return pages
}

async function nameClient({ fetch, url }: WeeklyConfig, { db }: Store): Promise<string> {
  const { confirmed } = await countSubscribers(db)
  return fetch.userAgent ?? `weekly/${packageVersion()} (+${url}; ${confirmed} subscribers)`
}

/** What asks the network and local files, as the configuration says. */
export function createHttp(
  config: LoadedConfig,
  userAgent: string,
  politeness: Politeness,
  schedule: Schedule,
): HttpClient {
  const { weekly, folder, sources } = config
  const { clock } = politeness
  const client = hideValues(createHttpClient({ ...weekly.fetch, userAgent, politeness }), config.hidden)
  return withLocalFiles(client, {
    folder,
    pages: readPages(folder, sources),
    timezone: weekly.timezone,
    closesAt: () => schedule.lastAtOrBefore(clock.now()),
  })
}

/** Who asks others: by which name, and how politely. */
export interface Client {
  readonly userAgent: string
  readonly politeness: Politeness
}

/** Who asks others, with the marks of hosts that all workers share. */
export async function describeClient(
  weekly: WeeklyConfig,
  store: Store,
  clock: Clock,
  slots: ReturnType<typeof openHostSlots>,
): Promise<Client> {
  const ledger = createHostLedger(store, clock, slots)
  return { userAgent: await nameClient(weekly, store), politeness: { ledger, clock } }
}
