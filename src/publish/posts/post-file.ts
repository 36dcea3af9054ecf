// One Markdown file of the content folder: its front matter, checked, and its text.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import {
  type AboutFrontMatter,
  aboutSchema,
  type FrontMatter,
  postSchema,
  slugPattern,
} from '../../core/front-matter.ts'
import { WeeklyError } from '../../core/errors.ts'
import { aboutPath, postPath } from './post.ts'
import { checkYaml, parseYaml, placeOf } from '../../formats/yaml-file.ts'

/** A Markdown file that was read and understood, not rendered yet. */
export interface MarkdownSource {
  /** Path on disk. */
  readonly file: string
  /** As errors name it: relative to the working folder. */
  readonly name: string
  /** Folder of its page, `posts/SLUG/`. */
  readonly pagePath: string
  /** The text below the front matter, behind as many empty lines, so that line numbers are those of the file. */
  readonly text: string
}

/** A post of the curator's. */
export interface PostSource extends MarkdownSource {
  readonly slug: string
  readonly fields: FrontMatter
  /** SHA-256 of what readers read, title and text. Neither the rest of the front matter nor white space at the ends of lines is in it. */
  readonly textSha256: string
  /** `file:line:column` of a key of the front matter. */
  placeOf(key: keyof FrontMatter): string
}

/** The curator's own words about the list. */
export interface AboutSource extends MarkdownSource {
  readonly fields: AboutFrontMatter
}

/** More than a long book chapter: such a file is no post. */
const MAX_BYTES = 1_000_000

/** How a mistake in front matter is told. */
const told = { code: 'CONTENT_INVALID', explainedIn: 'docs/technotes/posts.md' } as const

/** What errors call a file. */
export function nameOf(file: string): string {
  return relative('.', file) || file
}

/** An error in a file of the content folder. */
export function contentError(place: string, problem: string, hint: string, cause?: unknown): WeeklyError {
  return new WeeklyError('CONTENT_INVALID', `${place}: ${problem}`, { hint, cause })
}

/** The slug that a file's name gives: `My note.md` and `My note/index.md` are both `my-note`; empty when no letter is in it. */
export function slugOfFile(file: string): string {
  const own = basename(file, '.md')
  const stem = own === 'index' ? basename(dirname(file)) : own
  const words = stem
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
  return Array.from(words.replace(/^[^\p{L}\p{N}]+/u, ''))
    .slice(0, 80)
    .join('')
    .replace(/[.-]+$/, '')
}

/** Reads and checks a file. Throws CONTENT_INVALID with file:line:column. */
export function readPostFile(file: string): PostSource {
  const name = nameOf(file)
  const { yaml, text } = splitFrontMatter(name, readText(file, name))
  const front = parseYaml(name, yaml, 'CONTENT_INVALID')
  const fields = checkYaml(front, postSchema, {}, told)
  const placeOfKey = (key: keyof FrontMatter): string => placeOf(front, [key])
  const slug = (fields.slug ?? slugOfFile(file)).normalize('NFC')
  if (!slugPattern.test(slug))
    throw contentError(
      `${name}:1:1`,
      'the file name gives no slug',
      'Rename the file, or set `slug:` in its front matter.',
    )
  const textSha256 = digestOf(fields.title, text)
  return { file, name, pagePath: postPath(slug), slug, fields, text, textSha256, placeOf: placeOfKey }
}

/** Reads and checks the text about the list, which needs no front matter. Throws CONTENT_INVALID with file:line:column. */
export function readAboutFile(file: string): AboutSource {
  const name = nameOf(file)
  const whole = readText(file, name)
  const { yaml, text } = frontMatterStart.test(whole) ? splitFrontMatter(name, whole) : { yaml: '', text: whole }
  const fields = checkYaml(parseYaml(name, yaml, 'CONTENT_INVALID'), aboutSchema, {}, told)
  return { file, name, pagePath: aboutPath, fields, text }
}

function digestOf(title: string, text: string): string {
  const words = [title, text.replace(/[^\S\n]+$/gm, '').trim()]
  return createHash('sha256').update(JSON.stringify(words)).digest('hex')
}

/** By what a change of a file is told without reading it; null when it is not there. Every write sets its time of change, which no program can choose. */
export function stampFile(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stats === undefined ? null : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
}

/** The slugs under which a broken file may have been published. */
export function guessSlugs(file: string): readonly string[] {
  try {
    const { yaml } = splitFrontMatter(file, readFileSync(file, 'utf8').replaceAll('\r\n', '\n'))
    const written = /^slug:[ \t]*["']?([^\s"'#]+)/m.exec(yaml)?.[1]
    return [slugOfFile(file), ...(written === undefined ? [] : [written])]
  } catch {
    // What cannot be read tells no more than its name.
    return [slugOfFile(file)]
  }
}

function readText(file: string, name: string): string {
  const bytes = readBytes(file, name)
  const text = bytes.toString('utf8')
  if (!Buffer.from(text).equals(bytes)) {
    const before = text.slice(0, text.indexOf('\ufffd')).split('\n')
    const place = `${name}:${before.length}:${(before.at(-1) ?? '').length + 1}`
    throw contentError(
      place,
      'the file is not UTF-8',
      'Save it as UTF-8; `iconv -f GB18030 -t UTF-8` converts a Chinese one.',
    )
  }
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
}

function readBytes(file: string, name: string): Buffer {
  try {
    const { size } = statSync(file)
    if (size > MAX_BYTES)
      throw contentError(
        `${name}:1:1`,
        `the file has ${Math.round(size / 1000)} kB, a post has at most ${MAX_BYTES / 1000}`,
        'Split it, or keep data in a file beside it and link to that.',
      )
    return readFileSync(file)
  } catch (cause) {
    if (cause instanceof WeeklyError) throw cause
    throw contentError(
      `${name}:1:1`,
      `the file cannot be read: ${(cause as Error).message}`,
      'Check its rights.',
      cause,
    )
  }
}

const frontMatterStart = /^---[ \t]*\n/

/** Both parts keep their line numbers: what is cut off leaves its line breaks. */
function splitFrontMatter(name: string, whole: string): { yaml: string; text: string } {
  const opening = frontMatterStart.exec(whole)
  const sample = 'Begin the file with `---`, `title: …`, `date: 2026-01-31`, `---`, each on a line of its own.'
  if (!opening) throw contentError(`${name}:1:1`, 'the file has no front matter', sample)
  const closing = /^---[ \t]*$/m.exec(whole.slice(opening[0].length))
  if (!closing) throw contentError(`${name}:1:1`, 'the front matter has no end', 'Close it with a line `---`.')
  const end = opening[0].length + closing.index
  const head = whole.slice(0, end)
  return {
    yaml: `\n${head.slice(opening[0].length)}`,
    text: `${head.replace(/[^\n]/g, '')}${whole.slice(end + closing[0].length)}`,
  }
}
