// Finding subscribers by a part of the address, on both databases alike.
import { expect, test } from 'vitest'
import type { Instant } from '../../src/core/types.ts'
import { searchSubscribers } from '../../src/store/subscriber-search.ts'
import { saveSignUp } from '../../src/store/subscribers.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant

describeStores('finding subscribers', open => {
  test('takes each sign as it is, in any case and script, and goes on behind a row', async () => {
    const { db } = await open()
    for (const email of ['Ann_B@Example.org', 'annxb@example.net', '张三@例子.测试', '100%!@example.org'])
      await saveSignUp(db, { email, name: null, language: 'en', consent: 'the form' }, now)
    const search = async (text: string, beforeId?: number) =>
      (await searchSubscribers(db, { text, beforeId, limit: 2 })).map(({ email }) => email)
    expect(await search('')).toEqual(['100%!@example.org', '张三@例子.测试'])
    const [, second] = await searchSubscribers(db, { text: '', limit: 2 })
    expect(await search('', second?.id)).toEqual(['annxb@example.net', 'Ann_B@Example.org'])
    expect(await search('EXAMPLE.ORG')).toEqual(['100%!@example.org', 'Ann_B@Example.org'])
    expect(await search('ann_B')).toEqual(['Ann_B@Example.org'])
    expect(await search('%!')).toEqual(['100%!@example.org'])
    for (const text of ['张三', '例子', '张三@例子.测试', 'xn--fsqu00a'])
      expect(await search(text)).toEqual(['张三@例子.测试'])
    expect(await search('\0ann\0xb')).toEqual(['annxb@example.net'])
  })
})
