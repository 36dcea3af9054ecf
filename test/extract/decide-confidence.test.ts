// How sure a reading is: what raises it, what lowers it, and in which words.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decideConfidence,
  measureAgreement,
  measureLinkShare,
  type ReadingEvidence,
} from '../../src/extract/decide-confidence.ts'

const evidence = (fields: Partial<ReadingEvidence> = {}): ReadingEvidence => ({
  method: 'page',
  characters: 4_000,
  linkShare: 0.05,
  agreement: null,
  isSelectorUseless: false,
  ...fields,
})

test.each<[string, Partial<ReadingEvidence>, Partial<ReadingEvidence>]>([
  ['the part that the source names is surer than one that was found', { method: 'selector' }, { method: 'page' }],
  ["a feed's full text is surer than a page", { method: 'feed' }, { method: 'page' }],
  ['a page is surer than an excerpt', { method: 'page' }, { method: 'excerpt' }],
  ['a long text is surer than a short one', { characters: 900 }, { characters: 90 }],
  ['prose is surer than links', { linkShare: 0.1 }, { linkShare: 0.8 }],
  ["what holds the feed's own words is surer than what was not compared", { agreement: 1 }, {}],
  ["what was not compared is surer than what lacks the feed's words", {}, { agreement: 0.1 }],
  ['a page with the part that the source names is surer than one without', {}, { isSelectorUseless: true }],
])('%s', (_name, surer, less) => {
  expect(decideConfidence(evidence(surer)).confidence).toBeGreaterThan(decideConfidence(evidence(less)).confidence)
})

test('the reasons say in words what was measured', () => {
  const { reasons } = decideConfidence(
    evidence({ characters: 120, linkShare: 0.75, agreement: 0.12, isSelectorUseless: true }),
  )
  expect(reasons).toEqual([
    'short (120 characters)',
    '75 % of it are links',
    "holds 12 % of the feed's own words",
    "the source's selector matches nothing",
  ])
})

test('confidence lies between 0 and 1', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.record({
        method: fc.constantFrom('selector', 'page', 'feed', 'pdf', 'excerpt'),
        characters: fc.nat(),
        linkShare: share,
        agreement: fc.option(share),
        isSelectorUseless: fc.boolean(),
      }),
      found => {
        const { confidence } = decideConfidence(found)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      },
    ),
  )
})

const words = 'Containers share the kernel of their host, and a fault in it is a fault in all of them at once.'

test.each([
  ['all of it', words, `Before. ${words} And after.`, 1],
  ['all of it, set otherwise', words, words.toUpperCase().replaceAll(' ', '\n\n— '), 1],
  [
    'all of it in Chinese',
    '容器共享宿主机的内核，内核里的一个错误就是所有容器的错误，这一点很多人到了生产环境才明白。',
    '前言。容器共享宿主机的内核，内核里的一个错误就是所有容器的错误，这一点很多人到了生产环境才明白。',
    1,
  ],
  ['none of it', words, 'This site uses cookies. Do you agree?', 0],
  ['too little to say', 'Walls.', words, null],
])("of a feed's words the text holds %s", (_name, feedText, text, expected) => {
  expect(measureAgreement(feedText, text)).toBe(expected)
})

test('a summary in other words agrees with its article, a consent wall does not', () => {
  const summary = 'Why containers that share one kernel also share each fault of their host.'
  const wall = 'We value your privacy. We and our partners store cookies on your device, and share what we learn.'
  expect(measureAgreement(summary, words)).toBeGreaterThan(0.5)
  expect(measureAgreement(summary, wall)).toBeLessThan(0.2)
})

test.each([
  ['<p>plain</p>', 'plain', 0],
  ['<p><a href="https://a.example/">four</a> more</p>', 'four more', 4 / 9],
  ['', '', 0],
])('of %s the share of links is measured', (html, text, expected) => {
  expect(measureLinkShare(html, text)).toBeCloseTo(expected)
})
