// Packs a WOFF2 font anew with a small window: the reader of fonts takes the 4 MB of the window for each file, and the parts of ours are a few
// dozen kilobytes. A card reads about eight.
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/** Of the header: the length of the file, how many tables, the length of what is packed, and where metadata and private bytes lie (W3C WOFF 2.0, 4). */
const HEADER = { bytes: 48, lengthAt: 8, tablesAt: 12, packedAt: 20, extrasAt: 28 } as const
/** Tags that the directory writes as a number, and those of the two tables that are transformed unless it says 3. */
const NO_KNOWN_TAG = 63
const TRANSFORMED: ReadonlySet<number> = new Set([10, 11])
/** Two to this power is the smallest window that holds a part of our font. */
const WINDOW_BITS = 17
/** The quickest that keeps to the window: below it Brotli takes 2^18. */
const QUALITY = 2

/** Where the number in base 128 at this place ends. */
function endOfNumber(font: Buffer, at: number): number {
  let end = at
  while (((font[end] ?? 0) & 0x80) !== 0) end++
  return end + 1
}

/** Where the packed tables begin: behind the directory. */
function findPacked(font: Buffer): number {
  let at: number = HEADER.bytes
  for (let left = font.readUInt16BE(HEADER.tablesAt); left > 0; left--) {
    const flags = font[at] ?? 0
    const [tag, version] = [flags & 0x3f, flags >> 6]
    const lengthAt = at + (tag === NO_KNOWN_TAG ? 5 : 1)
    const isTransformed = TRANSFORMED.has(tag) ? version !== 3 : version !== 0
    at = endOfNumber(font, lengthAt)
    if (isTransformed) at = endOfNumber(font, at)
  }
  return at
}

/** The same font, its tables byte for byte, without what may lie behind them. Throws what zlib throws for a file that is no WOFF2. */
export function packInSmallWindow(font: Buffer): Buffer {
  const start = findPacked(font)
  const tables = brotliDecompressSync(font.subarray(start, start + font.readUInt32BE(HEADER.packedAt)))
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS }
  const packed = brotliCompressSync(tables, { params })
  const head = Buffer.from(font.subarray(0, start))
  head.writeUInt32BE(start + packed.length, HEADER.lengthAt)
  head.writeUInt32BE(packed.length, HEADER.packedAt)
  head.fill(0, HEADER.extrasAt, HEADER.bytes)
  return Buffer.concat([head, packed])
}
