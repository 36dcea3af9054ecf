// Pairs across languages: the sums, and that pairs and non-pairs are what they say.
import { describe, expect, test } from 'vitest'
import { scorePairs, writePairs } from '../../bench/quality/matters/pairs.ts'
import { createEvent, createNeighbour, kinds, tellEvent } from '../../bench/quality/write-events.ts'

test('precision, recall and the share of joined non-pairs', () => {
  const judged = [
    { isOne: true, isJoined: true },
    { isOne: true, isJoined: false },
    { isOne: false, isJoined: true },
    { isOne: false, isJoined: false },
    { isOne: false, isJoined: false },
    { isOne: false, isJoined: false },
  ]
  expect(scorePairs(judged).map(({ value }) => value)).toEqual([0.5, 0.5, 0.5, 0.25])
})

describe('the pairs that the bench writes', () => {
  const pairs = writePairs()

  test('at least 60 are of one event, at least 600 are not', () => {
    expect(pairs.filter(({ isOne }) => isOne).length).toBeGreaterThanOrEqual(60)
    expect(pairs.filter(({ isOne }) => !isOne).length).toBeGreaterThanOrEqual(600)
  })

  test('each is told in both languages', () => {
    for (const { tellings } of pairs)
      expect(new Set(tellings.map(({ language }) => language))).toEqual(new Set(['en', 'zh']))
  })

  test('no slot is left unfilled, and no article comes twice', () => {
    const all = pairs.flatMap(({ tellings }) => tellings)
    expect(all.filter(({ title, text }) => /[{}]|undefined/.test(title + text))).toEqual([])
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length)
  })
})

test('a neighbour shares what is easily taken for proof, and has figures of its own', () => {
  const kind = kinds.find(({ name }) => name === 'flaw')
  if (!kind) throw new Error('there is no kind "flaw"')
  const event = createEvent(kind, 1)
  const neighbour = createNeighbour(kind, event, 2)
  expect(neighbour.slots.product).toEqual(event.slots.product)
  expect(neighbour.slots.cve).not.toEqual(event.slots.cve)
})

test('money is counted as each language counts it', () => {
  const kind = kinds.find(({ name }) => name === 'fine')
  if (!kind) throw new Error('there is no kind "fine"')
  const told = (['en', 'zh'] as const).map(language => {
    const money = { money: { en: '412 million dollars', zh: '4.12 亿美元' } }
    return tellEvent(kind, createEvent(kind, 3, money), language, 3).text
  })
  expect(told[0]).toContain('412 million dollars')
  expect(told[1]).toContain('4.12 亿美元')
})
