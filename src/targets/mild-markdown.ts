// Markdown for places that know little of it, and perhaps no backslash: signs in titles become their wide likes.
import type { Line } from './compose.ts'

const wide: Readonly<Record<string, string>> = { '`': '‘', '\\': '＼' }

/** A text in which no sign means anything, and nobody is called by @. */
function calmText(text: string): string {
  return text.replace(
    /[[\]<>*_~|#@`\\]/g,
    sign => wide[sign] ?? String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0),
  )
}

/** The lines as Markdown; a blank line stands between two of them where `gap` is so. */
export function renderMildMarkdown([head = [], ...rest]: readonly Line[], gap: '\n' | '\n\n'): string {
  const write = (line: Line): string =>
    line
      .map(({ text, href }) => {
        if (href === null) return calmText(text)
        const address = href.replaceAll(' ', '%20').replaceAll('(', '%28').replaceAll(')', '%29')
        return `[${text === href ? '→' : calmText(text)}](${address})`
      })
      .join('')
  const lines = rest.filter(line => line.length > 0).map(write)
  return [`**${write(head)}**`, ...lines].join(gap)
}
