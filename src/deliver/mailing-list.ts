// The list as mail programs know it: its identity and its sender.
import type { WeeklyConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import { keepSetting } from '../store/settings.ts'
import type { MailingList } from './message/compose.ts'
import type { DkimSigner } from './message/dkim.ts'
import { parseOwnMailbox } from './message/mime.ts'

/** What the list is made from. */
export interface MailingListDeps {
  readonly store: Store
  readonly config: Pick<WeeklyConfig, 'url' | 'mail'>
  readonly signers: readonly DkimSigner[]
}

/** The list's identity and sender. Throws MAIL_CONFIG_INCOMPLETE, naming the key. */
export async function openMailingList(deps: MailingListDeps): Promise<MailingList> {
  const { mail, url } = deps.config
  const from = requireKey(mail.from, 'mail.from')
  requireKey(mail.postalAddress, 'mail.postalAddress')
  const replyTo = mail.replyTo ?? from
  for (const [key, mailbox] of Object.entries({ 'mail.from': from, 'mail.replyTo': replyTo }))
    checkMailbox(key, mailbox)
  return { id: await readListId(deps.store.db, url), url, from, replyTo, signers: deps.signers }
}

/** The list's identity: made from the address of the site at first, and kept when that changes, since readers' filters hang on it. */
export function readListId(db: Connection, url: string): Promise<string> {
  return keepSetting(db, 'list-id', `weekly.${new URL(url).hostname.replace(/[^\w.-]/g, '')}`)
}

function requireKey(value: string | undefined, key: string): string {
  if (value) return value
  throw new WeeklyError('MAIL_CONFIG_INCOMPLETE', `no mail is sent without \`${key}\``, {
    hint: `Set ${key} in weekly.yaml; readers and mail filters expect a sender and a postal address.`,
  })
}

function checkMailbox(key: string, mailbox: string): void {
  try {
    parseOwnMailbox(mailbox)
  } catch (cause) {
    throw new WeeklyError('MAIL_CONFIG_INCOMPLETE', `\`${key}\` has no address that all can answer: ${mailbox}`, {
      hint: `Write ${key} as "Name <name@example.org>", in ASCII before the @.`,
      cause,
    })
  }
}
