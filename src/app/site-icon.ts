// The picture that the configuration names as the list's own: known by its bytes, and drawn in the sizes of the site when they are written.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { readPictureType } from '../publish/posts/picture-size.ts'
import type { SiteIcon } from '../publish/site-urls.ts'
import { drawCover, drawIcon } from './re-encode-picture.ts'

const MOST_BYTES = 4_000_000
const HINT = 'Name a PNG, JPEG, WebP or GIF of at most 4 MB, square at best, in the content folder.'

/**
 * Opens the picture: in the content folder, or by a path from where the program runs or from the configuration folder. Throws FILE_UNREADABLE
 * for none there, PICTURE_REFUSED for what is no picture, PICTURE_TOO_LARGE. Null, and a warning, for a picture that ends too early: pages
 * then name no icon, and the site is written all the same.
 */
export function openSiteIcon(
  name: string,
  folders: { readonly content: string; readonly config: string },
  log: Log,
): SiteIcon | null {
  const path = [join(folders.content, name), resolve(name), resolve(folders.config, name)].find(each =>
    statSync(each, { throwIfNoEntry: false })?.isFile(),
  )
  if (path === undefined) throw new WeeklyError('FILE_UNREADABLE', `the icon ${name} is not there`, { hint: HINT })
  if (statSync(path).size > MOST_BYTES)
    throw new WeeklyError('PICTURE_TOO_LARGE', `the icon ${path} has more than 4 MB`, { hint: HINT })
  const bytes = readFileSync(path)
  const type = readPictureType(bytes)
  if (type === null)
    throw new WeeklyError('PICTURE_REFUSED', `the icon ${path} is no JPEG, PNG, WebP or GIF`, { hint: HINT })
  if (endsTooEarly(bytes, type)) {
    log.warn('icon.incomplete', { path, hint: 'The file ends in the middle of the picture: copy it anew.' })
    return null
  }
  return {
    version: createHash('sha256').update(bytes).digest('hex'),
    draw: async what => {
      try {
        return await (what === 'cover' ? drawCover(bytes) : drawIcon(bytes, what))
      } catch (error) {
        log.warn('icon.not-drawn', { path, error: String(error) })
        return NOTHING
      }
    },
  }
}

/** Whether the end of a picture is missing, as of a copy that was cut off; told by its marks, without drawing it. */
function endsTooEarly(bytes: Buffer, type: string): boolean {
  if (type === 'png') return !bytes.includes('IEND', 0, 'latin1')
  if (type === 'jpg') {
    const scanAt = findJpegScan(bytes)
    return scanAt !== null && !bytes.includes(END_OF_JPEG, scanAt)
  }
  // A block of no length ends the last picture, a semicolon the file.
  if (type === 'gif') return !bytes.subarray(-64).includes(END_OF_GIF)
  return bytes.length < bytes.readUInt32LE(4) + 8
}
const END_OF_JPEG = Buffer.from([0xff, 0xd9])
const END_OF_GIF = Buffer.from([0x00, 0x3b])

/** Where the picture itself begins, behind the segments in which a thumbnail may lie; null where they are not as expected. */
function findJpegScan(bytes: Buffer): number | null {
  const SCAN = 0xda
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    if (bytes[at + 1] === SCAN) return at
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** One pixel that shows nothing, where a whole file cannot be drawn for another reason: the site is written all the same. */
const NOTHING = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
