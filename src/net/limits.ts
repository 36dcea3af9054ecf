// The limits of one request, in one place. http.ts takes them; tests shorten them.

/** Times in milliseconds, sizes in bytes, redirects in hops. */
export interface Limits {
  /** Address lookup, TCP and TLS together. */
  readonly connectMs: number
  /** From the request sent to the last header received. */
  readonly headersMs: number
  /** The whole request with all its redirects; time spent queueing for the host is not counted. */
  readonly totalMs: number
  readonly headerBytes: number
  /** The body as it travels, compressed. */
  readonly wireBytes: number
  /** The body after decompression; a bomb stops here. */
  readonly bodyBytes: number
  /** Of all bodies being read at a time; past it the large ones are read one after the other. */
  readonly heldBytes: number
  /** A body up to this size never waits for another. */
  readonly freeBytes: number
  readonly redirects: number
  /** Least time between two page requests to one host. */
  readonly pageSpacingMs: number
}

/** What a well-behaved server never meets. */
export const defaultLimits: Limits = {
  connectMs: 10_000,
  headersMs: 15_000,
  totalMs: 30_000,
  headerBytes: 64 * 1024,
  wireBytes: 10_000_000,
  bodyBytes: 15_000_000,
  heldBytes: 8_000_000,
  freeBytes: 256_000,
  redirects: 5,
  pageSpacingMs: 1_000,
}
