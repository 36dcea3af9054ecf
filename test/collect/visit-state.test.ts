// What a visit leaves behind: failures counted from the first, validators only of what was understood, sources that are gone.
import { describe, expect, test } from 'vitest'
import type { Answer, SourceReading, Visited } from '../../src/collect/ask-source.ts'
import { answerOf, decideNext, decideState, readingOf } from '../../src/collect/visit-state.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import type { Instant, ParsedItem, Source } from '../../src/core/types.ts'
import type { SourceStateTable } from '../../src/store/engine/schema.ts'

const url = 'https://blog.example/feed'
const monday = '2016-12-05T00:00:00.000Z' as Instant
const tuesday = '2016-12-06T00:00:00.000Z' as Instant
const now = '2016-12-08T00:00:00.000Z' as Instant
const next = { nextCheckAt: addMinutes(now, 60), reason: 'in an hour' }
const kept = { now, fresh: 0, edited: 0, cutOff: 0 }
const DAY = 24 * 60

const aState = (fields: Partial<SourceStateTable> = {}): SourceStateTable => ({
  source_id: 1,
  fetch_url: url,
  host: 'blog.example',
  feed_title: 'A blog',
  site_url: 'https://blog.example/',
  feed_language: 'en',
  etag: '"old"',
  last_modified: 'Mon, 05 Dec 2016 00:00:00 GMT',
  body_sha256: 'old',
  checked_at: monday,
  next_check_at: now,
  next_check_reason: null,
  succeeded_at: monday,
  backlog_read_at: monday,
  last_item_at: monday,
  rhythm: null,
  failures_in_row: 0,
  failing_since: null,
  missing_since: null,
  last_error: null,
  moving_to: null,
  moving_since: null,
  moving_count: 0,
  disabled_reason: null,
  claimed_by: 'w1',
  claimed_until: now,
  ...fields,
})
const anAnswer = (fields: Partial<Answer> = {}): Answer => ({
  status: 200,
  url,
  hops: [],
  headers: {},
  truncated: false,
  wireBytes: 10,
  bodyBytes: 20,
  ms: 3,
  etag: '"new"',
  lastModified: null,
  ...fields,
})
const reading: SourceReading = { title: 'A new name', link: null, language: null, items: [] }
const changed: Visited = { kind: 'changed', answer: anAnswer(), reading, sha256: 'new' }
const unchanged: Visited = { kind: 'unchanged', answer: anAnswer({ status: 304, etag: null }) }
const waiting: Visited = {
  kind: 'waiting',
  until: addMinutes(now, 90),
  error: new WeeklyError('FETCH_HOST_WAITING', 'later'),
}
const failed = (status: number | null, headers: Answer['headers'] = {}): Visited => ({
  kind: 'failed',
  answer: status === null ? null : anAnswer({ status, headers }),
  error: new WeeklyError('FETCH_HTTP_STATUS', `answered ${status ?? 'nothing'}`),
  reading: null,
})
const cutShort: Visited = {
  kind: 'failed',
  answer: anAnswer({ truncated: true }),
  error: new WeeklyError('FETCH_BODY_TRUNCATED', 'ended early'),
  reading,
}
/** An item of which only its date matters here. */
const itemOf = (publishedAt: Instant | null): ParsedItem => ({
  ...{ guid: null, url: null, title: null, authors: [], updatedAt: null, language: null },
  ...{ categories: [], summaryHtml: null, contentHtml: null, enclosures: [], image: null },
  publishedAt,
})
const readingDated = (...dates: readonly (Instant | null)[]): Visited => ({
  ...changed,
  reading: { ...reading, items: dates.map(itemOf) },
})

test('a body was read where it changed, and where it ended early; an answer came wherever the source was asked', () => {
  const all = [changed, unchanged, waiting, failed(500), failed(null), cutShort]
  expect(all.map(readingOf)).toEqual([reading, null, null, null, null, reading])
  expect(all.map(visited => answerOf(visited)?.status ?? null)).toEqual([200, 304, null, 500, null, 200])
  expect(answerOf(waiting)).toBeNull()
})

