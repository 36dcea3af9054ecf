// A store that is brought to a new machine for each run: its generation, and what it knows of mails that may have gone out elsewhere.
import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Instant } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { UNCERTAIN_ATTEMPTS } from './ledger.ts'
import { readSetting, saveSetting } from './settings.ts'

const GENERATION = 'generation'
const ANNOUNCED = 'mailing'

/** Beside the store and never along with it: the mailing that this very checkout has announced. */
const announcedFile = (file: string): string => `${file}.mailing`

/** How many runs the store has been through; it travels with the file, so that an older copy is told from a newer one. */
export async function readGeneration(db: Connection): Promise<number> {
  return Number((await readSetting(db, GENERATION)) ?? '0')
}

/** Counts a run. Returns its number. */
export async function nextGeneration(db: Connection): Promise<number> {
  const generation = (await readGeneration(db)) + 1
  await saveSetting(db, GENERATION, String(generation))
  return generation
}

/** Writes into the store that mails will go out, and beside it that they go out from here. The store is to be kept before the first one does. */
export async function announceMailing({ db, file }: Store): Promise<void> {
  const mark = randomBytes(16).toString('hex')
  await saveSetting(db, ANNOUNCED, mark)
  if (file !== null) await writeFile(announcedFile(file), mark, { mode: 0o600 })
}

/** What the store knows of a mailing: none is announced, it is to go out from here, or it was to go out elsewhere and nothing was heard of it. */
export async function readMailing({ db, file }: Store): Promise<'none' | 'here' | 'elsewhere'> {
  const mark = await readSetting(db, ANNOUNCED)
  if (mark === null) return 'none'
  const here = file === null ? null : await readFile(announcedFile(file), 'utf8').catch(() => null)
  return here === mark ? 'here' : 'elsewhere'
}

/** Closes a mailing: what came of each mail is in the store. */
export async function closeMailing({ db, file }: Store): Promise<void> {
  await db.deleteFrom('settings').where('name', '=', ANNOUNCED).execute()
  if (file !== null) await rm(announcedFile(file), { force: true })
}

/**
 * Takes every mail of an issue that is not finished for uncertain: it may have gone out elsewhere. None goes out by itself any more; the
 * operator decides. Returns how many there were.
 */
export async function holdAnnounced(db: Connection, now: Instant): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({
      state: 'uncertain',
      attempts: UNCERTAIN_ATTEMPTS,
      next_attempt_at: null,
      claimed_by: null,
      claimed_until: null,
      response: 'the run that was to send it has left no word of it',
      updated_at: now,
    })
    .where('state', 'in', ['pending', 'claimed', 'data', 'deferred', 'uncertain'])
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
