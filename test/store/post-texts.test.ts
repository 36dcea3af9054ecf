// What is kept of the texts of posts, on both databases.
import { expect, test } from 'vitest'
import type { Instant } from '../../src/core/types.ts'
import { notePostTexts } from '../../src/store/post-texts.ts'
import { describeStores } from '../stores.ts'

const at = (hour: number): Instant => `2026-11-20T0${hour}:00:00.000Z` as Instant

describeStores('the texts of posts', open => {
  test('are no corrections when first seen, are from the moment they change, and again when they change back', async () => {
    const { db } = await open()
    const note = async (hour: number, texts: Readonly<Record<string, string>>) =>
      Object.fromEntries(await notePostTexts(db, new Map(Object.entries(texts)), at(hour)))
    expect(await note(1, { a: 'one', b: 'one' })).toEqual({})
    expect(await note(2, { a: 'two', b: 'one', c: 'one' })).toEqual({ a: at(2) })
    expect(await note(3, { a: 'two' })).toEqual({ a: at(2) })
    expect(await note(4, { a: 'one', b: 'one', c: 'one' })).toEqual({ a: at(4) })
  })
})
