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
 * for none there, PICTURE_REFUSED for what is no picture, PICTURE_TOO_LARGE.
 */
export function openSiteIcon(
  name: string,
  folders: { readonly content: string; readonly config: string },
  log: Log,
): SiteIcon {
  const path = [join(folders.content, name), resolve(name), resolve(folders.config, name)].find(each =>
    statSync(each, { throwIfNoEntry: false })?.isFile(),
  )
  if (path === undefined) throw new WeeklyError('FILE_UNREADABLE', `the icon ${name} is not there`, { hint: HINT })
  if (statSync(path).size > MOST_BYTES)
    throw new WeeklyError('PICTURE_TOO_LARGE', `the icon ${path} has more than 4 MB`, { hint: HINT })
  const bytes = readFileSync(path)
  if (readPictureType(bytes) === null)
    throw new WeeklyError('PICTURE_REFUSED', `the icon ${path} is no JPEG, PNG, WebP or GIF`, { hint: HINT })
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

/** One pixel that shows nothing, where a file begins like a picture and ends too early: the site is written all the same. */
const NOTHING = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
