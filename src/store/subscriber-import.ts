// Readers who come with a file: those whose consent the curator has, and a whole list that moves here with its states and dates.
import { WeeklyError } from '../core/errors.ts'
import type { Cadence, Instant, Subscriber } from '../core/types.ts'
import { addressKey } from './address.ts'
import type { Connection } from './engine/database.ts'
import { confirmSubscriber, erasedKey, findSubscriber, leaveList, saveSignUp, type SignUp } from './subscribers.ts'

/** One row of a file. What it does not say is as for somebody who confirms now. */
export interface ImportedReader extends SignUp {
  readonly state?: Subscriber['state']
  readonly createdAt?: Instant | null
  readonly confirmedAt?: Instant | null
  readonly leftAt?: Instant | null
  readonly cadence?: Cadence
  readonly sectionsOff?: readonly string[]
}

/** What became of one row of an import; `reason` says why it was refused. */
export interface ImportResult {
  readonly email: string
  readonly outcome: 'imported' | 'already confirmed' | 'unchanged' | 'refused'
  readonly reason: string | null
}

/** How many rows are looked up and written by one statement: far below the 32,766 values that SQLite takes. */
const AT_ONCE = 100

/**
 * Imports readers: as confirmed those whose consent the curator has, and those who left, bounced, complained or never confirmed as what they
 * are, so that nobody is mailed who did not agree. A confirmed row without consent or with a bad address is refused, and so is everybody
 * who has left here or was erased. Who left according to the file leaves here too. One result per row, in order; a second import changes
 * nothing. `erased` as `readErasedKeys` gives it, for callers that come with one batch after another.
 */
export async function importSubscribers(
  db: Connection,
  rows: readonly ImportedReader[],
  now: Instant,
  erased?: ReadonlySet<string>,
): Promise<readonly ImportResult[]> {
  if (!db.isTransaction)
    return db.transaction().execute(transaction => importSubscribers(transaction, rows, now, erased))
  const gone = erased ?? (await readErasedKeys(db))
  const results: ImportResult[] = []
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const batch = rows.slice(start, start + AT_ONCE)
    const inserted = await insertNewcomers(db, batch, gone, now)
    for (const row of batch)
      results.push(
        inserted.has(row)
          ? { email: row.email, outcome: 'imported', reason: null }
          : await importSubscriber(db, row, gone, now),
      )
  }
  return results
}

/** The keys of all erased addresses, without the numbers of their rows: few, and no index answers this for one address. */
export async function readErasedKeys(db: Connection): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('subscribers').select('email_key').where('email_key', 'like', 'erased:%').execute()
  return new Set(rows.map(({ email_key }) => email_key.slice(0, email_key.lastIndexOf(':'))))
}

/** Writes whom nobody knows yet, as most of a list is, by one statement; whoever is not in the answer must be looked at singly. */
async function insertNewcomers(
  db: Connection,
  rows: readonly ImportedReader[],
  erased: ReadonlySet<string>,
  now: Instant,
): Promise<ReadonlySet<ImportedReader>> {
  const first = new Map<string, ImportedReader>()
  for (const row of rows) {
    const key = keyOrReason(row.email)
    if (typeof key !== 'string' || first.has(key) || isErasedKey(key, erased) || lacksConsent(row)) continue
    first.set(key, row)
  }
  if (first.size === 0) return new Set()
  const added = await db
    .insertInto('subscribers')
    .values([...first].map(([key, row]) => newRow(key, row, now)))
    .onConflict(conflict => conflict.column('email_key').doNothing())
    .returning('email_key')
    .execute()
  return new Set(added.flatMap(({ email_key }) => first.get(email_key) ?? []))
}

/** Hashes only where anybody was ever erased: lists of the configuration come with every command, and to load the hashes takes long. */
const isErasedKey = (key: string, erased: ReadonlySet<string>): boolean => erased.size > 0 && erased.has(erasedKey(key))

const lacksConsent = ({ state = 'confirmed', consent }: ImportedReader): boolean =>
  state === 'confirmed' && consent.trim() === ''

/** Dates of the file are kept, but none that has not come yet. */
const pastOf =
  (now: Instant) =>
  (at: Instant | null | undefined): Instant | null =>
    at && at <= now ? at : null

/** All rows of a statement have the same columns: what a row does not say is what the store says by default. */
function newRow(key: string, row: ImportedReader, now: Instant) {
  const { state = 'confirmed', cadence = 'weekly', stories = 'both', sectionsOff = [] } = row
  const past = pastOf(now)
  return {
    email: row.email.trim(),
    email_key: key,
    name: row.name,
    language: row.language,
    state,
    consent: row.consent,
    created_at: past(row.createdAt) ?? now,
    confirmed_at: past(row.confirmedAt) ?? (state === 'confirmed' ? now : null),
    left_at: past(row.leftAt) ?? (state === 'confirmed' || state === 'pending' ? null : now),
    cadence,
    stories,
    sections_off: JSON.stringify(sectionsOff),
  }
}

async function importSubscriber(
  db: Connection,
  row: ImportedReader,
  erased: ReadonlySet<string>,
  now: Instant,
): Promise<ImportResult> {
  const { email, state = 'confirmed' } = row
  const say = (outcome: ImportResult['outcome'], reason: string | null = null) => ({ email, outcome, reason })
  if (lacksConsent(row)) return say('refused', 'no statement of consent')
  const key = keyOrReason(email)
  if (typeof key !== 'string') return say('refused', key.reason)
  if (isErasedKey(key, erased)) return say('refused', 'the address was erased on request')
  const known = await findSubscriber(db, { email })
  if (state === 'confirmed') {
    if (known?.state === 'confirmed') return say('already confirmed')
    if (known && known.state !== 'pending') return say('refused', `the address is ${known.state}`)
  } else if (known && state === 'pending')
    return say('unchanged', hasLeft(known) ? `the address is ${known.state}` : null)
  else if (known?.state === state) return say('unchanged')
  else if (known && known.state !== 'confirmed' && known.state !== 'pending') return say('unchanged')
  else if (known?.confirmedAt && row.leftAt && row.leftAt < known.confirmedAt)
    return say('unchanged', 'came back since')
  const { id } = known ?? (await saveSignUp(db, row, now))
  await settleState(db, id, row, now)
  return say('imported')
}

const hasLeft = ({ state }: Subscriber): boolean => state !== 'pending' && state !== 'confirmed'

function keyOrReason(email: string): string | { readonly reason: string } {
  try {
    return addressKey(email)
  } catch (error) {
    if (error instanceof WeeklyError) return { reason: error.message }
    throw error
  }
}

async function settleState(db: Connection, id: number, row: ImportedReader, now: Instant): Promise<void> {
  const { state = 'confirmed', cadence, sectionsOff, stories } = row
  const past = pastOf(now)
  if (state === 'confirmed') await confirmSubscriber(db, id, now)
  else if (state !== 'pending') await leaveList(db, id, state, now)
  const [createdAt, confirmedAt, leftAt] = [past(row.createdAt), past(row.confirmedAt), past(row.leftAt)]
  await db
    .updateTable('subscribers')
    .set({
      consent: row.consent,
      ...(createdAt && { created_at: createdAt }),
      ...(confirmedAt && { confirmed_at: confirmedAt }),
      ...(leftAt && { left_at: leftAt }),
      ...(cadence && { cadence }),
      ...(stories && { stories }),
      ...(sectionsOff && { sections_off: JSON.stringify(sectionsOff) }),
    })
    .where('id', '=', id)
    .execute()
}
