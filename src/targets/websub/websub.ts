// The WebSub hub as a target: it is told which of our feeds have changed, and tells their subscribers.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import { announcedPaths } from '../../publish/feeds/listed-feeds.ts'
import { type SiteDescription, urlIn } from '../../publish/site-urls.ts'
import type { Message, Outcome, Plan, Target } from '../target.ts'

/** How the hub is reached, and where the feeds lie on disk. */
export interface WebSubDeps {
  readonly hub: string
  readonly site: SiteDescription
  readonly outputFolder: string
  /** Sends a form; throws WeeklyError when the hub cannot be reached. */
  readonly postForm: (form: {
    readonly url: string
    readonly fields: Readonly<Record<string, string>>
  }) => Promise<{ readonly status: number }>
}

const hint = 'Nothing to do: readers poll the feed as before, and the hub is told again later.'
/** Answers that another try of the same request does not change. */
const finalStatuses: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 410, 422])

/** The configured hub (WebSub §7). Telling it twice only makes it look at a feed that has not changed. */
export function createWebSub(deps: WebSubDeps): Target {
  const ping = (message: Message): Promise<Outcome> => pingHub(deps, message.subject)
  return {
    name: `websub ${nameOf(deps.hub)}`,
    mayRepeat: true,
    mayCorrect: true,
    plan: () => planPings(deps),
    publish: ping,
    correct: ping,
  }
}

/** Without what may be a secret. */
function nameOf(hub: string): string {
  const { origin, pathname } = new URL(hub)
  return `${origin}${pathname}`
}

/** A message for each main feed that is on disk; one that was withheld from the start is not there yet. */
async function planPings({ site, outputFolder }: WebSubDeps): Promise<readonly Plan[]> {
  const messages: Plan[] = []
  for (const path of announcedPaths) {
    const content = await readFile(join(outputFolder, path)).catch(() => null)
    if (content)
      messages.push({ subject: urlIn(site, path), sha256: createHash('sha256').update(content).digest('hex') })
  }
  return messages
}

async function pingHub({ hub, postForm }: WebSubDeps, topic: string): Promise<Outcome> {
  try {
    const { status } = await postForm({ url: hub, fields: { 'hub.mode': 'publish', 'hub.url': topic } })
    if (status >= 200 && status <= 299) return { state: 'sent', remoteId: null }
    const message = `${nameOf(hub)} answered ${status} to the announcement`
    const error = new WeeklyError('FETCH_HTTP_STATUS', message, { hint, context: { status } })
    return finalStatuses.has(status) ? { state: 'refused', error } : { state: 'retry', error, notBefore: null }
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    const again = new WeeklyError(error.code, error.message, { hint, cause: error })
    return { state: 'retry', error: again, notBefore: null }
  }
}
