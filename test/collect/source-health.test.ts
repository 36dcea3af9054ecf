import { expect, test } from 'vitest'
import { decideHealth, remarkOnSilence } from '../../src/collect/source-health.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant, Source } from '../../src/core/types.ts'
import type { SourceStateTable } from '../../src/store/engine/schema.ts'

const now = '2016-12-08T00:00:00.000Z' as Instant
const daysAgo = (days: number): Instant => addMinutes(now, -days * 24 * 60)
const url = 'https://blog.example/feed'

const aState = (fields: Partial<SourceStateTable> = {}): SourceStateTable => ({
  source_id: 1,
  fetch_url: url,
  host: 'blog.example',
  feed_title: null,
  site_url: null,
  feed_language: null,
  etag: null,
  last_modified: null,
  body_sha256: null,
  checked_at: daysAgo(0),
  next_check_at: now,
  next_check_reason: null,
  succeeded_at: daysAgo(0),
  backlog_read_at: daysAgo(400),
  last_item_at: daysAgo(1),
  rhythm: null,
  failures_in_row: 0,
  failing_since: null,
  missing_since: null,
  last_error: null,
  moving_to: null,
  moving_since: null,
  moving_count: 0,
  disabled_reason: null,
  claimed_by: null,
  claimed_until: null,
  ...fields,
})
const aSource = (fields: Partial<Source> = {}): Source => ({
  ...sourceSchema.parse({ url }),
  id: 1,
  title: null,
  section: null,
  language: null,
  select: null,
  article: null,
  intervalMinutes: null,
  timezone: null,
  ...fields,
})

test.each<[string, Partial<SourceStateTable>, Partial<Source>]>([
  ['ok', {}, {}],
  ['new', { succeeded_at: null, backlog_read_at: null, last_item_at: null }, {}],
  ['paused', { failures_in_row: 3, disabled_reason: 'gone' }, { paused: true }],
  ['dead, gone: it answered 410', { disabled_reason: 'gone: it answered 410', failures_in_row: 1 }, {}],
  ['failing 3× since 2016-12-06', { failures_in_row: 3, failing_since: daysAgo(2) }, {}],
  ['failing 1× since 2016-12-08', { failures_in_row: 1, failing_since: now, succeeded_at: null }, {}],
  ['silent since 2016-10-09', { last_item_at: daysAgo(60) }, {}],
  ['silent since 2016-09-09', { last_item_at: null, backlog_read_at: daysAgo(90) }, {}],
  ['moved to https://new.example/feed', { fetch_url: 'https://new.example/feed' }, {}],
])('%s', (words, state, source) => {
  const decided = decideHealth({ source: aSource(source), state: aState(state) }, now, 60)
  expect(decided.words).toBe(words)
  expect(words.startsWith(decided.health)).toBe(true)
})

test.each<[string, number | null, number, boolean]>([
  ['at the first visit to a source that has long been silent', null, 900, true],
  ['at the visit that finds it silent for 60 days', 59, 60, true],
  ['not at the next one', 60, 61, false],
  ['once more after 120 days', 119, 121, true],
  ['not before 60 days', 58, 59, false],
])('silence is remarked on %s', (_name, silentBefore, silentNow, isRemarked) => {
  const last_item_at = daysAgo(silentNow)
  const before = aState({ last_item_at, checked_at: silentBefore === null ? null : daysAgo(silentNow - silentBefore) })
  expect(remarkOnSilence(before, aState({ last_item_at }), now, 60) !== null).toBe(isRemarked)
})

test('an item that comes ends the silence without a remark', () => {
  const before = aState({ last_item_at: daysAgo(100), checked_at: daysAgo(50) })
  expect(remarkOnSilence(before, aState({ last_item_at: now }), now, 60)).toBeNull()
})