describe('a failure', () => {
  test('begins a row of failures, and the next ones keep its beginning', () => {
    const first = decideState(aState(), failed(500), next, kept)
    expect(first).toMatchObject({
      failures_in_row: 1,
      failing_since: now,
      last_error: 'FETCH_HTTP_STATUS: answered 500',
    })
    const later = addMinutes(now, DAY)
    expect(decideState(first, failed(null), next, { ...kept, now: later })).toMatchObject({
      failures_in_row: 2,
      failing_since: now,
      checked_at: later,
    })
  })

  test('takes nothing of what is known', () => {
    const before = aState()
    const { etag, last_modified, body_sha256, succeeded_at, feed_title, last_item_at } = before
    expect(decideState(before, failed(500), next, kept)).toMatchObject({
      etag,
      last_modified,
      body_sha256,
      succeeded_at,
      feed_title,
      last_item_at,
      disabled_reason: null,
    })
  })

  test('is forgotten with the next success', () => {
    const failing = aState({
      failures_in_row: 9,
      failing_since: monday,
      missing_since: monday,
      last_error: 'x',
      disabled_reason: 'y',
    })
    for (const visited of [changed, unchanged])
      expect(decideState(failing, visited, next, kept)).toMatchObject({
        failures_in_row: 0,
        failing_since: null,
        missing_since: null,
        last_error: null,
        disabled_reason: null,
        succeeded_at: now,
      })
  })

  test.each([
    ['410 at once', aState(), 410, 'gone: it answered 410'],
    ['404 for less than 30 days not', aState({ missing_since: addMinutes(now, 1 - 30 * DAY) }), 404, null],
    [
      '404 for 30 days',
      aState({ missing_since: addMinutes(now, -30 * DAY) }),
      404,
      'missing: it has answered 404 since 2016-11-08',
    ],
    ['500 for as long not', aState({ missing_since: addMinutes(now, -60 * DAY) }), 500, null],
    ['no answer for as long not', aState({ missing_since: addMinutes(now, -60 * DAY) }), null, null],
    [
      'what had ended them before stands',
      aState({ disabled_reason: 'gone: it answered 410' }),
      500,
      'gone: it answered 410',
    ],
  ])('ends the visits: %s', (_name, before, status, reason) => {
    expect(decideState(before, failed(status), next, kept).disabled_reason).toBe(reason)
  })

  test('404 counts from its first, whatever fails in between', () => {
    const first = decideState(aState(), failed(404), next, kept)
    const between = decideState(first, failed(500), next, { ...kept, now: addMinutes(now, DAY) })
    const again = decideState(between, failed(404), next, { ...kept, now: addMinutes(now, 2 * DAY) })
    expect([first.missing_since, between.missing_since, again.missing_since]).toEqual([now, now, now])
    expect(decideState(aState(), failed(500), next, kept).missing_since).toBeNull()
  })

  test('of a body that ended early keeps what was read of it, and asks for the whole again', () => {
    const before = aState()
    expect(decideState(before, cutShort, next, { ...kept, fresh: 1 })).toMatchObject({
      feed_title: 'A new name',
      last_item_at: now,
      failures_in_row: 1,
      last_error: 'FETCH_BODY_TRUNCATED: ended early',
      etag: before.etag,
      body_sha256: before.body_sha256,
      succeeded_at: monday,
    })
  })
})

