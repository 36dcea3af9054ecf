// A newsletter as it is read from a mailbox, and the mailbox that a source reads. No behaviour lives here.
import type { Instant } from './types.ts'

/** A mail taken apart: what a newsletter's reader needs of it. */
export interface Letter {
  /** With its angle brackets; null where it has none. */
  readonly messageId: string | null
  readonly from: { readonly address: string; readonly name: string }
  /** Lower-case addresses to whom it was sent, as its header has them and as servers noted them. */
  readonly recipients: readonly string[]
  readonly subject: string
  /** As its header says; null where that says none that can be read. */
  readonly date: Instant | null
  /** Lower case, without its angle brackets. */
  readonly listId: string | null
  /** Addresses of List-Unsubscribe and of the other commands to the list (RFC 2369). */
  readonly commands: readonly string[]
  /** Values of Authentication-Results, the newest first (RFC 8601). */
  readonly authentication: readonly string[]
  readonly html: string | null
  readonly text: string | null
  /** Attached files, which nobody opens. */
  readonly attachments: number
  /** The mail that is attached to it: it was passed on. */
  readonly inner: Letter | null
}

/** One mail of a mailbox. */
export interface MailboxEntry {
  /** Where to go on from, once it was read; never before where reading began. */
  readonly place: () => string
  /** When the server took it in; null where only a file's age tells. */
  readonly arrivedAt: Instant | null
  /** The age of its file, or `arrivedAt`. */
  readonly keptAt: Instant
  readonly sizeBytes: number
  /** The lines of its header, cut at 64 KB. */
  readonly head: Uint8Array
  /** Its bytes up to so many; null where the mailbox cannot give them. */
  readonly read: (limitBytes: number) => Promise<Uint8Array | null>
}

/** What of a mailbox is one source's, and what is done with it. */
export interface LetterRules {
  /** Lower case. Each of the three that is given must fit; without any the whole mailbox is this source's. */
  readonly to: readonly string[]
  /** Addresses, or `@example.org` for all of a domain; lower case. */
  readonly from: readonly string[]
  /** Lower case. */
  readonly list: string | null
  readonly mode: 'links' | 'text'
  /** Hosts that count clicks, besides those that are known. */
  readonly clickHosts: readonly string[]
  /** Whose Authentication-Results are believed; null: the newest. */
  readonly server: string | null
}

/** The mailbox of a source. */
export interface LetterBox {
  readonly rules: LetterRules
  /** Our own list: what it mails is no source. */
  readonly own: { readonly listId: string; readonly host: string }
  /**
   * Hands what came behind a place, the oldest first, to `take` until that answers false. Changes nothing in the mailbox. Throws
   * MAILBOX_UNREADABLE, and what `take` throws.
   */
  readonly readAfter: (place: string | null, take: (entry: MailboxEntry) => Promise<boolean>) => Promise<void>
  /** Takes the bytes of a mail apart; null for what is none. */
  readonly parse: (bytes: Uint8Array) => Promise<Letter | null>
}
