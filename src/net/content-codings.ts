// Content codings: which were applied, and the stream that undoes one.
import type { Transform } from 'node:stream'
import {
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'
import { WeeklyError } from '../core/errors.ts'

/** A coding that can be undone. */
export type Coding = 'gzip' | 'br' | 'zstd' | 'deflate'

/** The first bytes, which decide how a body is decoded. */
export const codingHeadBytes = 16

const codingByName: Readonly<Record<string, Coding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  br: 'br',
  zstd: 'zstd',
  deflate: 'deflate',
}
const longestChain = 3
/** RFC 9659: no more than 8 MB of window for zstd as a content coding. */
const zstdWindowLog = 23

/**
 * The codings of a `Content-Encoding` header in the order they were applied; empty for none.
 * Throws FETCH_ENCODING_UNSUPPORTED for a name that is not known or a chain of more than three.
 */
export function parseContentCodings(header: string | undefined, url: string): readonly Coding[] {
  const names = (header ?? '')
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && name !== 'identity' && name !== 'none')
  const codings = names.map(name => codingByName[name]).filter(coding => coding !== undefined)
  if (codings.length === names.length && names.length <= longestChain) return codings
  throw new WeeklyError(
    'FETCH_ENCODING_UNSUPPORTED',
    `${url} is encoded as "${names.join(', ')}", which cannot be undone`,
    {
      hint: 'gzip, br, zstd and deflate are understood, up to three of them; the server ignores what was asked for.',
      context: { url, contentEncoding: header ?? null },
    },
  )
}

/** Not by an import: a command that fetches nothing does without `node:zlib`. */
function zstdOptions() {
  const { ZSTD_d_windowLogMax } = process.getBuiltinModule('node:zlib').constants
  return { params: { [ZSTD_d_windowLogMax]: zstdWindowLog } }
}

/**
 * A stream that undoes the coding, chosen by the first bytes; null when they are plain text whatever the label says,
 * as with servers that announce a compression and forget it.
 */
export function createDecoder(coding: Coding, head: Uint8Array): Transform | null {
  if (isPlainText(head)) return null
  switch (coding) {
    case 'gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      return createZstdDecompress(zstdOptions())
    case 'deflate':
      return hasZlibHeader(head) ? createInflate() : createInflateRaw()
  }
}

/** Undoes a coding of a whole body, as the stream does it. Throws Node's errors for what is broken, cut off, or unpacks to more than `mostBytes`. */
export function decodeAtOnce(coding: Coding, packed: Uint8Array, mostBytes: number): Uint8Array {
  const limit = { maxOutputLength: mostBytes }
  if (isPlainText(packed.subarray(0, codingHeadBytes))) return packed
  switch (coding) {
    case 'gzip':
      return gunzipSync(packed, limit)
    case 'br':
      return brotliDecompressSync(packed, limit)
    case 'zstd':
      return zstdDecompressSync(packed, { ...zstdOptions(), ...limit })
    case 'deflate':
      return hasZlibHeader(packed) ? inflateSync(packed, limit) : inflateRawSync(packed, limit)
  }
}

// Sixteen printable bytes in a row: below one in a million for compressed bytes, and never with gzip's or zstd's first byte.
function isPlainText(head: Uint8Array): boolean {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  return head
    .subarray(start)
    .every(byte => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}

/** RFC 1950 §2.2; "deflate" without it is the raw form that some servers send. */
function hasZlibHeader([method = 0, flags = 0]: Uint8Array): boolean {
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0
}
