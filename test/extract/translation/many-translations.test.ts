// A hundred stories with translations that a careful person would sign, and in what ways each may be spoilt: none of the former is refused,
// none of the latter passes. Stories stand behind >, translations behind <, what is put in the place of what behind a hyphen.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findTranslationFault } from '../../../src/extract/translation/check-translation.ts'
import { levelPunctuation } from '../../../src/extract/translation/level-punctuation.ts'

const terms = { glossary: {}, keep: [] }

interface Case {
  readonly source: { readonly title: string; readonly summary: string; readonly points: readonly string[] }
  readonly good: readonly [title: string, summary: string]
  readonly spoilt: readonly (readonly [what: string, from: string, to: string])[]
}

function readCases(name: string): readonly Case[] {
  const text = readFileSync(new URL(`../../fixtures/translations/${name}.txt`, import.meta.url), 'utf8')
  return text.split('\n\n').map(block => {
    const linesOf = (sign: string): readonly string[] =>
      block.split('\n').flatMap(line => (line.startsWith(sign) ? line.slice(sign.length) : []))
    const [title = '', summary = ''] = linesOf('> ')
    const [goodTitle = '', goodSummary = ''] = linesOf('< ')
    const spoilt = linesOf('- ').map(line => {
      const [, what = '', from = '', to = ''] = /^([^:]+): (.*) ⇒ (.*)$/.exec(line) ?? []
      return [what, from, to] as const
    })
    return { source: { title, summary, points: [] }, good: [goodTitle, goodSummary], spoilt }
  })
}

test.each([
  ['into-chinese', 'zh'],
  ['into-english', 'en'],
] as const)('%s: what is well translated passes, what is not is refused', (name, into) => {
  const cases = readCases(name)
  const faultOf = ({ source }: Case, [title, summary]: Case['good']): string | null => {
    const level = (line: string): string => levelPunctuation(line, into)
    const told = { title: level(title), summary: level(summary), points: [] }
    return findTranslationFault(told, { source, into, terms })
  }
  const refused = cases.flatMap(each => {
    const fault = faultOf(each, each.good)
    return fault === null ? [] : `${each.source.title}: ${fault}`
  })
  const passed = cases.flatMap(each =>
    each.spoilt.flatMap(([what, from, to]) => {
      const [title, summary] = each.good
      const isInSummary = summary.includes(from)
      const changed = isInSummary
        ? ([title, summary.replaceAll(from, to)] as const)
        : ([title.replaceAll(from, to), summary] as const)
      return faultOf(each, changed) === null ? `${each.source.title}: ${what}, ${to}` : []
    }),
  )
  expect({ refused, passed }).toEqual({ refused: [], passed: [] })
  expect(cases.length).toBeGreaterThan(40)
})
