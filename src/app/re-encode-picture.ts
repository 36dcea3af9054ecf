// A picture that somebody uploads, decoded and written anew by sharp: turned as its camera says, without what the camera wrote into it, and
// no larger than pages need.
import { WeeklyError } from '../core/errors.ts'
import type { Pixels } from '../publish/card/indexed-png.ts'
import { readPictureType } from '../publish/posts/picture-size.ts'

/** A picture as the site shows it. */
export interface ReencodedPicture {
  readonly bytes: Uint8Array
  /** The end of its file's name. */
  readonly end: 'jpg' | 'png'
}

/** Pages are never wider; a mail even less. */
const LARGEST_SIDE = 1_600
/** A file of a few kilobytes can claim a gigabyte of pixels. */
const MOST_PIXELS = 50_000_000
const MOST_SECONDS = 20
const JPEG_QUALITY = 82

function refused(cause: unknown): WeeklyError {
  return new WeeklyError('PICTURE_REFUSED', 'the file is no whole JPEG, PNG, WebP or GIF', {
    hint: 'Open it in a program for pictures, save it as JPEG or PNG, and try again.',
    cause,
  })
}

/** Decoding takes memory for every pixel: one picture at a time. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * Writes a picture anew, as JPEG, or as PNG where it was one, a GIF, or lets something shine through. Throws PICTURE_REFUSED for what is no
 * picture of these kinds or ends too early, PICTURE_TOO_LARGE for too many pixels.
 */
export function reencodePicture(bytes: Uint8Array): Promise<ReencodedPicture> {
  const done = turn.then(() => reencode(bytes))
  turn = done.catch(() => undefined)
  return done
}

async function reencode(bytes: Uint8Array): Promise<ReencodedPicture> {
  // By its bytes and not its name, before any decoder sees them: SVG can run script.
  const type = readPictureType(Buffer.from(bytes))
  if (type === null) throw refused(null)
  // A library of some megabytes, which a server without uploads never needs.
  const { default: sharp } = await import('sharp')
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated', pages: 1 })
    const { hasAlpha } = await picture.metadata()
    const drawn = picture
      .rotate()
      .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: MOST_SECONDS })
    const end = type === 'png' || type === 'gif' || hasAlpha ? 'png' : 'jpg'
    const written = end === 'png' ? drawn.png({ compressionLevel: 9 }) : drawn.jpeg({ quality: JPEG_QUALITY })
    return { end, bytes: new Uint8Array(await written.toBuffer()) }
  } catch (cause) {
    if (!/pixel limit/i.test(String(cause))) throw refused(cause)
    throw new WeeklyError('PICTURE_TOO_LARGE', `the picture has more than ${MOST_PIXELS / 1e6} million pixels`, {
      hint: 'Make it smaller first.',
      cause,
    })
  }
}

/** The picture in a square of so many pixels, as PNG; what is left free shines through. Rejects for a file that ends too early. */
export async function drawIcon(bytes: Uint8Array, side: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const drawn = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated', pages: 1 })
    .rotate()
    .resize({ width: side, height: side, fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .timeout({ seconds: MOST_SECONDS })
  return new Uint8Array(await drawn.png({ compressionLevel: 9 }).toBuffer())
}

const COVER = { width: 1_200, height: 1_600, icon: 640, paper: '#fffdf8' } as const

/** The picture in the middle of the cover of a book, as PNG. Rejects for a file that ends too early. */
export async function drawCover(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const input = Buffer.from(await drawIcon(bytes, COVER.icon))
  const { width, height, paper: background } = COVER
  const paper = sharp({ create: { width, height, channels: 3, background } }).composite([{ input }])
  return new Uint8Array(await paper.timeout({ seconds: MOST_SECONDS }).png({ compressionLevel: 9 }).toBuffer())
}

/** Draws an SVG of ours that leaves nothing free, pixel by pixel. */
export async function drawSvg(svg: string): Promise<Pixels> {
  const { default: sharp } = await import('sharp')
  const drawn = sharp(Buffer.from(svg), { limitInputPixels: MOST_PIXELS }).timeout({ seconds: MOST_SECONDS })
  const { data, info } = await drawn.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgba: data }
}