describe('a success', () => {
  test('takes over validators, hash and what the feed says of itself', () => {
    expect(decideState(aState(), changed, next, kept)).toMatchObject({
      etag: '"new"',
      last_modified: null,
      body_sha256: 'new',
      feed_title: 'A new name',
      feed_language: 'en',
      next_check_at: next.nextCheckAt,
      next_check_reason: next.reason,
      checked_at: now,
    })
  })

  test('keeps the validators of a 304 that brings none, and takes those that it brings', () => {
    expect(decideState(aState(), unchanged, next, kept)).toMatchObject({
      etag: '"old"',
      last_modified: aState().last_modified,
      body_sha256: 'old',
    })
    const speaking: Visited = { kind: 'unchanged', answer: anAnswer({ status: 304 }) }
    expect(decideState(aState(), speaking, next, kept).etag).toBe('"new"')
  })

  test('with more new items than one visit keeps has to come again whole', () => {
    const state = decideState(aState({ backlog_read_at: null }), changed, next, { ...kept, fresh: 500, cutOff: 1 })
    expect(state).toMatchObject({ etag: null, last_modified: null, body_sha256: null, backlog_read_at: null })
    expect(decideState(state, changed, next, kept).backlog_read_at).toBe(now)
  })

  test('is news only when new items came', () => {
    const { last_item_at } = decideState(aState(), changed, next, kept)
    expect(last_item_at).toBe(monday)
    expect(decideState(aState(), changed, next, { ...kept, fresh: 1 }).last_item_at).toBe(now)
  })

  test.each([
    ['on the first visit is as new as its newest date', null, readingDated(tuesday, monday, null), tuesday],
    ['on the first visit is as new as the visit when it has no date', null, readingDated(null), now],
    ['on the first visit is no newer than the visit, whatever it says', null, readingDated(addMinutes(now, DAY)), now],
    ['later is as new as the visit, whatever it says', monday, readingDated(monday), now],
  ])('what arrives %s', (_when, backlog_read_at, visited, last_item_at) => {
    const before = aState({ backlog_read_at, last_item_at: null })
    expect(decideState(before, visited, next, { ...kept, fresh: 1 }).last_item_at).toBe(last_item_at)
  })

  test('names the source without what its software prints around the name', () => {
    const named: Visited = { ...changed, reading: { ...reading, title: 'Recent content on Harbour Notes' } }
    expect(decideState(aState(), named, next, kept).feed_title).toBe('Harbour Notes')
  })

  test.each([
    ['what the feed does not say', {}, ['A blog', 'https://blog.example/', 'en']],
    ['no name where none was ever given', { feed_title: null }, [null, 'https://blog.example/', 'en']],
  ])('keeps %s', (_what, before, known) => {
    const silent: Visited = { ...changed, reading: { ...reading, title: null } }
    const { feed_title, site_url, feed_language } = decideState(aState(before), silent, next, kept)
    expect([feed_title, site_url, feed_language]).toEqual(known)
  })

  test('takes over the site, the language and how often the feed says that it changes', () => {
    const facts = {
      link: 'https://blog.example/zh/',
      language: 'zh-CN',
      ttlMinutes: 90,
      skipHours: [3],
      skipDays: ['Sunday'],
    }
    const state = decideState(
      aState(),
      { ...changed, reading: { ...reading, ...facts, items: [itemOf(monday)] } },
      next,
      kept,
    )
    expect(state).toMatchObject({ site_url: 'https://blog.example/zh/', feed_language: 'zh-CN' })
    expect(JSON.parse(state.rhythm ?? '')).toEqual({
      ttlMinutes: 90,
      skipHours: [3],
      skipDays: ['Sunday'],
      itemDates: [monday],
    })
  })

  test('from a new address for the third time in a day moves the source and its host there', () => {
    const target = 'https://new.example/feed'
    const moved = { ...changed, answer: anAnswer({ url: target, hops: [{ status: 301, from: url, to: target }] }) }
    const seen = aState({ moving_to: target, moving_since: addMinutes(now, -DAY), moving_count: 2 })
    expect(decideState(seen, moved, next, kept)).toMatchObject({
      fetch_url: target,
      host: 'new.example',
      moving_to: null,
    })
    expect(decideState(aState(), moved, next, kept)).toMatchObject({
      fetch_url: url,
      host: 'blog.example',
      moving_count: 1,
    })
  })
})

test('a host that wants to be left alone changes nothing but the next visit', () => {
  const before = aState({ failures_in_row: 2, failing_since: monday })
  expect(decideState(before, waiting, next, kept)).toEqual({
    ...before,
    next_check_at: next.nextCheckAt,
    next_check_reason: next.reason,
  })
})

