// The samples: laid down in a folder, and left behind so that nothing of them stays on the site.
import { readdirSync, readFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { loadConfig, type LoadedConfig } from '../../app/load-config.ts'
import { shippedFolder } from '../../app/shipped.ts'
import type { Instant } from '../../core/types.ts'
import { readManifest } from '../../publish/files/site-manifest.ts'
import { setStoreAside } from '../../store/backup.ts'
import { openStore } from '../../store/engine/database.ts'
import { readOwnWork, SAMPLE_SOURCES } from '../../store/samples.ts'
import { deleteSource } from '../../app/edit-sources.ts'
import { describeCount } from '../terminal/terminal.ts'
import { renderSources, renderWeekly, type ListAnswers } from './starter-files.ts'
import { copyNewFiles, type Written } from './write-files.ts'

const POST = 'hello.md'

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(file => file.isFile())
    .map(file => join(file.parentPath, file.name).slice(folder.length + 1))
    .toSorted()

/** Lays the samples down where nothing is yet: the configuration with its sources, and the post. Throws OUTPUT_UNWRITABLE. */
export async function layDownSamples(configFolder: string): Promise<Written> {
  const shipped = shippedFolder('config')
  const config = await copyNewFiles(shipped, configFolder, filesIn(shipped))
  const content = await copyNewFiles(shippedFolder('content'), 'content', [POST])
  const named = (folder: string, paths: readonly string[]) => paths.map(path => join(folder, path))
  return {
    made: [...named(configFolder, config.made), ...named('content', content.made)],
    kept: [...named(configFolder, config.kept), ...named('content', content.kept)],
  }
}

/** The configuration in a folder, where it has samples among its sources; null for any other. Throws CONFIG_… for one that is wrong. */
export function findSamples(configFolder: string): LoadedConfig | null {
  const config = loadConfig(configFolder, process.env)
  return config.sources.some(({ url }) => url.startsWith(SAMPLE_SOURCES)) ? config : null
}

const isAsShipped = async (path: string, shipped: string): Promise<boolean> =>
  (await readFile(path, 'utf8').catch(() => null)) === readFileSync(shipped, 'utf8')

/** Takes the samples' own store out of the way, and their pages off the site, unless there is more than samples in it. Answers what is told. */
async function leaveIssues({ weekly }: LoadedConfig, now: Instant): Promise<readonly string[]> {
  if (!weekly.store.startsWith('sqlite:')) return ['the store in PostgreSQL stays as it is: name another in `store`']
  const path = weekly.store.slice('sqlite:'.length)
  const store = await openStore(weekly.store, '.')
  const own = await readOwnWork(
    store.db,
    weekly.subscribers.map(({ email }) => email),
  ).finally(() => store.close())
  if (own.readers > 0 || own.weeks.length > 0) {
    const readers = own.readers > 0 ? [describeCount(own.readers, 'subscribers')] : []
    const found = [...readers, ...own.weeks].join(', ')
    return [
      `the store stays, for it has more than samples in it: ${found}`,
      '`weekly issue retract WEEK` takes an issue of samples back; `weekly issue list` shows all',
    ]
  }
  const kept = await setStoreAside(path, 'samples', now)
  const { files } = await readManifest(weekly.output)
  for (const file of files.keys()) await rm(join(weekly.output, file), { force: true })
  for (const name of ['.weekly-files.json', '.weekly-outlines.json'])
    await rm(join(weekly.output, name), { force: true })
  await rm(`${path}.mailed`, { force: true })
  return kept === null ? [] : [`the store of the samples is kept as ${join(dirname(path), basename(kept))}`]
}

/**
 * Makes a list out of the samples: their sources, post, issues and pages go, what the person has written stays. `answers` make the new
 * weekly.yaml, where the one of the samples was not changed. Answers what is told. Throws BACKUP_REFUSED while weekly runs.
 */
export async function leaveSamples(
  config: LoadedConfig,
  answers: ListAnswers,
  now: Instant,
): Promise<readonly string[]> {
  const { folder, sources } = config
  const shipped = shippedFolder('config')
  const said = [...(await leaveIssues(config, now))]
  const [weekly, list] = [join(folder, 'weekly.yaml'), join(folder, 'sources.yaml')]
  if (await isAsShipped(weekly, join(shipped, 'weekly.yaml'))) await writeFile(weekly, renderWeekly(answers))
  else said.push(`${weekly} was changed by you, and stays: look for what is of the samples in it`)
  if (await isAsShipped(list, join(shipped, 'sources.yaml'))) await writeFile(list, renderSources(answers))
  else for (const { url } of sources) if (url.startsWith(SAMPLE_SOURCES)) await deleteSource(folder, url)
  const post = join(config.weekly.content, POST)
  if (await isAsShipped(post, join(shippedFolder('content'), POST))) await rm(post)
  return said
}
