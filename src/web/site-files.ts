// Serves the published site: whole files with validators and compression, nothing outside the folder. server.ts calls it.
import { GONE_FILE } from '../publish/site-urls.ts'
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib'

interface SiteFile {
  readonly bytes: Buffer
  readonly modifiedMs: number
  readonly type: string
  /** Of the content as it lies on disk; each encoding's own ETag is made from it. */
  readonly sha256: string
  readonly encoded: Map<Encoding, Buffer>
}

type Encoding = 'br' | 'zstd' | 'gzip'

/** In order of preference. Level 5 costs a few milliseconds once per file and version. */
const encoders: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: bytes => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: bytes => promisify(zstdCompress)(bytes),
  gzip: bytes => promisify(gzip)(bytes),
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.opml': 'text/x-opml; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.epub': 'application/epub+zip',
  '.pdf': 'application/pdf',
}
/** Feeds have types of their own, which their names tell. */
const feedTypes: Readonly<Record<string, string>> = {
  'feed.xml': 'application/rss+xml; charset=utf-8',
  'stories.xml': 'application/rss+xml; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  'stories-atom.xml': 'application/atom+xml; charset=utf-8',
  'feed.json': 'application/feed+json; charset=utf-8',
  'stories.json': 'application/feed+json; charset=utf-8',
}

const COMPRESS_FROM_BYTES = 512
const KEPT_FILES = 500
const KEPT_FILE_BYTES = 2_000_000
const isText = (type: string): boolean => /charset|svg/.test(type)

