// The rules of an email address: what is accepted, what goes to a server, and under which key a mailbox is known once.
import { domainToASCII } from 'node:url'
import { WeeklyError } from '../core/errors.ts'

/** RFC 5321 §4.5.3.1.1, counted in octets of UTF-8 (RFC 6531 §3.3). */
const LOCAL_PART_BYTES = 64
/** Letters and signs of any script; of the invisible ones only the two joiners, which some scripts are written with. */
const foreign = String.raw`(?:(?![\p{C}\p{Z}])[^\0-\x7F]|[\u200C\u200D])`
const atom = new RegExp(String.raw`^(?:[\w.!#$%&'*+/=?^\x60{|}~-]|${foreign})+$`, 'u')
/** RFC 5321 §4.1.2 with RFC 6531 §3.3; without `<` and `>`, which would end the path of a command. */
const quoted = new RegExp(String.raw`^"(?:[ !#-;=?-[\]-~]|\\[ -;=?-~]|${foreign})+"$`, 'u')
const dotAtom = new RegExp(String.raw`^(?!\.)(?!.*\.\.)(?!.*\.$)${atom.source.slice(1)}`, 'u')

interface Address {
  readonly localPart: string
  /** A-labels in lower case. */
  readonly domain: string
}

/** Quotes that change nothing are left out: `"ann"@` and `ann@` are the same mailbox (RFC 5321 §4.1.2). */
function parseLocalPart(text: string): string | null {
  const composed = text.normalize('NFC')
  if (Buffer.byteLength(composed) > LOCAL_PART_BYTES) return null
  if (atom.test(composed)) return composed
  if (!quoted.test(composed)) return null
  const content = composed.slice(1, -1).replace(/\\(.)/gu, '$1')
  return dotAtom.test(content) ? content : `"${content.replace(/["\\]/g, '\\$&')}"`
}

/** Throws SUBSCRIBER_INVALID. */
function parseAddress(email: string): Address {
  const text = email.trim()
  const at = text.lastIndexOf('@')
  const localPart = parseLocalPart(text.slice(0, Math.max(at, 0)))
  const typed = text.slice(at + 1)
  // Read as the host of a URL, line ends would vanish, a path be cut off and `0x7f.1` be a number.
  const domain = /[\s\p{Cc}/\\?#%]/u.test(typed) ? '' : domainToASCII(typed).toLowerCase()
  if (localPart !== null && /^(?=.{1,190}$)(?!.*\.\d+$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/.test(domain))
    return { localPart, domain }
  throw new WeeklyError('SUBSCRIBER_INVALID', `"${text.slice(0, 100)}" is no address that mail can be sent to`, {
    hint: 'Write it as name@example.org, in any script.',
  })
}

/**
 * The address as it goes to a server: local part as typed, in normal form C (RFC 6532 §3.1), domain as lower-case A-labels. Throws
 * SUBSCRIBER_INVALID.
 */
export function mailableAddress(email: string): string {
  const { localPart, domain } = parseAddress(email)
  return `${localPart}@${domain}`
}

/** The one spelling under which the same mailbox meets: as it goes to a server, all lower case. Throws SUBSCRIBER_INVALID. */
export function addressKey(email: string): string {
  return mailableAddress(email).toLowerCase().normalize('NFC')
}

/** Providers that see no dots in a mailbox's name. */
const dotlessDomains: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com'])

/** One spelling for all addresses that lead to a mailbox, as far as anybody can tell: without `+tag`, at some providers without dots. Throws SUBSCRIBER_INVALID. */
export function mailboxKey(email: string): string {
  const key = addressKey(email)
  const at = key.lastIndexOf('@')
  const [domain, name] = [key.slice(at + 1), key.slice(0, at).replace(/(?<=.)\+.*$/s, '')]
  return `${dotlessDomains.has(domain) ? name.replaceAll('.', '') : name}@${domain}`
}

/** Whether a server must offer SMTPUTF8 to be given this mailable address (RFC 6531). */
export function needsSmtpUtf8(address: string): boolean {
  return /[^\0-\x7F]/.test(address)
}
