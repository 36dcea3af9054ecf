// Finds who wrote an article: metadata, markup, then the printed line, English and Chinese. Called by metadata.ts.
import type { Markup } from '../../formats/markup.ts'

const MAX_NAME_CHARACTERS = 80
/** A name stands at the beginning of what is marked as the byline. */
const MAX_READ_CHARACTERS = 500
/** What stands before a name that is marked as the author's. */
const nameBefore = /^(?:von|par|por|di|автор|текст|بقلم)\s*[:：]?\s+|(?<=^\p{Script=Hangul}{2,4}) ?기자.*$/iu
/** A line with the author's name stands near the top. */
const BYLINE_CHARACTERS = 4_000
/** Where a printed byline is looked for. */
const PRINTED_CHARACTERS = 20_000
/** Names of persons and bureaus are shorter; what is longer is a sentence. */
const MAX_HAN_RUN = 12
const metaNames = [
  'author',
  'article:author',
  'dc.creator',
  'dcterms.creator',
  'dc.author',
  'parsely-author',
  'sailthru.author',
  'byl',
  'authors',
  'article.author',
  'og:article:author',
  'citation_author',
]
const markup = [
  '[rel~="author"]',
  '[itemprop="author"] [itemprop="name"]',
  '[itemprop="author"]',
  '.byline-name, .author-name, .author_name, .authorName, .p-author, .fn',
  '.byline, .by-line, .post-author, .entry-author, .article-author, .article__author, .author, .Author, #author, .posted-by, .writer, .autor, .auteur, .autoria, .firma, .reporter, .journalist',
  '[class*="AuthorInfo"] a, .username, .nickname',
]
const notInside = 'aside, footer, nav, [class*="comment"], [class*="related"], [id*="comment"], [class*="sidebar"]'
/** `作者：张三`, `文/李四`: what stands after the colon, up to the next label. */
const chineseLabel =
  /(?<!\p{Script=Han})(?:作\s?者|文|撰文|撰稿(?:人)?|记\s?者|編輯)\s*[:：/／]\s*([\p{Script=Han}A-Za-z·•. 、]{2,30}?)(?=$|[\n\t\u3000|｜)）】，。,;；]|\s*(?:来源|发布|发表|时间|日期|编辑|浏览|阅读|点击|摄影|\d))/mu
/** `原创：张三`, before the name of the account. */
const chineseOriginal = /原创\s*[:：]\s*([\p{Script=Han}A-Za-z·]{2,20})/u
/** A line that names its author: `By Ann Lee`, `Von Ann Lee`, `Автор: …`, `… 기자`. */
const bylineLine =
  /^(?:(?:by|von|par|por|автор|بقلم)\s*[:：]?\s+(\p{L}[\p{L}.'’-]+(?: \p{L}[\p{L}.'’-]*){1,3})|(\p{Script=Hangul}{2,4}) ?기자)(?=$|\s*[|,·(])/imu
/** `本报记者 王五 赵六`: names of two to four characters. */
const chineseReporter = /记者\s{1,3}((?:\p{Script=Han}{2,4}[ \u3000、]{1,2}){0,5}\p{Script=Han}{2,4})(?=[\s)）】]|$)/mu

/** Names as printed, several joined by commas; null when the page does not say. `authors` is what JSON-LD says, `printed` the visible text. */
export function readByline($: Markup, authors: readonly string[], printed: string): string | null {
  const linked = authors.map(cleanName).filter(name => name !== null)
  if (linked.length > 0) return linked.join(', ')
  // Chinese pages print the author; their metadata names the site or its software.
  const labelled = readPrintedByline(printed.slice(0, PRINTED_CHARACTERS))
  if (labelled) return labelled
  for (const name of metaNames) {
    const contents = $(`meta[name="${name}" i], meta[property="${name}" i]`)
      .get()
      .map(meta => cleanName(meta.attribs.content ?? ''))
    const names = [...new Set(contents.filter(found => found !== null))]
    if (names.length > 0) return names.join(', ')
  }
  for (const selector of markup)
    for (const element of $(selector).slice(0, 10).get()) {
      if ($(element).closest(notInside).length > 0) continue
      const name = cleanName($(element).text().trim().replace(nameBefore, ''))
      if (name) return name
    }
  const [, after, before] = bylineLine.exec(printed.slice(0, BYLINE_CHARACTERS)) ?? []
  const line = after ?? before
  return line === undefined ? null : cleanName(line)
}

function readPrintedByline(text: string): string | null {
  const chinese = chineseLabel.exec(text)?.[1] ?? chineseOriginal.exec(text)?.[1] ?? chineseReporter.exec(text)?.[1]
  return chinese ? cleanName(chinese.replace(/\s*通讯员\s*/g, ' ')) : null
}

/** The name alone: without "By", dates, roles and addresses; null when what remains is no name. */
function cleanName(text: string): string | null {
  const name = text
    .slice(0, MAX_READ_CHARACTERS)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:(?:posted|written|story|words|article|published|reported) )?by(?![\p{L}\p{N}])[:\s]*/iu, '')
    .replace(/^(?:作\s*者|文|撰文|记者|编辑|author)\s*[:：/／]\s*/i, '')
    .replace(
      /\s*(?:[|•·(（]|(?<=\s)(?:on|at|in)(?=\s)|@|,? (?:staff|senior) (?:writer|reporter)|\d{1,2}[:/.-]\d|\d{4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d).*$/i,
      '',
    )
    .replace(/[\s,，;；:：|、-]+$/u, '')
  const isSentence = name.split(/[^\p{Script=Han}]+/u).some(run => run.length > MAX_HAN_RUN)
  const isName =
    !isSentence &&
    name.length >= 2 &&
    name.length <= MAX_NAME_CHARACTERS &&
    /\p{L}/u.test(name) &&
    !/https?:|www\.|^(?:admin|administrator|author|authors|by|unknown|null|undefined|root|user|编辑|佚名|未知|本站|网络|\W)$|discuz|wordpress|\.com/i.test(
      name,
    )
  return isName && name.split(' ').length <= 12 ? name : null
}
