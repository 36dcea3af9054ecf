// Asks a mailer's click address where it leads: one GET without cookies, which goes to nobody but that mailer.
import { isWeeklyError } from '../../core/errors.ts'
import type { HttpClient } from '../../net/http.ts'
import { followRedirect, isRedirect } from '../../net/redirects.ts'
import { type LinkRules, settleLink, type SettledLink } from './settle-link.ts'

/** How it ended; `later`: the mailer gave no answer that it may not give better next time. */
export type FollowedLink =
  Exclude<SettledLink, { readonly kind: 'ask' }> | { readonly kind: 'later'; readonly host: string }

/** A mailer may lead to another. */
const MOST_MAILERS = 3
/** Nothing of the answer but its `location` is wanted. */
const BODY_BYTES = 16_384

/** Settles a link, asking where that must be. Where it leads is never asked: it may be what one click does. Only bugs are thrown. */
export async function followLink(
  http: Pick<HttpClient, 'fetch'>,
  href: string,
  rules: LinkRules,
): Promise<FollowedLink> {
  let settled = settleLink(href, rules)
  for (let asked = 0; settled.kind === 'ask'; asked++) {
    const { host } = new URL(settled.url)
    if (asked === MOST_MAILERS) return { kind: 'click', host }
    try {
      const { status, headers } = await http.fetch({
        url: settled.url,
        accept: 'any',
        stay: true,
        maxBodyBytes: BODY_BYTES,
      })
      if (status === 429 || status >= 500) return { kind: 'later', host }
      if (!isRedirect(status)) return { kind: 'click', host }
      settled = settleLink(followRedirect(new URL(settled.url), status, headers['location'], [], 1).href, rules)
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      return { kind: error.retryable ? 'later' : 'click', host }
    }
  }
  return settled
}
