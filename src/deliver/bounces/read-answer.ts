// A mail that answers one of ours: which mails it names, and whether a person wrote it. Pure.
import { createHash } from 'node:crypto'

/** What an answer tells of itself. */
export interface Answer {
  /** Message-IDs of ours that it names, the nearest first; at most ten. */
  readonly answers: readonly string[]
  /** Names this mail, whatever mailbox it is read from again. */
  readonly sha256: string
}

/** As freeze.ts makes them. */
const ownIds = /<\d{4}-W\d\d\.\d{1,15}\.[^<>\s]{1,200}>/g
const IDS_LIMIT = 10
/** Header fields of programs that answer by themselves (RFC 3834 §5, and older habits). */
const automatic =
  /^(?:auto-submitted:(?!\s*no\b)|x-auto(?:reply|respond|-response-suppress)|precedence:\s*(?:bulk|junk|auto_reply|list)|list-id:)/im

/** Reads the header of a mail as readMessage gives it; null for one that no person wrote or that answers none of ours. */
export function readAnswer(head: string): Answer | null {
  const fields = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const of = (name: string): string => fields.find(field => field.toLowerCase().startsWith(`${name}:`)) ?? ''
  if (automatic.test(fields.join('\n'))) return null
  const named = [...(of('in-reply-to').match(ownIds) ?? []), ...(of('references').match(ownIds) ?? []).toReversed()]
  const answers = [...new Set(named)].slice(0, IDS_LIMIT)
  if (answers.length === 0) return null
  const id = of('message-id').slice('message-id:'.length).trim() || head
  return { answers, sha256: createHash('sha256').update(id).digest('hex') }
}
