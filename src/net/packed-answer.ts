// Answers packed to be kept, so that what came can be read again as it came; and a client that packs what it hears.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { FetchResult, HttpClient } from './http.ts'

/** An answer as it is kept. */
export interface PackedAnswer {
  /** As it was asked for: no secret stands in it. */
  readonly url: string
  /** After redirects. */
  readonly answerUrl: string
  readonly contentType: string | null
  readonly sizeBytes: number
  /** Zstandard (RFC 8878). */
  readonly packed: Uint8Array
}

/** A larger body is not kept: no feed or page that means well comes near. */
const MOST_BYTES = 4 * 1024 * 1024
/** One visit asks for no more than this. */
const MOST_ANSWERS = 100

/** Packs an answer to a question; null for what is no body, and for one that is too large. */
export function packAnswer(url: string, { status, url: answerUrl, headers, body }: FetchResult): PackedAnswer | null {
  const sizeBytes = body.byteLength
  if (status !== 200 || sizeBytes === 0 || sizeBytes > MOST_BYTES) return null
  return { url, answerUrl, contentType: headers['content-type'] ?? null, sizeBytes, packed: zstdCompressSync(body) }
}

/** The body again. Throws for what `packAnswer` did not make. */
export function unpackBody(packed: Uint8Array): Uint8Array {
  return zstdDecompressSync(packed, { maxOutputLength: MOST_BYTES })
}

/** The client, and what it has heard, packed. The last answer is packed when it is asked for: what turns out to be known already never is. */
export function hearAnswers(http: HttpClient): {
  readonly http: HttpClient
  /** All answers so far. */
  pack(): readonly PackedAnswer[]
} {
  const answers: PackedAnswer[] = []
  let packLast = (): PackedAnswer | null => null
  const pack = (): readonly PackedAnswer[] => {
    const packed = answers.length < MOST_ANSWERS ? packLast() : null
    packLast = () => null
    if (packed) answers.push(packed)
    return answers
  }
  const fetch: HttpClient['fetch'] = async request => {
    const result = await http.fetch(request)
    pack()
    packLast = () => packAnswer(request.url, result)
    return result
  }
  return { http: { ...http, fetch }, pack }
}
