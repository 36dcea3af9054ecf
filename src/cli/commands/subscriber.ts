// `weekly subscriber …`: the readers of the mail, from the curator's side.
import { errorCodes } from '../../core/error-codes.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { StoriesWanted } from '../../core/types.ts'
import type { InterfaceLanguage } from '../../core/words/words.ts'
import { listSubscribers as list, saveSignUp, type SubscriberRecord } from '../../store/subscribers.ts'
import { embedAction, renderEmbedForm } from '../../publish/site/embed-form.ts'
import { findNext } from '../../web/embed.ts'
import { importSubscribers as importRows } from '../../store/subscriber-import.ts'
import { exitCodes } from '../terminal/exit.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { queueConfirmation } from '../../deliver/confirmation.ts'
import { deliverLetters } from '../../deliver/deliver.ts'
import { readNewestLetter } from '../../store/letters.ts'
import { renderReaders } from '../../app/reader-file.ts'
import { createCommandLog, say, sayJson, sayRaw } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** What `subscriber add` may be told of a reader. */
export interface NewReader {
  readonly confirmed?: string
  readonly name?: string
  readonly language?: InterfaceLanguage
  readonly stories?: StoriesWanted
}

/** `weekly subscriber add`: sends a confirmation mail, or records consent that was given elsewhere. */
export async function addSubscriber(options: GlobalOptions, email: string, own: NewReader): Promise<number> {
  return open(options, async app => {
    const signUp = {
      email,
      name: own.name ?? null,
      language: own.language ?? app.config.weekly.language,
      consent: own.confirmed ?? 'invited by the curator',
      stories: own.stories,
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

/** `weekly subscriber export`: everything that is stored about the readers, as CSV that an import takes again. */
export async function exportSubscribers(options: GlobalOptions): Promise<number> {
  return open(options, async ({ store }) => {
    const readers = await list(store.db, { limit: Number.MAX_SAFE_INTEGER })
    if (options.json) sayJson(readers)
    else sayRaw(renderReaders(readers))
    return exitCodes.done
  })
}

/** `weekly subscriber form`: the form to paste into a page of another site. Throws CONFIG_INVALID where no such form would be taken. */
export async function showSubscriberForm(
  options: GlobalOptions,
  want: { readonly language?: InterfaceLanguage; readonly next?: string },
): Promise<number> {
  return open(options, ({ config, publish }) => {
    const { subscribe, language } = config.weekly
    const action = embedAction(publish.site)
    if (action === null || subscribe.origins.length === 0)
      throw new WeeklyError('CONFIG_INVALID', 'no site may have a form of this list', {
        hint: 'Name the sites: `subscribe: { origins: [https://blog.example] }` in weekly.yaml, on a server that runs `weekly start`; with `http: { forms: none }` there is none.',
      })
    const next = want.next === undefined ? null : findNext(subscribe, want.next)
    if (want.next !== undefined && next === null)
      throw new WeeklyError('CONFIG_INVALID', `a form may not send its readers on to ${want.next}`, {
        hint: 'Name a page of `subscribe.next`, or of one of `subscribe.origins` where that has none.',
      })
    sayRaw(renderEmbedForm(action, want.language ?? language, next))
    return Promise.resolve(exitCodes.done)
  })
}
