// The mail that thanks a reader whose suggestion was published: once, to those who asked for it.
import { createHash } from 'node:crypto'
import type { Instant } from '../core/types.ts'
import { mailableAddress } from '../store/address.ts'
import type { Store } from '../store/engine/database.ts'
import { selectThanks } from '../store/ledger.ts'
import { type ClaimedThanks, findThanksDue, insertThanks, readClaimedThanks } from '../store/thanks.ts'
import { composeMail, type MailingList, senderOf } from './message/compose.ts'
import { compileInAllLanguages } from './message/in-all-languages.ts'
import type { Compose, DeliverDeps, MailKind } from './send.ts'

/** Writes the mails to those whose suggestions have been published since the last time. Two processes that do so write each once. */
export async function queueThanks(store: Store, siteUrl: string, now: Instant): Promise<void> {
  const host = new URL(siteUrl).hostname.replace(/[^\w.-]/g, '')
  for (const due of await findThanksDue(store.db, now)) {
    const name = createHash('sha256').update(`${due.proposal_id} ${due.email_key} ${now}`).digest('hex').slice(0, 24)
    await insertThanks(store.db, { ...due, messageId: `<thanks.${name}@${host}>` }, now)
  }
}

/** Thanks for suggestions as a kind of mail. */
export function thanksMails(deps: DeliverDeps): MailKind<ClaimedThanks> {
  const thanks = selectThanks()
  const { uncertain } = deps.config.mail
  return {
    subject: 'thanks for suggestions',
    lease: 'deliver:thanks',
    due: thanks,
    all: thanks,
    uncertainRemedy: uncertain === 'resend' ? 'they are sent again in 10 minutes' : 'they are held',
    read: readClaimedThanks,
    onOutcome: () => Promise.resolve(),
    openComposer: list => openThanksComposer(deps, list),
  }
}

async function openThanksComposer(
  { config, renderThanks }: DeliverDeps,
  list: MailingList,
): Promise<Compose<ClaimedThanks>> {
  const mailIn = await compileInAllLanguages(renderThanks)
  const site = config.url.endsWith('/') ? config.url : `${config.url}/`
  const from = senderOf(list)
  return ({ id, email, language, link, week, message_id: messageId, dated_at: datedAt }) => {
    const to = mailableAddress(email)
    const values = { LINK: link, ISSUE_URL: new URL(`issues/${week}/`, site).href }
    const bytes = composeMail(list, mailIn(language), { to, messageId, datedAt }, values, [])
    return { name: `thanks-${id}-${datedAt.replace(/\D/g, '')}`, from, to, bytes }
  }
}
