// Takes the articles of an existing blog into the folder of the curator's own posts, a Markdown file each.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalUrl } from '../core/url.ts'
import { markdownOfHtml } from './html-markdown.ts'
import { bringPictures, type PictureLedger } from './import-pictures.ts'
import { withPictures } from './list-words.ts'
import { cleanLine } from '../publish/plain-text.ts'
import { saveImportedPages } from '../store/imports.ts'
import type { AdoptDeps, JudgedPost } from './adopt-lists.ts'
import { slugOfFile } from '../publish/posts/post-file.ts'

/** An article of the blog, read. */
export type Article = JudgedPost & { readonly date: NonNullable<JudgedPost['date']> } & {
  readonly language: string | null
  readonly html: string
}

/** The file that an article is in. */
export interface ImportedPost {
  readonly url: string
  readonly file: string
}

/**
 * Writes the files, and remembers each page as taken. A file that is there stays as it is: the curator may have changed it. In a dry run
 * only the names are answered.
 */
export async function importPosts(
  deps: AdoptDeps,
  articles: readonly Article[],
  ledger: PictureLedger,
  isDryRun: boolean,
): Promise<ImportedPost[]> {
  const folder = deps.contentFolder
  const imported: ImportedPost[] = []
  const taken = new Set<string>()
  for (const article of articles) {
    const { file, isThere } = findFile(folder, article.url, taken)
    taken.add(file)
    imported.push({ url: article.url, file })
    if (isDryRun) continue
    if (!isThere) {
      const markdown = markdownOfHtml(article.html)
      const pictures = await bringPictures(deps, ledger, picturesIn(markdown))
      writeWhole(folder, file, textOf(article, withPictures(markdown, pictures)))
    }
    const page = { url: canonicalUrl(article.url), title: article.title, read_at: deps.clock.now() }
    await saveImportedPages(deps.store.db, [{ ...page, kind: 'post', week: null }])
  }
  return imported
}

/** The file of an earlier run that was killed before it could remember it, else a name that is free. */
function findFile(folder: string, url: string, taken: ReadonlySet<string>): { file: string; isThere: boolean } {
  const slug = slugOfUrl(url)
  for (let count = 1; ; count++) {
    const file = join(folder, `${slug}${count === 1 ? '' : `-${count}`}.md`)
    const text = taken.has(file) ? '' : readOrNull(file)
    if (text === null) return { file, isThere: false }
    if (text.includes(canonicalLine(url))) return { file, isThere: true }
  }
}

/** From the end of the address: `/2016/04/a-title/index.html` is `a-title`, `/?p=12` is `p-12`. */
function slugOfUrl(url: string): string {
  const { pathname, search } = new URL(url)
  const segments = pathname.split('/').map(segment => segment.replace(/\.(?:html?|php|aspx?)$/i, ''))
  const last = segments.findLast(segment => !/^(?:index)?$/i.test(segment))
  return slugOfFile(decode(last ?? search.slice(1))) || 'post'
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text).replace(/[/\\]/g, '-')
  } catch {
    return text
  }
}

const canonicalLine = (url: string): string => `canonical: ${JSON.stringify(url)}`

/** Of one post: what has more is a gallery. */
const MOST_PICTURES = 50

function picturesIn(markdown: string): readonly string[] {
  const urls = [...markdown.matchAll(/!\[[^\]\n]*\]\(<?(https?:[^\s)>]+)/g)].map(([, url = '']) => url)
  return [...new Set(urls)].slice(0, MOST_PICTURES)
}

function textOf({ title, url, date, publishedAt, language }: Article, markdown: string): string {
  // A page that names only a day means it in every zone.
  const isDay = publishedAt === null || publishedAt.endsWith('T00:00:00.000Z')
  const front = [
    `title: ${JSON.stringify(cleanLine(title) || url)}`,
    `date: ${isDay ? date : publishedAt}`,
    ...(language !== null && /^[a-z]{2,3}$/.test(language) ? [`language: ${language}`] : []),
    canonicalLine(url),
  ]
  return `---\n${front.join('\n')}\n---\n\n${markdown}`
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Names that begin with `_` are no posts: half a file never is one. */
function writeWhole(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  const part = join(folder, '_import.part')
  writeFileSync(part, text)
  renameSync(part, file)
}
