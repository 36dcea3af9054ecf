// Finds the title of an article among what the page, its metadata and its headings say.
import { type Markup, textInside } from '../../formats/markup.ts'
import { compileSelector, findElements, isWithin, type Matcher } from '../../formats/select.ts'
import { decodeLeftEntities } from '../../core/source-name.ts'
import { countHan } from '../../core/text.ts'
import { titleInFrontMatter } from './front-matter.ts'
import { findShownTitle } from './shown-title.ts'

/** What is known besides: the headline of JSON-LD, and the visible text. */
interface KnownPage extends KnownSite {
  readonly headline: string | null
  readonly printed: string
}

interface KnownSite {
  readonly siteName: string | null
  readonly host: string
}

const documentName = compileSelector('title')
const mainHeading = compileSelector('h1')
const secondHeading = compileSelector('h2')
const main = compileSelector('article, main, [role="main"]')
const meta = compileSelector('meta')
const MAX_TITLE_CHARACTERS = 300
/** What is longer is no title, however many blanks it has. */
const READ_CHARACTERS = 1_000
/** A site's name has fewer. */
const MANY_WORDS = 5
const MAX_SITE_CHARACTERS = 40
const software = /[\s|·-]*powered by.*$/i
const separator =
  /(\s+(?:[|｜•·»«:–—~-]|::|--)\s+|\s*[|｜_]+\s*|\s?--\s?|(?<=[\p{Script=Han})）”》？！])-(?=\p{Script=Han}))/u

/** The title as plain text; null when the page has none. */
export function readTitle($: Markup, known: KnownPage): string | null {
  const metas = findElements($, meta)
  const say = (wanted: string): string | null =>
    oneLine(
      metas.find(({ attribs: { property, name } }) => property === wanted || name === wanted)?.attribs.content ?? '',
    )
  const documentTitle = readDocumentTitle($)
  const declared = [
    oneLine(known.headline ?? ''),
    say('og:title'),
    say('twitter:title'),
    documentTitle,
    say('ArticleTitle'),
    say('dc.title'),
  ].filter(title => title !== null)
  const heading = findAgreedHeading($, declared, known)
  if (heading) return heading
  for (const title of declared) {
    const own = withoutSite(title, known, title === documentTitle)
    if (!own || isSiteName(own, known)) continue
    // A document's title that says little, or that the page nowhere prints, is often the site's, the same on all its pages.
    const isTrusted = title !== documentTitle || isOwnTitle(own, known.printed)
    return isTrusted ? own : (findShownTitle($, known.printed) ?? own)
  }
  return (
    findShownTitle($, known.printed) ?? oneLine(textOfFirst($, mainHeading)) ?? oneLine(textOfFirst($, secondHeading))
  )
}

/** A heading that stands whole in a declared title is the title without the site's name; so is the one main heading with which it begins. */
function findAgreedHeading($: Markup, declared: readonly string[], site: KnownSite): string | null {
  for (const matches of [mainHeading, secondHeading]) {
    for (const element of findElements($, matches, 20)) {
      const heading = oneLine(textInside(element))
      const key = keyOf(heading ?? '')
      if (!heading || key.length < 4 || isSiteName(heading, site)) continue
      const agrees = declared.some(title => {
        const other = keyOf(title)
        return (
          other === key || (other.includes(key) && key.length >= keyOf(withoutSite(title, site, true)).length * 0.6)
        )
      })
      if (agrees) return heading
    }
  }
  const [only, second] = findElements($, mainHeading, 2)
  const heading = only && !second && isWithin(only, main) ? oneLine(textInside(only)) : null
  const isFirst = declared.some(title => keyOf(title.split(separator)[0] ?? '') === keyOf(heading ?? ''))
  return heading !== null && isFirst && !isSiteName(heading, site) ? heading : null
}

/** The site's name as the last part of the document's title, after the article's own; null when there is none. */
export function readSiteInTitle($: Markup, title: string | null): string | null {
  const pieces = (readDocumentTitle($) ?? '').split(separator)
  const site = pieces.at(-1)?.trim() ?? ''
  const own = keyOf(title ?? '')
  const isAfterTitle = own !== '' && pieces.length >= 3 && keyOf(pieces.slice(0, -2).join('')).includes(own)
  return isAfterTitle && keyOf(site) !== '' && site.length <= MAX_SITE_CHARACTERS ? site : null
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

/** Whether a document's title is the article's: a Latin one of some words, else one that says enough and is printed on the page. */
function isOwnTitle(title: string, printed: string): boolean {
  if (countHan(title) === 0 && title.split(/\s+/).length >= MANY_WORDS) return true
  return isTelling(title) && keyOf(printed).includes(keyOf(title))
}

/** Long enough to be a title: three words or five Han characters. */
function isTelling(part: string): boolean {
  return part.trim().split(/\s+/).length >= 3 || countHan(part) >= 5
}

function isShort(part: string): boolean {
  return part.trim().split(/\s+/).length <= 4 && countHan(part) <= 10
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

function readDocumentTitle($: Markup): string | null {
  return oneLine(squeeze(textOfFirst($, documentName)).replace(software, ''))
}

function textOfFirst($: Markup, matches: Matcher): string {
  const [first] = findElements($, matches, 1)
  return first ? textInside(first) : ''
}

/** The beginning with single blanks: patterns for titles take time with the square of their length. */
function squeeze(text: string): string {
  return text.slice(0, READ_CHARACTERS).replace(/\s+/g, ' ').trim()
}

function oneLine(text: string): string | null {
  const line = titleInFrontMatter(squeeze(decodeLeftEntities(text.slice(0, READ_CHARACTERS))))
  return line === '' || line.length > MAX_TITLE_CHARACTERS ? null : line
}