/** The best encoding that a reader accepts (RFC 9110 §12.5.3); null for none. */
export function chooseEncoding(accepted: string | null): Encoding | null {
  const weights = new Map<string, number>()
  for (const part of (accepted ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map(text => text.trim())
    const weight = Number(parameters.find(parameter => parameter.startsWith('q='))?.slice(2) ?? 1)
    if (name) weights.set(name, weight)
  }
  const weightOf = (name: Encoding): number => weights.get(name) ?? weights.get('*') ?? 0
  const best = (Object.keys(encoders) as Encoding[]).toSorted((a, b) => weightOf(b) - weightOf(a))[0]
  return best && weightOf(best) > 0 ? best : null
}

/** Names that begin with a dot are hidden, but for the one folder that is made to be asked for (RFC 8615). */
const isVisible = (segment: string, place: number): boolean =>
  !segment.startsWith('.') || (place === 0 && segment === '.well-known')

/** The names in a URL's path; null when one of them must not be served: hidden, or not what it seems. */
function readSegments(path: string): readonly string[] | null {
  try {
    const segments = path.split('/').slice(1).map(decodeURIComponent)
    const isServable = segments.every((segment, place) => isVisible(segment, place) && !/[/\\\0]/.test(segment))
    return isServable ? segments : null
  } catch {
    return null
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  /^(ENOENT|ENOTDIR|ENAMETOOLONG|ELOOP|EACCES)$/.test((error as NodeJS.ErrnoException).code ?? '')

/**
 * Answers GET requests for the files of one folder; HEAD is the server's part. `path` is the URL's path under the site's, which is `basePath`,
 * without a stroke at its end: a proxy may have taken it off, and what an answer leads to has it.
 */
export function createSiteFiles(root: string, basePath = ''): (request: Request, path: string) => Promise<Response> {
  const kept = new Map<string, SiteFile>()
  const load = async (segments: readonly string[]): Promise<SiteFile | 'folder' | null> => {
    try {
      const file = await realpath(join(root, ...segments))
      const base = await realpath(root)
      if (file !== base && !file.startsWith(base + sep)) return null
      const found = await stat(file)
      if (!found.isFile()) return found.isDirectory() ? 'folder' : null
      const { size, mtimeMs } = found
      const known = kept.get(file)
      if (known?.modifiedMs === mtimeMs && known.bytes.length === size) return known
      const loaded = await readSiteFile(file, mtimeMs)
      if (kept.size >= KEPT_FILES) kept.clear()
      if (size <= KEPT_FILE_BYTES) kept.set(file, loaded)
      return loaded
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }
  /** The page that stands for everything in the folder of an issue that was taken back. */
  const loadGone = async (segments: readonly string[]): Promise<SiteFile | null> => {
    if (segments[0] !== 'issues' || segments.length < 3) return null
    const mark = await load([...segments.slice(0, 2), GONE_FILE])
    const page = mark && mark !== 'folder' ? await load([...segments.slice(0, 2), 'index.html']) : null
    return page === 'folder' ? null : page
  }
  return async (request, path) => {
    const segments = readSegments(path)
    const isIndex = segments?.at(-1) === ''
    const gone = segments && (await loadGone(segments))
    if (gone) return answerFile(request, gone, 410)
    const found = segments && (await load(isIndex ? [...segments, 'index.html'] : segments))
    if (found === 'folder') return redirectTo(basePath, `${path}/`)
    if (found) return answerFile(request, found, 200)
    const notFound = await load(['404.html'])
    if (notFound && notFound !== 'folder') return answerFile(request, notFound, 404)
    return new Response('Not found\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
  }
}

async function readSiteFile(file: string, modifiedMs: number): Promise<SiteFile> {
  const bytes = await readFile(file)
  const name = file.slice(file.lastIndexOf(sep) + 1)
  return {
    bytes,
    modifiedMs,
    type: feedTypes[name] ?? types[extname(name).toLowerCase()] ?? 'application/octet-stream',
    sha256: createHash('sha256').update(bytes).digest('base64url').slice(0, 27),
    encoded: new Map(),
  }
}

// A path that began with two slashes would be another host.
const redirectTo = (basePath: string, path: string): Response =>
  new Response(null, { status: 301, headers: { Location: basePath + path.replace(/^\/+/, '/') } })

function isUnchanged(request: Request, file: SiteFile): boolean {
  const tags = request.headers.get('If-None-Match')
  if (tags !== null) return tags.trim() === '*' || tags.includes(file.sha256)
  const since = Date.parse(request.headers.get('If-Modified-Since') ?? '')
  return Math.floor(file.modifiedMs / 1000) * 1000 <= since
}

async function answerFile(request: Request, file: SiteFile, status: 200 | 404 | 410): Promise<Response> {
  const isCompressible = isText(file.type) && file.bytes.length >= COMPRESS_FROM_BYTES
  const encoding = isCompressible ? chooseEncoding(request.headers.get('Accept-Encoding')) : null
  const headers = new Headers({
    ETag: `"${file.sha256}${encoding ? `-${encoding}` : ''}"`,
    'Last-Modified': new Date(file.modifiedMs).toUTCString(),
    'Cache-Control': isText(file.type) ? 'public, max-age=60' : 'public, max-age=86400',
  })
  // Feeds and JSON are made for programs, those in other pages among them; all other files are left as browsers guard them.
  if (isForPrograms(file.type)) headers.set('Access-Control-Allow-Origin', '*')
  if (isCompressible) headers.set('Vary', isFeedXml(file.type) ? 'Accept-Encoding, Accept' : 'Accept-Encoding')
  if (status === 200 && isUnchanged(request, file)) return new Response(null, { status: 304, headers })
  const body = encoding ? await encodeOnce(file, encoding) : file.bytes
  headers.set('Content-Type', isFeedXml(file.type) && isBrowser(request) ? (types['.xml'] ?? '') : file.type)
  headers.set('Content-Length', String(body.length))
  if (encoding) headers.set('Content-Encoding', encoding)
  return new Response(new Uint8Array(body), { status, headers })
}

const isForPrograms = (type: string): boolean => /^application\/(?:(?:rss|atom)\+xml|(?:feed\+)?json)/.test(type)

const isFeedXml = (type: string): boolean => /^application\/(?:rss|atom)\+xml/.test(type)

// Chromium shows a feed under its own type as source text, and with its style sheet only as plain XML; feed readers do not ask for HTML.
const isBrowser = (request: Request): boolean => (request.headers.get('Accept') ?? '').includes('text/html')

async function encodeOnce(file: SiteFile, encoding: Encoding): Promise<Buffer> {
  const known = file.encoded.get(encoding)
  if (known) return known
  const body = await encoders[encoding](file.bytes)
  file.encoded.set(encoding, body)
  return body
}
