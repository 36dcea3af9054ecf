// Colours code at build time: highlight.js behind this file only. Classes alone come out; the style sheet has the colours.
import highlighter from 'highlight.js/lib/common'
import { escapeXml } from '../feeds/xml.ts'

/** Longer code is shown without colours: it costs time, and nobody reads it for its keywords. */
const MAX_CHARACTERS = 50_000

/**
 * Code as HTML: `<span class="hljs-keyword">` around what the named language gives a meaning, and everything escaped. Code in a language
 * that is not named, or not known, is only escaped: a guess would colour prose.
 */
export function highlightCode(code: string, language: string): string {
  if (highlighter.getLanguage(language) === undefined || code.length > MAX_CHARACTERS) return escapeXml(code)
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value
}
