// Which summaries of a feed were written or chosen by a person.
import { describe, expect, test } from 'vitest'
import { isHumanSummary } from '../../../src/extract/summary/human-summary.ts'

const report = [
  'By Jane Doe, Reuters',
  'The city council voted on Tuesday to close the old bridge over the river for two years.',
  'Engineers found cracks in three of its nine steel arches during an inspection in March.',
  'Read more: Ten bridges that fell.',
  'About forty thousand cars cross the bridge each day, and most of them will be sent through the tunnel.',
  'The repair will cost eighteen million euros, of which the state pays one half.',
  'Shop owners on the west bank fear that their customers will stay away until the work is done.',
  'A ferry for people on foot will run every ten minutes from the first of May.',
].join('\n')

describe("a feed's own summary", () => {
  test.each([
    ['somebody wrote it', 'Two years without a bridge: what the closure means for the shops on the west bank.', true],
    [
      'somebody wrote it in Chinese',
      '容器存储一直是个难题，这次收购之后，有状态的服务终于可以放心地跑在容器里了。',
      true,
    ],
    ['it is cut off', 'The city council voted on Tuesday to close the old bridge over the …', false],
    [
      'it ends in an invitation',
      'What the closure means for the shops on the west bank of the river. Read more',
      false,
    ],
    ["it is the article's beginning", report.split('\n').slice(1, 3).join(' '), false],
    [
      'it is the beginning without a few of its words',
      'The city council voted to close the old bridge over the river for two years. Engineers found cracks in three of its nine steel arches during an inspection',
      false,
    ],
    ['it is too short to say anything', 'A bridge closes.', false],
    ['it is a whole text', 'What the closure means for shops. '.repeat(30), false],
    [
      'it is what an aggregator adds',
      'Article URL: https://example.org/bridge Comments URL: https://example.net/item',
      false,
    ],
    ['there is none', '', false],
  ])('%s', (_, summary, expected) => {
    expect(isHumanSummary(summary, report)).toBe(expected)
  })
})

test('a summary that only says where the article comes from is none', () => {
  expect(isHumanSummary('本文根据王海在港口大会上的演讲整理，完整的幻灯片请见文章底部。', report)).toBe(false)
})

describe('a summary that quotes the article', () => {
  const article = [
    '网关的缓存',
    '作者：王海',
    '本文由作者授权，转载自海边的博客。',
    '网关有一个开关，打开以后请求会先经过一层缓存，这层缓存放在内存里，重启就没有了。它从来没有出过错。',
    '缓存如何失效，官方文档写得很简略。本文尝试结合配置文件和代码，对网关缓存的失效机制做一次完整的分析，以便从整体上理解它的工作方式。',
  ].join('\n\n')

  test.each([
    [
      'from further on is chosen by somebody',
      '本文尝试结合配置文件和代码，对网关缓存的失效机制做一次完整的分析，以便从整体上理解它的工作方式。',
      true,
    ],
    [
      'from its beginning is cut off',
      '网关有一个开关，打开以后请求会先经过一层缓存，这层缓存放在内存里，重启就没有了。',
      true,
    ],
    [
      'from its very first line is cut off',
      '网关的缓存 作者：王海 本文由作者授权，转载自海边的博客。网关有一个开关，打开以后请求会先经过一层缓存。',
      false,
    ],
  ])('%s', (_, summary, expected) => {
    expect(isHumanSummary(summary, article)).toBe(expected)
  })

  test.each([
    ['A bridge closes for two years: what the shops of the west bank fear. The post Bridge first appeared on Town.'],
    ['About forty thousand cars cross the bridge each day. Continue reading The bridge →'],
    ['老桥关闭两年，西岸的店铺担心客人不再上门，渡轮能不能救他们？阅读全文'],
  ])('with a trailer is none as it stands: %s', summary => {
    expect(isHumanSummary(summary, report)).toBe(false)
  })
})

test("the article's beginning is no summary with the title before it either; words that go on from the title are", () => {
  const title = 'Bridge closed'
  const beginning = report.split('\n').slice(1, 3).join(' ')
  expect(isHumanSummary(`${title} ${beginning}`, report, title)).toBe(false)
  const chosen = 'Bridge closed, shops open: what two years without a crossing mean for the west bank.'
  expect(isHumanSummary(chosen, report, title)).toBe(true)
})
