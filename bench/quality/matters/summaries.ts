// Measures leads and points: hand-marked articles in both languages, and references from outside.
import { basename, join } from 'node:path'
import { summarize } from '../../../src/library.ts'
import { readRows, textOf } from '../jsonl.ts'
import { type CaseBlock, readCases } from '../read-blocks.ts'
import type { Score } from '../score.ts'
import {
  type Expected,
  type Judgement,
  judgeSummary,
  rougeOf,
  rougeTokens,
  scoreSummaries,
} from '../scorers/summaries.ts'

const folder = join(import.meta.dirname, '..', 'sets', 'summaries')
/** What a page shows of a story. */
const SHOWN = { sentences: 2, points: 4 }
/** A reference as short as this is one sentence; longer ones are compared with three. */
const ONE_SENTENCE_TOKENS = 40
const LONG = 3

/** The hand-marked articles of a language. */
export function readMarked(language: 'english' | 'chinese'): readonly CaseBlock[] {
  return readCases(join(folder, `${language}.txt`))
}

/** What a case's keys say. */
export function expectedOf({ said }: CaseBlock): Expected {
  const listOf = (key: string): readonly string[] => said.get(key) ?? []
  return {
    lead: listOf('lead'),
    points: listOf('point'),
    forbidden: listOf('not'),
    reference: said.get('ref')?.[0] ?? null,
  }
}

function judge(block: CaseBlock, language: string): Judgement {
  return judgeSummary(summarize({ title: block.title, text: block.text, language }, SHOWN), expectedOf(block))
}

/** Measures the hand-marked articles, two sentences and four points each. */
export function measureSummaries(): readonly Score[] {
  return [
    ...scoreSummaries(
      'summaries in English',
      readMarked('english').map(block => judge(block, 'en')),
    ),
    ...scoreSummaries(
      'summaries in Chinese',
      readMarked('chinese').map(block => judge(block, 'zh')),
    ),
  ]
}

/** Measures a file of `{ set, lang, title, text, refs }` a line: ROUGE-1 against the nearest reference, each `set` by itself. */
export function measureOutsideSummaries(path: string): readonly Score[] {
  const sets = Map.groupBy(readRows(path), row => textOf(row, 'set'))
  return [...sets].flatMap(([set, rows]): Score[] => {
    const judged = rows.map(row => {
      const references = (Array.isArray(row.refs) ? row.refs : []).map(String)
      const sentences = rougeTokens(references[0] ?? '').length < ONE_SENTENCE_TOKENS ? 1 : LONG
      const language = textOf(row, 'lang')
      const summary = summarize({ title: textOf(row, 'title'), text: textOf(row, 'text'), language }, { sentences })
      const judgement = judgeSummary(summary, { lead: [], points: [], forbidden: [], reference: null })
      return { ...judgement, rouge: Math.max(...references.map(reference => rougeOf(summary.lead, reference))) }
    })
    return scoreSummaries(`summaries (${basename(path)} ${set})`, judged).map(score => ({
      ...score,
      isFromOutside: true,
    }))
  })
}
