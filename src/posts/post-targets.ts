// Where the links and pictures of a post lead: to its files, which are copied beside its page, to other posts, or elsewhere.
import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { dirname, extname, relative, resolve, sep } from 'node:path'
import type { WeeklyError } from '../core/errors.ts'
import type { Picture } from '../publish/posts/markdown.ts'
import { PICTURE_HEADER_BYTES, readPictureSize } from '../publish/posts/picture-size.ts'
import type { PostFile } from '../publish/posts/post.ts'
import { type SiteDescription, urlIn } from '../publish/site-urls.ts'
import { contentError, type MarkdownSource, stampFile } from '../publish/posts/post-file.ts'

/** What a rendered post is made from besides its own file. */
export interface PostNeeds {
  /** The stamp of each file that it shows or links to. */
  readonly stamps: ReadonlyMap<string, string | null>
  /** The folder of each page that it links to, by that page's file. */
  readonly pages: ReadonlyMap<string, string>
}

/** A link that the curator should look at. */
export interface ToldLink {
  /** `file:line:column`. */
  readonly place: string
  readonly message: string
}

/** Answers for the addresses in one post, and remembers the files and posts that they name. */
export interface PostTargets {
  readonly files: readonly PostFile[]
  readonly needs: PostNeeds
  /** Links that are left as they are, but look like a slip. */
  readonly told: readonly ToldLink[]
  /** Throws CONTENT_INVALID with file:line:column. */
  resolveLink(target: string, line: number): string
  resolvePicture(target: string, line: number): Picture
}

/** What a browser would run as a page of this site. */
const ACTIVE_FILE = /\.(html?|xhtml|svgz?|xml|xsl|m?js|css)$/i
const PICTURE_FILE = /\.(png|jpe?g|gif|webp|avif)$/i

/** `pages` has the folders of the published pages by their file. */
export function createPostTargets(
  post: MarkdownSource,
  { folder, site, pages }: { folder: string; site: SiteDescription; pages: ReadonlyMap<string, string> },
): PostTargets {
  const files = new Map<string, PostFile>()
  const told: ToldLink[] = []
  const needs = { stamps: new Map<string, string | null>(), pages: new Map<string, string>() }
  const inSite = (path: string): string => pathOf(urlIn(site, path))
  const failAt = (target: string, line: number, problem: string, hint: string): WeeklyError =>
    contentError(`${post.name}:${findTarget(post.text, target, line)}`, problem, hint)

  const linkToItself = (target: string, line: number): string => {
    const place = `${post.name}:${findTarget(post.text, target, line)}`
    told.push({ place, message: `the link "${target}" leads to the post itself: it names no page` })
    return inSite(`${encodePath(post.pagePath)}${target}`)
  }
  const takeFile = (target: string, line: number): PostFile => {
    const path = decode(target)
    const from = resolve(dirname(post.file), path)
    const fail = (problem: string, hint: string): WeeklyError => failAt(target, line, `"${path}" ${problem}`, hint)
    const isBeside =
      isWithin(from, dirname(post.file)) && (!isFile(from) || isWithin(realpathSync(from), realpathSync(folder)))
    if (!isBeside) throw fail('is not beside the post', "Put the file into the post's folder, or below it.")
    if (!isFile(from)) throw fail('is not there', 'Check the name, capitals too, or put the file beside the post.')
    if (ACTIVE_FILE.test(from)) throw fail('is not published: a browser would run it', 'Link to it elsewhere.')
    needs.stamps.set(from, stampFile(from))
    const file = { path: `${post.pagePath}${relative(dirname(post.file), from).split(sep).join('/')}`, from }
    files.set(file.path, file)
    return file
  }

  return {
    needs,
    told,
    get files() {
      return [...files.values()]
    },
    resolveLink: (target, line) => {
      if (isElsewhere(target)) return target
      if (target.startsWith('?')) return linkToItself(target, line)
      if (target.startsWith('/')) return inSite(target.slice(1))
      const [path = '', end = ''] = splitPath(target)
      if (extname(path).toLowerCase() !== '.md') return inSite(`${encodePath(takeFile(path, line).path)}${end}`)
      const linked = resolve(dirname(post.file), decode(path))
      const page = pages.get(linked)
      const missing = `"${decode(path)}" is no published post`
      if (page === undefined) throw failAt(target, line, missing, 'Check the name, or publish that post first.')
      needs.pages.set(linked, page)
      return inSite(`${encodePath(page)}${end}`)
    },
    resolvePicture: (target, line) => {
      if (isElsewhere(target)) return { url: target, isRemote: true, size: null }
      if (target.startsWith('/')) return { url: inSite(target.slice(1)), isRemote: false, size: null }
      const { path, from } = takeFile(splitPath(target)[0] ?? '', line)
      if (!PICTURE_FILE.test(from))
        throw failAt(target, line, `"${decode(target)}" is no picture`, 'Use a PNG, JPEG, GIF, WebP or AVIF.')
      return { url: inSite(encodePath(path)), isRemote: false, size: readPictureSize(readHeader(from)) }
    },
  }
}

/** An address without its origin. */
function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url)
  return `${pathname}${search}${hash}`
}

/** Another site, another scheme, or a place on the page itself. */
function isElsewhere(target: string): boolean {
  return /^([a-z][a-z\d+.-]*:|\/\/|#|$)/i.test(target)
}

/** A path, and the query and fragment behind it. */
function splitPath(target: string): readonly string[] {
  return /^([^?#]*)(.*)$/s.exec(target)?.slice(1) ?? []
}

function decode(target: string): string {
  try {
    return decodeURIComponent(target)
  } catch {
    // A per cent sign that encodes nothing stands for itself.
    return target
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

const isWithin = (path: string, folder: string): boolean => path.startsWith(folder + sep)

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function readHeader(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(PICTURE_HEADER_BYTES)
    return bytes.subarray(0, readSync(file, bytes, 0, PICTURE_HEADER_BYTES, 0))
  } finally {
    closeSync(file)
  }
}

/** Where a target stands in the text, as `line:column`: at the line given or below it, else that line's beginning. */
function findTarget(text: string, target: string, line: number): string {
  const lines = text.split('\n')
  for (const [index, content] of lines.entries()) {
    const column = index < line - 1 ? -1 : Math.max(content.indexOf(target), content.indexOf(decode(target)))
    if (column >= 0) return `${index + 1}:${column + 1}`
  }
  return `${line}:1`
}
