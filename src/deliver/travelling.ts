// Whether mail may go out from here at all: somebody must answer who wants to leave, and what a travelling store sends is announced before.
import type { WeeklyConfig } from '../core/config.ts'
import { countSubscribers } from '../store/subscribers.ts'
import { closeMailing, holdAnnounced, readMailing } from '../store/travelling.ts'
import type { DeliverDeps } from './send.ts'
import { addNote, type Tally } from './tally.ts'

/** What a report says where nobody would answer. */
export const NOBODY_ANSWERS =
  'none goes out: nothing would answer who wants to leave; name a `weekly start` in `http.forms`'

/** Whether a server answers the links in mails: this list's own, or the one that `http.forms` names. */
export function isAnswered({ http, storeTravels }: Pick<WeeklyConfig, 'http' | 'storeTravels'>): boolean {
  return http.forms === undefined ? !storeTravels : http.forms !== 'none'
}

/** Takes mails for uncertain that another run has announced, which has not told what came of them. */
export async function holdUnreported({ store, clock }: DeliverDeps, tally: Tally): Promise<void> {
  if ((await readMailing(store)) === 'none') return
  const held = await holdAnnounced(store.db, clock.now())
  await closeMailing(store)
  if (held > 0)
    addNote(
      tally,
      'note',
      'mail',
      `an earlier run was to send ${held} mails and left no word of them: they are uncertain and not sent again; weekly report WEEK lists them`,
    )
}

/** Whether mails may be handed over now; where not, a note says why. */
export async function mayMail({ config, store }: DeliverDeps, tally: Tally): Promise<boolean> {
  if (!isAnswered(config)) {
    const { confirmed } = await countSubscribers(store.db)
    if (confirmed > 0) addNote(tally, 'note', 'mail', NOBODY_ANSWERS)
    return false
  }
  if (!config.storeTravels) return true
  const mailing = await readMailing(store)
  if (mailing === 'elsewhere')
    addNote(tally, 'note', 'mail', 'was announced by another run: weekly run takes it for uncertain and goes on')
  return mailing === 'here'
}
