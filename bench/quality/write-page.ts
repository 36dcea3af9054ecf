// Writes pages of known articles: the bench's own articles in layouts of blogs, news, handbooks and portals.
import { join } from 'node:path'
import { createChance } from '../corpus.ts'
import { readCases } from './read-blocks.ts'
import { wordsOf, writePerson, writeWhole, type WholeArticle } from './write-whole.ts'

/** A page, and what a reader should get of it. */
export interface KnownPage {
  readonly layout: string
  readonly html: string
  readonly url: string
  readonly title: string
  /** Null: the layout does not print it. */
  readonly author: string | null
  /** YYYY-MM-DD; null when the layout does not print it. */
  readonly date: string | null
  readonly text: string
}

const layouts = readCases(join(import.meta.dirname, 'sets', 'layouts', 'articles.txt'))
/** An article's page is not a book. */
const PARAGRAPHS = 12
const TEASER_CHARACTERS = 260

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function writeParagraphs(article: WholeArticle): readonly string[] {
  return article.text.split('\n\n').slice(0, PARAGRAPHS)
}

/** Every fifth paragraph is a heading's first, every seventh a quotation: bodies are seldom paragraphs alone. */
function markUp(paragraphs: readonly string[]): readonly string[] {
  return paragraphs.map((text, i) => {
    const safe = escapeHtml(text)
    return i % 7 === 6 ? `<blockquote><p>${safe}</p></blockquote>` : `<p>${safe}</p>`
  })
}

/** Writes the page of a seed in a layout; half of the articles are Chinese. */
export function writeKnownPage(seed: number, place: number): KnownPage {
  const { title: layout = '', text: frame = '' } = layouts[place % layouts.length] ?? {}
  const isChinese = /\p{Script=Han}/u.test(layout) || (place < 5 && seed % 2 === 1)
  const language = isChinese ? 'zh' : 'en'
  // Weeklies are lists; they are measured as such.
  const own = [0, 1, 2, 3].map(i => writeWhole(40_000 + seed * 40 + i, language)).find(({ manner }) => manner !== 'w')
  const article = own ?? writeWhole(40_000, language)
  const others = [5, 6, 7, 8].map(i => writeWhole(40_000 + seed * 40 + i, language))
  const author = writePerson(wordsOf(language), createChance(seed + 3_000_000))
  const [month, day] = [1 + (seed % 12), 1 + ((seed * 7) % 28)]
  const date = `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const monthName = wordsOf('en').shared.month?.[month - 1] ?? ''
  const dayText = isChinese ? `2026年${month}月${day}日` : `${monthName} ${day}, 2026`
  const paragraphs = writeParagraphs(article)
  const marked = markUp(paragraphs)
  const third = Math.ceil(marked.length / 3)
  const slots: Readonly<Record<string, string>> = {
    BODY1: marked.slice(0, third).join('\n'),
    BODY2: marked.slice(third, 2 * third).join('\n'),
    BODY3: marked.slice(2 * third).join('\n'),
    BODYBR: paragraphs.map(escapeHtml).join('<br><br>\n'),
    BODYDIV: paragraphs.map(text => `<div>${escapeHtml(text)}</div>`).join('\n'),
    BODYSECTION: paragraphs.map(text => `<section><span>${escapeHtml(text)}</span></section>`).join('\n'),
    BODY: marked.join('\n'),
    TITLE: escapeHtml(article.title),
    AUTHOR: author,
    DATE: date,
    DAY: dayText,
    ...Object.fromEntries(others.map((other, i) => [`OTHER${i + 1}`, escapeHtml(other.title)])),
    ...Object.fromEntries(
      others.map((other, i) => [
        `TEASER${i + 1}`,
        escapeHtml(other.text.replace(/\s+/g, ' ').slice(0, TEASER_CHARACTERS)),
      ]),
    ),
  }
  const html = frame.replace(
    /(?:BODY(?:BR|DIV|SECTION|[123])?|TITLE|AUTHOR|DATE|DAY|OTHER\d|TEASER\d)/g,
    slot => slots[slot] ?? slot,
  )
  return {
    layout,
    html: `<!doctype html><meta charset="utf-8">${html}`,
    url: `https://example.org/articles/${seed}`,
    title: article.title,
    author: frame.includes('AUTHOR') ? author : null,
    date: /DATE|DAY/.test(frame) ? date : null,
    text: paragraphs.join('\n\n'),
  }
}

/** Pages in every layout, so many of each. */
export function writeKnownPages(each: number): readonly KnownPage[] {
  return layouts.flatMap((_, place) =>
    Array.from({ length: each }, (_seed, i) => writeKnownPage(place * each + i, place)),
  )
}
