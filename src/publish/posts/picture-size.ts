// Width and height of a picture from the first bytes of its file, by image-size, so that pages do not jump while it loads.
import { createRequire } from 'node:module'
import type { imageSize } from 'image-size'

/** Pixels as a browser shows the picture. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** How much of a file is looked at; a JPEG may carry its thumbnail and profile before its size. */
export const PICTURE_HEADER_BYTES = 256 * 1024

const shownTypes: ReadonlySet<string> = new Set(['png', 'jpg', 'gif', 'webp'])
/** From here on a camera was turned, and browsers swap the sides (EXIF 2.3, orientation). */
const FIRST_TURNED_ORIENTATION = 5

/** The size of a PNG, JPEG, GIF or WebP; null when the bytes are none of these or end before their size. */
export function readPictureSize(bytes: Buffer): PictureSize | null {
  const found = readAnySize(bytes)
  if (!found || !shownTypes.has(found.type ?? '') || !(found.width > 0 && found.height > 0)) return null
  const { width, height, orientation = 1 } = found
  return orientation >= FIRST_TURNED_ORIENTATION ? { width: height, height: width } : { width, height }
}

/** The file's end for a PNG, JPEG, GIF or WebP, by its bytes and not its name; null for anything else, SVG above all. */
export function readPictureType(bytes: Buffer): string | null {
  const type = readAnySize(bytes)?.type ?? ''
  return shownTypes.has(type) ? type : null
}

// Not with the module: of the commands that know of pictures few ever see one.
const load = (): typeof imageSize =>
  (createRequire(import.meta.url)('image-size') as { readonly imageSize: typeof imageSize }).imageSize

/** The library throws on whatever it cannot read; a picture without a size is shown all the same. */
function readAnySize(bytes: Buffer): ReturnType<typeof imageSize> | null {
  try {
    return load()(bytes)
  } catch {
    return null
  }
}
