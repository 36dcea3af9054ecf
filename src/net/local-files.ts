// Answers `file:` sources, and links that a `pages` map leads to files, as the web would answer. Wraps the HTTP client; wired by app/.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { addMinutes } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import type { FetchRequest, FetchResult, HttpClient } from './http.ts'

const typesByExtension: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
}

const placeholder = /@\{-(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:\|(rfc822|date|zh))?\}/g

/**
 * Fills the places for dates in a bundled file: `@{-2d4h}` is two days and four hours before the closing, as ISO 8601; `|rfc822`,
 * `|date` (2026-11-20) and `|zh` (2026年11月20日) write it otherwise. Works on bytes read as Latin-1, so that any charset survives.
 */
export function fillDates(bytes: Uint8Array, closesAt: Instant, timezone: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  if (!text.includes('@{-')) return bytes
  const filled = text.replace(placeholder, (_all, days = '0', hours = '0', minutes = '0', format: string = 'iso') => {
    const at = addMinutes(closesAt, -(Number(days) * 1440 + Number(hours) * 60 + Number(minutes)))
    const date = civilDateOf(at, timezone)
    if (format === 'rfc822') return new Date(at).toUTCString()
    if (format === 'date') return date
    if (format !== 'zh') return at
    const [year, month, day] = date.split('-').map(Number)
    return Buffer.from(`${year ?? ''}年${month ?? ''}月${day ?? ''}日`).toString('latin1')
  })
  return Buffer.from(filled, 'latin1')
}

/** Where local files come from. */
export interface LocalFiles {
  /** What relative `file:` paths start from: the configuration's folder. */
  readonly folder: string
  /** Links of items, and the files (relative to `folder`) that stand in for their pages. */
  readonly pages: ReadonlyMap<string, string>
  readonly timezone: string
  /** The closing that dates in bundled files count back from. */
  closesAt(): Instant
}

/** The HTTP client with the files in front of it. A file that cannot be read throws FILE_UNREADABLE. */
export function withLocalFiles(http: HttpClient, files: LocalFiles): HttpClient {
  const fetchFile = async (request: FetchRequest, path: string): Promise<FetchResult> => {
    const file = resolve(files.folder, path)
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new WeeklyError('FILE_UNREADABLE', `${request.url} could not be read from ${path}`, {
        hint: `Relative paths start from the configuration's folder; check that the file is there and readable.`,
        cause,
      })
    })
    const body = fillDates(bytes, files.closesAt(), files.timezone)
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`
    const isKnown = request.etag === etag
    const contentType = typesByExtension[extname(file).toLowerCase()] ?? 'application/octet-stream'
    return {
      status: isKnown ? 304 : 200,
      url: request.url,
      hops: [],
      headers: { 'content-type': contentType },
      body: isKnown ? new Uint8Array() : body,
      truncated: false,
      wireBytes: 0,
      ms: 0,
      etag,
      lastModified: null,
    }
  }
  return {
    fetch: request => {
      const path = request.url.startsWith('file:')
        ? request.url.slice('file:'.length).replace(/^\/\//, '')
        : files.pages.get(request.url)
      return path === undefined ? http.fetch(request) : fetchFile(request, path)
    },
    postForm: request => http.postForm(request),
    postJson: request => http.postJson(request),
    close: () => http.close(),
  }
}
