import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { mailboxKey } from '../../src/store/address.ts'
import { purgeLimits, takeTurn } from '../../src/store/limits.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const limit = { most: 2, minutes: 60 }

describeStores('limits', open => {
  test('each name has its own count, which begins anew when its time is over', async () => {
    const { db } = await open()
    const take = (name: string, minutes: number) => takeTurn(db, name, limit, addMinutes(now, minutes))
    expect([await take('a', 0), await take('a', 30), await take('a', 59), await take('b', 59)]).toEqual([
      true,
      true,
      false,
      true,
    ])
    expect([await take('a', 60), await take('a', 61), await take('a', 62)]).toEqual([true, true, false])
  })

  test('several processes count together', async () => {
    const first = await open()
    const second = await open(first.address)
    const turns = await Promise.all([first, second, first, second].map(({ db }) => takeTurn(db, 'a', limit, now)))
    expect(turns.filter(isWithin => isWithin)).toHaveLength(2)
  })

  test('what was counted is kept as a hash, and no longer than a day', async () => {
    const { db } = await open()
    await takeTurn(db, 'mails to ann@example.org', limit, now)
    const rows = () => db.selectFrom('limits').selectAll().execute()
    expect(JSON.stringify(await rows())).not.toContain('ann')
    await purgeLimits(db, addMinutes(now, 24 * 60 - 1))
    expect(await rows()).toHaveLength(1)
    await purgeLimits(db, addMinutes(now, 24 * 60))
    expect(await rows()).toEqual([])
  })
})

test.each([
  ['ann+list@example.org', 'ann@example.org'],
  ['Ann@EXAMPLE.org', 'ann@example.org'],
  ['a.n.n+x+y@gmail.com', 'ann@gmail.com'],
  ['a.n.n@example.org', 'a.n.n@example.org'],
  ['+t@example.org', '+t@example.org'],
  ['张三+周刊@例子.公司', '张三@xn--fsqu00a.xn--55qx5d'],
])('%s leads to the mailbox %s', (email, key) => {
  expect(mailboxKey(email)).toBe(key)
})
