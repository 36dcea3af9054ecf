// The link in what somebody shares: phones put it into the text, or behind the title. Pure.
import { parseHttpUrl, withoutTracking } from './url.ts'

/** Longer addresses are none that anybody shares. */
const URL_CHARACTERS = 2_000
/** What ends a sentence, and not an address. */
const closing = '.,;:!?)]}\'"’”…'

/** An address as it may be kept: http or https, without name, password and tracking; null for anything else. */
export function cleanUrl(text: string): string | null {
  if (text.length > URL_CHARACTERS) return null
  const url = parseHttpUrl(text)
  if (!url?.hostname) return null
  url.username = ''
  url.password = ''
  return withoutTracking(url.href)
}

/** The first address in a text, and the text without it; null without one. */
export function findFirstUrl(text: string): { readonly url: string; readonly rest: string } | null {
  const found = /https?:\/\/[^\s<>"'「」《》（）【】，。；、！？]+/i.exec(text)
  if (!found) return null
  const [whole] = found
  let end = whole.length
  while (end > 0 && closing.includes(whole[end - 1] ?? ' ')) end--
  const url = cleanUrl(whole.slice(0, end))
  if (url === null) return null
  return { url, rest: `${text.slice(0, found.index)}${text.slice(found.index + end)}`.trim() }
}
