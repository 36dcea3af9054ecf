// Writes a picture of few colours as a PNG with a palette. Finding a palette for any picture takes twice the time of drawing a card; a card
// has three inks on one paper, so its colours are known as they come.
import { crc32, deflateSync } from 'node:zlib'

/** A picture as rows of pixels from the top, four bytes each: red, green, blue, and one that is not looked at, since nothing shines through. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MOST_COLOURS = 256
/** Bits of each channel that tell colours apart; with fewer there are fewer. */
const FINEST_BITS = 5
const LEVEL = 6

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, checksum])
}

/** The picture as palette and rows, each with the byte in front that says it is not filtered; null where the colours are too many. */
function indexColours({ width, height, rgba }: Pixels, bits: number): { palette: Buffer; rows: Buffer } | null {
  const indexes = new Int16Array(1 << (3 * bits)).fill(-1)
  const palette: number[] = []
  const rows = Buffer.alloc(height * (width + 1))
  const indexAt = (at: number): number => {
    const colour = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0]
    const key = colour.reduce((before, channel) => (before << bits) | (channel >> (8 - bits)), 0)
    if (indexes[key] === -1) {
      indexes[key] = palette.length / 3
      palette.push(...colour)
    }
    return indexes[key] ?? 0
  }
  // Most pixels are what the one before is: those are not looked up.
  const words = new Uint32Array(new Uint8Array(rgba).buffer)
  let [word, index, pixel] = [-1, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let to = y * (width + 1) + 1; to < (y + 1) * (width + 1); to++, pixel++) {
      if (words[pixel] !== word) {
        word = words[pixel] ?? 0
        index = indexAt(4 * pixel)
        if (index === MOST_COLOURS) return null
      }
      rows[to] = index
    }
  }
  return { palette: Buffer.from(palette), rows }
}

/**
 * The picture as PNG (W3C PNG, third edition) with at most 256 colours. Colours that differ by less than a thirty-second of a channel are
 * one, the first of them; where that leaves too many, coarser.
 */
export function encodeIndexedPng(pixels: Pixels): Uint8Array {
  let bits = FINEST_BITS
  let indexed = indexColours(pixels, bits)
  while (indexed === null) indexed = indexColours(pixels, --bits)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(pixels.width, 0)
  header.writeUInt32BE(pixels.height, 4)
  // Eight bits a pixel, by palette; then deflate, the five filters of which the first is used, not interlaced.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', indexed.palette),
    chunk('IDAT', deflateSync(indexed.rows, { level: LEVEL })),
    chunk('IEND', new Uint8Array()),
  ])
}
