import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Edit } from '../../src/core/edits.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { openSlot, settleSlot } from '../../src/store/drafts.ts'
import { readDraftText, saveDraftText } from '../../src/store/draft-texts.ts'
import { carryHeldEdits, readEdits, removeEdits, replaceEdits, saveEdit } from '../../src/store/edits.ts'
import { insertErrata, readCorrectedIssue } from '../../src/store/errata.ts'
import { insertHandItem } from '../../src/store/hand-source.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { creditItems, letEnter, readCandidates } from '../../src/store/items.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import { aStory, anIssue } from '../publish/issues.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-18T00:30:00.000Z' as Instant
const [week, next] = ['2026-W47' as WeekId, '2026-W48' as WeekId]
const window = { week, opensAt: '2026-11-13T00:00:00.000Z' as Instant, closesAt: '2026-11-20T00:00:00.000Z' as Instant }
const KEPT_MINUTES = 30 * 24 * 60
const one = 'https://a.example/one'
const anEdit = (changes: Partial<Edit>): Edit =>
  ({ kind: 'note', link: one, value: 'Read “this”\nfirst.', madeAt: now, ...changes }) as Edit

describeStores('what the curator does', open => {
  test('each edit comes back as it was, one of a kind for each story, and one decision', async () => {
    const { db } = await open()
    const edits = [
      anEdit({}),
      anEdit({ kind: 'points', value: ['a', 'b'] }),
      anEdit({ kind: 'position', value: 3 }),
      anEdit({ kind: 'foreword', link: '', value: '题记' }),
    ]
    await replaceEdits(db, week, edits)
    expect(await readEdits(db, week)).toEqual(edits.toSorted((a, b) => (a.link + a.kind < b.link + b.kind ? -1 : 1)))
    await replaceEdits(db, week, [])
    for (const kind of ['drop', 'hold', 'pick'] as const) await saveEdit(db, week, [one], anEdit({ kind, value: null }))
    await saveEdit(db, week, ['https://a.example/new', one], anEdit({ link: 'https://a.example/new', value: 'Later.' }))
    expect((await readEdits(db, week)).map(({ kind, link }) => [kind, link])).toEqual([
      ['note', 'https://a.example/new'],
      ['pick', one],
    ])
    expect(await removeEdits(db, week, ['https://a.example/new', one])).toBe(2)
  })

  test('what was written on a held story moves to the draft that it enters, once its issue is sealed', async () => {
    const { db } = await open()
    await openSlot(db, window, { origin: 'scheduled', is_first: 1 })
    await replaceEdits(db, week, [
      anEdit({}),
      anEdit({ kind: 'hold', link: 'https://a.example/lead', value: null }),
      anEdit({ kind: 'position', value: 0 }),
      anEdit({ link: 'https://a.example/two' }),
    ])
    const carry = () => carryHeldEdits(db, next, [['https://a.example/lead', one], ['https://a.example/two']], now)
    await carry()
    expect(await readEdits(db, next)).toEqual([])
    await settleSlot(db, week, 'sealed', now)
    await carry()
    await carry()
    expect(await readEdits(db, next)).toEqual([anEdit({})])
  })

  test('a text that was given out is kept once under its name', async () => {
    const { db } = await open()
    for (const text of ['first', 'first']) await saveDraftText(db, { week, base: 'abc', text }, now)
    expect([await readDraftText(db, week, 'abc'), await readDraftText(db, week, 'abd')]).toEqual(['first', null])
  })

  test('texts of a week that was settled long ago go, and those of an open week stay as long as it is open', async () => {
    const { db } = await open()
    for (const each of [week, next]) await openSlot(db, { ...window, week: each }, { origin: 'scheduled', is_first: 0 })
    for (const each of [week, next]) await saveDraftText(db, { week: each, base: 'old', text: 'old' }, now)
    await settleSlot(db, week, 'sealed', now)
    const read = async () => [await readDraftText(db, week, 'old'), await readDraftText(db, next, 'old')]
    await saveDraftText(db, { week: next, base: 'soon', text: 'soon' }, addMinutes(now, KEPT_MINUTES))
    expect(await read()).toEqual(['old', 'old'])
    const later = addMinutes(now, KEPT_MINUTES + 1)
    await saveDraftText(db, { week, base: 'correction', text: 'correction' }, later)
    expect(await read()).toEqual([null, 'old'])
    expect(await readDraftText(db, week, 'correction')).toBe('correction')
  })

  test('corrections are laid over an issue in their order, and what was sealed stays', async () => {
    const { db } = await open()
    await openSlot(db, window, { origin: 'scheduled', is_first: 1 })
    const issue = anIssue([{ title: 'A', stories: [aStory()] }], { week })
    await insertIssue(db, issue, [])
    const correct = (value: string) =>
      insertErrata(db, week, [{ storyId: 'tail-at-scale', field: 'title', value, reason: null, madeAt: now }])
    await correct('Corrected')
    await correct('Corrected again')
    const corrected = await readCorrectedIssue(db, week)
    expect(corrected?.sections[0]?.stories[0]?.title).toBe('Corrected again')
    expect(corrected?.errata).toHaveLength(2)
    expect(corrected?.sealed).toEqual(issue)
  })

  test('an item added by hand is a candidate like any other once it may enter, and its source is none to visit', async () => {
    const store = await open()
    const link = { rawUrl: 'https://www.a.example/one', url: one }
    const item = await insertHandItem(store.db, link, 'Added by hand', now)
    expect(await insertHandItem(store.db, link, 'Added by hand', now)).toEqual(item)
    expect(await readCandidates(store.db, window, 'arrival', null)).toEqual([])
    await letEnter(store.db, [item.id], now)
    await letEnter(store.db, [item.id], window.closesAt)
    await syncSources(store, [])
    const [candidate] = await readCandidates(store.db, window, 'arrival', null)
    expect(candidate).toMatchObject({ id: item.id, source_kind: 'hand', source_title: 'Added by hand' })
    expect(await readSources(store.db)).toEqual([])
  })

  test('a candidate brings the discussion, the list and the reader that led to it', async () => {
    const store = await open()
    const item = await insertHandItem(store.db, { rawUrl: one, url: one }, 'Added by hand', now)
    await letEnter(store.db, [item.id], now)
    const led = { discussion: '{"url":"https://talk.example/1"}', via: '{"name":"L","url":"https://list.example/"}' }
    await store.db.updateTable('items').set(led).execute()
    await creditItems(store.db, [item.id], `${'好'.repeat(79)}😀😀`)
    await creditItems(store.db, [item.id], 'Somebody else')
    const [candidate] = await readCandidates(store.db, window, 'arrival', null)
    expect(candidate).toMatchObject({ ...led, suggested_by: `${'好'.repeat(79)}😀` })
  })
})
