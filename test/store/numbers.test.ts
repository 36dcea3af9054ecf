import { expect, test } from 'vitest'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { countRepliesTo, noteReply } from '../../src/store/replies.ts'
import { countComings, countComplaints, readClosings } from '../../src/store/numbers.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'
import { eraseSubscriber, findSubscriber, unsubscribe } from '../../src/store/subscribers.ts'
import { countVotes, eraseVotes, forgetVoters, readVote, readVoteWords, saveVote } from '../../src/store/votes.ts'
import { describeStores } from '../stores.ts'

const at = (time: string) => `2026-11-20T${time}.000Z` as Instant

describeStores('numbers', open => {
  test('readers who came and went are counted by hours', async () => {
    const { db } = await open()
    const reader = (name: string) =>
      ({ email: `${name}@example.org`, name: null, language: 'en', consent: 'x' }) as const
    await importSubscribers(db, [reader('a'), reader('b')], at('00:59:59'))
    await importSubscribers(db, [reader('c')], at('01:00:00'))
    await unsubscribe(db, (await findSubscriber(db, { email: 'a@example.org' }))?.id ?? 0, at('02:30:00'))
    expect(await countComings(db, at('00:00:00'))).toEqual([
      { hour: '2026-11-20T00', kind: 'confirmed', count: 2 },
      { hour: '2026-11-20T01', kind: 'confirmed', count: 1 },
      { hour: '2026-11-20T02', kind: 'left', count: 1 },
    ])
    expect(await countComings(db, at('03:00:00'))).toEqual([])
    const weeks = ['2026-W47' as WeekId]
    expect([await readClosings(db, weeks), await countComplaints(db, weeks)]).toEqual([new Map(), new Map()])
  })

  const week = '2026-W47' as WeekId
  const by = (subscriberId: number) => ({ week, subscriberId })

  test('a reader has one vote an issue, which may change; whose it was is forgotten after 30 days', async () => {
    const { db } = await open()
    await saveVote(db, by(1), { verdict: 'poor', words: '' }, at('00:00:00'))
    await saveVote(db, by(1), { verdict: 'good', words: '多谢' }, at('01:00:00'))
    await saveVote(db, by(2), { verdict: 'poor', words: 'too long' }, at('02:00:00'))
    await saveVote(db, { ...by(1), week: '2026-W48' as WeekId }, { verdict: 'good', words: '' }, at('02:00:00'))
    expect(await readVote(db, by(1))).toEqual({ verdict: 'good', words: '多谢' })
    expect(await countVotes(db, [week])).toEqual(new Map([[week, { good: 1, poor: 1 }]]))
    expect(await forgetVoters(db, '2026-12-20T01:00:00.000Z' as Instant)).toBe(1)
    expect([await readVote(db, by(1)), await readVote(db, by(2))]).toEqual([
      null,
      { verdict: 'poor', words: 'too long' },
    ])
    expect(await countVotes(db, [week])).toEqual(new Map([[week, { good: 1, poor: 1 }]]))
    expect((await readVoteWords(db, [week])).map(({ words }) => words)).toEqual(['too long', '多谢'])
    expect([await countVotes(db, []), await readVoteWords(db, [])]).toEqual([new Map(), []])
  })

  test('no row of a vote leads to its reader, and erasing one erases what they said', async () => {
    const { db } = await open()
    await importSubscribers(db, [{ email: 'a@example.org', name: null, language: 'en', consent: 'x' }], at('00:00:00'))
    const id = (await findSubscriber(db, { email: 'a@example.org' }))?.id ?? 0
    await saveVote(db, by(id), { verdict: 'good', words: 'mine' }, at('00:00:00'))
    await saveVote(db, by(id + 1), { verdict: 'poor', words: 'of another' }, at('00:00:00'))
    const rows = await db.selectFrom('votes').selectAll().execute()
    expect(rows.map(row => Object.keys(row).toSorted())).toEqual(
      Array(2).fill(['id', 'said_at', 'verdict', 'voter_hash', 'week', 'words']),
    )
    expect(rows[0]?.voter_hash).toMatch(/^[0-9a-f]{64}$/)
    await eraseSubscriber(db, 'a@example.org', at('01:00:00'))
    expect((await readVoteWords(db, [week])).map(({ words }) => words)).toEqual(['of another'])
    await eraseVotes(db, id)
  })

  test('an answer is counted once', async () => {
    const { db } = await open()
    const reply = { sha256: 'a'.repeat(64), week }
    expect([await noteReply(db, reply, at('00:00:00')), await noteReply(db, reply, at('01:00:00'))]).toEqual([
      true,
      false,
    ])
    expect(await countRepliesTo(db, [week])).toEqual(new Map([[week, 1]]))
    expect(await countRepliesTo(db, [])).toEqual(new Map())
  })
})
