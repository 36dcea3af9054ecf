// Before anything of the configuration goes into a store: is it the store of this list? Another list's readers would get its mails, and its
// sources would be given up.
import type { WeeklyConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import { isPublicSite } from '../collect/websub.ts'
import { readLatestWeek } from '../store/issues.ts'
import type { Store } from '../store/engine/database.ts'
import { readSetting, saveSetting } from '../store/settings.ts'
import { countSubscribers } from '../store/subscribers.ts'

const SETTING = 'list'

/** What a list is known by. Each may change; not all at once. */
interface ListMarks {
  readonly url: string
  readonly title: string
  readonly from: string | null
}

const marksOf = ({ url, title, mail }: WeeklyConfig): ListMarks => ({ url, title, from: mail.from ?? null })

const hasAnyOf = (known: ListMarks, given: ListMarks): boolean =>
  known.url === given.url || known.title === given.title || (known.from !== null && known.from === given.from)

/** Whether the store has what another list would spoil. */
async function isInUse({ db }: Store): Promise<boolean> {
  return (await readLatestWeek(db)) !== null || (await countSubscribers(db)).confirmed > 0
}

/**
 * Checks that a store in use belongs to the configured list, and notes what that is known by. A list that has been at a public address is
 * taken for another one when address, title and sender have all changed. Throws STORE_OF_ANOTHER_LIST, with nothing written, unless the
 * operator has accepted that.
 */
export async function checkList(store: Store, weekly: WeeklyConfig, isAccepted: boolean): Promise<void> {
  const given = marksOf(weekly)
  const kept = await readSetting(store.db, SETTING)
  const known = kept === null ? null : (JSON.parse(kept) as ListMarks)
  const isOther = known !== null && !hasAnyOf(known, given) && isPublicSite(known.url) && (await isInUse(store))
  if (isOther && !isAccepted)
    throw new WeeklyError(
      'STORE_OF_ANOTHER_LIST',
      `the store belongs to “${known.title}” at ${known.url}, and this is the configuration of “${given.title}” at ${given.url}: nothing was done`,
      {
        hint: 'Name the store of this list in `store`, or start with the other `--config`. If the list has got a new name, address and sender at once: `weekly run --accept list`.',
      },
    )
  const said = JSON.stringify(given)
  if (said !== kept) await saveSetting(store.db, SETTING, said)
}
