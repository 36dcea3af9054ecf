// The document that is printed as the saved copy of an article.
import { formatDay } from '../core/date-words.ts'
import { primaryLanguage } from '../core/language.ts'
import type { Article, Instant, Issue } from '../core/types.ts'
import { webUrl } from './aftercare.ts'
import { interfaceLanguageOf, wordsOf } from '../core/words/words.ts'
import { cleanLine, cutToColumns, makeAnchors } from './plain-text.ts'
import { type SiteDescription, urlIn } from './site-urls.ts'
import type { Templates } from './template.ts'

/** What the copy shows of an article; `html` needs nothing from outside. */
export interface CopiedArticle extends Pick<
  Article,
  'title' | 'byline' | 'siteName' | 'language' | 'html' | 'publishedAt'
> {
  readonly url: string
  /** When its text was read, and when it is printed. */
  readonly readAt: Instant
  readonly savedAt: Instant
}

const MOST_COLUMNS = 300
/** Of a file's name: whatever its letters, it takes less than the 255 bytes that file systems give it. */
const MOST_NAME = { units: 60, columns: 50 }

/** Writes the document, which stands by itself. The same article gives the same document. */
export function renderArticleCopy(site: SiteDescription, article: CopiedArticle, templates: Templates): string {
  const { language, timezone } = site
  const words = wordsOf(language)
  const dayOf = (instant: Instant): string => formatDay(instant, language, timezone, '')
  const lineOf = (text: string | null): string => cutToColumns(cleanLine(text ?? ''), MOST_COLUMNS)
  const url = webUrl(article.url) ?? ''
  return templates.render('article-copy.html', {
    language,
    words,
    site: { title: cleanLine(site.title), url: urlIn(site, '') },
    style: templates.render('style.css', {}) + templates.render('post.css', {}),
    article: {
      url,
      html: article.html,
      language: primaryLanguage(article.language) ?? language,
      title: lineOf(article.title) || url,
      byline: lineOf(article.byline),
      site: lineOf(article.siteName) || (URL.parse(url)?.hostname ?? ''),
      publishedOn: article.publishedAt && dayOf(article.publishedAt),
      readOn: words.copyReadOn(dayOf(article.readAt)),
      savedOn: words.copySavedOn(dayOf(article.savedAt)),
    },
  })
}

/** What stands in the place of a picture, in the language of its article: `[Picture: a cat]`, `［图：猫］`. Pure. */
export function nameOfPicture(alternative: string, articleLanguage: string | null): string {
  return wordsOf(interfaceLanguageOf(articleLanguage) ?? 'en').pictureOf(alternative)
}

/** File names of the copies of an issue's stories, without `.pdf`, by the item of their leads. Pure. */
export function nameCopies(issue: Issue): ReadonlyMap<number, string> {
  const nameOf = makeAnchors([])
  const stories = issue.sections.flatMap(section => section.stories)
  return new Map(
    stories.map(({ lead, title }) => [
      lead.itemId,
      nameOf(cutToColumns(title.slice(0, MOST_NAME.units), MOST_NAME.columns)),
    ]),
  )
}
