// Single values of feeds, each as a strict reader judges it. Called by feed-rules.ts.
import { type DefaultTreeAdapterTypes as Tree, parseFragment, type ParserError, serialize } from 'parse5'

/** Takes up what is wrong, in words. */
export type Say = (complaint: string) => void

/** RFC 3986 §2, as an absolute address. */
export const uri = /^[a-z][a-z\d+.-]*:[\w;/?:@&=+$.!~*'()%,#-]+$/i
/** On the web. */
export const httpUri = /^https?:\/\/[\w.:-]+(?:\/|$)/
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
const language = /^[a-z]{2,3}(?:-[A-Za-z\d]+)*$/
/** The HTML that readers let through; what else they meet they drop, or distrust the whole. */
const htmlElements = new Set(
  (
    'a abbr b blockquote br code dd del details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img li ol p pre s section small ' +
    'strong sub summary sup table tbody td th thead tr ul'
  ).split(' '),
)
const htmlAttributes = new Set('alt class dir height href id lang src start title width'.split(' '))

/** Parsed as a browser would: no error, no element or attribute that readers strip, no address that means nothing elsewhere. */
export function judgeHtml(html: string, say: Say): void {
  const errors: ParserError[] = []
  const fragment = parseFragment(html, { onParseError: error => void errors.push(error), sourceCodeLocationInfo: true })
  if (tagsOf(html) !== tagsOf(serialize(fragment))) say(`HTML that a browser has to mend: ${html.slice(0, 200)}`)
  for (const { code } of errors) say(`HTML with ${code}: ${html.slice(0, 200)}`)
  const visit = (node: Tree.Node): void => {
    if ('tagName' in node) {
      if (!htmlElements.has(node.tagName)) say(`HTML with <${node.tagName}>`)
      for (const { name, value } of node.attrs) {
        if (!htmlAttributes.has(name)) say(`HTML with ${name}="${value}"`)
        if ((name === 'href' || name === 'src') && !/^(?:https?:\/\/|mailto:)/.test(value))
          say(`HTML with the address "${value}"`)
      }
    }
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(fragment)
}

/** All tags in their order: the same before and after parsing when nothing had to be mended. */
const tagsOf = (html: string): string => (html.match(/<\/?[a-z\d]+/g) ?? []).join('')

/** An absolute address with no sign that a URI lacks. */
export function judgeUri(text: string, say: Say): void {
  if (!uri.test(text)) say(`"${text}" is no absolute URI`)
}

/** A reader may compare ids sign by sign: so nothing in them may have a second spelling (RFC 4287 §4.2.6.1). */
export function judgeId(text: string, say: Say): void {
  judgeUri(text, say)
  if (/%(?![\dA-F]{2})|%25/.test(text)) say(`the id "${text}" is not in canonical form`)
  if (httpUri.test(text) && new URL(text).href !== text) say(`the id "${text}" is not in canonical form`)
}

/** BCP 47. */
export function judgeLanguage(text: string, say: Say): void {
  if (!language.test(text)) say(`"${text}" is no language`)
}

/** `application/pdf`. */
export function judgeMime(text: string | undefined, say: Say): void {
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(text ?? '')) say(`"${text}" is no media type`)
}

/** RFC 822 with four figures of the year, and the weekday that the day had. */
export function judgeRfc822(text: string, say: Say): void {
  const date = new Date(text)
  const isPlausible = date.getTime() > Date.parse('1990-01-01')
  if (!/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(text) || !isPlausible || date.toUTCString() !== text)
    say(`"${text}" is no date of RFC 822`)
}

/** With seconds and in UTC; answers its milliseconds, NaN when it is none. */
export function judgeRfc3339(text: string, say: Say): number {
  const ms = rfc3339.test(text) ? Date.parse(text) : NaN
  if (!(ms > Date.parse('1990-01-01'))) say(`"${text}" is no date of RFC 3339`)
  return ms
}
