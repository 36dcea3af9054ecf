import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hideSecretFields, hideSecrets } from '../../src/core/log.ts'

describe('what a log keeps', () => {
  test.each([
    ['/unsubscribe/AbC-_d0123456789AbCdEfGhIjKlMnOpQrStUv17', '/unsubscribe/…'],
    ['POST /list/confirm/s3cr3t failed', 'POST /list/confirm/… failed'],
    ['/preferences/abc?saved=1', '/preferences/…?saved=1'],
    ['/websub/abc/more', '/websub/…/more'],
    ['GET%20%2Fdesk%2Fabc', 'GET%20%2Fdesk%2F…'],
    ['https://example.org/feed?access_token=abc&page=2', 'https://example.org/feed?access_token=…&page=2'],
    ['https://example.org/?key=abc;sig=def#top', 'https://example.org/?key=…;sig=…#top'],
    ['https://ada:pass@example.org/feed', 'https://…@example.org/feed'],
    ['postgres://ada:pass@127.0.0.1/list', 'postgres://…@127.0.0.1/list'],
    ['错误：/confirm/令牌 不对', '错误：/confirm/… 不对'],
  ])('%s', (text, kept) => {
    expect(hideSecrets(text)).toBe(kept)
  })

  test.each([
    'https://example.org/blog/how-we-confirm-orders-2026',
    'mail to ada@example.org was deferred',
    'https://example.org/?page=2&keyboard=de',
    '第 12 期 已封存',
  ])('leaves alone: %s', text => {
    expect(hideSecrets(text)).toBe(text)
  })

  test('secrets are found in lists, objects and errors, and by the names of fields', () => {
    const error = new Error('GET /confirm/abc: refused')
    expect(
      hideSecretFields({
        path: '/confirm/abc',
        all: [{ url: '/desk/abc', password: 'x' }],
        error,
        count: 2,
        none: null,
      }),
    ).toEqual({
      path: '/confirm/…',
      all: [{ url: '/desk/…', password: '…' }],
      error: 'GET /confirm/… refused',
      count: 2,
      none: null,
    })
  })

  test('no token that a path of ours ends with is kept, whatever it is', () => {
    const token = fc.stringMatching(/^[\w-]{20,60}$/)
    const purpose = fc.constantFrom('confirm', 'unsubscribe', 'preferences', 'websub')
    fc.assert(
      fc.property(purpose, token, (name, secret) => {
        expect(hideSecrets(`failed: POST https://example.org/list/${name}/${secret}`)).not.toContain(secret)
      }),
    )
  })
})
