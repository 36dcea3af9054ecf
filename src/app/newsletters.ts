// Opens the mailboxes of sources `mail:NAME`. Their addresses hold passwords: they are read from the configuration at each visit, never stored.
import type { OpenLetters } from '../collect/visit.ts'
import type { SourceConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import type { LetterBox, LetterRules } from '../core/letter.ts'
import { siteOf } from '../core/url.ts'
import { readListId } from '../deliver/mailing-list.ts'
import type { Store } from '../store/engine/database.ts'
import type { LoadedConfig } from './load-config.ts'

type MailSettings = NonNullable<SourceConfig['mail']>

const lower = (texts: readonly string[]): readonly string[] => texts.map(text => text.toLowerCase())

function rulesOf({ to, from, list, mode, clickHosts, server }: MailSettings): LetterRules {
  return {
    to: lower(to),
    from: lower(from),
    list: list?.toLowerCase().replace(/^<|>$/g, '') ?? null,
    mode,
    clickHosts: lower(clickHosts),
    server: server?.toLowerCase() ?? null,
  }
}

/** What reads a mailbox; the code for it is loaded when it is used, as the parser of messages is: they are large. */
async function openReader({ maildir, imap }: MailSettings): Promise<LetterBox['readAfter']> {
  if (maildir !== undefined) return (await import('../deliver/letters/maildir-letters.ts')).openMaildirLetters(maildir)
  return (await import('../deliver/letters/imap-letters.ts')).openImapLetters(imap ?? '')
}

/** Opens the mailbox that a source names. Throws MAILBOX_UNREADABLE when it names none any more. */
export function openMailboxes(
  { sources, weekly }: Pick<LoadedConfig, 'sources' | 'weekly'>,
  { db }: Store,
): OpenLetters {
  return async ({ url }) => {
    const settings = sources.find(source => source.url === url)?.mail
    if (!settings)
      throw new WeeklyError('MAILBOX_UNREADABLE', `${url} names no mailbox`, {
        hint: 'Give it `mail: { maildir: FOLDER }` or `mail: { imap: … }` in sources.yaml.',
      })
    return {
      rules: rulesOf(settings),
      own: { listId: await readListId(db, weekly.url), host: siteOf(weekly.url) },
      readAfter: await openReader(settings),
      parse: async bytes => (await import('../deliver/letters/read-letter.ts')).readLetter(bytes),
    }
  }
}
