import { describe, expect, test } from 'vitest'
import { findTopics } from '../../src/curate/topics.ts'

const stories = [
  { title: 'Why Kubernetes evicts pods', text: 'The scheduler of Kubernetes was asked twice.' },
  { title: 'Upgrading Kubernetes without a freeze', text: 'The team runs Kubernetes on its own machines.' },
  { title: 'A month of quiet nights', text: 'Kubernetes had one bug. Kubernetes was patched. Then Kubernetes slept.' },
  { title: '对象存储的列举为什么慢', text: '列举慢的原因在对象存储的键。对象存储把键打散。' },
  { title: '把日志搬到对象存储', text: '日志很大，对象存储很便宜。' },
  { title: '备份的最后一步', text: '备份写进对象存储。对象存储还要校验，对象存储不会自己校验。' },
  { title: 'A bridge was closed', text: 'The bridge is old and will be repaired by spring.' },
]

describe('topics of an issue without sections', () => {
  test('are phrases that three stories are about, in any language; what is about none of them is in none', () => {
    expect(findTopics(stories, stories)).toEqual([
      'Kubernetes',
      'Kubernetes',
      'Kubernetes',
      '对象存储',
      '对象存储',
      '对象存储',
      null,
    ])
  })

  test('one topic alone is none', () => {
    expect(findTopics(stories.slice(0, 4), stories)).toEqual([null, null, null, null])
  })

  test('a common word is no topic, however many titles have it', () => {
    const costs = ['bread', 'ships', 'roofs', 'bells', 'films', 'parks'].map((thing, i) => ({
      title: `The cost of ${thing}`,
      text: `What a ${thing} has cost ${i} times over: the cost.`,
    }))
    expect(findTopics(costs, costs).every(topic => topic === null)).toBe(true)
  })

  test('nothing has no topics', () => {
    expect(findTopics([], [])).toEqual([])
  })
})
