// Secrets in addresses of sources: sent, and found nowhere else.
import { describe, expect, test } from 'vitest'
import { fillHidden, hideValues, maskHidden } from '../../src/net/hidden-values.ts'
import { aClient, aClosedPort, serve } from './serve.ts'

const secret = 's3cr3t & 密钥/+='
const values = new Map([
  ['FEED_KEY', secret],
  ['SHORT', 'abc'],
])
const encoded = encodeURIComponent(secret)

describe('an address with a secret', () => {
  test('is asked for with the value, and answers and is redirected with its name', async () => {
    const server = await serve((request, response) => {
      if (request.url?.startsWith('/moved'))
        response.writeHead(301, { location: `/feed?key=${encoded}`, 'x-echo': encoded }).end()
      else response.end(`<link href="/feed?key=${encoded}"/> 中文 ${secret.replaceAll('&', '&amp;')} \u{1f600}`)
    })
    const client = hideValues(
      aClient([server]),
      new Map([
        ['FEED_KEY', secret],
        ['ENCODED', encoded],
      ]),
    )
    const result = await client.fetch({ url: `${server.origin}/moved?key=\${ENCODED}`, accept: 'feed' })
    expect(server.requests.map(({ url }) => url)).toEqual([`/moved?key=${encoded}`, `/feed?key=${encoded}`])
    const shown = JSON.stringify({ ...result, body: new TextDecoder().decode(result.body) })
    expect(shown).not.toContain(encoded)
    expect(shown).not.toContain('s3cr3t')
    expect(new TextDecoder().decode(result.body)).toBe('<link href="/feed?key=hidden"/> 中文 hidden \u{1f600}')
    expect(result.url).toMatch(/\/feed\?key=\$\{\w+\}$/)
  })

  test('fails with its name', async () => {
    const port = await aClosedPort()
    const client = hideValues(
      aClient([], { allowPrivate: [`127.0.0.1:${port}`] }),
      new Map([['FEED_KEY', 'abcdef123456']]),
    )
    const error: unknown = await client
      .fetch({ url: `http://127.0.0.1:${port}/?key=\${FEED_KEY}`, accept: 'feed' })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'FETCH_CONNECTION_FAILED',
      message: expect.stringContaining('${FEED_KEY}') as string,
    })
    expect(JSON.stringify(error)).not.toContain('abcdef123456')
    expect((error as Error).cause).toBeUndefined()
  })

  test.each([
    ['https://a.example/?k=${SHORT}', 'https://a.example/?k=abc'],
    ['https://a.example/$%7BSHORT%7D/feed', 'https://a.example/abc/feed'],
    ['https://a.example/?k=${OTHER}', 'https://a.example/?k=${OTHER}'],
    ['https://a.example/?price=$5', 'https://a.example/?price=$5'],
  ])('%s is filled', (url, expected) => {
    expect(fillHidden(url, values)).toBe(expected)
  })

  test('a value of few characters is left alone in texts, where it means nothing', () => {
    expect(maskHidden('abc alphabet', values)).toBe('abc alphabet')
  })
})
