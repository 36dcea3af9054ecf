// Finds the title of an article among what the page, its metadata and its headings say. Called by metadata.ts.
import type { Markup } from '../net/markup.ts'
import { titleInFrontMatter } from './front-matter.ts'

interface KnownSite {
  readonly siteName: string | null
  readonly host: string
}

const MAX_TITLE_CHARACTERS = 300
const separator =
  /(\s+(?:[|｜•·»«:–—~-]|::|--)\s+|\s*[|｜_]+\s*|\s?--\s?|(?<=[\p{Script=Han})）”》？！])-(?=\p{Script=Han}))/u

/** The title as plain text; null when the page has none. `siteName` helps to cut it off; `headline` is what JSON-LD says. */
export function readTitle($: Markup, known: KnownSite & { readonly headline: string | null }): string | null {
  const meta = (name: string): string | null =>
    oneLine($(`meta[property="${name}"], meta[name="${name}"]`).first().attr('content') ?? '')
  const documentTitle = oneLine($('title').first().text())
  const declared = [known.headline, meta('og:title'), meta('twitter:title'), documentTitle, meta('dc.title')].filter(
    title => title !== null,
  )
  const heading = findAgreedHeading($, declared, known)
  if (heading) return heading
  for (const title of declared) {
    const own = withoutSite(title, known, title === documentTitle)
    if (own && !isSiteName(own, known)) return own
  }
  return oneLine($('h1').first().text()) ?? oneLine($('h2').first().text())
}

/** A heading that stands whole in a declared title is the title without the site's name. */
function findAgreedHeading($: Markup, declared: readonly string[], site: KnownSite): string | null {
  for (const selector of ['h1', 'h2']) {
    for (const element of $(selector).slice(0, 20).get()) {
      const heading = oneLine($(element).text())
      const key = keyOf(heading ?? '')
      if (!heading || key.length < 4 || isSiteName(heading, site)) continue
      const agrees = declared.some(title => {
        const other = keyOf(title)
        return (
          other === key || (other.startsWith(key) && key.length >= keyOf(withoutSite(title, site, true)).length * 0.6)
        )
      })
      if (agrees) return heading
    }
  }
  return null
}

/**
 * Cuts the site's name off a title. `mayGuess`: a short last part goes too although nobody says that it is the site's name,
 * several of them where a strong mark such as `|` or `_` stands between.
 */
function withoutSite(title: string, site: KnownSite, mayGuess: boolean): string {
  const pieces = title.split(separator)
  let end = pieces.length
  while (end > 2) {
    const [mark = '', last = ''] = pieces.slice(end - 2, end)
    const rest = pieces.slice(0, end - 2).join('')
    const mayBeSite =
      mayGuess && isTelling(rest) && isShort(last) && (end === pieces.length || /[|｜_]|--|^-$/.test(mark))
    if (!isSiteName(last, site) && !mayBeSite) break
    end -= 2
  }
  let start = 0
  while (start + 2 < end && isSiteName(pieces[start] ?? '', site)) start += 2
  return pieces.slice(start, end).join('').trim()
}

/** Long enough to be a title: three words or five Han characters. */
function isTelling(part: string): boolean {
  return part.trim().split(/\s+/).length >= 3 || countHan(part) >= 5
}

function isShort(part: string): boolean {
  return part.trim().split(/\s+/).length <= 4 && countHan(part) <= 10
}

function countHan(text: string): number {
  return text.match(/\p{Script=Han}/gu)?.length ?? 0
}

function isSiteName(part: string, site: KnownSite): boolean {
  const key = keyOf(part)
  if (key === '') return true
  if (site.siteName && key === keyOf(site.siteName)) return true
  const hostKey = keyOf(site.host)
  return key === hostKey || (key.length >= 3 && site.host.split('.').some(label => keyOf(label) === key))
}

function keyOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()
}

function oneLine(text: string): string | null {
  const line = titleInFrontMatter(text.replace(/\s+/g, ' ').trim())
  return line === '' || line.length > MAX_TITLE_CHARACTERS ? null : line
}
