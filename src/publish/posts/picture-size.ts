// Width and height of a picture from the first bytes of its file, so that pages do not jump while it loads. Called by app/posts/.

/** Pixels as the file's header says. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** So much of a file is looked at; a JPEG may carry its thumbnail and profile before its size. */
export const PICTURE_HEADER_BYTES = 256 * 1024

const startsWith = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.toString('latin1', at, at + text.length) === text

/** The size of a PNG, JPEG, GIF or WebP; null when the bytes are none of these or end before their size. */
export function readPictureSize(bytes: Buffer): PictureSize | null {
  try {
    const size = readers.find(([isFormat]) => isFormat(bytes))?.[1](bytes) ?? null
    return size !== null && size.width > 0 && size.height > 0 ? size : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const readers: readonly (readonly [
  isFormat: (bytes: Buffer) => boolean,
  read: (bytes: Buffer) => PictureSize | null,
])[] = [
  [bytes => startsWith(bytes, '\x89PNG\r\n\x1a\n'), readPng],
  [bytes => startsWith(bytes, 'GIF8'), readGif],
  [bytes => startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8), readWebp],
  [bytes => startsWith(bytes, '\xff\xd8'), readJpeg],
]

/** The header chunk IHDR comes first (PNG specification, 11.2.2). */
function readPng(bytes: Buffer): PictureSize {
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

function readGif(bytes: Buffer): PictureSize {
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
}

/** The three forms of WebP (RFC 9649 §2.5–2.7): lossy, lossless, extended. */
function readWebp(bytes: Buffer): PictureSize | null {
  const form = bytes.toString('latin1', 12, 16)
  if (form === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
  if (form === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
  if (form !== 'VP8L') return null
  const bits = bytes.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

/** Goes from segment to segment to the frame header (ITU T.81, B.2.2); turned cameras (EXIF orientation 5–8) swap the sides. */
function readJpeg(bytes: Buffer): PictureSize | null {
  let isTurned = false
  for (let at = 2; at < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xe1 && startsWith(bytes, 'Exif\0\0', at + 4)) isTurned = readOrientation(bytes, at + 10) >= 5
    // C4, C8 and CC are tables, not frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
      return isTurned ? { width: height, height: width } : { width, height }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** The orientation 1–8 of an EXIF block that begins at an offset; 1, upright, when it says nothing. */
function readOrientation(bytes: Buffer, start: number): number {
  const isLittle = startsWith(bytes, 'II', start)
  const read16 = (at: number): number => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const directory = start + (isLittle ? bytes.readUInt32LE(start + 4) : bytes.readUInt32BE(start + 4))
  const fields = read16(directory)
  for (let field = 0; field < fields; field++) {
    const at = directory + 2 + 12 * field
    if (read16(at) === 0x0112) return read16(at + 8)
  }
  return 1
}
