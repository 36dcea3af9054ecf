// Caps of the curator's own, from the files to the draft: of a section and of a source; picks and what was added by hand are under none.
import { expect, test } from 'vitest'
import { sourceSchema } from '../../src/core/config.ts'
import { curate } from '../../src/curate/curate.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { saveEdit } from '../../src/store/edits.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { insertHandItem } from '../../src/store/hand-source.ts'
import { readSourceCaps } from '../../src/store/source-caps.ts'
import { letEnter } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'
import { depsOf, fill, window } from './week-store.ts'

const limits = { stories: 20, perSource: 9 }

test('a source leads no more than its own cap, a section has no more than its; picks and own links come in all the same', async () => {
  const store = await openStore('sqlite::memory:', '/')
  await fill(store)
  const draftWith = async (most: number | undefined, perSection?: number, picks = false) => {
    const sources = ['a', 'b'].map(name => ({ url: `https://${name}.example/feed`, title: name, section: 'Notes' }))
    await syncSources(
      store,
      sources.map(source => sourceSchema.parse(source.title === 'a' ? { ...source, most, picks } : source)),
    )
    await curate(depsOf(store, { limits: { ...limits, perSection } }), window)
    const draft = await readDraft(store.db, window.week)
    const stories = draft?.sections.flatMap(section => section.stories) ?? []
    return {
      leads: stories.map(({ lead }) => lead.sourceTitle).toSorted(),
      out: (draft?.leftOut ?? []).map(({ reason }) => reason).toSorted(),
      link: draft?.leftOut[0]?.storyLink ?? '',
    }
  }
  expect(await draftWith(undefined)).toMatchObject({ leads: ['a', 'a', 'a', 'b', 'b'], out: [] })
  const capped = await draftWith(1)
  expect(capped).toMatchObject({
    leads: ['a', 'b', 'b'],
    out: ['its source already has 1', 'its source already has 1'],
  })
  expect(await draftWith(0)).toMatchObject({ leads: ['b', 'b'], out: Array(3).fill('its source leads no story') })
  expect((await draftWith(undefined, 2)).out).toEqual(Array(3).fill('its section already has 2'))
  const kept = await draftWith(1, 2, true)
  expect([kept.leads, kept.out]).toEqual([['a', 'a', 'a', 'b', 'b'], []])
  expect((await readSourceCaps(store.db, [1, 2])).values().toArray()).toEqual([
    { most: 1, isOwn: true },
    { most: null, isOwn: false },
  ])
  const pick = { link: capped.link, kind: 'pick', value: null, madeAt: window.opensAt } as const
  await saveEdit(store.db, window.week, [capped.link], pick)
  const url = 'https://own.example/one'
  const own = await insertHandItem(store.db, { rawUrl: url, url }, 'Added by hand', window.opensAt)
  await letEnter(store.db, [own.id], window.opensAt)
  expect((await draftWith(1, 2)).leads).toEqual(['Added by hand', 'a', 'a', 'b'])
  await store.close()
})
