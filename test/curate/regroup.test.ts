import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noGrouping, partByLeads, regroup, type Grouping } from '../../src/curate/regroup.ts'
import { groupCandidates } from '../../src/curate/group-candidates.ts'
import { mergeSameLinks } from '../../src/curate/tellings.ts'
import { aRow } from './candidates.ts'

const name = (member: string): string => member
const decided = (over: Partial<Grouping>): Grouping => ({ ...noGrouping, ...over })

describe('the curator’s grouping', () => {
  test('takes one telling out and leaves the others together', () => {
    expect(regroup([['a', 'b', 'c'], ['d']], name, decided({ apart: new Set(['a']) }))).toEqual([
      ['b', 'c'],
      ['a'],
      ['d'],
    ])
  })

  test('puts whole stories together, in a chain too, whatever the order', () => {
    const joins = [
      { link: 'c', to: 'b' },
      { link: 'b', to: 'a' },
    ]
    expect(regroup([['a'], ['b', 'x'], ['c']], name, decided({ joins }))).toEqual([['a', 'b', 'x', 'c']])
    expect(regroup([['a'], ['b', 'x'], ['c']], name, decided({ joins: joins.toReversed() }))).toEqual([
      ['a', 'b', 'x', 'c'],
    ])
  })

  test('what names nobody of this week changes nothing', () => {
    const grouping = decided({ apart: new Set(['z']), joins: [{ link: 'z', to: 'a' }] })
    expect(regroup([['a', 'b'], ['c']], name, grouping)).toEqual([['a', 'b'], ['c']])
  })

  test('never loses or doubles a member', () => {
    const members = ['a', 'b', 'c', 'd', 'e', 'f']
    const member = fc.constantFrom(...members)
    fc.assert(
      fc.property(
        fc.array(member),
        fc.array(fc.record({ link: member, to: member })),
        fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
        (apart, joins, places) => {
          const groups = [0, 1, 2].map(place => members.filter((_, i) => places[i] === place))
          const made = regroup(
            groups.filter(group => group.length > 0),
            name,
            decided({ apart: new Set(apart), joins }),
          )
          expect(made.flat().toSorted()).toEqual(members)
          expect(made.every(group => group.length > 0)).toBe(true)
        },
      ),
    )
  })

  test('each page that must lead has a part of its own; the rest stays with the first', () => {
    expect(partByLeads(['a', 'B', 'c', 'D'], each => each !== each.toLowerCase())).toEqual([['a', 'B', 'c'], ['D']])
    expect(partByLeads(['a', 'b'], () => false)).toEqual([['a', 'b']])
  })
})

describe('a page that was added by hand', () => {
  const title = 'Docker acquires storage startup Infinit'
  const feed = [1, 2].map(id => aRow({ id, source_id: id, source_title: `Source ${id}`, title, weight: 3 }))
  const byHand = aRow({ id: 3, source_id: 9, source_title: 'Added by hand', source_kind: 'hand', title, weight: 1 })

  test('leads the story that it joins', () => {
    const [story, ...others] = groupCandidates(mergeSameLinks([...feed, byHand], new Map()))
    expect(others).toEqual([])
    expect(story?.lead.item.id).toBe(3)
  })

  test('is not swallowed by another one', () => {
    const second = { ...byHand, id: 4, guid: 'g4', url: 'https://b.example/4', raw_url: 'https://b.example/4' }
    const stories = groupCandidates(mergeSameLinks([...feed, byHand, second], new Map()))
    expect(stories.map(({ lead }) => lead.item.id).toSorted()).toEqual([3, 4])
  })

  test('leads too when a feed had announced it, and stays apart or joined as the curator says', () => {
    const [one, two] = [feed[0]?.url ?? '', feed[1]?.url ?? '']
    const grouped = (over: Partial<Grouping>): readonly (readonly number[])[] =>
      groupCandidates(mergeSameLinks(feed, new Map()), decided(over)).map(({ lead, others }) =>
        [lead, ...others].map(({ item }) => item.id),
      )
    expect(grouped({ leads: new Set([two]) })).toEqual([[2, 1]])
    expect(grouped({ apart: new Set([one]) })).toEqual([[2], [1]])
    expect(grouped({ apart: new Set([one]), joins: [{ link: one, to: two }] })).toEqual([[2, 1]])
  })
})
