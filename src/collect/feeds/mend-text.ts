// Repairs of the whole text, for damage that would keep the tokenizer from finding the feed. Called by parse-feed.ts.
import { dropForbidden } from './entities.ts'

/** How far into the text its beginning is looked for. */
const HEAD_LENGTH = 8192

/** The text without forbidden characters and XML declaration, its last CDATA section closed. Text that needs nothing is not copied. */
export function mendText(text: string): string {
  return closeCdata(dropForbidden(skipDeclaration(text)))
}

/** Drops the XML declaration and what stands before it: one that is not closed properly would swallow the feed. */
function skipDeclaration(text: string): string {
  const head = text.slice(0, HEAD_LENGTH)
  const declaration = /<\?xml\s[^<>]*>/i.exec(head)
  if (!declaration || /<(\w+:)?(rss|rdf|feed|channel)[\s>]/i.test(head.slice(0, declaration.index))) return text
  return text.slice(declaration.index + declaration[0].length)
}

/** A section that is never closed would swallow all items behind it; it ends where its field ends, if that is to be seen. */
function closeCdata(text: string): string {
  const open = text.lastIndexOf('<![CDATA[')
  if (open < 0 || text.indexOf(']]>', open) >= 0) return text
  const end = /<\/(?:title|description|summary|content|content:encoded|item|entry)\s*>/i.exec(text.slice(open))
  if (!end) return text
  const at = open + end.index
  return `${text.slice(0, at)}]]>${text.slice(at)}`
}
