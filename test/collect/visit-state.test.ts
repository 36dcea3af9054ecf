// What a visit leaves behind: failures counted from the first, validators only of what was understood, sources that are gone.
import { describe, expect, test } from 'vitest'
import type { Answer, SourceReading, Visited } from '../../src/collect/ask-source.ts'
import { decideNext, decideState } from '../../src/collect/visit-state.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import type { Instant, Source } from '../../src/core/types.ts'
import type { SourceStateTable } from '../../src/store/engine/schema.ts'

const url = 'https://blog.example/feed'
const monday = '2016-12-05T00:00:00.000Z' as Instant
const now = '2016-12-08T00:00:00.000Z' as Instant
const next = { nextCheckAt: addMinutes(now, 60), reason: 'in an hour' }
const kept = { now, fresh: 0, cutOff: 0 }
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
const failed = (status: number | null): Visited => ({
  kind: 'failed',
  answer: status === null ? null : anAnswer({ status }),
  error: new WeeklyError('FETCH_HTTP_STATUS', `answered ${status ?? 'nothing'}`),
  reading: null,
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
    for (const visited of [changed, { kind: 'unchanged', answer: anAnswer({ status: 304 }) } satisfies Visited])
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
  ])('ends the visits: %s', (_name, before, status, reason) => {
    expect(decideState(before, failed(status), next, kept).disabled_reason).toBe(reason)
  })

  test('404 counts from its first, whatever fails in between', () => {
    const first = decideState(aState(), failed(404), next, kept)
    const between = decideState(first, failed(500), next, { ...kept, now: addMinutes(now, DAY) })
    expect([first.missing_since, between.missing_since]).toEqual([now, now])
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
    const silent: Visited = { kind: 'unchanged', answer: anAnswer({ status: 304, etag: null }) }
    expect(decideState(aState(), silent, next, kept)).toMatchObject({
      etag: '"old"',
      last_modified: aState().last_modified,
    })
    const speaking: Visited = { kind: 'unchanged', answer: anAnswer({ status: 304 }) }
    expect(decideState(aState(), speaking, next, kept).etag).toBe('"new"')
  })

  test('with more new items than one visit keeps has to come again whole', () => {
    const state = decideState(aState({ backlog_read_at: null }), changed, next, { ...kept, fresh: 500, cutOff: 7 })
    expect(state).toMatchObject({ etag: null, last_modified: null, body_sha256: null, backlog_read_at: null })
    expect(decideState(state, changed, next, kept).backlog_read_at).toBe(now)
  })

  test('is news only when new items came', () => {
    expect(decideState(aState(), changed, next, kept).last_item_at).toBe(monday)
    expect(decideState(aState(), changed, next, { ...kept, fresh: 1 }).last_item_at).toBe(now)
    const dated = { ...changed, reading: { ...reading, items: [{ publishedAt: monday }] } } as unknown as Visited
    expect(decideState(aState({ backlog_read_at: null }), dated, next, { ...kept, fresh: 1 }).last_item_at).toBe(monday)
  })
})

test('a host that wants to be left alone changes nothing but the next visit', () => {
  const error = new WeeklyError('FETCH_HOST_WAITING', 'later')
  const waiting: Visited = { kind: 'waiting', until: addMinutes(now, 90), error }
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
  const minutesUntil = (state: SourceStateTable, visited: Visited): number => {
    const options = { now, jitter: 0, minIntervalMinutes: 60 }
    return (Date.parse(decideNext({ source, state }, visited, options).nextCheckAt) - Date.parse(now)) / 60_000
  }

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
  })

  test('comes when the host allows it', () => {
    const error = new WeeklyError('FETCH_HOST_WAITING', 'later')
    expect(minutesUntil(aState(), { kind: 'waiting', until: addMinutes(now, 90), error })).toBeGreaterThanOrEqual(90)
  })
})
