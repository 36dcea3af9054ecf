// Which items the operator's rules let in, and which rules are refused because a text could make them take minutes.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRule, decideKeep } from '../../src/collect/rules.ts'

const keeps = (rule: string, title: string, text = '') =>
  decideKeep({ title, text }, { include: [rule], exclude: [] }).keep

describe('a rule of words', () => {
  test.each([
    ['matches whatever the case', 'docker', 'Docker 1.12 is out', true],
    ['matches whole words only', 'go', 'Mongo has a new engine', false],
    ['matches a word beside Han characters', 'docker', '使用Docker构建镜像', true],
    ['matches Han characters inside a text', '容器', '浅谈容器网络', true],
    ['matches several words with any space between them', 'service mesh', 'A service\n  mesh for all', true],
    ['matches signs literally', 'c++', 'Modern C++ in a week', true],
    ['does not take a dot for any character', 'node.js', 'nodeXjs', false],
    ['matches a hyphen', 'open-source', 'Open-source at ten', true],
    ['matches full-width letters', 'docker', 'Ｄｏｃｋｅｒ 入门', true],
    ['matches accented words whole', 'cafe', 'caféteria', false],
    ['matches at both ends of the text', 'kernel', 'kernel', true],
  ])('%s', (_name, rule, title, expected) => {
    expect(keeps(rule, title)).toBe(expected)
  })

  test('looks into the text too', () => {
    expect(keeps('kubernetes', 'A note', 'on Kubernetes')).toBe(true)
  })
})

describe('a rule that is a pattern', () => {
  test.each([
    ['is case-sensitive without a flag', '/docker/', 'Docker', false],
    ['ignores case with the flag i', '/docker/i', 'Docker', true],
    ['may repeat once without bound', '/docker.*leak/i', 'Docker has a leak', true],
    ['may choose', '/(leak|cve-\\d{4})/i', 'CVE-2016 explained', true],
    ['keeps no position from one item to the next', '/a/', 'a', true],
  ])('%s', (_name, rule, title, expected) => {
    expect(keeps(rule, title)).toBe(expected)
    expect(keeps(rule, title)).toBe(expected)
  })

  test('sees only the first 10,000 characters', () => {
    expect(keeps('/needle/', 'title', `${'x '.repeat(6000)}needle`)).toBe(false)
  })
})

test('an exclude rule outweighs an include rule and is named', () => {
  const decision = decideKeep({ title: 'Docker jobs', text: '' }, { include: ['docker'], exclude: ['jobs'] })
  expect(decision).toEqual({ keep: false, rule: 'exclude', detail: 'jobs' })
})

test('an item that no include rule matches is dropped with a reason', () => {
  const decision = decideKeep({ title: 'Cooking', text: '' }, { include: ['docker', '容器'], exclude: [] })
  expect(decision).toEqual({ keep: false, rule: 'include', detail: '2' })
})

test('without rules everything is kept', () => {
  expect(decideKeep({ title: '', text: '' }, { include: [], exclude: [] })).toEqual({ keep: true })
})

test.each([
  'docker',
  '容器',
  '/docker.*leak/i',
  '/a.{0,80}b.{0,80}c/',
  '/kube\\s*con\\s*europe/i',
  '/(foo|bar)?x+/',
  '/[a-z]+(?=:)/',
  '/\\bv\\d{1,3}\\.\\d{1,3}\\b/',
])('%s is accepted', rule => {
  expect(checkRule(rule)).toBeNull()
})

test.each([
  ['a repetition inside a repetition', '/(a+)+b/'],
  ['a choice inside a repetition', '/(a|aa)*b/'],
  ['a repetition two groups deep', '/((a+))+b/'],
  ['bounded repetitions inside each other', '/(a{0,9}){0,9}b/'],
  ['two repetitions without bound', '/.*a.*b/'],
  ['bounded repetitions that multiply', '/a{0,500}b{0,500}c/'],
  ['a reference back to a group', '/(.*)\\1b/'],
  ['a pattern that does not compile', '/(/'],
  ['a flag that keeps a position', '/a/g'],
  ['a rule without a letter', ' ** '],
  ['an empty rule', ''],
])('%s is refused with a reason', (_name, rule) => {
  expect(checkRule(rule)).toMatch(/^(has|is|repeats|refers) /)
  expect(() => decideKeep({ title: 'a', text: '' }, { include: [rule], exclude: [] })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  )
})

test('any rule is refused, or decides on any text', () => {
  const rule = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string().map(source => `/${source}/i`),
  )
  fc.assert(
    fc.property(rule, fc.string({ unit: 'grapheme' }), (written, title) => {
      if (checkRule(written) === null) expect(typeof keeps(written, title)).toBe('boolean')
    }),
  )
})

test('a rule of words matches itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), words => {
      if (checkRule(words) === null && !words.includes('/')) expect(keeps(words, `- ${words} -`)).toBe(true)
    }),
  )
})
