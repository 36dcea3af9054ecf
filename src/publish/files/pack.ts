// Packs and unpacks bytes: the zip of a book, and single files that every host then sends small. fflate does it, behind this file only: the same bytes
// on every machine, which Node's own zlib does not promise.
import { deflateSync, strToU8, unzipSync, zipSync, type Zippable } from 'fflate'

// The zip format keeps local time: made from its parts, it is the same in every zone.
const packedAt = new Date(2000, 0, 1)

/** Packs texts and bytes by path as a zip; `first` comes first and is not compressed. */
export function packZip(
  first: readonly [path: string, text: string],
  files: Readonly<Record<string, string | Uint8Array>>,
): Uint8Array {
  const packed: Zippable = Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content]),
  )
  return zipSync({ [first[0]]: [strToU8(first[1]), { level: 0 }], ...packed }, { level: 6, mtime: packedAt })
}

/** Compresses bytes as raw deflate (RFC 1951). */
export function packBytes(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 6 })
}

/** Unpacks the files of a zip whose path fits, at most `mostBytes` together; null when they are more, or it is no zip. */
export function unpackZip(
  bytes: Uint8Array,
  wanted: RegExp,
  mostBytes: number,
): ReadonlyMap<string, Uint8Array> | null {
  let total = 0
  try {
    const files = unzipSync(bytes, {
      // What a Mac adds begins with dots and is no list.
      filter: ({ name, originalSize }) => {
        if (!wanted.test(name) || /(^|\/)(\.|__MACOSX\/)/.test(name)) return false
        total += originalSize
        return total <= mostBytes
      },
    })
    return total > mostBytes ? null : new Map(Object.entries(files))
  } catch {
    return null
  }
}
