// Whom articles are about, and when two are about strangers.
import { describe, expect, test } from 'vitest'
import { groupStories } from '../../src/curate/group.ts'
import { areStrangers, nobody, readCasts } from '../../src/curate/protagonists.ts'

const rest =
  ' The quay was full of people when the ship came in, and the band of the town played until the rain began.'.repeat(3)
const restInChinese = '码头上站满了人，镇上的乐队一直吹到下雨，船员们说他们从来没有见过这么多人来接一条船。'.repeat(6)
const english = (title: string, text: string) => ({ title, text: text + rest })
const chinese = (title: string, text: string) => ({ title, text: text + restInChinese })

const castOf = (article: { title: string; text: string }) =>
  readCasts([article])
    .flatMap(({ protagonists }) => [...protagonists])
    .sort()

function areEachOthersStrangers(...articles: readonly { title: string; text: string }[]): boolean {
  const [one = nobody, other = nobody] = readCasts(articles)
  return areStrangers(one, other)
}

test('a name of the title that the text has within a sentence is a protagonist, in both languages', () => {
  const told = english(
    'Brackenwold buys Tarnforge',
    'On Monday Brackenwold said that it would buy Tarnforge for 400 million.',
  )
  expect(castOf(told)).toEqual(['brackenwold', 'tarnforge'])
  expect(castOf(chinese('Brackenwold 收购 Tarnforge', '周一，Brackenwold 宣布以四亿美元收购 Tarnforge。'))).toEqual([
    'brackenwold',
    'tarnforge',
  ])
})

test('words with a capital in the title alone are none, and a headline alone has none', () => {
  expect(castOf(english('How Harbours Survive', 'Most of them do not survive at all.'))).toEqual([])
  expect(castOf({ title: 'Brackenwold buys Tarnforge', text: 'It is said that Brackenwold pays.' })).toEqual([])
})

describe('two articles in the same words', () => {
  const raises = (company: string) =>
    english(
      `${company} raises 41 million for home batteries`,
      `Investors gave ${company} 41 million on Tuesday. The money goes into home batteries, says the company, whose founders did this before.`,
    )
  const raisesInChinese = (company: string) =>
    chinese(
      `家用电池公司 ${company} 获四千万美元投资`,
      `从事家用电池的 ${company} 完成四千万美元融资，资金将投向家用电池，两位创始人以前就做这一行。`,
    )

  test.each([
    ['English', raises],
    ['Chinese', raisesInChinese],
  ])('are two stories when each is about somebody whom the other never mentions: %s', (_, tell) => {
    const one = { id: 'a', source: 'one', publishedAt: '2026-11-24T08:00:00Z', ...tell('Brackenwold') }
    const other = { id: 'b', source: 'two', publishedAt: '2026-11-24T09:00:00Z', ...tell('Tarnforge') }
    expect(areEachOthersStrangers(one, other)).toBe(true)
    expect(groupStories([one, other])).toHaveLength(2)
    const same = { ...one, id: 'c', source: 'three', text: `${one.text} More later.` }
    expect(groupStories([one, same])).toHaveLength(1)
  })

  test('are about one event when one mentions the other’s protagonist', () => {
    const buyer = english('Brackenwold grows by a forge', 'On Monday Brackenwold said that it would buy Tarnforge.')
    const bought = english('Tarnforge is sold', 'Nobody at Tarnforge had known of it, said its manager.')
    expect(areEachOthersStrangers(buyer, bought)).toBe(false)
  })
})
