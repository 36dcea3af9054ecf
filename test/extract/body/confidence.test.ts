// How sure an article is, and how much of one text stands in another.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Evidence,
  measureAgreement,
  measureSharedWords,
  rateConfidence,
  rateOtherText,
  weightOf,
} from '../../../src/extract/body/confidence.ts'

const sentence = 'Containers share the kernel of their host, which makes them start in milliseconds on any machine.'

test.each([
  ['the same words', sentence, 1],
  ['the same words in other dress', sentence.toUpperCase().replace(/ /g, ' – '), 1],
  ['other words', 'Every morning at a quarter past five he puts a folding chair on the breakwater and counts.', 0],
])('%s agree', (_, reference, expected) => {
  expect(measureAgreement(reference, `Before. ${sentence} After.`)).toBe(expected)
})

test('a reference of a few words says nothing', () => {
  expect(measureAgreement('Containers share', sentence)).toBeNull()
})

test('a Han character weighs three Latin ones', () => {
  expect(weightOf('容器 ab')).toBe(9)
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
  expect(measureSharedWords(feedText, text)).toBe(expected)
})

test('a summary in other words shares many with its article, a consent wall few', () => {
  const summary = 'Why containers that share one kernel also share each fault of their host.'
  const wall = 'We value your privacy. We and our partners store cookies on your device, and share what we learn.'
  expect(measureSharedWords(summary, words)).toBeGreaterThan(0.5)
  expect(measureSharedWords(summary, wall)).toBeLessThan(0.2)
})

const long = `${sentence} `.repeat(20)
const evidence = (fields: Partial<Evidence> = {}): Evidence => ({
  method: 'readability',
  text: long,
  ownLinkShare: 0,
  linkedText: '',
  feedText: '',
  description: '',
  isSelectorUseless: false,
  ...fields,
})

test.each<[string, Partial<Evidence>, number]>([
  ['a long text found by Readability', {}, 0.84],
  ['one with its description in it', { description: sentence }, 0.95],
  ['one that its JSON-LD contradicts', { linkedText: 'x'.repeat(100) }, 0.38],
  ["one without the feed's words", { feedText: words.replace(/\w+/g, word => `un${word}`) }, 0.38],
  ["one with all of the feed's words", { feedText: sentence }, 0.95],
  ['one where the selector matches nothing', { isSelectorUseless: true }, 0.59],
  ['one of links alone', { ownLinkShare: 1 }, 0],
  ['one without text', { text: '' }, 0],
  ['the whole body', { method: 'body' }, 0.44],
])('%s has the confidence of its evidence', (_, fields, expected) => {
  expect(rateConfidence(evidence(fields)).confidence).toBe(expected)
})

test('the reasons say in words what was measured', () => {
  const fields = { text: 'Too short.', ownLinkShare: 0.75, feedText: words, isSelectorUseless: true }
  expect(rateConfidence(evidence(fields)).reasons).toEqual([
    'found by its prose',
    'short, 10 characters',
    '75 % of it are links to its own site',
    'holds 0 % of the feed’s own words',
    'the source’s selector matches nothing',
  ])
})

test("a feed's full text is surer than a PDF, and both than an excerpt", () => {
  const ratings = (['feed', 'pdf', 'excerpt'] as const).map(method => rateOtherText(method, long).confidence)
  expect(ratings).toEqual([0.95, 0.8, 0.2])
  expect(rateOtherText('excerpt', '').confidence).toBe(0)
})

test('confidence lies between 0 and 1', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const text = fc.string({ maxLength: 200 })
  const method = fc.constantFrom('selector', 'readability', 'marked', 'json-ld', 'body', 'description')
  const texts = { text, linkedText: text, feedText: text, description: text }
  fc.assert(
    fc.property(fc.record({ ...texts, method, ownLinkShare: share, isSelectorUseless: fc.boolean() }), found => {
      const { confidence } = rateConfidence(found)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }),
  )
})
