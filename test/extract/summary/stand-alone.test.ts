// Which sentences make a point by themselves, English and Chinese.
import { describe, expect, test } from 'vitest'
import { definiteness, isStatement, standsAlone } from '../../../src/extract/summary/stand-alone.ts'

describe('a sentence that goes on from another does not stand alone', () => {
  test.each([
    'This is the account after twelve months.',
    'That is the toll, and it appeared on no slide.',
    'None of these shows in the usual health checks.',
    'It writes the limit only behind a feature gate.',
    '“They were sorry,” she said to the court.',
    'But in most clusters there is only the wall.',
    'The last of the four settings is the costliest.',
    'For example, a build takes twelve minutes.',
    'Let us look at the numbers of last year.',
    '于是推倒重写，规则只有一条：先查清单。',
    '这正好把几个概念串起来讲一遍。',
    '它的延迟比原来低了一半。',
    '其特点是没有主节点。',
    '不过目前的状态已经可以用了。',
    '用这种方式可以保持原有的编号。',
    '更多内容请参考英文原文。',
  ])('%s', sentence => {
    expect(standsAlone(sentence)).toBe(false)
  })
})

describe('a sentence that names what it speaks of stands alone', () => {
  test.each([
    'Of 1,140 build definitions, 1,083 ran unchanged.',
    'This week the project released version 2.0 of its engine.',
    'Thistle farmers in Spain sell half of their crop abroad.',
    'Sony sells more than it did a year ago.',
    'Note-taking on paper helps pupils remember.',
    'Meanwhileable is no word of any language.',
    '但丁的诗被译成了三十种文字。',
    '也门的港口本周重新开放。',
    '还原论在生物学里有一百年的历史。',
    '我们把 its 字段改成了 their 字段。',
    '在 Rust 里 this 指针叫作 self。',
    '旧的 then 回调没有 catch 就会丢掉错误。',
    '复制槽会一直按住旧的事务号。',
  ])('%s', sentence => {
    expect(standsAlone(sentence)).toBe(true)
  })
})

test.each([
  ['a question', 'Is the container really running?', false],
  ['a Chinese question', '那如何在线调试容器中的进程呢？”', false],
  ['output of a program', 'Starting local cluster...', false],
  ['a line that is cut off', '事情还没有完…', false],
  ['a word on a figure', '如下图所示，请求经过三层代理。', false],
  ['a statement', 'The repair costs eighteen million euros.', true],
])('%s may be a point: %#', (_, sentence, expected) => {
  expect(isStatement(sentence)).toBe(expected)
})

test('figures, comparisons and names make a sentence more definite', () => {
  expect(definiteness('the thing was good and nice')).toBe(0)
  expect(definiteness('the thing took 40 minutes')).toBeCloseTo(0.1)
  expect(definiteness('a run of Vacuum takes 40 minutes, less than before')).toBeCloseTo(0.3)
  expect(definiteness('用less写的样式')).toBe(0)
  expect(definiteness('读取延迟比原来低 30%')).toBeCloseTo(0.2)
})
