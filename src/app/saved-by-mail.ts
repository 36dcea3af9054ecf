// Reads the mailbox of `desk.saveByMail`: what editors send there is saved into the inbox of the desk. Nobody is answered.
import { createUrlGuard } from '../net/guard.ts'
import { isWeeklyError } from '../core/errors.ts'
import { isSentTo, readSavedMail } from '../desk/read-saved-mail.ts'
import { findEditor } from '../store/editors.ts'
import { openMailbox } from './bounces.ts'
import type { App } from './wire.ts'

/** What became of a mail: a stranger's is left alone, and so is one without an address that may be saved. */
export type SaveOutcome = 'saved' | 'known before' | 'in an issue before' | 'without a link' | 'not of an editor'

/** Saves what one mail has; the same mail once more changes nothing. Throws STORE_… errors. */
async function takeMail(app: App, address: string, bytes: Buffer): Promise<SaveOutcome | 'unreadable'> {
  const { readMessage } = await import('../deliver/bounces/read-message.ts')
  const mail = await readMessage(bytes)
  if (!mail) return 'unreadable'
  // A From is easily made up: it is believed of those who know the address alone.
  const editor =
    isSentTo(mail, address) && mail.from !== '' ? await findEditor(app.store.db, { email: mail.from }) : null
  if (!editor) return 'not of an editor'
  const { keepShared } = await import('../desk/pages/save.ts')
  const { store, clock, config } = app
  const requirePublicUrl = createUrlGuard(config.weekly.fetch.allowPrivate)
  try {
    const kept = await keepShared({ store, clock, requirePublicUrl }, readSavedMail(mail), editor.name)
    if (kept.kind === 'none') return 'without a link'
    if (kept.kind === 'told') return 'in an issue before'
    return kept.isNew ? 'saved' : 'known before'
  } catch (error) {
    // An address of a private network is none that may be saved.
    if (isWeeklyError(error) && error.code === 'FETCH_PRIVATE_ADDRESS') return 'without a link'
    throw error
  }
}

/** How many mails came to what; null when no mailbox is configured. Throws BOUNCES_UNREADABLE and STORE_… errors. */
export async function readSavedByMail(app: App): Promise<ReadonlyMap<SaveOutcome | 'unreadable', number> | null> {
  const named = app.config.weekly.desk?.saveByMail
  const mailbox = named && (await openMailbox(named, 'desk.saveByMail'))
  if (!mailbox) return null
  const counts = new Map<SaveOutcome | 'unreadable', number>()
  await mailbox.readNew(async bytes => {
    const outcome = bytes ? await takeMail(app, named.address, bytes) : 'unreadable'
    app.log.debug('saved-by-mail', { outcome })
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    return outcome !== 'unreadable'
  })
  return counts
}
