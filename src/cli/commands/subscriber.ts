// `weekly subscriber …`: the readers of the mail, from the curator's side.
import { readFile } from 'node:fs/promises'
import { errorCodes, WeeklyError } from '../../core/errors.ts'
import { type InterfaceLanguage, interfaceLanguageOf, interfaceLanguages } from '../../core/words/words.ts'
import {
  eraseSubscriber as erase,
  type ImportResult,
  importSubscribers as importRows,
  listSubscribers as list,
  saveSignUp,
  type SignUp,
  type SubscriberRecord,
} from '../../store/subscribers.ts'
import { exitCodes } from '../terminal/exit.ts'
import { type CsvRow, parseCsv, renderCsv } from '../../formats/csv.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { queueConfirmation } from '../../deliver/confirmation.ts'
import { deliverLetters } from '../../deliver/deliver.ts'
import { readNewestLetter } from '../../store/letters.ts'
import { createCommandLog, say, sayJson, sayRaw } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** `weekly subscriber add`: sends a confirmation mail, or records consent that was given elsewhere. */
export async function addSubscriber(
  options: GlobalOptions,
  email: string,
  own: { confirmed?: string; name?: string; language?: InterfaceLanguage },
): Promise<number> {
  return open(options, async app => {
    const signUp = {
      email,
      name: own.name ?? null,
      language: own.language ?? app.config.weekly.language,
      consent: own.confirmed ?? 'invited by the curator',
    }
    if (own.confirmed !== undefined) {
      const [result] = await importRows(app.store.db, [signUp], app.clock.now())
      if (result?.outcome === 'refused')
        throw new WeeklyError('SUBSCRIBER_INVALID', `${email} was not added: ${result.reason ?? ''}`, {
          hint: 'Who has left is asked anew, without --confirmed.',
        })
      say(options, `${email} is ${result?.outcome === 'imported' ? 'confirmed' : 'confirmed already'}`)
      return exitCodes.done
    }
    const { reader, isQueued } = await app.store.db.transaction().execute(async db => {
      const now = app.clock.now()
      const saved = await saveSignUp(db, signUp, now)
      return { reader: saved, isQueued: await queueConfirmation(db, saved.id, app.config.weekly.url, now) }
    })
    if (reader.state === 'confirmed') say(options, `${email} is confirmed already`)
    else if (isQueued) await sendConfirmation(app, options, reader)
    else say(options, `${email} had a confirmation mail within the last day`)
    return exitCodes.done
  })
}

/** Sends the letter that was just queued. Throws what keeps it from being sent; where the relay said "later" it waits for the next run. */
async function sendConfirmation(app: App, options: GlobalOptions, reader: SubscriberRecord): Promise<void> {
  const { notes } = await deliverLetters(app.deliver)
  const letter = await readNewestLetter(app.store.db, 'confirmation', reader.id)
  if (letter?.state === 'sent') {
    say(options, `a confirmation mail to ${reader.email} is on its way`)
    return
  }
  const about = (subject: string): boolean => !subject.includes('@') || subject === reader.email
  const failure = notes.find(({ level, code, subject }) => code !== null && level !== 'note' && about(subject))
  if (failure?.code)
    throw new WeeklyError(
      errorCodes.find(each => each === failure.code) ?? 'SMTP_REJECTED',
      `the confirmation mail to ${reader.email}: ${failure.message}`,
      {
        hint: failure.hint ?? 'Look at the address and at the relay; ask again when they are right.',
      },
    )
  const answer = letter?.response ? ` (${letter.response})` : ''
  say(options, `a confirmation mail to ${reader.email} waits for the next run${answer}`)
}

/** `weekly subscriber list`. */
export async function listSubscribers(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store }) => {
    const readers = await list(store.db, { limit: Number.MAX_SAFE_INTEGER })
    if (options.json) sayJson(readers)
    for (const { email, state, language, confirmedAt } of readers)
      say(options, `${state.padEnd(12)} ${language.padEnd(5)} ${confirmedAt ?? '—'}  ${email}`)
    return exitCodes.done
  })
}

/** A row of a reader's list; or why it is none, for what would be guessed at would be guessed wrong. */
function readReader({ fields, problem }: CsvRow, siteLanguage: InterfaceLanguage): SignUp | Refusal {
  const { email = '', name = '', language = '', consent = '' } = fields
  if (problem !== null) return { email, reason: `${problem}; quote a cell that has a comma` }
  const known = language === '' ? siteLanguage : interfaceLanguageOf(language)
  if (known === null) return { email, reason: `the language ${language} is none of ${interfaceLanguages().join(', ')}` }
  return { email, name: name || null, language: known, consent }
}

interface Refusal {
  readonly email: string
  readonly reason: string
}

const refusalOf = (row: SignUp | Refusal): ImportResult => ({
  email: row.email,
  outcome: 'refused',
  reason: 'reason' in row ? row.reason : null,
})

/** `weekly subscriber import`: rows with consent are confirmed; a row without is refused with its line, the rest stands. */
export async function importSubscribers(options: GlobalOptions, file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new WeeklyError('FILE_UNREADABLE', `${file} cannot be read`, {
      hint: 'Name a CSV file with the header email,name,language,consent.',
      cause,
    })
  })
  const rows = parseCsv(text)
  return open(options, async app => {
    const readable = rows.map(row => readReader(row, app.config.weekly.language))
    const imported = await importRows(
      app.store.db,
      readable.filter(row => 'consent' in row),
      app.clock.now(),
    )
    const outcomes = imported.values()
    const results = readable.map(row => ('consent' in row ? outcomes.next().value : undefined) ?? refusalOf(row))
    if (options.json) sayJson(results.map((result, index) => ({ line: rows[index]?.line, ...result })))
    for (const [index, { email, outcome, reason }] of results.entries())
      if (outcome === 'refused') say(options, `line ${rows[index]?.line ?? '?'}: ${email} refused: ${reason ?? ''}`)
    const count = (outcome: string) => results.filter(result => result.outcome === outcome).length
    say(
      options,
      `${count('imported')} imported, ${count('already confirmed')} confirmed already, ${count('refused')} refused`,
    )
    return count('refused') > 0 ? exitCodes.someFailed : exitCodes.done
  })
}

/** `weekly subscriber export`: everything that is stored about the readers, as CSV that an import takes again. */
export async function exportSubscribers(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store }) => {
    const readers = await list(store.db, { limit: Number.MAX_SAFE_INTEGER })
    if (options.json) sayJson(readers)
    else sayRaw(renderReaders(readers))
    return exitCodes.done
  })
}

function renderReaders(readers: readonly SubscriberRecord[]): string {
  const rows = readers.map(({ name, confirmedAt, leftAt, sectionsOff, ...reader }) => ({
    ...reader,
    id: String(reader.id),
    name: name ?? '',
    confirmedAt: confirmedAt ?? '',
    leftAt: leftAt ?? '',
    sectionsOff: sectionsOff.join(' | '),
  }))
  const columns = ['email', 'name', 'language', 'consent', 'state', 'createdAt', 'confirmedAt', 'leftAt'] as const
  return renderCsv([...columns, 'cadence', 'sectionsOff'], rows)
}

/** `weekly subscriber erase`: forgets a reader; a hash keeps an import from bringing the address back. */
export async function eraseSubscriber(options: GlobalOptions, email: string): Promise<number> {
  return open(options, async ({ store, clock }) => {
    await erase(store.db, email, clock.now())
    say(options, `${email} is erased`)
    return exitCodes.done
  })
}
