// Sanitised HTML as CommonMark with tables, by turndown: the articles of an existing blog, for the curator's own folder.
import { gfm } from '@joplin/turndown-plugin-gfm'
import TurndownService from 'turndown'

const turndown = new TurndownService({
  headingStyle: 'atx',
  codeBlockStyle: 'fenced',
  bulletListMarker: '-',
  emDelimiter: '*',
  br: '\\',
})
turndown.use(gfm)
// The library escapes neither markup nor references, because its readers know HTML; here a text must stay a text.
turndown.escape = escapeText
turndown.addRule('strong', { filter: ['strong', 'b'], replacement: text => emphasise('**', text) })
turndown.addRule('emphasis', { filter: ['em', 'i'], replacement: text => emphasise('*', text) })
turndown.addRule('strikethrough', { filter: ['del', 's'], replacement: text => emphasise('~~', text) })
turndown.addRule('code', { filter: ['kbd', 'samp'], replacement: (_text, node) => codeOf(node.textContent) })

/** Writes Markdown that reads as the HTML does. What Markdown has no sign for stays as its text. Never throws. */
export function markdownOfHtml(html: string): string {
  return `${turndown.turndown(html)}\n`
}

/** Also what would begin a heading, a list or a quotation at the start of a line. */
function escapeText(text: string): string {
  return text
    .replace(/[\\`*_[\]<>~]|&(?=#?\w+;)|!$/g, '\\$&')
    .replace(/^([-+=#])/gm, '\\$1')
    .replace(/^(\d{1,9})([.)])/gm, '$1\\$2')
}

/** Signs stand close to the words; beside punctuation, which ends many Chinese phrases, CommonMark would not read them. */
function emphasise(sign: string, text: string): string {
  const words = text.trim()
  const isReadable = /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/su.test(words) && !words.includes(sign.charAt(0))
  return isReadable ? text.replace(words, () => `${sign}${words}${sign}`) : text
}

function codeOf(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const ticks = '`'.repeat(longest + 1)
  const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return text.trim() === '' ? text : `${ticks}${gap}${text}${gap}${ticks}`
}
