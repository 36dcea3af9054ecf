// Finds who wrote an article: what is printed of it, Chinese and English, and what the page's data and markup say; its site is no author.
import { lettersOf } from '../../core/text.ts'
import { isText, type Markup, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'
import { compileSelector, findElements, isWithin, type Matcher } from '../../formats/select.ts'
import { namesIn } from './person-names.ts'

/** What is known of the page besides its markup. */
export interface KnownByline {
  /** What JSON-LD says, its site left out. */
  readonly authors: readonly string[]
  /** The visible text. */
  readonly printed: string
  readonly siteNames: readonly string[]
  /** Who stands beside the date under the title, without a word on who they are. */
  readonly besideDate: readonly string[]
}

/** A line with the author's name stands near the top. */
const BYLINE_CHARACTERS = 4_000
/** Where a printed byline is looked for. */
const PRINTED_CHARACTERS = 20_000
const MAX_ELEMENTS = 10
/** What is marked as a byline is read so far. */
const MAX_MARKED_CHARACTERS = 500
const meta = compileSelector('meta')
const metaNames = [
  'citation_author',
  'article:author',
  'parsely-author',
  'sailthru.author',
  'byl',
  'author',
  'dc.creator',
  'dcterms.creator',
  'dc.author',
  'authors',
  'article.author',
  'og:article:author',
].map(name => ({ name, matches: compileSelector(`meta[name="${name}" i], meta[property="${name}" i]`) }))
const markup = [
  '[rel~="author"]',
  '[itemprop="author"] [itemprop="name"]',
  '[itemprop="author"]',
  '.byline-name, .author-name, .author_name, .authorName, .p-author, .fn',
  '.byline, .by-line, .post-author, .entry-author, .article-author, .article__author, .author, .Author, #author, .posted-by, .writer, .autor, .auteur, .autoria, .firma, .reporter, .journalist',
  '[class*="AuthorInfo"] a, .username, .nickname',
].map(compileSelector)
const bylines = compileSelector(
  '.byline, .by-line, [class*="byline"], .post-author, .entry-author, .article-author, .author, .posted-by',
)
/** What any of these can be: the page is walked once for all. */
const mayBeByline: Matcher = ({ name, attribs }) =>
  attribs.class !== undefined ||
  attribs.id !== undefined ||
  attribs.rel !== undefined ||
  attribs.itemprop !== undefined ||
  name === 'a'
const notInside = compileSelector(
  'aside, footer, nav, [class*="comment"], [class*="related"], [id*="comment"], [class*="sidebar"], [class*="author-box"], [class*="author-bio"]',
)

const nameEnd =
  '(?=$|[\\n\\t\\u3000|｜丨)）】，。；;]|\\s*(?:来源|发布|发表|时间|日期|编辑|浏览|阅读|点击|摄影|审校|校对|译者|出处|字号|字体|字数|评论|分享|收藏|关注|大小)|\\s\\d|(?<=\\p{Script=Han})\\d)'
const chineseName = '([\\p{Script=Han}\\p{Script=Latin}\\d_·•. 、&/／,-]{2,40}?)'
/** `作者：张三`, `作者丨王海`, `译者 马若飞`: what stands after the label, up to the next. */
const chineseAuthor = labelPattern('作\\s?者|撰\\s?文|撰稿(?:人)?|原作者', '[:：/／|丨｜]|\\s(?=\\s*\\S)')
const chineseWriter = labelPattern('文|记\\s?者|編輯', '[:：/／丨｜]')
const chineseTranslator = labelPattern('译\\s?者|翻\\s?译|编\\s?译', '[:：/／|丨｜]|\\s(?=\\s*\\S)')
/** `原创：张三`, before the name of the account. */
const chineseOriginal = /原创\s*[:：]\s*([\p{Script=Han}A-Za-z·]{2,20})/u
/** `某报记者王五/文`. */
const chineseSlash = /(?:记者|通讯员)\s?(\p{Script=Han}{2,4})\s?[/／]\s?文/u
/** `本报记者 王五 赵六`: names of two to four characters. */
const chineseReporter = /记者\s{1,3}((?:\p{Script=Han}{2,4}[ \u3000、]{1,2}){0,5}\p{Script=Han}{2,4})(?=[\s)）】]|$)/mu
/** A line that names its author: `By Ann Lee`, `Author: Ann Lee`, `Von Ann Lee`, `Автор: …`, `… 기자`. */
const bylineLine =
  /^(?:(?:(?:(?:posted|written|published|words|text|story) )?by|author|von|par|por|автор|بقلم)(?:\s*[:：]\s*|\s+)(\p{L}[\p{L}.'’-]+(?: \p{L}[\p{L}.'’-]*){1,3}(?:(?:,| and| &) \p{Lu}[\p{L}.'’-]+(?: \p{L}[\p{L}.'’-]*){1,3}){0,3})|(\p{Script=Hangul}{2,4}) ?기자)(?=$|\s*[|,·(•])/imu

function labelPattern(labels: string, sign: string): RegExp {
  return new RegExp(`(?<!\\p{Script=Han})(?:${labels})\\s?(?:${sign})\\s*${chineseName}${nameEnd}`, 'mu')
}

/**
 * The names of the authors, several joined by commas; null when the page does not say. What is printed as `作者` or "By …" is nearer to the
 * article than metadata, which on many sites name their owner on every page.
 */
export function readByline($: Markup, known: KnownByline): string | null {
  const { siteNames } = known
  const labelled = readChineseByline(known.printed.slice(0, PRINTED_CHARACTERS), siteNames)
  if (labelled.length > 0) return join(labelled)
  const top = known.printed.slice(0, BYLINE_CHARACTERS)
  const declared = firstOf([
    () => known.authors.flatMap(author => namesIn(author, { siteNames, isDeclared: true, mayBeSite: true })),
    () => readMetaAuthors($, siteNames),
  ])
  const printed = firstOf([() => readMarkedByline($, siteNames), () => readBylineLine(top, siteNames)])
  const isPrinted = declared.some(name => lettersOf(top).includes(lettersOf(name)))
  if (printed.length > 0 && (declared.length === 0 || !isPrinted)) return join(printed)
  if (declared.length > 0) return join(declared)
  return join(firstOf([() => readMarkup($, siteNames), () => known.besideDate]))
}

function firstOf(ways: readonly (() => readonly string[])[]): readonly string[] {
  for (const way of ways) {
    const names = way()
    if (names.length > 0) return names
  }
  return []
}

function join(names: readonly string[]): string | null {
  return names.length === 0 ? null : [...new Set(names)].join(', ')
}

/** Authors, and translators where nobody else is named. */
function readChineseByline(text: string, siteNames: readonly string[]): readonly string[] {
  return firstOf(
    [chineseAuthor, chineseWriter, chineseOriginal, chineseTranslator, chineseSlash, chineseReporter].map(
      pattern => () => {
        const found = pattern.exec(text)?.[1]?.replace(/\s*通讯员\s*/g, ' ')
        return found === undefined ? [] : namesIn(found, { siteNames })
      },
    ),
  )
}

function readMetaAuthors($: Markup, siteNames: readonly string[]): readonly string[] {
  const metas = findElements($, meta)
  return firstOf(
    metaNames.map(
      ({ name, matches }) =>
        () =>
          metas
            .filter(matches)
            .slice(0, 100)
            .flatMap(({ attribs }) =>
              namesIn(name === 'citation_author' ? firstNameFirst(attribs.content ?? '') : (attribs.content ?? ''), {
                siteNames,
                isDeclared: true,
              }),
            ),
    ),
  )
}

/** `Lee, Ann` as catalogues have it is Ann Lee. */
function firstNameFirst(name: string): string {
  const [, last, first] = /^\s*([^,]{1,40}),\s*([^,]{1,40})$/.exec(name) ?? []
  return last === undefined || first === undefined ? name : `${first.trim()} ${last.trim()}`
}

/** What is marked as a byline and says "by". */
function readMarkedByline($: Markup, siteNames: readonly string[]): readonly string[] {
  return firstOf(
    elementsOf(findElements($, bylines, MAX_ELEMENTS), bylines).map(element => () => {
      const text = textWithBreaks(element)
      return /(?<![\p{L}\p{N}])by(?![\p{L}\p{N}])/iu.test(text) ? namesIn(text, { siteNames }) : []
    }),
  )
}

function readBylineLine(top: string, siteNames: readonly string[]): readonly string[] {
  const [, after, before] = bylineLine.exec(top) ?? []
  return namesIn(after ?? before ?? '', { siteNames })
}

function readMarkup($: Markup, siteNames: readonly string[]): readonly string[] {
  const elements = findElements($, mayBeByline)
  return firstOf(
    markup.map(
      selector => () =>
        firstOf(elementsOf(elements, selector).map(element => () => namesIn(textWithBreaks(element), { siteNames }))),
    ),
  )
}

function elementsOf(elements: readonly MarkupElement[], matches: Matcher): readonly MarkupElement[] {
  return elements
    .filter(matches)
    .slice(0, MAX_ELEMENTS)
    .filter(element => !isWithin(element, notInside))
}

/** The text of an element, with a line break wherever an element inside begins or ends: `Ann Lee<span>Staff Writer</span>`. */
function textWithBreaks(element: MarkupElement): string {
  let text = ''
  const visit = (node: MarkupNode): void => {
    if (text.length > MAX_MARKED_CHARACTERS) return
    if (isText(node)) text += node.data.slice(0, MAX_MARKED_CHARACTERS).replace(/\s+/g, ' ')
    if (!('children' in node)) return
    text += '\n'
    for (const child of node.children) visit(child)
    text += '\n'
  }
  visit(element)
  return text.trim()
}
