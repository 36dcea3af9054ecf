// The text of a letter as an item's own, for letters that are themselves the reading: words, and links that are nobody's. Pure.
import type { LetterBlock, LetterLink } from './letter-blocks.ts'
import { leaving, soundsPersonal } from './personal-words.ts'
import { type LinkRules, settleLink } from './settle-link.ts'

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const SHORT_CHARACTERS = 200

/** Words with those links in them that lead to the same page for everybody; an address that stands in the words goes. */
function renderBlock({ isHeading, text, links }: LetterBlock, rules: LinkRules): string {
  let [html, at] = ['', 0]
  const words = (from: string): string => escapeHtml(from.replace(/https?:\/\/\S+/g, '')).replaceAll('\n', '<br>')
  for (const link of links) {
    const settled = isOwn(link) ? null : settleLink(link.href, rules)
    if (settled?.kind !== 'page' || link.start < at || link.end <= link.start) continue
    html += `${words(text.slice(at, link.start))}<a href="${escapeHtml(settled.url)}">${words(text.slice(link.start, link.end))}</a>`
    at = link.end
  }
  html += words(text.slice(at))
  return isHeading ? `<h3>${html}</h3>` : `<p>${html}</p>`
}

const isOwn = ({ label, alt }: LetterLink): boolean => soundsPersonal((label || alt).slice(0, 300))

/** Short blocks that are about the reader's own links are left out whole. */
function isAboutReader({ text, links }: LetterBlock): boolean {
  return text.length <= SHORT_CHARACTERS && (links.some(isOwn) || (links.length > 0 && leaving.test(text)))
}

/** Renders the blocks of a letter; empty where nothing is left. */
export function renderLetter(blocks: readonly LetterBlock[], rules: LinkRules): string {
  return blocks
    .filter(block => /[\p{L}\p{N}]/u.test(block.text) && !isAboutReader(block))
    .map(block => renderBlock(block, rules))
    .join('\n')
}
