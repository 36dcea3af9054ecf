// Packs bytes: the zip of a book, and single files that every host then sends small. fflate does it, behind this file only: the same bytes
// on every machine, which Node's own zlib does not promise.
import { deflateSync, strToU8, zipSync, type Zippable } from 'fflate'

// The zip format keeps local time: made from its parts, it is the same in every zone.
const packedAt = new Date(2000, 0, 1)

/** Packs texts by path as a zip; `first` comes first and is not compressed. */
export function packZip(
  first: readonly [path: string, text: string],
  files: Readonly<Record<string, string>>,
): Uint8Array {
  const packed: Zippable = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))
  return zipSync({ [first[0]]: [strToU8(first[1]), { level: 0 }], ...packed }, { level: 6, mtime: packedAt })
}

/** Compresses bytes as raw deflate (RFC 1951). */
export function packBytes(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 6 })
}
