// Pictures of an adopted blog, brought into the folder of the curator's posts; guarded and bounded as every fetch is.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { parseHttpUrl } from '../core/url.ts'
import type { HttpClient } from '../net/http.ts'
import { readPictureType } from '../publish/posts/picture-size.ts'

/** Folder within the content folder, and of the site, in which they lie. */
const FOLDER = 'pictures'
const MOST_BYTES = 4_000_000
/** Of one import: a blog of ten years has fewer. */
const MOST_PICTURES = 2_000
const MOST_BYTES_TOGETHER = 500_000_000

/** What an import has brought so far, and what it could not. */
export interface PictureLedger {
  /** Where each lies, relative to the content folder, by its address. */
  readonly brought: Map<string, string>
  readonly failed: { readonly url: string; readonly error: WeeklyError }[]
  /** Where the blog is: its pictures are asked for as its pages are. */
  readonly blogUrl: string
  bytes: number
}

/** Begins an import of pictures. */
export function openPictureLedger(blogUrl: string): PictureLedger {
  return { brought: new Map(), failed: [], blogUrl, bytes: 0 }
}

interface PictureDeps {
  readonly http: HttpClient
  readonly log: Log
  readonly contentFolder: string
}

/** Brings pictures along, each once; one that cannot be had is told, and its link stays. Answers where they lie, by their addresses. */
export async function bringPictures(
  deps: PictureDeps,
  ledger: PictureLedger,
  urls: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  for (const url of urls) {
    if (ledger.brought.has(url) || ledger.failed.some(each => each.url === url)) continue
    try {
      ledger.brought.set(url, await bringPicture(deps, ledger, url))
      deps.log.info('picture', { url })
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      ledger.failed.push({ url, error })
    }
  }
  return ledger.brought
}

const refuse = (url: string, why: string): WeeklyError =>
  new WeeklyError('FETCH_HTTP_STATUS', `the picture ${url} ${why}`, {
    hint: 'Its link stays; put the file into the content folder by hand.',
  })

async function bringPicture({ http, contentFolder }: PictureDeps, ledger: PictureLedger, url: string): Promise<string> {
  if (ledger.brought.size >= MOST_PICTURES || ledger.bytes >= MOST_BYTES_TOGETHER)
    throw refuse(url, 'is one too many for one import')
  const limits = { maxBodyBytes: MOST_BYTES, maxWireBytes: MOST_BYTES }
  const { status, body, truncated } = await http.fetch({
    url: asBlog(url, ledger.blogUrl),
    accept: 'any',
    robots: true,
    ...limits,
  })
  if (status !== 200) throw refuse(url, `answered ${status}`)
  if (truncated) throw refuse(url, 'ended early')
  const type = readPictureType(Buffer.from(body))
  if (type === null) throw refuse(url, 'is no PNG, JPEG, GIF or WebP')
  ledger.bytes += body.length
  const name = `${createHash('sha256').update(body).digest('hex').slice(0, 16)}.${type}`
  const folder = join(contentFolder, FOLDER)
  if (!existsSync(join(folder, name))) {
    mkdirSync(folder, { recursive: true })
    const part = join(folder, '_import.part')
    writeFileSync(part, body)
    renameSync(part, join(folder, name))
  }
  return `${FOLDER}/${name}`
}

/** The sanitiser asks for every picture over https; a blog without that has its own over http. */
function asBlog(url: string, blogUrl: string): string {
  const [picture, blog] = [parseHttpUrl(url), parseHttpUrl(blogUrl)]
  if (picture && blog?.protocol === 'http:' && picture.host === blog.host) picture.protocol = 'http:'
  return picture?.href ?? url
}
