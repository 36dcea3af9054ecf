import { describe, expect, test } from 'vitest'
import type { Edit } from '../../src/core/edits.ts'
import { giveOwnNames } from '../../src/curate/own-names.ts'
import { anEdit } from './ranked-drafts.ts'

const page = 'https://a.example/changes'
const one = { links: ['item:1'], sharedLinks: [page] } as const
const two = { links: ['item:2', 'https://b.example/2'], sharedLinks: [page] } as const
const named = (edits: readonly Edit[]): string[] => edits.map(({ kind, link }) => `${kind} ${link}`).toSorted()
const under = (link: string, edit: Edit): Edit => ({ ...edit, link })

describe('edits under a link that several stories share', () => {
  test('become edits of each of them', () => {
    const edits = [anEdit('drop', 'changes', null), anEdit('note', 'other', 'Read.')]
    expect(named(giveOwnNames(edits, [one, two]))).toEqual([
      'drop item:1',
      'drop item:2',
      'note https://a.example/other',
    ])
  })

  test('leave a story with a decision of its own as it is', () => {
    const edits = [anEdit('drop', 'changes', null), under('https://b.example/2', anEdit('pick', '', null))]
    expect(named(giveOwnNames(edits, [one, two]))).toEqual(['drop item:1', 'pick https://b.example/2'])
  })

  test('stay the edits of a story whose own link it is', () => {
    const edits = [anEdit('drop', 'changes', null)]
    expect(giveOwnNames(edits, [one, two, { links: [page], sharedLinks: [] }])).toBe(edits)
  })

  test('stay where no story has the link, and where they say who stands with whom', () => {
    const edits = [anEdit('drop', 'gone', null), anEdit('split', 'changes', true), anEdit('foreword', '', '题记')]
    expect(giveOwnNames(edits, [one, two])).toBe(edits)
  })

  test('are each there once, however many of its tellings share links', () => {
    const edits = [anEdit('note', 'changes', 'First.'), anEdit('note', 'home', 'Second.')]
    const both = { links: ['item:3'], sharedLinks: [page, 'https://a.example/home'] } as const
    expect(giveOwnNames(edits, [both])).toEqual([{ ...edits[1], link: 'item:3' }])
  })
})
