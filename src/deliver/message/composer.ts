// Turns the deliveries of one issue into messages: picks the language's parts and makes the reader's links.
import type { WeeklyConfig } from '../../core/config.ts'
import { formatDate } from '../../core/date-words.ts'
import { WeeklyError } from '../../core/errors.ts'
import { chooseSections } from '../../core/mail-marks.ts'
import type { InterfaceLanguage, StoriesWanted, WeekId } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import type { Connection } from '../../store/engine/database.ts'
import type { ClaimedDelivery } from '../../store/deliveries.ts'
import { readMails, type StoredMail } from '../../store/issue-mails.ts'
import { mailableAddress } from '../../store/address.ts'
import { type CompiledMail, compileMail, composeIssueMail, type MailingList, senderOf } from './compose.ts'
import { isHeadInLines } from './lines.ts'
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
  | 'stories'
>

/** Composes a delivery's message. Throws SUBSCRIBER_INVALID when its address cannot be mailed to, ISSUE_EMPTY when its reader wants none of its sections or languages. */
export type Composer = (addressee: Addressee) => OutgoingMessage

/** A compiled mail is about as large as its message. */
const COMPILED_LIMIT = 200

/** What signs a reader's links, and the return path by which reports find their delivery; null without one. */
export interface ComposerKeys {
  readonly tokens: Tokens
  readonly verp: Verp | null
  /** Whether the mailbox of these addresses is read, so that readers can leave by writing to it. */
  readonly isMailboxRead?: boolean
}

type ComposerConfig = Pick<WeeklyConfig, 'url' | 'timezone' | 'language' | 'http'>

/** Where readers' own pages are: on the site, or where `http.forms` says. */
export function readersUrl({ url, http }: Pick<WeeklyConfig, 'url' | 'http'>): string {
  return http.forms === undefined || http.forms === 'none' ? url : http.forms
}

/** Address of a reader's own page: `confirm`, `unsubscribe` or `preferences`. */
export function readerUrl(siteUrl: string, tokens: Tokens, purpose: TokenPurpose, id: number): string {
  return new URL(`${purpose}/${tokens.sign(purpose, id)}`, siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`).href
}

/** Address where a reader says what they think of an issue. */
export function feedbackUrl(siteUrl: string, tokens: Tokens, week: WeekId, id: number): string {
  const path = `feedback/${week}/${tokens.sign(`feedback:${week}`, id)}`
  return new URL(path, siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`).href
}

/** Reads an issue's mail parts and makes its composer. Throws ISSUE_MISSING when there are none. */
export async function openComposer(
  db: Connection,
  list: MailingList,
  config: ComposerConfig,
  keys: ComposerKeys,
  week: WeekId,
): Promise<Composer> {
  return createComposer(await readMails(db, week), list, config, keys, week)
}

const languageNames = { zh: 'Chinese', en: 'English' } as const

/** The mail in the first of these languages that there is; an issue that was sealed before readers could choose has all its stories for everybody. */
function findParts(
  mails: readonly StoredMail[],
  stories: StoriesWanted,
  languages: readonly InterfaceLanguage[],
): StoredMail | undefined {
  const find = (wanted: StoriesWanted): StoredMail | undefined =>
    languages
      .map(language => mails.find(mail => mail.language === language && mail.stories === wanted))
      .find(mail => mail !== undefined)
  return find(stories) ?? find('both')
}

/** Why a mail has nothing for its reader; null when it has. Its subject names the first story that they get. */
function explainEmpty(
  { subject }: StoredMail,
  { stories, switchedOff }: { readonly stories: StoriesWanted; readonly switchedOff: readonly string[] },
  week: WeekId,
): string | null {
  if (subject === '' && stories !== 'both')
    return `the reader wants stories in ${languageNames[stories]} alone, and ${week} has none`
  if (subject === '') return `all that the mail of ${week} would tell was taken back`
  return chooseSections(subject, switchedOff) === '' ? `the reader does without every section of ${week}` : null
}

/** Makes the composer of mail parts; a reader of none of their languages gets the site's. Throws ISSUE_MISSING when there are none. */
export function createComposer(
  mails: readonly StoredMail[],
  list: MailingList,
  config: ComposerConfig,
  { tokens, verp, isMailboxRead = false }: ComposerKeys,
  week: WeekId,
): Composer {
  const first = mails.find(({ cadence, stories }) => cadence === 'weekly' && stories === 'both')
  if (!first)
    throw new WeeklyError('ISSUE_MISSING', `there is no mail of ${week}`, {
      hint: `Publish it first: weekly publish --week ${week}`,
    })
  const compiled = new Map<string, CompiledMail>()
  const compileFor = ({ language, cadence, sections_off: sectionsOff, stories }: Addressee): CompiledMail => {
    const key = `${language} ${cadence} ${stories} ${sectionsOff}`
    const known = compiled.get(key)
    if (known) return known
    const ofCadence = mails.filter(mail => mail.cadence === cadence)
    const parts = findParts(ofCadence, stories, [language, config.language]) ?? first
    const switchedOff = JSON.parse(sectionsOff) as string[]
    const why = explainEmpty(parts, { stories, switchedOff }, week)
    if (why) throw new WeeklyError('ISSUE_EMPTY', why, { hint: 'Nothing is to be done: the next issue has others.' })
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
      unsubscribeUrl: readerUrl(readersUrl(config), tokens, 'unsubscribe', subscriberId),
      preferencesUrl: readerUrl(readersUrl(config), tokens, 'preferences', subscriberId),
      feedbackUrl: feedbackUrl(readersUrl(config), tokens, week, subscriberId),
      unsubscribeAddress: verp && isMailboxRead ? verp.leaveAddressOf(subscriberId) : null,
      confirmedDate: confirmedAt ? formatDate(civilDateOf(confirmedAt, config.timezone), language) : '',
    }
    const identity = { to, messageId: addressee.message_id, datedAt: addressee.dated_at }
    const mail = compileFor(addressee)
    const bytes = composeIssueMail(list, mail, identity, links, week)
    return {
      name: `${week}-${id}`,
      from: verp?.addressOf(id) ?? from,
      to,
      bytes,
      isInLines: mail.isInLines && isHeadInLines(bytes),
    }
  }
}
