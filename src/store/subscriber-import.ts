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

/**
 * Imports readers: as confirmed those whose consent the curator has, and those who left, bounced, complained or never confirmed as what they
 * are, so that nobody is mailed who did not agree. A confirmed row without consent or with a bad address is refused, and so is everybody
 * who has left here or was erased. Who left according to the file leaves here too. One result per row, in order; a second import changes
 * nothing.
 */
export async function importSubscribers(
  db: Connection,
  rows: readonly ImportedReader[],
  now: Instant,
): Promise<readonly ImportResult[]> {
  if (!db.isTransaction) return db.transaction().execute(transaction => importSubscribers(transaction, rows, now))
  const erased = await readErasedKeys(db)
  const results: ImportResult[] = []
  for (const row of rows) results.push(await importSubscriber(db, row, erased, now))
  return results
}

/** The keys of all erased addresses, without the numbers of their rows: few, and no index answers this for one address. */
async function readErasedKeys(db: Connection): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('subscribers').select('email_key').where('email_key', 'like', 'erased:%').execute()
  return new Set(rows.map(({ email_key }) => email_key.slice(0, email_key.lastIndexOf(':'))))
}

async function importSubscriber(
  db: Connection,
  row: ImportedReader,
  erased: ReadonlySet<string>,
  now: Instant,
): Promise<ImportResult> {
  const { email, state = 'confirmed' } = row
  const say = (outcome: ImportResult['outcome'], reason: string | null = null) => ({ email, outcome, reason })
  if (state === 'confirmed' && row.consent.trim() === '') return say('refused', 'no statement of consent')
  const key = keyOrReason(email)
  if (typeof key !== 'string') return say('refused', key.reason)
  if (erased.has(erasedKey(key))) return say('refused', 'the address was erased on request')
  const known = await findSubscriber(db, { email })
  if (state === 'confirmed') {
    if (known?.state === 'confirmed') return say('already confirmed')
    if (known && known.state !== 'pending') return say('refused', `the address is ${known.state}`)
  } else if (known?.state === state || (known && state === 'pending')) return say('unchanged')
  else if (known && known.state !== 'confirmed' && known.state !== 'pending') return say('unchanged')
  else if (known?.confirmedAt && row.leftAt && row.leftAt < known.confirmedAt)
    return say('unchanged', 'came back since')
  const { id } = known ?? (await saveSignUp(db, row, now))
  await settleState(db, id, row, now)
  return say('imported')
}

function keyOrReason(email: string): string | { readonly reason: string } {
  try {
    return addressKey(email)
  } catch (error) {
    if (error instanceof WeeklyError) return { reason: error.message }
    throw error
  }
}

/** Dates of the file are kept, but none that has not come yet. */
async function settleState(db: Connection, id: number, row: ImportedReader, now: Instant): Promise<void> {
  const { state = 'confirmed', cadence, sectionsOff, stories } = row
  const past = (at: Instant | null | undefined): Instant | null => (at && at <= now ? at : null)
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
