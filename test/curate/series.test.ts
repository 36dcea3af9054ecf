import { describe, expect, test } from 'vitest'
import { areApart, findRecurring, instalmentsOf, type SeriesInput } from '../../src/curate/series.ts'

const areInstalments = (a: SeriesInput, b: SeriesInput): boolean => {
  const [isRecurring = false, isOtherRecurring = false] = findRecurring([a, b])
  return areApart(instalmentsOf(a, isRecurring), instalmentsOf(b, isOtherRecurring))
}

describe('titles of a regular occasion', () => {
  test.each([
    ['Weekly roundup', true],
    ['Weekly reading list Dec 08, 2016', true],
    ['Release v1.2', true],
    ['v1.2.3', true],
    ['This Week in Rust 312', true],
    ['每周阅读列表 2016-12-08', true],
    ['前端周刊第十二期', true],
    ['Kubernetes v1.5.0 release', false],
    ['Docker buys Infinit', false],
    ['Weekly roundup: Docker buys Infinit', false],
    ['Docker收购Infinit', false],
    ['', false],
  ])('%j: %s', (title, expected) => {
    expect(findRecurring([{ title }])).toEqual([expected])
  })

  test('a title that one source used for three instalments is a template', () => {
    const titles = ['Gold closes at 1,200', 'Gold closes at 1,210', 'Gold closes at 1,190', 'Gold mine closes']
    expect(findRecurring(titles.map(title => ({ title, source: 'markets' })))).toEqual([true, true, true, false])
  })
})

describe('instalments of one series', () => {
  test.each<[string, SeriesInput, SeriesInput, boolean]>([
    ['two dates', { title: 'Reading list Dec 05, 2016' }, { title: 'Reading list Dec 08, 2016' }, true],
    ['two versions of one product', { title: 'Kubernetes 1.5 is out' }, { title: 'Hello, Kubernetes 1.6' }, true],
    ['one version, written twice', { title: 'Kubernetes 1.5 is out' }, { title: 'Hello, Kubernetes v1.5.0' }, false],
    ['versions of two products', { title: 'Docker 1.12 is out' }, { title: 'Kubernetes 1.5 is out' }, false],
    ['figures in one source', { title: 'Gold at 12', source: 'a' }, { title: 'Gold at 13', source: 'a' }, true],
    ['figures in two sources', { title: '10 hurt', source: 'a' }, { title: '12 hurt', source: 'b' }, false],
    [
      'no date but two days',
      { title: 'Weekly roundup', publishedAt: '2016-12-02' },
      { title: 'Weekly roundup', publishedAt: '2016-12-09' },
      true,
    ],
    ['the same instalment', { title: 'Weekly links 42' }, { title: 'Weekly links 42' }, false],
  ])('%s', (_, a, b, expected) => {
    expect(areInstalments(a, b)).toBe(expected)
  })
})
