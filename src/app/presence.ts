// This process among those that keep the list: its heartbeat, and the clock that they share.
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { type Clock, instantFromMs, msFromInstant } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Store } from '../store/engine/database.ts'
import type { WorkerTable } from '../store/engine/machine-tables.ts'
import { findNewer, type MarkKind } from '../store/marks.ts'
import type { LoadedConfig } from './load-config.ts'
import { programFingerprint } from './shipped.ts'
import { beatWorker, endHolds, endSilent, forgetWorker, readDatabaseClock, type WorkerSelf } from '../store/workers.ts'

const BEAT_MS = 15_000
/** A clock that is off by less is off by nothing that matters. */
const REMARKABLE_MS = 5_000

/** The clock of a process, set by the database's: claims and closings of several machines go by one time. */
export interface SharedClock extends Clock {
  /** Takes the database's time for the time of now. Answers by how many milliseconds this machine's clock is ahead of it. */
  set(databaseMs: number): number
}

/** Makes a clock that goes as `own` does and can be set. */
export function shareClock(own: Clock): SharedClock {
  let aheadMs = 0
  return {
    now: () => (aheadMs === 0 ? own.now() : instantFromMs(msFromInstant(own.now()) - aheadMs)),
    set: databaseMs => (aheadMs = msFromInstant(own.now()) - databaseMs),
  }
}

/** Sets the clock by the database's, and tells when this machine's is off. */
export async function setByDatabase(clock: SharedClock, store: Store, log: Log): Promise<void> {
  const aheadMs = clock.set(msFromInstant(await readDatabaseClock(store)))
  if (Math.abs(aheadMs) < REMARKABLE_MS) return
  const hint = 'The time of the database is taken. Let this machine set its clock by the network (NTP).'
  log.warn('clock differs from the database', { aheadSeconds: Math.round(aheadMs / 1000), hint })
}

/** This process as others see it. */
export interface Presence {
  /** A worker at work whose program or configuration is newer than that of this process, which leaves undone then what it would undo; or null. */
  findNewer(...kinds: readonly MarkKind[]): Promise<WorkerTable | null>
  /** From now on others see that this process is at work; again: with another role. Claims of those that have fallen silent are free at once. */
  begin(role?: WorkerSelf['role']): Promise<void>
  /** Gives back what it holds and takes it off the list of those at work. */
  end(): Promise<void>
}

/** What a presence needs. */
export interface PresenceDeps {
  readonly store: Store
  readonly log: Log
  readonly worker: string
  /** Marks of the program and of the configuration. */
  readonly marks: () => Pick<WorkerSelf, 'program' | 'config'>
  /** Is set by each heartbeat; null where the time is this machine's, or made up. */
  readonly clock: SharedClock | null
}

/** Makes the presence of a process; nothing is said before it begins. */
export function createPresence({ store, log, worker, marks, clock }: PresenceDeps): Presence {
  let role: WorkerSelf['role'] = 'command'
  let timer: NodeJS.Timeout | undefined
  const self = (): WorkerSelf => ({ id: worker, role, host: hostname(), ...marks() })
  const beat = async (): Promise<void> => {
    const { at, silent } = await beatWorker(store, self())
    clock?.set(msFromInstant(at))
    if (silent === 0) return
    for (const each of await endSilent(store))
      log.warn('worker fell silent', { worker: each.id, host: each.host, last: each.beat_at })
  }
  return {
    findNewer: async (...kinds) => {
      // With a file there is one machine with one configuration, and who edits that last is right. Of its programs one may be an older, as
      // where cron runs what was there before an upgrade.
      const telling = store.dialect === 'sqlite' ? kinds.filter(kind => kind === 'program') : kinds
      const found: (WorkerTable | null)[] = []
      for (const kind of telling) found.push(await findNewer(store, self(), kind))
      return found.find(each => each !== null) ?? null
    },
    begin: async (as = role) => {
      role = as
      await beat()
      // A beat that fails is missed: whatever else the process does on the store says what is wrong with it.
      timer ??= setInterval(() => void beat().catch(() => undefined), BEAT_MS).unref()
    },
    end: async () => {
      if (timer === undefined) return
      clearInterval(timer)
      try {
        // So that another process need not wait for them to end; when the store itself has failed they end by themselves.
        await endHolds(store, id => id === worker)
        await forgetWorker(store.db, worker)
      } catch (error) {
        log.warn('claims not given back', { error: String(error) })
      }
    },
  }
}

/** What each machine has of its own; all else must be alike. */
const OWN_KEYS: ReadonlySet<string> = new Set(['store', 'output', 'content', 'http', 'log', 'chromium'])

/** Marks by which workers tell whether they are alike. */
function markSelf({ weekly, sources }: LoadedConfig): ReturnType<PresenceDeps['marks']> {
  const shared = Object.entries(weekly).filter(([key]) => !OWN_KEYS.has(key))
  const hash = createHash('sha256').update(JSON.stringify([shared, sources]))
  return { program: programFingerprint('core', 'curate', 'publish', 'store'), config: hash.digest('hex') }
}

/** The presence of a process by its configuration. On PostgreSQL the time is the database's, unless it was made up; with a file there is one machine. */
export async function openPresence(
  deps: Pick<PresenceDeps, 'store' | 'log' | 'worker'>,
  loaded: LoadedConfig,
  clock: SharedClock | null,
): Promise<Presence> {
  const shared = deps.store.dialect === 'postgres' ? clock : null
  if (shared) await setByDatabase(shared, deps.store, deps.log)
  let marks: ReturnType<PresenceDeps['marks']> | null = null
  return createPresence({ ...deps, clock: shared, marks: () => (marks ??= markSelf(loaded)) })
}
