// An IMAP mailbox that takes reports: what is unseen is read, then marked as seen. imapflow stays behind this file.
import { ImapFlow } from 'imapflow'
import { WeeklyError } from '../../core/errors.ts'
import { MESSAGE_LIMIT_BYTES } from './read-message.ts'
import type { ReportMailbox, TakeMessage } from './take-reports.ts'

/** A mailbox of an IMAP server, open. */
export type ImapClient = ImapFlow

/**
 * Opens the mailbox of `imaps://user:password@host/INBOX`, does something in it and leaves, whatever happens. `readOnly`: nothing in it
 * changes, not even that a mail is new. Throws what `work` and the connection throw.
 */
export async function inImapMailbox<Result>(
  address: string,
  readOnly: boolean,
  work: (client: ImapClient) => Promise<Result>,
): Promise<Result> {
  const url = new URL(address)
  const isSecure = url.protocol === 'imaps:'
  const client = new ImapFlow({
    host: url.hostname,
    port: Number(url.port) || (isSecure ? 993 : 143),
    secure: isSecure,
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false,
  })
  // A connection lost between two commands; the next command fails, and tells.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.mailboxOpen(decodeURIComponent(url.pathname.slice(1)) || 'INBOX', { readOnly })
    const result = await work(client)
    await client.logout()
    return result
  } catch (error) {
    client.close()
    throw error
  }
}

/** Opens `imaps://user:password@host/INBOX`, parts percent-encoded; INBOX when no mailbox is named. `key` is the part of the configuration. */
export function openImap(address: string, key = 'mail.bounces'): ReportMailbox {
  const url = new URL(address)
  const explain = (cause: unknown): WeeklyError =>
    new WeeklyError('BOUNCES_UNREADABLE', `the mailbox at ${url.host} cannot be read: ${String(cause)}`, {
      hint: `Check host, user and password of \`${key}.imap\`; the mails wait.`,
      retryable: true,
      cause,
    })
  return {
    countNew: () =>
      inImapMailbox(address, true, async client => (await findUnseen(client)).length).catch((error: unknown) => {
        throw explain(error)
      }),
    readNew: async take => {
      const failures: Error[] = []
      const takeOrStop: TakeMessage = bytes =>
        take(bytes).catch((error: unknown) => {
          failures.push(error instanceof Error ? error : new Error(String(error)))
          throw error
        })
      await inImapMailbox(address, false, client => readUnseen(client, takeOrStop)).catch((error: unknown) => {
        throw failures[0] ?? explain(error)
      })
    },
  }
}

async function findUnseen(client: ImapFlow): Promise<readonly number[]> {
  return (await client.search({ seen: false }, { uid: true })) || []
}

async function readUnseen(client: ImapFlow, take: TakeMessage): Promise<void> {
  for (const uid of await findUnseen(client)) {
    const isRead = await take(await fetchStart(client, uid))
    // Flagged is what nobody could read: a mail program shows it, and it is never tried again.
    await client.messageFlagsAdd(String(uid), isRead ? ['\\Seen'] : ['\\Seen', '\\Flagged'], { uid: true })
  }
}

/** The bytes that may be looked at; null when the server cannot give this one message. */
async function fetchStart(client: ImapFlow, uid: number): Promise<Buffer | null> {
  try {
    const part = { start: 0, maxLength: MESSAGE_LIMIT_BYTES }
    const message = await client.fetchOne(String(uid), { source: part }, { uid: true })
    return (message && message.source) || null
  } catch (error) {
    if (client.usable) return null
    throw error
  }
}
