// A hundred stories with translations that a careful person would sign, and in what ways each may be spoilt: none of the former is refused,
// none of the latter passes. Stories stand behind >, translations behind <, what is put in the place of what behind a hyphen.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type ChineseScript, findOtherScript, toSimplified } from '../../../src/core/chinese-script.ts'
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

/** Simplified characters, each with a Traditional one that stands for it. */
const traditionalOf = new Map<string, string>()
for (let code = 0x4e00; code < 0x9fff; code++) {
  const [character, simplified] = [String.fromCharCode(code), toSimplified(String.fromCharCode(code))]
  if (simplified !== character && findOtherScript(simplified, 'Hant') !== null) traditionalOf.set(simplified, character)
}
const write = (text: string, chinese: ChineseScript): string =>
  chinese === 'Hans' ? text : text.replace(/\p{Script=Han}/gu, character => traditionalOf.get(character) ?? character)

test.each([
  ['into-chinese', 'zh', 'Hans'],
  ['into-chinese', 'zh', 'Hant'],
  ['into-english', 'en', 'Hans'],
  ['into-english', 'en', 'Hant'],
] as const)('%s, %s %s: what is well translated passes, what is not is refused', (name, into, chinese) => {
  const cases = readCases(name)
  const faultOf = ({ source }: Case, [title, summary]: Case['good']): string | null => {
    const level = (line: string): string => levelPunctuation(line, into)
    const told = { title: level(write(title, chinese)), summary: level(write(summary, chinese)), points: [] }
    const written = { title: write(source.title, chinese), summary: write(source.summary, chinese), points: [] }
    return findTranslationFault(told, { source: written, into, chinese, terms })
  }
  const refused = cases.flatMap(each => {
    const fault = faultOf(each, each.good)
    return fault === null ? [] : `${each.source.title}: ${fault}`
  })
  const passed = cases.flatMap(each =>
    each.spoilt.flatMap(([what, from, to]) => {
      // There it is no fault.
      if (what === 'trad' && chinese === 'Hant') return []
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
