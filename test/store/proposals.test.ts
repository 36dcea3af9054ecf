import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import {
  blockProposalHost,
  decideProposals,
  forgetProposers,
  listProposals,
  MOST_PENDING,
  type NewProposal,
  readBlockedHosts,
  saveProposal,
  unblockProposalHost,
} from '../../src/store/proposals.ts'
import { eraseSubscriber } from '../../src/store/subscribers.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const aProposal = (path: string, changes: Partial<NewProposal> = {}): NewProposal => ({
  url: `https://blog.example/${path}`,
  link: `https://blog.example/${path}`,
  host: 'blog.example',
  title: '',
  why: 'Because.',
  name: 'Ann',
  email: 'ann@example.org',
  wantsThanks: true,
  language: 'en',
  ...changes,
})

describeStores('proposals', open => {
  test('those that most proposed come first, then the oldest; pages go on behind the last', async () => {
    const store = await open()
    for (const path of ['a', 'b', 'c', 'b']) await saveProposal(store, aProposal(path), now)
    const [first, second] = await listProposals(store.db, { state: 'pending', limit: 2 })
    expect([first?.link, first?.voices, second?.link]).toEqual(['https://blog.example/b', 2, 'https://blog.example/a'])
    const rest = await listProposals(store.db, { state: 'pending', limit: 2, behind: second })
    expect(rest.map(({ link }) => link)).toEqual(['https://blog.example/c'])
  })

  test('two processes that propose at once keep one row, and no more than may wait', async () => {
    const store = await open()
    const other = await open(store.address)
    const both = [store, other].map(each => saveProposal(each, aProposal('a'), now))
    expect((await Promise.all(both)).toSorted()).toEqual(['counted', 'kept'])
    for (let each = 1; each < MOST_PENDING - 1; each++) await saveProposal(store, aProposal(String(each)), now)
    const last = [store, other].map((each, i) => saveProposal(each, aProposal(`last-${i}`), now))
    expect((await Promise.all(last)).toSorted()).toEqual(['full', 'kept'])
  })

  test('a decision stays whatever is proposed again, and what was dismissed keeps no more words', async () => {
    const store = await open()
    await saveProposal(store, aProposal('a'), now)
    const [{ id } = { id: 0 }] = await listProposals(store.db, { state: 'pending', limit: 9 })
    expect(await decideProposals(store.db, [id], { state: 'dismissed', by: 'Li' }, now)).toBe(1)
    expect(await decideProposals(store.db, [id], { state: 'dismissed', by: 'Ann' }, now)).toBe(0)
    expect(await saveProposal(store, aProposal('a', { why: 'Again!' }), now)).toBe('counted')
    const [dismissed] = await listProposals(store.db, { state: 'dismissed', limit: 9 })
    expect(dismissed).toMatchObject({ voices: 2, decided_by: 'Li' })
    expect(dismissed?.said.map(({ why }) => why)).toEqual(['Because.'])
  })

  test('thirty days after the decision the address is forgotten, and the rest stays', async () => {
    const store = await open()
    await saveProposal(store, aProposal('a'), now)
    await saveProposal(store, aProposal('waits'), now)
    const [{ id } = { id: 0 }] = await listProposals(store.db, { state: 'pending', limit: 1 })
    await decideProposals(store.db, [id], { state: 'taken', by: 'Li', week: '2026-W47' as WeekId }, now)
    const addressOf = async (state: 'taken' | 'pending') =>
      (await listProposals(store.db, { state, limit: 1 }))[0]?.said[0]?.email
    await forgetProposers(store.db, addMinutes(now, 30 * 24 * 60 - 1))
    expect(await addressOf('taken')).toBe('ann@example.org')
    await forgetProposers(store.db, addMinutes(now, 30 * 24 * 60))
    expect([await addressOf('taken'), await addressOf('pending')]).toEqual([null, 'ann@example.org'])
  })

  test('who is erased has proposed nothing by name, subscriber or not', async () => {
    const store = await open()
    await saveProposal(store, aProposal('a', { email: 'Ann@Example.org' }), now)
    await eraseSubscriber(store.db, 'ann@example.org', now)
    const [{ said } = { said: [] }] = await listProposals(store.db, { state: 'pending', limit: 1 })
    expect(said[0]).toMatchObject({ email: null, name: null, why: '' })
    await expect(eraseSubscriber(store.db, 'ann@example.org', now)).rejects.toThrow('nobody is known')
  })

  test('a host is blocked with all below it, and no other', async () => {
    const store = await open()
    await saveProposal(store, aProposal('a', { host: 'a.blog.example' }), now)
    await saveProposal(store, aProposal('b', { host: 'myblog.example' }), now)
    expect(await blockProposalHost(store.db, 'blog.example', 'Li', now)).toBe(1)
    expect(await blockProposalHost(store.db, 'blog.example', 'Li', now)).toBe(0)
    expect(await readBlockedHosts(store.db)).toEqual(['blog.example'])
    await unblockProposalHost(store.db, 'blog.example')
    expect(await readBlockedHosts(store.db)).toEqual([])
  })
})
