// Repairs of the whole text, for damage that would keep the tokenizer from finding the feed.
import type { DecodedText } from '../../formats/charset.ts'
import { dropForbidden, isFreeOfForbidden } from './entities.ts'

/** How far into the text its beginning is looked for. */
const HEAD_LENGTH = 8192

/** The text without forbidden characters and XML declaration. Text that needs nothing is not copied. `bytes` are what it was decoded from. */
export function mendText({ text, encoding }: DecodedText, bytes: Uint8Array): string {
  const isClean = encoding === 'utf-8' && isFreeOfForbidden(bytes)
  return skipDeclaration(isClean ? text : dropForbidden(text))
}

/** Drops the XML declaration and what stands before it: one that is not closed properly would swallow the feed. */
function skipDeclaration(text: string): string {
  const head = text.slice(0, HEAD_LENGTH)
  const declaration = /<\?xml\s[^<>]*>/i.exec(head)
  if (!declaration || /<(\w+:)?(rss|rdf|feed|channel)[\s>]/i.test(head.slice(0, declaration.index))) return text
  return text.slice(declaration.index + declaration[0].length)
}
