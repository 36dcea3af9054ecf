// A page that no source announced becomes an item like any other, and a story of the draft: by the command line, and at the desk.
import { addMinutes } from '../core/clock.ts'
import { type ErrorCode, isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Instant, WeekId } from '../core/types.ts'
import { canonicalUrl, parseHttpUrl, withoutTracking } from '../core/url.ts'
import { wordsOf } from '../core/words/words.ts'
import type { EditedWeek } from '../desk/edit-draft.ts'
import { extractItem, usualWays } from '../extract/extract-item.ts'
import { insertHandItem } from '../store/hand-source.ts'
import { readPlacement } from '../store/issues.ts'
import { creditItems, findItems, type ItemRow, letEnter } from '../store/items.ts'
import { planWindows } from './windows.ts'
import type { App } from './wire.ts'

/** A link to be added, and the reader who suggested it, where one did. */
export interface LinkToAdd {
  readonly url: string
  readonly credit?: string | undefined
}

/** Items of the link that may still enter an issue. Throws STORY_PLACED when readers have had it: nothing appears twice. */
async function findUnplaced(app: App, url: string): Promise<readonly ItemRow[]> {
  const free: ItemRow[] = []
  for (const item of await findItems(app.store.db, url)) {
    const placement = await readPlacement(app.store.db, item.id)
    if (placement === null) free.push(item)
    else if (placement.role !== 'left-out')
      throw new WeeklyError('STORY_PLACED', `${item.raw_url ?? url} is in the issue of ${placement.week} already`, {
        hint: 'Nothing appears in two issues.',
      })
  }
  return free
}

/** Fetches, extracts and summarises the page of an item that has entered no issue; with nothing of its own to say it must be readable. */
async function readPage(app: App, item: ItemRow): Promise<void> {
  const failure = item.enters_at === null ? await extractItem(app.extract, item, usualWays) : null
  if (failure && item.title === '')
    throw new WeeklyError(failure.code as ErrorCode, failure.message, { hint: 'Nothing was added; try again later.' })
}

/** The items behind a link; one added by hand where no source has announced it. */
async function findOrAdd(app: App, url: string): Promise<readonly ItemRow[]> {
  const link = { rawUrl: withoutTracking(url), url: canonicalUrl(url) }
  const known = await findUnplaced(app, link.url)
  if (known.length > 0) return known
  const { handSource } = wordsOf(app.config.weekly.language)
  return [await insertHandItem(app.store.db, link, handSource, app.clock.now())]
}

/** Just within the window that has closed, or now. */
function entryOf(app: App, { window }: EditedWeek): Instant {
  const now = app.clock.now()
  return now < window.closesAt ? now : addMinutes(window.closesAt, -1)
}

/** Picks the story in the week; of a week that has closed, what came since is picked in the coming one. */
async function pickIn(app: App, edited: EditedWeek, pick: (edited: EditedWeek) => Promise<void>): Promise<WeekId> {
  try {
    await pick(edited)
    return edited.window.week
  } catch (error) {
    const { upcoming } = await planWindows(app)
    if (!isWeeklyError(error) || error.code !== 'STORY_MISSING' || edited.window.week === upcoming.week) throw error
    return pickIn(app, { ...edited, window: upcoming, by: 'arrival' }, pick)
  }
}

/**
 * Reads a page and lets it into the week that is edited, where `pick` then takes it; what is known already is taken as it is. Answers the
 * week. Throws USAGE_INVALID, STORY_PLACED, whatever keeps the page from being read, and what `pick` throws.
 */
export async function addLink(
  app: App,
  edited: EditedWeek,
  { url, credit }: LinkToAdd,
  pick: (edited: EditedWeek) => Promise<void>,
): Promise<WeekId> {
  if (!parseHttpUrl(url))
    throw new WeeklyError('USAGE_INVALID', `"${url}" is no address of a page`, {
      hint: 'It begins with http:// or https://.',
    })
  const items = await findOrAdd(app, url)
  for (const item of items) await readPage(app, item)
  const ids = items.map(({ id }) => id)
  if (credit) await creditItems(app.store.db, ids, credit)
  await letEnter(app.store.db, ids, entryOf(app, edited))
  return pickIn(app, edited, pick)
}
