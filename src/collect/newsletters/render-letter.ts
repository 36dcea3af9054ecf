// The text of a letter as an item's own, for letters that are themselves the reading: words, and links that are nobody's. Pure.
import { judgeHeadline } from './headline.ts'
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
    const settled = isOwn(link, rules) ? null : settleLink(link.href, rules)
    if (settled?.kind !== 'page' || link.start < at || link.end <= link.start) continue
    html += `${words(text.slice(at, link.start))}<a href="${escapeHtml(settled.url)}">${words(text.slice(link.start, link.end))}</a>`
    at = link.end
  }
  html += words(text.slice(at))
  return isHeading ? `<h3>${html}</h3>` : `<p>${html}</p>`
}

/** Whether a link is the reader's own by its words; a headline about such things is not. */
function isOwn({ label, alt, href }: LetterLink, { commands, clickHosts }: LinkRules): boolean {
  const words = (label || alt).slice(0, 300)
  const mailers = new Set([...commands].map(command => command.split('/')[0] ?? ''))
  return soundsPersonal(words) && judgeHeadline(words, href, { home: '', mailers, clickHosts }) !== 'headline'
}

/** Short blocks that are about the reader's own links are left out whole. */
function isAboutReader({ text, links }: LetterBlock, rules: LinkRules): boolean {
  const own = links.filter(link => isOwn(link, rules))
  return (
    text.length <= SHORT_CHARACTERS &&
    (own.length > 0 || (links.length > 0 && leaving.test(text) && !links.every(({ label }) => leaving.test(label))))
  )
}

/** Renders the blocks of a letter; empty where nothing is left. */
export function renderLetter(blocks: readonly LetterBlock[], rules: LinkRules): string {
  return blocks
    .filter(block => /[\p{L}\p{N}]/u.test(block.text) && !isAboutReader(block, rules))
    .map(block => renderBlock(block, rules))
    .join('\n')
}
