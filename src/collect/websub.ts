// The subscriber's side of WebSub: which hub a feed names, and the requests to it. Polling goes on whatever the hubs do.
import { isIP } from 'node:net'
import type { Clock } from '../core/clock.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { ParsedFeed, StageNote } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import { isPublicAddress } from '../net/guard.ts'
import type { FetchResult, HttpClient } from '../net/http.ts'
import type { Store } from '../store/engine/database.ts'
import { type AnnouncedHubs, LEASE_SECONDS, noteProblem, takeSubscriptions } from '../store/websub.ts'
import type { HubSubscriptionTable } from '../store/engine/schema.ts'

/** What renewing needs from the outside. */
export interface RenewDeps {
  readonly store: Store
  readonly clock: Clock
  readonly http: Pick<HttpClient, 'postForm'>
  /** Public address of the site, under which hubs reach it. */
  readonly siteUrl: string
}

const REQUESTS_PER_RUN = 20
/** Names that mean this machine or this network (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`), and names without a dot. */
const localName = /^[^.]*$|\.(localhost|local|lan|internal|home\.arpa|test|invalid)$/

/** Whether somebody else's server can be expected to reach this address; decided by its host alone, nothing is looked up. */
export function isPublicSite(siteUrl: string): boolean {
  const host =
    parseHttpUrl(siteUrl)
      ?.hostname.replace(/^\[(.*)\]$/, '$1')
      .replace(/\.$/, '') ?? ''
  return isIP(host) === 0 ? !localName.test(host) : isPublicAddress(host)
}

/** The targets of a Link header (RFC 8288) by one relation, in order. */
function readLinks(header: string, relation: string): readonly string[] {
  const links = header.matchAll(/<([^<>]*)>([^<]*)/g)
  return [...links].flatMap(([, target = '', parameters = '']) => {
    const [, relations = ''] = /;\s*rel\s*=\s*"?([^";,]*)/i.exec(parameters) ?? []
    return relations.toLowerCase().split(/\s+/).includes(relation) ? [target] : []
  })
}

/**
 * Where a feed's changes are announced (WebSub §4): the Link header goes before the feed's own links; without a self link the topic is
 * the address that answered. A hub over https goes before others, because it alone may be given a secret.
 */
export function findHubs(
  { url, headers }: Pick<FetchResult, 'url' | 'headers'>,
  feed: Partial<Pick<ParsedFeed, 'hubs' | 'self'>>,
): AnnouncedHubs {
  const header = headers['link'] ?? ''
  const resolve = (link: string | null): readonly string[] => {
    const target = link ? parseHttpUrl(link, url) : null
    return target ? [target.href] : []
  }
  const hubs = [...readLinks(header, 'hub'), ...(feed.hubs ?? [])].flatMap(resolve)
  const [self = url] = [...readLinks(header, 'self'), feed.self ?? null].flatMap(resolve)
  const isSecret = (hub: string): boolean => hub.startsWith('https:')
  return { hubs: hubs.toSorted((a, b) => Number(isSecret(b)) - Number(isSecret(a))), self }
}

/** The request of WebSub §5.1. Throws WeeklyError. */
async function subscribe({ http, siteUrl }: RenewDeps, wanted: HubSubscriptionTable): Promise<void> {
  const { hub, topic, token, secret } = wanted
  const base = siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`
  const { status } = await http.postForm({
    url: hub,
    fields: {
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      'hub.callback': new URL(`websub/${token}`, base).href,
      'hub.lease_seconds': String(LEASE_SECONDS),
      ...(secret === null ? {} : { 'hub.secret': secret }),
    },
  })
  if (status < 200 || status > 299)
    throw new WeeklyError('FETCH_HTTP_STATUS', `${hub} answered ${status} to the subscription`, {
      retryable: true,
      context: { status },
    })
}

/**
 * Asks the hubs for the subscriptions that are new or have less than a third of their lease left, at most 20 a run, when the site has a
 * public address. A hub that fails is a note and is asked again in a day.
 */
export async function renewSubscriptions(deps: RenewDeps): Promise<StageNote[]> {
  if (!isPublicSite(deps.siteUrl)) return []
  const taken = await takeSubscriptions(deps.store, deps.clock.now(), REQUESTS_PER_RUN)
  const notes = await Promise.all(
    taken.map(async (wanted): Promise<StageNote[]> => {
      try {
        await subscribe(deps, wanted)
        return []
      } catch (error) {
        if (!isWeeklyError(error)) throw error
        const { code, message } = error
        await noteProblem(deps.store.db, wanted.token, message)
        const hint = 'Nothing to do: the source is polled as before, and its hub is asked again in a day.'
        return [{ level: 'note', subject: wanted.topic, code, message, hint }]
      }
    }),
  )
  return notes.flat()
}
