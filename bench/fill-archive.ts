// A list that has gone on for years, without sources: its configuration and a store with every issue, of which nothing is published yet.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addMinutes } from '../src/core/clock.ts'
import type { Instant, Issue } from '../src/core/types.ts'
import { openStore } from '../src/store/engine/database.ts'
import { insertIssue } from '../src/store/issues.ts'

/** In the middle of a week. */
const MINUTES_AFTER_LAST_ISSUE = 3 * 24 * 60

/** Where the list lies, and when its next tick is. */
export interface Archive {
  readonly config: string
  readonly now: Instant
}

const weekly = (folder: string): object => ({
  title: 'Weekly reading list',
  language: 'en',
  timezone: 'Asia/Shanghai',
  url: 'https://weekly.example.org/',
  store: `sqlite:${join(folder, 'weekly.db')}`,
  content: join(folder, 'content'),
  output: join(folder, 'public'),
})

/** Makes the list in this folder; issues come newest first. */
export async function fillArchive(folder: string, issues: readonly Issue[]): Promise<Archive> {
  const config = join(folder, 'config')
  await mkdir(config)
  await writeFile(join(config, 'weekly.yaml'), JSON.stringify(weekly(folder)))
  await writeFile(join(config, 'sources.yaml'), '[]')
  const store = await openStore('sqlite:weekly.db', folder)
  for (const issue of issues.toReversed()) {
    const { week, sealedAt } = issue
    const slot = { week, opens_at: sealedAt, closes_at: sealedAt, settled_at: sealedAt, is_first: 0 as const }
    await store.db
      .insertInto('slots')
      .values({ ...slot, origin: 'scheduled', state: 'sealed' })
      .execute()
    await insertIssue(store.db, issue, [])
  }
  await store.close()
  const last = issues[0]?.sealedAt ?? ('2017-01-06T00:00:00.000Z' as Instant)
  return { config, now: addMinutes(last, MINUTES_AFTER_LAST_ISSUE) }
}
