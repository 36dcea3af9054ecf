// Turns the deliveries of one issue into messages: picks the language's parts and makes the reader's links. deliver.ts calls it.
import type { WeeklyConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import type { WeekId } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import type { Connection } from '../store/database.ts'
import type { ClaimedDelivery } from '../store/deliveries.ts'
import { readIssueMails } from '../store/freeze.ts'
import { mailableAddress } from '../store/subscribers.ts'
import { compileMail, composeIssueMail, type MailingList, senderOf } from './compose.ts'
import type { TokenPurpose, Tokens } from './tokens.ts'
import type { OutgoingMessage } from './transport.ts'

/** Composes a delivery's message. Throws SUBSCRIBER_INVALID when its address cannot be mailed to. */
export type Composer = (delivery: ClaimedDelivery) => OutgoingMessage

/** Address of a reader's own page: `confirm`, `unsubscribe` or `preferences`. */
export function readerUrl(siteUrl: string, tokens: Tokens, purpose: TokenPurpose, id: number): string {
  return new URL(`${purpose}/${tokens.sign(purpose, id)}`, siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`).href
}

/** Reads an issue's mail parts and makes its composer. Throws ISSUE_MISSING when there are none. */
export async function openComposer(
  db: Connection,
  list: MailingList,
  config: Pick<WeeklyConfig, 'url' | 'timezone' | 'language'>,
  tokens: Tokens,
  week: WeekId,
): Promise<Composer> {
  const mails = (await readIssueMails(db, week)).map(parts => ({ language: parts.language, mail: compileMail(parts) }))
  const from = senderOf(list)
  return delivery => {
    const found =
      mails.find(({ language }) => language === delivery.language) ??
      mails.find(({ language }) => language === config.language) ??
      mails[0]
    if (!found)
      throw new WeeklyError('ISSUE_MISSING', `there is no mail of ${week}`, {
        hint: `Publish it first: weekly publish --week ${week}`,
      })
    const to = mailableAddress(delivery.email)
    const links = {
      unsubscribeUrl: readerUrl(config.url, tokens, 'unsubscribe', delivery.subscriber_id),
      preferencesUrl: readerUrl(config.url, tokens, 'preferences', delivery.subscriber_id),
      confirmedDate: delivery.confirmed_at ? civilDateOf(delivery.confirmed_at, config.timezone) : ('' as const),
    }
    const identity = { to, messageId: delivery.message_id, datedAt: delivery.dated_at }
    return {
      name: `${week}-${delivery.id}`,
      from,
      to,
      bytes: composeIssueMail(list, found.mail, identity, links, week),
    }
  }
}
