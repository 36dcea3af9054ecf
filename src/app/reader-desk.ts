// The readers as the desk asks for them: confirmation mails by the ledger of letters, and the list as a file.
import type { ReaderDesk } from '../desk/pages/reader-desk.ts'
import { queueConfirmation } from '../deliver/confirmation.ts'
import { embedAction, renderEmbedForm } from '../publish/site/embed-form.ts'
import { listSubscribers } from '../store/subscribers.ts'
import { createLetterSender } from './confirm.ts'
import { renderReaders } from './reader-file.ts'
import type { App } from './wire.ts'

type Parts = Pick<App, 'store' | 'clock' | 'config' | 'log'>

/** Makes what the desk's pages of subscribers ask for; `sendLetters` is null where mail is not set up. */
export function createReaderDesk(
  { store, clock, config, log }: Parts,
  sendLetters: (() => Promise<void>) | null,
  embedForm: string | null = null,
): ReaderDesk {
  const askToConfirm = async (ids: readonly number[]): Promise<number> => {
    let queued = 0
    for (const id of ids)
      await store.db.transaction().execute(async db => {
        if (await queueConfirmation(db, id, config.weekly.url, clock.now())) queued++
      })
    // Behind the answer: what fails waits for the next run.
    if (queued > 0) void sendLetters?.().catch((error: unknown) => log.warn('letters.failed', { error: String(error) }))
    return queued
  }
  return {
    askToConfirm: sendLetters && askToConfirm,
    exportAll: async () => renderReaders(await listSubscribers(store.db, { limit: Number.MAX_SAFE_INTEGER })),
    embedForm,
  }
}

/** The same with the letters of a server that delivers. */
export function openReaderDesk(app: App, canMail: boolean): ReaderDesk {
  const { subscribe, language } = app.config.weekly
  const action = subscribe.origins.length > 0 ? embedAction(app.publish.site) : null
  const embedForm = action === null ? null : renderEmbedForm(action, language, null)
  return createReaderDesk(app, canMail ? createLetterSender(app.deliver) : null, embedForm)
}
