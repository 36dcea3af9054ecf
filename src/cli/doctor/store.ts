// Whether the store opens, how its sources are, and whether the clock fits what it remembers.
import { decideHealth } from '../../collect/source-health.ts'
import { addMinutes, type Clock } from '../../core/clock.ts'
import { openStore, type Store } from '../../store/engine/database.ts'
import { checkIntegrity } from '../../store/engine/integrity.ts'
import { storeVersion } from '../../store/engine/migrations.ts'
import { listUsedUpNumbers } from '../../store/numbers-left.ts'
import { readLastVisitAt, readSources } from '../../store/sources.ts'
import { readStoredSources } from '../../store/stored-sources.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { describeInstant } from '../terminal/terminal.ts'
import { createSchedule } from '../../app/schedule.ts'
import { checkStored } from '../../app/check-stored.ts'
import type { LoadedConfig } from '../../app/load-config.ts'
import { checkAddress } from './address.ts'
import { failureOf, type Finding, ok, warn } from './finding.ts'

/** Clocks of machines differ by some minutes. */
const TOLERANCE_MINUTES = 10

async function checkSources({ db }: Store, config: LoadedConfig, clock: Clock): Promise<Finding> {
  const sources = await readSources(db)
  const healths = sources.map(each => decideHealth(each, clock.now(), config.weekly.fetch.silentDays).health)
  const counts = [...Map.groupBy(healths, health => health)].map(([health, all]) => `${all.length} ${health}`)
  const stored = await readStoredSources(db)
  const own = stored.filter(({ isInFile }) => !isInFile)
  const where = own.length === 0 ? '' : `, ${own.length} of them in the store`
  const words = `${sources.length} followed${where}: ${counts.join(', ')}`
  const wrong = stored.flatMap(({ url, settings }) => {
    const checked = checkStored({ ...settings, url })
    return typeof checked === 'string' ? `${url}: ${checked}` : []
  })
  if (wrong.length > 0)
    return warn(
      'sources',
      `${wrong.length} in the store say what this program does not know, as ${wrong[0] ?? ''}`,
      'Edit them at the desk, or remove and import them.',
    )
  if (own.length < stored.length)
    return warn(
      'sources',
      `${stored.length - own.length} stand in sources.yaml and in the store; the file holds`,
      'Take them out of sources.yaml to go by the store again.',
    )
  if (sources.length === 0)
    return config.sources.length > 0
      ? ok('sources', `${config.sources.length} configured, not visited yet`)
      : warn('sources', 'none is followed', 'weekly source add URL')
  const isUnwell = healths.some(health => health === 'failing' || health === 'dead')
  return isUnwell ? warn('sources', words, '`weekly source list` tells which, and why.') : ok('sources', words)
}

async function checkClock({ db }: Store, { weekly }: LoadedConfig, clock: Clock): Promise<Finding> {
  const now = clock.now()
  const last = await readLastVisitAt(db)
  const zone = weekly.timezone
  if (last !== null && last > addMinutes(now, TOLERANCE_MINUTES))
    return warn(
      'clock',
      `it is ${now} here, but sources were visited at ${last}`,
      'Set the clock of this machine; until then little will be due.',
    )
  const closesAt = createSchedule(weekly.schedule.issue, zone).firstAfter(now)
  return ok('clock', `${describeInstant(now, zone)} in ${zone}; the week closes ${describeInstant(closesAt, zone)}`)
}

/** A table whose numbers are used up takes nothing new. */
async function checkNumbers(store: Store): Promise<readonly Finding[]> {
  const usedUp = await listUsedUpNumbers(store)
  if (usedUp.length === 0) return []
  const hint = 'Nothing is wrong yet; ask for a version that widens these numbers, years before they end.'
  return [warn('store', `numbers are being used up: ${usedUp.join(', ')}`, hint)]
}

/** Opens the store, as every command would, and looks at what depends on it. */
export async function checkStore(config: LoadedConfig, clock: Clock): Promise<readonly Finding[]> {
  const address = config.weekly.store
  try {
    const store = await openStore(address, '.')
    try {
      await checkIntegrity(store)
      const { confirmed } = await countSubscribers(store.db)
      const name = address.startsWith('sqlite:') ? address : 'PostgreSQL'
      return [
        ok('store', `${name}, version ${storeVersion}, ${confirmed} confirmed subscribers`),
        await checkSources(store, config, clock),
        await checkClock(store, config, clock),
        ...(await checkNumbers(store)),
        ...(await checkAddress(store, config.weekly)),
      ]
    } finally {
      await store.close()
    }
  } catch (error) {
    return [failureOf('store', error)]
  }
}
