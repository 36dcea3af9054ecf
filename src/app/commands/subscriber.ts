// `weekly subscriber …`: the readers of the mail, from the curator's side.
import { readFile } from 'node:fs/promises'
import { WeeklyError } from '../../core/errors.ts'
import type { InterfaceLanguage } from '../../core/types.ts'
import {
  claimConfirmationMail,
  eraseSubscriber as erase,
  importSubscribers as importRows,
  listSubscribers as list,
  releaseConfirmationMail,
  saveSignUp,
} from '../../store/subscribers.ts'
import { exitCodes } from '../exit.ts'
import { parseCsv, renderCsv } from '../csv.ts'
import type { GlobalOptions } from '../options.ts'
import { sendConfirmationMail } from '../confirm.ts'
import { readerUrl } from '../../deliver/composer.ts'
import { openTokens } from '../../deliver/tokens.ts'
import { createCommandLog, say, sayJson, sayRaw } from '../terminal.ts'
import { type App, withApp } from '../wire.ts'

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
    const reader = await saveSignUp(app.store.db, signUp, app.clock.now())
    if (reader.state === 'confirmed') say(options, `${email} is confirmed already`)
    else if (await claimConfirmationMail(app.store.db, reader.id, app.clock.now())) {
      const tokens = await openTokens(app.store.db)
      const confirmUrl = readerUrl(app.config.weekly.url, tokens, 'confirm', reader.id)
      await sendConfirmationMail(app, reader, confirmUrl).catch(async (error: unknown) => {
        await releaseConfirmationMail(app.store.db, reader.id)
        throw error
      })
      say(options, `a confirmation mail to ${email} is on its way`)
    } else say(options, `${email} had a confirmation mail within the last day`)
    return exitCodes.done
  })
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
    const results = await importRows(
      app.store.db,
      rows.map(({ fields }) => ({
        email: fields['email'] ?? '',
        name: fields['name'] || null,
        language:
          fields['language'] === 'en' || fields['language'] === 'zh-CN'
            ? fields['language']
            : app.config.weekly.language,
        consent: fields['consent'] ?? '',
      })),
      app.clock.now(),
    )
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

/** `weekly subscriber export`: everything that is stored about the readers, as CSV. */
export async function exportSubscribers(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store }) => {
    const rows = (await list(store.db, { limit: Number.MAX_SAFE_INTEGER })).map(
      ({ email, name, language, consent, state, confirmedAt }) => ({
        email,
        name: name ?? '',
        language,
        consent,
        state,
        confirmedAt: confirmedAt ?? '',
      }),
    )
    sayRaw(renderCsv(['email', 'name', 'language', 'consent', 'state', 'confirmedAt'], rows))
    return exitCodes.done
  })
}

/** `weekly subscriber erase`: forgets a reader; a hash keeps an import from bringing the address back. */
export async function eraseSubscriber(options: GlobalOptions, email: string): Promise<number> {
  return open(options, async ({ store, clock }) => {
    await erase(store.db, email, clock.now())
    say(options, `${email} is erased`)
    return exitCodes.done
  })
}
