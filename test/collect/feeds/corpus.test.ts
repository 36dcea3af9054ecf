// The corpus: one small feed per case under test/fixtures/feeds/, and beside each theme a JSON file that says what must come out.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../../src/collect/feeds/parse-feed.ts'
import { isWeeklyError } from '../../../src/core/errors.ts'

const root = new URL('../../fixtures/feeds/', import.meta.url)
const themes = ['dialects', 'encodings', 'namespaces', 'broken', 'dates', 'content', 'urls']
const readFixture = (path: string) => readFileSync(new URL(path, root))
const from = { url: 'http://feeds.example/blog/feed' }

type Expectations = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Follows `items.0.title` into a value. */
function follow(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((holder, key) => (holder as Record<string, unknown> | undefined)?.[key], value)
}

describe.each(themes)('%s', theme => {
  const expectations = JSON.parse(readFixture(`${theme}.json`).toString()) as Expectations

  test.each(Object.entries(expectations))('%s', (name, expected) => {
    const feed = parseFeed(readFixture(`${theme}/${name}`), from)
    const found = Object.fromEntries(Object.keys(expected).map(path => [path, follow(feed, path)]))
    expect(found).toEqual(expected)
  })

  test('every file of the theme is expected to give something', () => {
    expect(readdirSync(new URL(theme, root)).toSorted()).toEqual(Object.keys(expectations).toSorted())
  })
})

describe('harm done to the corpus', () => {
  const files = themes.flatMap(theme => readdirSync(new URL(theme, root)).map(name => readFixture(`${theme}/${name}`)))
  const anyFeed = fc.constantFrom(...files)
  const parsesOrRefuses = (bytes: Uint8Array) => {
    try {
      expect(parseFeed(bytes, from).items.length).toBeLessThan(1000)
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      expect(error.code).toBe('FEED_UNPARSABLE')
    }
  }

  test('cut anywhere, a feed is read or refused', () => {
    fc.assert(
      fc.property(anyFeed, fc.double({ min: 0, max: 1, noNaN: true }), (bytes, share) => {
        parsesOrRefuses(bytes.subarray(0, Math.floor(bytes.length * share)))
      }),
      { numRuns: 500 },
    )
  })

  test('with any bytes overwritten, a feed is read or refused', () => {
    const edits = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 20 })
    fc.assert(
      fc.property(anyFeed, edits, (bytes, changes) => {
        const damaged = Uint8Array.from(bytes)
        for (const [at, byte] of changes) damaged[at % damaged.length] = byte
        parsesOrRefuses(damaged)
      }),
      { numRuns: 500 },
    )
  })

  test('any bytes are read or refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), parsesOrRefuses))
  })
})
