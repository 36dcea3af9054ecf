// Tells the WebSub hub which feeds have changed, after they are on disk. publish.ts calls it; what failed is told again at the next publishing.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { StageNote } from '../core/types.ts'
import type { Store } from '../store/engine/database.ts'
import { readSetting, saveSetting } from '../store/settings.ts'
import { announcedPaths } from './feeds/site-feeds.ts'
import { type SiteDescription, urlIn } from './site-urls.ts'

export interface AnnounceDeps {
  readonly store: Store
  readonly site: SiteDescription
  readonly outputFolder: string
  /** Sends a form to the hub; throws WeeklyError when it cannot be reached. */
  readonly postForm: (form: {
    readonly url: string
    readonly fields: Readonly<Record<string, string>>
  }) => Promise<{ readonly status: number }>
}

/** SHA-256 of each feed as the hub was last told of it, by its address. */
type Announced = Readonly<Record<string, string>>

/** Announces each feed that has changed since the configured hub was last told of it (WebSub §7). A hub that fails is a note for each feed. */
export async function announceFeeds(deps: AnnounceDeps): Promise<StageNote[]> {
  const { site, store, outputFolder } = deps
  if (site.hub === undefined) return []
  const name = `announced to ${site.hub}`
  const before = JSON.parse((await readSetting(store.db, name)) ?? '{}') as Announced
  const told: Record<string, string> = { ...before }
  const notes: StageNote[] = []
  for (const path of announcedPaths) {
    const topic = urlIn(site, path)
    const sha256 = await hashFile(join(outputFolder, path))
    if (sha256 === null || sha256 === before[topic]) continue
    const failure = await announce(deps, site.hub, topic)
    if (failure) notes.push(failure)
    else told[topic] = sha256
  }
  if (JSON.stringify(told) !== JSON.stringify(before)) await saveSetting(store.db, name, JSON.stringify(told))
  return notes
}

async function announce({ postForm }: AnnounceDeps, hub: string, topic: string): Promise<StageNote | null> {
  try {
    const { status } = await postForm({ url: hub, fields: { 'hub.mode': 'publish', 'hub.url': topic } })
    if (status >= 200 && status <= 299) return null
    throw new WeeklyError('FETCH_HTTP_STATUS', `${hub} answered ${status} to the announcement`, { context: { status } })
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    const hint = 'Nothing to do: readers poll the feed as before, and the hub is told again at the next publishing.'
    return { level: 'note', subject: topic, code: error.code, message: error.message, hint }
  }
}

/** A feed that was withheld from the start is not there yet. */
async function hashFile(path: string): Promise<string | null> {
  const content = await readFile(path).catch(() => null)
  return content && createHash('sha256').update(content).digest('hex')
}
