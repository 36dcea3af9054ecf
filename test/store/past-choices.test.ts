import { expect, test } from 'vitest'
import type { Edit } from '../../src/core/edits.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { canonicalUrl } from '../../src/core/url.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { decideDraft, openSlot, saveDraft } from '../../src/store/drafts.ts'
import { replaceEdits } from '../../src/store/edits.ts'
import { insertHandItem } from '../../src/store/hand-source.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { insertItems } from '../../src/store/items.ts'
import { readPastWeeks } from '../../src/store/past-choices.ts'
import { syncSources } from '../../src/store/sources.ts'
import { aStory, anIssue } from '../publish/issues.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-18T00:30:00.000Z' as Instant
const weekOf = (number: number) => `2026-W${number}` as WeekId
const url = 'https://a.example/one'

/** Seals a week with one story; a person edited or approved it, or nobody did. */
async function seal({ db }: Store, number: number, by: 'edit' | 'approval' | 'nobody', itemId = 1): Promise<void> {
  const week = weekOf(number)
  const window = { week, opensAt: now, closesAt: now }
  const story = { ...aStory({ url }), lead: { ...aStory({ url }).lead, itemId } }
  const sections = [{ title: 'A', stories: [story] }]
  const leftOut = [{ itemId: 7, title: 'Out', url: null, reason: 'dropped', storyLink: 'item:7' }]
  const drop: Edit = { kind: 'drop', value: null, link: 'item:7', madeAt: now }
  await openSlot(db, window, { origin: 'scheduled', is_first: 0 })
  await saveDraft(db, { ...window, sections, leftOut, held: [], foreword: null }, now)
  if (by === 'edit') await replaceEdits(db, week, [drop])
  if (by === 'approval') await decideDraft(db, week, 'approved')
  await insertIssue(db, { ...anIssue(sections), week, number }, [])
}

describeStores('the decisions of past weeks', open => {
  test('only weeks that somebody approved or edited, the newest before the week that is drafted', async () => {
    const store = await open()
    for (const [number, by] of [
      [40, 'edit'],
      [41, 'nobody'],
      [42, 'approval'],
      [43, 'edit'],
      [44, 'edit'],
    ] as const)
      await seal(store, number, by)
    const weeksOf = async (before: number, most: number) =>
      (await readPastWeeks(store.db, weekOf(before), most)).map(({ week }) => week)
    expect(await weeksOf(44, 26)).toEqual(['2026-W43', '2026-W42', '2026-W40'])
    expect(await weeksOf(60, 2)).toEqual(['2026-W44', '2026-W43'])
    expect(await weeksOf(40, 26)).toEqual([])
  })

  test('what was left out is there where something was decided on it, and the source of each item but of those added by hand', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://a.example/feed' })])
    const source = await store.db.selectFrom('sources').select('id').executeTakeFirstOrThrow()
    const dates = { published_at: null, updated_at: null, first_seen_at: now, enters_at: now }
    const words = { title: 'One', authors: '[]', language: null, categories: '[]', enclosures: '[]', image: null }
    const texts = { summary_html: null, content_html: null }
    await insertItems(store.db, [
      { ...dates, ...words, ...texts, source_id: source.id, guid: 'one', raw_url: url, url: canonicalUrl(url) },
    ])
    const byHand = await insertHandItem(
      store.db,
      { rawUrl: 'https://b.example/', url: 'https://b.example/' },
      'By hand',
      now,
    )
    const item = await store.db.selectFrom('items').select('id').where('guid', '=', 'one').executeTakeFirstOrThrow()
    await seal(store, 40, 'edit', item.id)
    await seal(store, 41, 'approval', byHand.id)
    const [later, earlier] = await readPastWeeks(store.db, weekOf(50), 26)
    expect(earlier?.leftOut.map(({ title }) => title)).toEqual(['Out'])
    expect(earlier?.edits).toEqual([{ kind: 'drop', value: null, link: 'item:7', madeAt: now }])
    expect(later?.leftOut).toEqual([])
    expect([...(later?.sourceOf ?? [])]).toEqual([[item.id, source.id]])
  })
})