describe('the next visit', () => {
  const source: Source = {
    ...sourceSchema.parse({ url }),
    id: 1,
    title: null,
    section: null,
    language: null,
    select: null,
    article: null,
    intervalMinutes: null,
    timezone: null,
  }
  const decide = (state: SourceStateTable, visited: Visited, change: Partial<Source> = {}) =>
    decideNext({ source: { ...source, ...change }, state }, visited, { now, jitter: 0, minIntervalMinutes: 60 })
  const minutesUntil = (...[state, visited, change]: Parameters<typeof decide>): number =>
    (Date.parse(decide(state, visited, change).nextCheckAt) - Date.parse(now)) / 60_000
  const never = '9999-12-31T23:59:59.999Z'

  test.each([
    ['after the first failure in an hour', aState(), 60],
    ['after the third in four', aState({ failures_in_row: 2, failing_since: monday }), 240],
    ['after many in a day', aState({ failures_in_row: 9, failing_since: monday }), DAY],
    [
      'after a month of them in a week',
      aState({ failures_in_row: 40, failing_since: addMinutes(now, -31 * DAY) }),
      7 * DAY,
    ],
  ])('comes %s', (_name, state, minutes) => {
    expect(minutesUntil(state, failed(500))).toBe(minutes)
    expect(minutesUntil(state, failed(null))).toBe(minutes)
  })

  test('comes when the host allows it, and counts as no failure', () => {
    expect(decide(aState({ failures_in_row: 3 }), waiting)).toMatchObject({ nextCheckAt: addMinutes(now, 90) })
  })

  test.each([
    ['429', failed(429, { 'retry-after': '7200' }), 120],
    ['503', failed(503, { 'retry-after': '7200' }), 120],
    ['429 without a time as any failure', failed(429), 60],
    ['500, which sets no times,', failed(500, { 'retry-after': '7200' }), 60],
    ['404', failed(404, { 'retry-after': '7200' }), 60],
  ])('comes after %s when the server allows it', (_status, visited, minutes) => {
    expect(minutesUntil(aState(), visited)).toBe(minutes)
  })

  test.each([
    ['410', aState(), failed(410), /410/],
    ['30 days of 404', aState({ missing_since: addMinutes(now, -30 * DAY) }), failed(404), /30 days \(404\)/],
  ])('never comes by itself after %s', (_why, state, visited, reason) => {
    expect(decide(state, visited)).toEqual({ nextCheckAt: never, reason: expect.stringMatching(reason) as string })
  })

  test('comes once more after a 404 of a source that had been ended before, and was asked by hand', () => {
    const disabled_reason = 'missing: it has answered 404 since 2016-11-08'
    const state = aState({ missing_since: addMinutes(now, -30 * DAY), disabled_reason })
    expect(minutesUntil(state, failed(404))).toBe(60)
  })

  test('comes after a 500 of a source that was missing for long as after any failure', () => {
    expect(minutesUntil(aState({ missing_since: addMinutes(now, -60 * DAY) }), failed(500))).toBe(60)
  })

  test('comes after an answer when it is no longer fresh, and forgets the failures before', () => {
    const fresh = anAnswer({ headers: { 'cache-control': 'max-age=10800' } })
    const state = aState({ failures_in_row: 5, failing_since: monday })
    expect(minutesUntil(state, { ...changed, answer: fresh })).toBe(180)
    expect(minutesUntil(state, { kind: 'unchanged', answer: fresh })).toBe(180)
    expect(minutesUntil(state, changed)).toBe(60)
  })

  test('follows the rhythm of what was read, and where nothing was read the rhythm known before', () => {
    const rhythm = JSON.stringify({ ttlMinutes: 300, skipHours: [], skipDays: [], itemDates: [] })
    const slow: Visited = { ...changed, reading: { ...reading, ttlMinutes: 120 } }
    expect(minutesUntil(aState({ rhythm }), slow)).toBe(120)
    expect(minutesUntil(aState({ rhythm }), unchanged)).toBe(300)
  })

  test('comes at the interval of the source’s own, which the least interval does not shorten', () => {
    expect(minutesUntil(aState(), changed, { intervalMinutes: 600 })).toBe(600)
  })
})
