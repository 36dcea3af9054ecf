import { describe, expect, test } from 'vitest'
import {
  describeEvidence,
  describeLearned,
  describeScore,
  describeSection,
} from '../../../src/cli/terminal/judge-words.ts'
import { relateTellings } from '../../../src/curate/relate-tellings.ts'
import type { Appraisal } from '../../../src/core/appraisal.ts'
import { anArticle, aRow } from '../../curate/candidates.ts'
import { aStory } from '../../publish/issues.ts'

const appraisal: Appraisal = {
  score: 0.62,
  terms: { coverage: 0.2, source: 0.1, section: 0.2, recency: 0.1, substance: 0.02 },
  isRead: true,
  section: 'Containers',
  sectionBy: 'keyword',
  keyword: 'docker',
}

test('a score is shown with every term that makes it', () => {
  const sum = 'coverage 0.2 + weight 0.1 + fit 0.2 + recency 0.1 + substance 0.02'
  expect(describeScore(appraisal)).toBe(`score 0.62 = ${sum}`)
  expect(describeScore({ ...appraisal, score: 0.062, isRead: false })).toBe(
    `score 0.062 = a tenth, as its page was not read, of ${sum}`,
  )
})

test('what was learned is a term of the score, and says what it rests on', () => {
  const learned = [
    { kind: 'source', name: '', taken: 7, of: 9, issues: 12 },
    { kind: 'section', name: '容器', taken: 3, of: 4, issues: 12 },
    { kind: 'word', name: 'raft', taken: 5, of: 5, issues: 12 },
  ] as const
  expect(describeScore({ ...appraisal, terms: { ...appraisal.terms, learned: -0.04 } })).toMatch(
    /substance 0\.02 − learned 0\.04$/,
  )
  expect(describeLearned({ ...appraisal, learned })).toBe(
    'learned: you took 7 of 9 from this source, 3 of 4 in section 容器, 5 of 5 with “raft” in the title in the last 12 issues that you worked on',
  )
  expect(describeLearned({ ...appraisal, learned: learned.slice(0, 1).map(each => ({ ...each, issues: 1 })) })).toBe(
    'learned: you took 7 of 9 from this source in the last issue that you worked on',
  )
  expect(describeLearned(appraisal)).toBe('')
})

describe('a section with what put the story there', () => {
  test.each<[string, Partial<Appraisal>]>([
    ['section Containers: it matches "docker"', {}],
    ['section Containers: its source belongs there, and it matches "docker"', { sectionBy: 'source' }],
    ['section Containers: its source belongs there', { sectionBy: 'source', keyword: null }],
    ['section Containers: it reads like other stories of that section', { sectionBy: 'archive', keyword: null }],
    ['section Raft: several stories of the issue are about it', { section: 'Raft', sectionBy: 'topic', keyword: null }],
    [
      'section Containers: it matches "docker" ("docker" in its title, 4 times in all; "image" in its text, 2 times in all)',
      {
        sectionEvidence: [
          { word: 'docker', place: 'title', mentions: 4 },
          { word: 'image', place: 'text', mentions: 2 },
        ],
      },
    ],
    ['section (none): too little speaks for one', { section: null, sectionBy: 'none', keyword: null }],
  ])('%s', (text, over) => {
    expect(describeSection({ ...appraisal, ...over })).toBe(text)
  })
})

test('the tellings of a story: the lead, its edited copies, others, and the same link', () => {
  const rows = [1, 2, 3].map(id => aRow({ id }))
  const long = Array.from({ length: 40 }, (_, i) => `Sentence ${i} speaks of matter ${(i * 7) % 41}.`).join(' ')
  const texts = [long, `Shared by us. ${long}`, 'Something else on the same event was told by a third source here.']
  const articles = new Map(rows.map((row, i) => [row.id, anArticle(row, { text: texts[i] ?? '' })]))
  const [one, two, three] = rows.map(({ id, raw_url, title }) => ({
    itemId: id,
    url: raw_url,
    title,
    sourceTitle: 'Source',
    site: 'a.example',
  }))
  if (!one || !two || !three) throw new Error('there are three tellings')
  const story = aStory({ lead: one, others: [two, three], sameLinkItemIds: [9] })
  const related = relateTellings(story, articles)
  expect(related.map(({ itemId, relation }) => [itemId, relation])).toEqual([
    [1, 'lead'],
    [2, 'near-duplicate'],
    [3, 'same story'],
    [9, 'same link'],
  ])
  expect(related[1]?.shared).toBeGreaterThan(0.9)
})

test('a telling names what it shares with the lead: rare words, links and identifiers', () => {
  const rows = [1, 2].map(id => aRow({ id }))
  const texts = [
    'The gateway Pelikan has a hole, CVE-2026-41877. Version 2.17.3 closes it. It was found in Delft.',
    'Pelikan 网关存在漏洞 CVE-2026-41877，2.17.3 版已经修复，发现者来自代尔夫特。',
  ]
  const html = '<p><a href="https://pelikan.example/advisories/7">Advisory</a></p>'
  const articles = new Map(rows.map((row, i) => [row.id, anArticle(row, { text: texts[i] ?? '', html })]))
  const [lead, other] = rows.map(({ id, raw_url, title }) => ({
    itemId: id,
    url: raw_url,
    title,
    sourceTitle: 'Source',
    site: 'a.example',
  }))
  if (!lead || !other) throw new Error('there are two tellings')
  const [, telling] = relateTellings(aStory({ lead, others: [other] }), articles)
  expect(telling?.evidence && describeEvidence(telling.evidence)).toBe(
    'shares the words pelikan; cve-2026-41877, 2.17.3; the link https://pelikan.example/advisories/7',
  )
  expect(describeEvidence({ words: [], links: [], identifiers: [] })).toBe('')
})
