import { describe, expect, test } from 'vitest'
import { areApart, findRecurring, readInstalments, type SeriesInput } from '../../src/curate/series.ts'

const areInstalments = (a: SeriesInput, b: SeriesInput): boolean => {
  const [one, other] = readInstalments([a, b], findRecurring([a, b]))
  return one !== undefined && other !== undefined && areApart(one, other)
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
    ['a release and its patch', { title: 'Kubernetes 1.5 is out' }, { title: 'Kubernetes 1.5.1 is out' }, true],
    ['whole versions that came out', { title: 'Korvex 4 is out' }, { title: 'Korvex 5 released' }, true],
    ['versions without a blank', { title: 'Korvex4.1发布' }, { title: 'Korvex 4.2 发布' }, true],
    ['one version in two languages', { title: 'Korvex4.2发布' }, { title: 'Korvex 4.2 is out' }, false],
    ['Part One and Part Two', { title: 'On locks, Part One' }, { title: 'Part Two: on queues' }, true],
    ['Part I and Part II', { title: 'On locks (Part I)' }, { title: 'On locks, part II' }, true],
    ['Part 2 and Part Two', { title: 'On locks, part 2' }, { title: 'On locks (Part Two)' }, false],
    ['第一部分 and 第二部分', { title: '锁的故事第一部分' }, { title: '锁的故事第2部分：队列' }, true],
    ['（上） and （下）', { title: '锁的故事（上）' }, { title: '锁的故事（下）' }, true],
    ['上篇 and 下篇', { title: '锁的故事 上篇' }, { title: '锁的故事·下篇' }, true],
    ['quantities', { title: 'Korvex grew 3.5% in May' }, { title: 'Korvex grew 3.9 percent in June' }, false],
    ['上篇 and 下篇 behind a word', { title: '锁的故事上篇' }, { title: '锁的故事下篇' }, true],
    ['（一） and （二）', { title: '锁的故事（一）' }, { title: '锁的故事（二）——队列' }, true],
    ['一 and 二 before a colon', { title: '庖丁解锁一：自旋' }, { title: '庖丁解锁二：队列' }, true],
    [
      '基础篇 and 实践篇',
      { title: '学锁之路（基础篇）', source: 'a' },
      { title: '学锁之路（实践篇）', source: 'a' },
      true,
    ],
    ['a number and none', { title: 'Lock benchmarks', source: 'a' }, { title: 'Lock benchmarks 2', source: 'a' }, true],
    ['two weeks', { title: 'Week 45: locks', source: 'a' }, { title: 'Week 46: queues', source: 'a' }, true],
    [
      'two episodes',
      { title: 'Ep. 12 — Ada on locks', source: 'a' },
      { title: 'Ep. 13 — Bo on queues', source: 'a' },
      true,
    ],
    ['two chapters', { title: 'On locks, chapter four' }, { title: 'On locks, chapter five' }, true],
    ['a piece and its sequel', { title: '锁的故事', source: 'a' }, { title: '锁的故事 续', source: 'a' }, true],
    [
      'basics and practice',
      { title: 'Locks: the basics', source: 'a' },
      { title: 'Locks: in practice', source: 'a' },
      true,
    ],
    ['连载七 and 连载八', { title: '锁【连载七】' }, { title: '锁【连载八】' }, true],
    ['a year in brackets', { title: 'On locks (2025)' }, { title: 'On locks (2026)' }, false],
    [
      'two flaws',
      { title: 'Flaw in Pelikan', text: 'CVE-2026-1001 is bad.' },
      { title: 'CVE-2026-1002 in Pelikan' },
      true,
    ],
    ['one flaw and a pair of them', { title: 'CVE-2026-1001' }, { title: 'CVE-2026-1001, CVE-2026-1002' }, false],
    ['the same instalment', { title: 'Weekly links 42' }, { title: 'Weekly links 42' }, false],
  ])('%s', (_, a, b, expected) => {
    expect(areInstalments(a, b)).toBe(expected)
  })
})

test('series that one article alone is part of are not kept', () => {
  const titles = ['Locks, part 1', 'Locks, part 2', 'Bolts 3.1 is out', 'Keys of copper', '锁与钥匙']
  const articles = titles.map(title => ({ title, source: 'a' }))
  expect(readInstalments(articles, findRecurring(articles)).map(({ size }) => size > 0)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
