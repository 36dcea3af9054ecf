import { describe, expect, test } from 'vitest'
import { findUnknownQuantity } from '../../../src/extract/model/quantities.ts'

describe('a number is in the article', () => {
  test.each([
    ['1,000 nodes', '1000 nodes'],
    ['1000 nodes', '1 000 nodes'],
    ['1000 个节点', '一千个节点'],
    ['一千个节点', '1,000 个节点'],
    ['1.5 million people', '1,500,000 people'],
    ['150万人', '1500000 人'],
    ['3.2亿元', '三亿两千万元'],
    ['1.500,5 Euro', '1,500.5 euros'],
    ['4 seconds', 'four seconds'],
    ['21 racks', 'twenty-one racks'],
    ['1200 images', 'twelve hundred images'],
    ['40 percent', 'a rise of 40%'],
    ['百分之四十', '40%'],
    ['四成', '40%'],
    ['$3 billion', '$3bn'],
    ['5 dollars', 'US$5'],
    ['1800ms', '1,800 milliseconds'],
    ['74 毫秒', '74ms 的延迟'],
    ['３０ 台', '30 台'],
    ['Nov 20, 2026', '2026-11-20'],
    ['2026年11月20日', '二〇二六年十一月二十日'],
    ['in March 2026', '2026-03-01'],
    ['version 1.30.2', 'Kubernetes 1.30.2'],
    ['p99 and H100', 'the p99 of the H100'],
    ['half of them', 'one half'],
    ['no number at all, but it may rain', 'nothing'],
    ['一个方面、万一和千万别', '什么也没有'],
  ])('%j where it says %j', (summary, article) => {
    expect(findUnknownQuantity(summary, article)).toBeNull()
  })
})

describe('a number is not in the article', () => {
  test.each([
    ['1,001 nodes', '1000 nodes', '1,001'],
    ['40 nodes', '40% of nodes', '40'],
    ['40% of nodes', '40 nodes', '40%'],
    ['12 percentage points', '12 percent', '12 percentage points'],
    ['$5', '5 nodes', '$5'],
    ['€5', '$5', '€5'],
    ['1.5 people', '1.5 million people', '1.5'],
    ['1500万人', '150万人', '1500万'],
    ['二千个', '一千个', '2000'],
    ['74 seconds', '74 ms', '74 seconds'],
    ['74 MB', '74 GB', '74 MB'],
    ['two days', 'two weeks', '2 days'],
    ['in March 2026', '2026-04-03', 'month 3'],
    ['2026年12月', '2026年11月12日', 'month 12'],
    ['p95', 'p99', 'p95'],
    ['version 1.30.3', 'version 1.30.2', '1.30.3'],
    ['2x faster', '2 nodes', '2x'],
    ['doubled', 'rose', 'twice'],
    ['thousands of users', 'users', 'thousands'],
    ['三分之二的人', '三分之一的人', '2'],
  ])('%j where it says %j', (summary, article, found) => {
    expect(findUnknownQuantity(summary, article)).toBe(found)
  })
})
