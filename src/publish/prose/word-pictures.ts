// The pictures that the curator's words may show: files of the folder `pictures` in the content folder, copied to the site as they are.
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { readCopied, stampOf } from '../files/copied-file.ts'
import type { StoredFile } from '../files/site-file.ts'
import { PICTURE_HEADER_BYTES, readPictureSize } from '../posts/picture-size.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { SitePicture } from './prose.ts'

/** Pictures by the name that a text gives them, and the files of the site that they are. */
export interface WordPictures {
  readonly at: (target: string) => SitePicture | null
  readonly files: () => readonly StoredFile[]
}

const FOLDER = 'pictures'
/** No SVG: a browser would run it. */
const pictureName = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,120}\.(?:png|jpe?g|gif|webp)$/iu

/** Looks into the content folder as often as it is asked; a folder that is not there has none. */
export function openWordPictures(contentFolder: string, site: SiteDescription): WordPictures {
  const folder = join(contentFolder, FOLDER)
  const pathOf = (name: string): string => `${FOLDER}/${encodeURIComponent(name)}`
  return {
    at: target => {
      const name = /^(?:\.\/)?pictures\/([^/]+)$/.exec(decode(target))?.[1] ?? ''
      const header = pictureName.test(name) ? readHeader(join(folder, name)) : null
      if (header === null) return null
      return { url: urlIn(site, pathOf(name)), path: pathIn(site, pathOf(name)), size: readPictureSize(header) }
    },
    files: () =>
      namesIn(folder).map(name => ({
        path: `${FOLDER}/${name}`,
        madeFrom: stampOf(join(folder, name)).join(' '),
        read: () => Promise.resolve(readCopied(join(folder, name))),
      })),
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isFile() && pictureName.test(entry.name))
      .map(({ name }) => name)
      .toSorted()
  } catch {
    return []
  }
}

function decode(target: string): string {
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}

function readHeader(path: string): Buffer | null {
  try {
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(PICTURE_HEADER_BYTES)
      return bytes.subarray(0, readSync(file, bytes, 0, PICTURE_HEADER_BYTES, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    // A picture that is not there leaves its words.
    return null
  }
}
