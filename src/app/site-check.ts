// Before a pass: does the published site know issues that the store does not? Then the store is an older copy, or a new one in the place of one
// that is not there.
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { StageNote, WeekId } from '../core/types.ts'
import { readManifest } from '../publish/files/site-manifest.ts'
import { readIssueWeeks } from '../store/issues.ts'
import { readKeptWeeks, saveKeptWeeks } from '../store/kept-weeks.ts'
import type { App } from './wire.ts'

const issuePage = /^issues\/(\d{4}-W\d\d)\/index\.html$/

/** Weeks whose issue is on the site and not in the store, oldest first. The site is read first: whoever seals an issue shows it later. */
async function findUnknownWeeks({ store, config }: App): Promise<readonly WeekId[]> {
  // A folder that cannot be read shows nothing to the store; publishing says what is wrong with it.
  const manifest = await readManifest(config.weekly.output).catch((error: unknown) => {
    if (!isWeeklyError(error)) throw error
    return null
  })
  const shown = [...(manifest?.files.keys() ?? [])].flatMap(path => (issuePage.exec(path)?.[1] ?? []) as WeekId[])
  if (shown.length === 0) return []
  const known = new Set(await readIssueWeeks(store.db))
  return shown.filter(week => !known.has(week)).toSorted()
}

/**
 * Checks that the store knows every issue that is on the site. Throws SITE_KNOWS_MORE, and nothing is done, unless the operator has accepted
 * the store: then the issues that only the site has are taken into the store from their pages, and those pages stay as they are.
 */
export async function checkSite(app: App): Promise<readonly StageNote[]> {
  const { store, accepts, config } = app
  const kept = new Set(await readKeptWeeks(store.db))
  const unknown = (await findUnknownWeeks(app)).filter(week => !kept.has(week))
  if (unknown.length === 0) return []
  const { output, store: address } = config.weekly
  const named = unknown.length > 6 ? [...unknown.slice(0, 3), '…', ...unknown.slice(-3)] : unknown
  if (!accepts.has('site'))
    throw new WeeklyError(
      'SITE_KNOWS_MORE',
      `the site in ${output} has ${unknown.length} issues that the store does not know (${named.join(', ')}): nothing was done`,
      {
        hint: `Is the folder of ${address.startsWith('sqlite:') ? address : 'the database'} mounted, and the newest backup restored? To go on with this store, keeping those pages: \`weekly run --accept site\`. To begin a new list, empty ${output}.`,
      },
    )
  await saveKeptWeeks(store.db, [...kept, ...unknown])
  // Loaded when there is something to take in: each pass asks, hardly any finds one.
  const { adoptFromSite } = await import('./adopt-site.ts')
  const adopted = await adoptFromSite(app, unknown)
  const lost = unknown.filter(week => !adopted.includes(week))
  const rest =
    lost.length === 0 ? '' : `; of ${lost.join(', ')} only the page is kept, for its stories could not be read`
  const message = `${adopted.length} issues that only the site had are in the store again (${named.join(', ')}); their pages stay as they are, and they are not mailed${rest}`
  return [
    {
      level: 'note',
      subject: output,
      code: 'SITE_KNOWS_MORE',
      message,
      hint: 'Who reads mail got them before, or not at all: `weekly report WEEK`.',
    },
  ]
}
