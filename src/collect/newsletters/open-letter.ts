// From an entry of a mailbox to what it is for a source. Asks nobody but the mailbox.
import type { Letter, LetterBox, MailboxEntry } from '../../core/letter.ts'
import { judgeLetter, mayBeOurs } from './judge-letter.ts'
import { type Newsletter, readNewsletter } from './read-newsletter.ts'
import type { LinkRules } from './settle-link.ts'

/** Of a longer mail the start is read: what people read stands there. */
export const LETTER_BYTES = 2_000_000
/** Of one letter. */
const MOST_STORIES = 100

/** A letter of the source, or why it is none. */
export type OpenedLetter =
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'forged'; readonly letter: Letter }
  | { readonly kind: 'letter'; readonly letter: Letter; readonly found: Newsletter }

/** Opens a letter. A cut may have gone through its last link: that one is left out. Throws MAILBOX_UNREADABLE. */
export async function openLetter({ rules, own, parse }: LetterBox, entry: MailboxEntry): Promise<OpenedLetter> {
  if (!mayBeOurs(entry.head, rules)) return { kind: 'other' }
  const bytes = await entry.read(LETTER_BYTES)
  const letter = bytes && (await parse(bytes))
  if (!letter) return { kind: 'unreadable' }
  const verdict = judgeLetter(letter, rules)
  if (verdict !== 'ours') return verdict === 'other' ? { kind: verdict } : { kind: verdict, letter }
  const found = readNewsletter(letter, own, rules.clickHosts)
  if (found.kind !== 'newsletter') return { kind: 'letter', letter, found }
  const isCut = entry.sizeBytes > LETTER_BYTES && !/<\/(?:html|body)>\s*$/i.test(letter.html ?? '')
  const links = found.links.slice(0, isCut ? -1 : undefined).slice(0, MOST_STORIES)
  return { kind: 'letter', letter, found: { ...found, links } }
}

/** By what the links of a letter are judged. */
export function linkRulesOf(
  { rules, own }: Pick<LetterBox, 'rules' | 'own'>,
  about: { readonly readers: readonly string[]; readonly commands: Iterable<string> },
): LinkRules {
  const { readers, commands } = about
  return { readers, commands: new Set(commands), clickHosts: rules.clickHosts, ownHost: own.host }
}
