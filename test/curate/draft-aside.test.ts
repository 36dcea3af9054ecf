// Drafting in a thread: the same draft, failures and bugs that come across, and an end when the process should end.
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isWeeklyError } from '../../src/core/errors.ts'
import { stopWishOf } from '../../src/core/stop.ts'
import type { InterfaceLanguage } from '../../src/core/types.ts'
import { curate, rankWeek, type RenewDraft } from '../../src/curate/curate.ts'
import { openDraftingAside, openRankingAside } from '../../src/curate/draft-aside.ts'
import { rankWeekOnce } from '../../src/curate/rank-memory.ts'
import { readDraft } from '../../src/store/drafts.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { describeStores } from '../stores.ts'
import { addItem, depsOf, fill, window } from './week-store.ts'

const misbehaving = new URL('./threads/misbehaving-thread.ts', import.meta.url)
/** As many as a thread is worth. */
const FULL = 60

async function fillFull(store: Store): Promise<void> {
  await fill(store)
  for (let i = 0; i < FULL; i++) await addItem(store, `more-${i}`, i)
}

/** Renews as `renew` does, and tells how often that was done here. */
function watch(renew: RenewDraft): { readonly renewAside: RenewDraft; readonly here: string[] } {
  const here: string[] = []
  return {
    here,
    renewAside: (deps, own, by, renewHere) =>
      renew(deps, own, by, (...asked) => {
        here.push(own.week)
        return renewHere(...asked)
      }),
  }
}

const language = (deed: string) => ({ language: deed as InterfaceLanguage })

describeStores('a draft made in a thread', open => {
  test('is the one made here, and is not made again', async () => {
    const store = await open()
    await fillFull(store)
    const report = await curate(depsOf(store), window)
    const expected = await readDraft(store.db, window.week)
    await store.db.deleteFrom('drafts').execute()
    const { renewAside, here } = watch(openDraftingAside(store.address))
    expect(await curate(depsOf(store, { renewAside }), window)).toEqual(report)
    expect(await readDraft(store.db, window.week)).toEqual(expected)
    expect(here).toEqual([])
    const never: RenewDraft = () => Promise.reject(new Error('made again'))
    expect(await curate(depsOf(store, { renewAside: never }), window)).toEqual(report)
  })

  test('gets all the room there is when the week is too large for a lean thread', async () => {
    const store = await open()
    await fillFull(store)
    const renewAside = openDraftingAside(store.address, { program: misbehaving })
    expect(await curate(depsOf(store, { renewAside, ...language('need room') }), window)).toMatchObject({ done: 7 })
  })

  test('has room by the number of its items', async () => {
    const store = await open()
    await fillFull(store)
    const renewAside = openDraftingAside(store.address, { program: misbehaving })
    const { done: megabytes } = await curate(depsOf(store, { renewAside, ...language('tell room') }), window)
    expect(megabytes).toBeGreaterThan(256)
    expect(megabytes).toBeLessThan(260)
  })

  test('is made here when nobody waits for a page and the week fills no memory', async () => {
    const store = await open()
    await fillFull(store)
    const { renewAside, here } = watch(openDraftingAside(store.address, { isAlone: true, program: misbehaving }))
    await curate(depsOf(store, { renewAside }), window)
    expect(here).toEqual([window.week])
  })

  test('is made here when the week is a small one', async () => {
    const store = await open()
    await fill(store)
    const { renewAside, here } = watch(openDraftingAside(store.address, { program: misbehaving }))
    await curate(depsOf(store, { renewAside }), window)
    expect(here).toEqual([window.week])
  })

  test('lets a bug through with its stack, and tells when its thread has ended', async () => {
    const store = await open()
    await fillFull(store)
    const renewAside = openDraftingAside(store.address, { program: misbehaving })
    await expect(curate(depsOf(store, { renewAside, ...language('have a bug') }), window)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'a bug',
      stack: expect.stringContaining('misbehaving-thread.ts') as string,
    })
    await expect(curate(depsOf(store, { renewAside, ...language('exit') }), window)).rejects.toThrow('exit code 3')
  })

  test('tells a store that cannot be opened as what it is', async () => {
    const store = await open()
    await fillFull(store)
    const renewAside = openDraftingAside('postgres://127.0.0.1:1/none')
    const failed: unknown = await curate(depsOf(store, { renewAside }), window).catch((error: unknown) => error)
    expect(isWeeklyError(failed) && [failed.code, failed.retryable]).toEqual(['STORE_UNAVAILABLE', true])
  })

  test('is left as it was when the process should end', async () => {
    const store = await open()
    await fillFull(store)
    const stopping = new AbortController()
    const renewAside = openDraftingAside(store.address, {
      stop: stopWishOf(stopping.signal, 1),
      program: misbehaving,
    })
    const drafting = curate(depsOf(store, { renewAside, ...language('hang') }), window)
    await wait(20)
    stopping.abort()
    expect((await drafting).notes).toMatchObject([{ message: 'is drafted by the next run' }])
    expect(await readDraft(store.db, window.week)).toBe(null)
    await curate(depsOf(store), window)
    expect(await readDraft(store.db, window.week)).not.toBe(null)
  })
})

describeStores('a ranking made in a thread', open => {
  test('is the one made here, and writes nothing; a small week is ranked here', async () => {
    const store = await open()
    await fill(store)
    const small = openRankingAside(store.address, { program: misbehaving })
    expect((await rankWeekOnce(depsOf(store, { rankAside: small }), window, 'arrival')).entries).not.toEqual([])
    for (let i = 0; i < FULL; i++) await addItem(store, `more-${i}`, i)
    const here = await rankWeek(depsOf(store), window, 'arrival')
    const rankAside = openRankingAside(store.address)
    const aside = depsOf(store, { rankAside })
    const ranked = await rankWeekOnce(aside, window, 'arrival')
    expect(ranked).toEqual(here)
    expect(await rankWeekOnce(aside, window, 'arrival')).toBe(ranked)
    expect(await readDraft(store.db, window.week)).toBe(null)
  })

  test('fails with its thread, in words when the process should end, and the next one is made anew', async () => {
    const store = await open()
    await fillFull(store)
    const buggy = openRankingAside(store.address, { program: misbehaving })
    const broken = depsOf(store, { rankAside: buggy, ...language('have a bug') })
    await expect(rankWeekOnce(broken, window, 'arrival')).rejects.toThrow('a bug')
    const stopping = new AbortController()
    const hanging = openRankingAside(store.address, {
      stop: stopWishOf(stopping.signal, 1),
      program: misbehaving,
    })
    const ranking = rankWeekOnce(depsOf(store, { rankAside: hanging, ...language('hang') }), window, 'arrival')
    const failed = expect(ranking).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    await wait(20)
    stopping.abort()
    await failed
    expect((await rankWeekOnce(depsOf(store), window, 'arrival')).entries.length).toBeGreaterThan(FULL / 2)
  })
})
