// Bodies as servers really send them: every coding, mislabelled, broken, lying, and bombs.
import { hash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseContentCodings } from '../../src/net/content-codings.ts'
import { aClient, serve, serveBytes } from './serve.ts'

const text = `<?xml version="1.0"?><rss>${'阅读清单, a reading list. '.repeat(400)}</rss>`
const plain = Buffer.from(text)
/** 320 kB that shrink by half and repeat nothing, so that a part of their compressed form holds a part of them. */
const noise = Buffer.from(Array.from({ length: 2_500 }, (_, index) => hash('sha512', String(index))).join(''))

const fetchBody = async (encoding: string | null, bytes: Uint8Array, limits = {}) => {
  const server = await serve((_request, response) => {
    if (encoding !== null) response.setHeader('content-encoding', encoding)
    response.end(bytes)
  })
  return aClient([server], { limits }).fetch({ url: server.origin, accept: 'feed' })
}

describe('a body', () => {
  test.each([
    ['without coding', null, plain],
    ['of identity', 'identity', plain],
    ['of no coding by name', 'none', plain],
    ['of gzip', 'gzip', gzipSync(plain)],
    ['of gzip in capitals', 'GZIP', gzipSync(plain)],
    ['of x-gzip', 'x-gzip', gzipSync(plain)],
    ['of gzip in two members', 'gzip', Buffer.concat([gzipSync(plain.subarray(0, 99)), gzipSync(plain.subarray(99))])],
    ['of gzip with rubbish behind', 'gzip', Buffer.concat([gzipSync(plain), Buffer.alloc(9)])],
    ['of br', 'br', brotliCompressSync(plain)],
    ['of zstd', 'zstd', zstdCompressSync(plain)],
    ['of deflate', 'deflate', deflateSync(plain)],
    ['of raw deflate', 'deflate', deflateRawSync(plain)],
    ['of gzip, then br', 'gzip, br', brotliCompressSync(gzipSync(plain))],
    ['of raw deflate, identity, then gzip', 'deflate, identity, gzip', gzipSync(deflateRawSync(plain))],
    ['of three codings', 'zstd, br, gzip', gzipSync(brotliCompressSync(zstdCompressSync(plain)))],
    ['called gzip that is plain', 'gzip', plain],
    ['called br that is plain', 'br', plain],
    ['called zstd that is plain', 'zstd', plain],
    ['called deflate that is plain', 'deflate', plain],
    ['called gzip twice that is it once', 'gzip, gzip', gzipSync(plain)],
  ])('%s is read', async (_name, encoding, bytes) => {
    const result = await fetchBody(encoding, bytes)
    expect(new TextDecoder().decode(result.body)).toBe(text)
    expect(result).toMatchObject({ truncated: false, wireBytes: bytes.length })
  })

  test.each(['gzip', 'br', 'zstd', 'deflate'])('that is empty but called %s is empty', async encoding => {
    expect(await fetchBody(encoding, Buffer.alloc(0))).toMatchObject({ truncated: false, body: Buffer.alloc(0) })
  })

  test.each([
    ['gzip', gzipSync('7')],
    ['br', brotliCompressSync('7')],
    ['zstd', zstdCompressSync('7')],
    ['deflate', deflateSync('7')],
    ['deflate', deflateRawSync('7')],
  ])('of one byte in %s is read', async (encoding, bytes) => {
    const result = await fetchBody(encoding, bytes)
    expect(new TextDecoder().decode(result.body)).toBe('7')
    expect(result.truncated).toBe(false)
  })

  test.each([
    ['without coding', null, noise],
    ['of gzip', 'gzip', gzipSync(noise)],
    ['of gzip, five times as long', 'gzip', gzipSync(Buffer.concat([noise, noise, noise, noise, noise]))],
    ['of br', 'br', brotliCompressSync(noise)],
    ['of zstd, then gzip', 'zstd, gzip', gzipSync(zstdCompressSync(noise))],
  ])('that is too long to be read at once is read in stages, %s', async (_name, encoding, bytes) => {
    const { body, truncated, wireBytes } = await fetchBody(encoding, bytes)
    const times = body.length / noise.length
    expect(Buffer.concat(Array.from({ length: times }, () => noise)).equals(body)).toBe(true)
    expect({ truncated, wireBytes }).toEqual({ truncated: false, wireBytes: bytes.length })
  })

  test('arrives the same in whatever pieces', async () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 })
    const whole = gzipSync(plain)
    let sizes: readonly number[] = []
    const server = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      const write = (from: number, index: number): void => {
        const size = sizes[index]
        if (size === undefined) response.end(whole.subarray(from))
        else response.write(whole.subarray(from, from + size), () => write(from + size, index + 1))
      }
      write(0, 0)
    })
    const client = aClient([server])
    await fc.assert(
      fc.asyncProperty(pieces, async next => {
        sizes = next
        const { body, truncated } = await client.fetch({ url: server.origin, accept: 'feed' })
        expect(truncated).toBe(false)
        expect(Buffer.from(body).equals(plain)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test.each(['compress', 'gzip, rot13', 'gzip, gzip, gzip, gzip', 'aws-chunked'])(
    'of "%s" is refused by name',
    async encoding => {
      await expect(fetchBody(encoding, plain)).rejects.toMatchObject({ code: 'FETCH_ENCODING_UNSUPPORTED' })
    },
  )

  test('has its codings read in order', () => {
    expect(parseContentCodings(' X-GZIP ,, br', 'http://a.example/')).toEqual(['gzip', 'br'])
  })
})

describe('a broken body', () => {
  test.each([
    ['gzip', gzipSync(noise)],
    ['br', brotliCompressSync(noise, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['zstd', zstdCompressSync(noise)],
    ['deflate', deflateSync(noise)],
    ['deflate', deflateRawSync(noise)],
  ])('of %s that ends early gives what could be read', async (encoding, whole) => {
    const result = await fetchBody(encoding, whole.subarray(0, Math.floor(whole.length * 0.9)))
    expect(result.truncated).toBe(true)
    expect(result.body.length).toBeGreaterThan(noise.length / 10)
    expect(noise.subarray(0, result.body.length).equals(result.body)).toBe(true)
  })

  test('of gzip with a wrong checksum gives what could be read before it', async () => {
    const whole = gzipSync(noise)
    whole.writeUInt32LE(0, whole.length - 8)
    const result = await fetchBody('gzip', whole)
    expect(result.truncated).toBe(true)
    expect(result.body.length).toBeGreaterThan(noise.length / 2)
  })

  test('that goes on after its end is read to its end', async () => {
    const inner = Buffer.concat([gzipSync('small'), Buffer.alloc(10_000_000)])
    const result = await fetchBody('gzip, gzip', gzipSync(inner), { bodyBytes: 1_000_000 })
    expect(new TextDecoder().decode(result.body)).toBe('small')
  })

  test.each(['gzip', 'br', 'zstd', 'deflate'])('of rubbish called %s gives nothing', async encoding => {
    const result = await fetchBody(encoding, Buffer.from('ff00ff00fe01fd02', 'hex'))
    expect(result).toMatchObject({ truncated: true, body: Buffer.alloc(0) })
  })

  test.each([
    ['a Content-Length that promises more', 'Content-Length: 999', 'half a feed'],
    ['chunks that break off', 'Transfer-Encoding: chunked', 'b\r\nhalf a feed\r\n'],
    ['a chunk that breaks off', 'Transfer-Encoding: chunked', 'ff\r\nhalf a feed'],
  ])('with %s gives what arrived', async (_name, header, body) => {
    const server = await serveBytes(socket => socket.end(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body}`))
    const result = await aClient([server]).fetch({ url: server.origin, accept: 'feed' })
    expect(result.truncated).toBe(true)
    expect(new TextDecoder().decode(result.body)).toBe('half a feed')
  })

  test('with a connection reset in its middle gives what arrived', async () => {
    const server = await serveBytes(socket => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf a feed', () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      )
    })
    const result = await aClient([server]).fetch({ url: server.origin, accept: 'feed' })
    expect(result.truncated).toBe(true)
    expect(new TextDecoder().decode(result.body)).toBe('half a feed')
  })

  test('with a Content-Length that promises less is read that far', async () => {
    const server = await serveBytes(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf a feed'))
    const result = await aClient([server]).fetch({ url: server.origin, accept: 'feed' })
    expect(new TextDecoder().decode(result.body)).toBe('half')
  })

  test('that ends with its connection is whole', async () => {
    const server = await serveBytes(socket => socket.end('HTTP/1.1 200 OK\r\n\r\na feed'))
    expect(await aClient([server]).fetch({ url: server.origin, accept: 'feed' })).toMatchObject({ truncated: false })
  })
})

describe('limits', () => {
  const megabytes = (count: number): Buffer => Buffer.alloc(count * 1_000_000)

  test('of the wire are exact', async () => {
    await expect(fetchBody(null, Buffer.alloc(1_000), { wireBytes: 1_000 })).resolves.toMatchObject({
      truncated: false,
    })
    await expect(fetchBody(null, Buffer.alloc(1_001), { wireBytes: 1_000 })).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
      message: expect.stringContaining('more than 1000 bytes') as string,
    })
  })

  test('of the body are exact', async () => {
    const limits = { bodyBytes: 1_000 }
    await expect(fetchBody('gzip', gzipSync(Buffer.alloc(1_000)), limits)).resolves.toMatchObject({ truncated: false })
    await expect(fetchBody('gzip', gzipSync(Buffer.alloc(1_001)), limits)).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
    })
    await expect(fetchBody(null, Buffer.alloc(1_001), limits)).rejects.toMatchObject({ code: 'FETCH_TOO_LARGE' })
  })

  test('can be set for one request', async () => {
    const server = await serve((_request, response) => response.end(Buffer.alloc(2_000)))
    const client = aClient([server], { limits: { wireBytes: 1_000, bodyBytes: 1_000 } })
    const wide = { maxWireBytes: 2_000, maxBodyBytes: 2_000 }
    await expect(client.fetch({ url: server.origin, accept: 'any', ...wide })).resolves.toMatchObject({ status: 200 })
    await expect(client.fetch({ url: server.origin, accept: 'any' })).rejects.toMatchObject({ code: 'FETCH_TOO_LARGE' })
  })

  test.each([
    ['gzip', gzipSync(megabytes(100))],
    ['br', brotliCompressSync(megabytes(100), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['zstd', zstdCompressSync(megabytes(100))],
    ['deflate', deflateSync(megabytes(100))],
    ['gzip, gzip', gzipSync(gzipSync(megabytes(100)))],
  ])('stop a bomb of %s, ten at a time, without the memory', async (encoding, bomb) => {
    const server = await serve((_request, response) => {
      response.setHeader('content-encoding', encoding)
      response.end(bomb)
    })
    const client = aClient([server], { perHost: 1, limits: { bodyBytes: 1_000_000 } })
    const before = process.memoryUsage().rss
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => client.fetch({ url: server.origin, accept: 'feed' })),
    )
    expect(
      results.map(result => (result.status === 'rejected' ? (result.reason as { code: string }).code : 'read')),
    ).toEqual(Array(10).fill('FETCH_TOO_LARGE'))
    expect(process.memoryUsage().rss - before).toBeLessThan(64_000_000)
  })

  test('stop a zstd frame that wants a window of 128 MB (RFC 9659 allows 8)', async () => {
    const magicAndWindow = Buffer.from('28b52ffd0088', 'hex')
    const rawBlock = Buffer.from(`290000${'61'.repeat(5)}`, 'hex')
    const result = await fetchBody('zstd', Buffer.concat([magicAndWindow, rawBlock]))
    expect(result).toMatchObject({ truncated: true, body: Buffer.alloc(0) })
    const modestWindow = Buffer.from('28b52ffd0068', 'hex')
    const readable = await fetchBody('zstd', Buffer.concat([modestWindow, rawBlock]))
    expect(new TextDecoder().decode(readable.body)).toBe('aaaaa')
  })

  test('hang up on a body that is too long instead of reading on', async () => {
    const closed = Promise.withResolvers<boolean>()
    const endless = await serve((_request, response) => {
      response.on('close', () => closed.resolve(true))
      pour(response)
    })
    const client = aClient([endless], { limits: { wireBytes: 100_000 } })
    await expect(client.fetch({ url: endless.origin, accept: 'feed' })).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
    })
    await expect(closed.promise).resolves.toBe(true)
  })
})

function pour(response: ServerResponse): void {
  const more = (): void => {
    if (!response.destroyed && response.write(Buffer.alloc(10_000))) setImmediate(more)
  }
  response.on('drain', more)
  more()
}
