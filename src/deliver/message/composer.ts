// Turns the deliveries of one issue into messages: picks the language's parts and makes the reader's links.
import type { WeeklyConfig } from '../../core/config.ts'
import { formatDate } from '../../core/date-words.ts'
import { WeeklyError } from '../../core/errors.ts'
import { chooseSections } from '../../core/mail-marks.ts'
import type { Cadence, InterfaceLanguage, WeekId } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import type { Connection } from '../../store/engine/database.ts'
import type { ClaimedDelivery } from '../../store/deliveries.ts'
import { readIssueMails, readMonthMails } from '../../store/freeze.ts'
import { mailableAddress } from '../../store/address.ts'
import {
  type CompiledMail,
  compileMail,
  composeIssueMail,
  type MailingList,
  type MailParts,
  senderOf,
} from './compose.ts'
import type { TokenPurpose, Tokens } from '../tokens.ts'
import type { OutgoingMessage } from '../transport/transport.ts'
import type { Verp } from './verp.ts'

/** What a message is made from: a row of the ledger, or the like of one for a mail that is none. */
export type Addressee = Pick<
  ClaimedDelivery,
  | 'id'
  | 'subscriber_id'
  | 'email'
  | 'language'
  | 'message_id'
  | 'dated_at'
  | 'confirmed_at'
  | 'cadence'
  | 'sections_off'
>

/** Composes a delivery's message. Throws SUBSCRIBER_INVALID when its address cannot be mailed to, ISSUE_EMPTY when its reader wants none of the sections. */
export type Composer = (addressee: Addressee) => OutgoingMessage

/** An issue's mail in one language. */
export interface LanguageParts extends MailParts {
  readonly language: InterfaceLanguage
}

/** A compiled mail is about as large as its message. */
const COMPILED_LIMIT = 200

/** What signs a reader's links, and the return path by which reports find their delivery; null without one. */
export interface ComposerKeys {
  readonly tokens: Tokens
  readonly verp: Verp | null
  /** Whether the mailbox of these addresses is read, so that readers can leave by writing to it. */
  readonly isMailboxRead?: boolean
}

type ComposerConfig = Pick<WeeklyConfig, 'url' | 'timezone' | 'language'>

/** Address of a reader's own page: `confirm`, `unsubscribe` or `preferences`. */
export function readerUrl(siteUrl: string, tokens: Tokens, purpose: TokenPurpose, id: number): string {
  return new URL(`${purpose}/${tokens.sign(purpose, id)}`, siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`).href
}

/** Reads an issue's mail parts and makes its composer. Throws ISSUE_MISSING when there are none. */
export async function openComposer(
  db: Connection,
  list: MailingList,
  config: ComposerConfig,
  keys: ComposerKeys,
  week: WeekId,
): Promise<Composer> {
  const mails = { weekly: await readIssueMails(db, week), monthly: await readMonthMails(db, week) }
  return createComposer(mails, list, config, keys, week)
}

/** Makes the composer of mail parts; a reader of none of their languages gets the site's. Throws ISSUE_MISSING when there are none. */
export function createComposer(
  mails: Readonly<Record<Cadence, readonly LanguageParts[]>>,
  list: MailingList,
  config: ComposerConfig,
  { tokens, verp, isMailboxRead = false }: ComposerKeys,
  week: WeekId,
): Composer {
  const [first] = mails.weekly
  if (!first)
    throw new WeeklyError('ISSUE_MISSING', `there is no mail of ${week}`, {
      hint: `Publish it first: weekly publish --week ${week}`,
    })
  const compiled = new Map<string, CompiledMail>()
  const compileFor = ({ language, cadence, sections_off: sectionsOff }: Addressee): CompiledMail => {
    const key = `${language} ${cadence} ${sectionsOff}`
    const known = compiled.get(key)
    if (known) return known
    const ofCadence = [language, config.language].map(each => mails[cadence].find(mail => mail.language === each))
    const parts = ofCadence.find(each => each !== undefined) ?? first
    const switchedOff = JSON.parse(sectionsOff) as string[]
    // The subject names the first story that the reader gets.
    if (chooseSections(parts.subject, switchedOff) === '')
      throw new WeeklyError('ISSUE_EMPTY', `the reader does without every section of ${week}`, {
        hint: 'Nothing is to be done: the next issue has other sections.',
      })
    const mail = compileMail(parts, switchedOff)
    // Readers choose alike, mostly; where they do not, encoding anew is dearer than memory only at first.
    if (compiled.size >= COMPILED_LIMIT) compiled.clear()
    compiled.set(key, mail)
    return mail
  }
  const from = senderOf(list)
  return addressee => {
    const { id, subscriber_id: subscriberId, language, confirmed_at: confirmedAt } = addressee
    const to = mailableAddress(addressee.email)
    const links = {
      unsubscribeUrl: readerUrl(config.url, tokens, 'unsubscribe', subscriberId),
      preferencesUrl: readerUrl(config.url, tokens, 'preferences', subscriberId),
      unsubscribeAddress: verp && isMailboxRead ? verp.leaveAddressOf(subscriberId) : null,
      confirmedDate: confirmedAt ? formatDate(civilDateOf(confirmedAt, config.timezone), language) : '',
    }
    const identity = { to, messageId: addressee.message_id, datedAt: addressee.dated_at }
    return {
      name: `${week}-${id}`,
      from: verp?.addressOf(id) ?? from,
      to,
      bytes: composeIssueMail(list, compileFor(addressee), identity, links, week),
    }
  }
}
