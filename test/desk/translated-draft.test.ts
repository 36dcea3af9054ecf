import { describe, expect, test } from 'vitest'
import type { Edit } from '../../src/core/edits.ts'
import { translatableOf } from '../../src/core/translation.ts'
import type { Instant, TranslatedText, WeekId } from '../../src/core/types.ts'
import type { RankedDraft } from '../../src/curate/draft.ts'
import { layEdits } from '../../src/curate/lay-edits.ts'
import { deriveEdits } from '../../src/desk/derive-edits.ts'
import { renderDraftMarkdown } from '../../src/desk/draft-markdown.ts'
import { hashField, type TextAct } from '../../src/desk/apply-act.ts'
import { describeDraft } from '../../src/desk/draft-text.ts'
import { mergeCommand, readFieldNow } from '../../src/desk/merge-command.ts'
import { parseDraftMarkdown } from '../../src/desk/parse-draft.ts'
import { keyOf, translationKey } from '../../src/store/translations.ts'
import { aStory } from '../publish/issues.ts'

const now = '2016-12-07T00:00:00.000Z' as Instant
const story = aStory({ url: 'https://a.example/tail' })
const settings = { stories: 'both' as const, chinese: 'Hans' as const, made: 'm', glossary: {}, keep: [] }
const source = translatableOf(story) ?? { title: '', summary: '', points: [] }
const told: TranslatedText = {
  title: '# 长尾',
  summary: '论点依然成立。\n# 不是标题',
  points: ['从 1,800 毫秒到 74 毫秒。', '无需更多负载。'],
}
const ranked: RankedDraft = {
  entries: [
    {
      ...{
        links: ['https://a.example/tail'],
        sharedLinks: [],
        story,
        section: 'All',
        isTaken: true,
        whyOut: '',
        lacking: null,
      },
      items: [{ itemId: 1, title: story.title, url: story.lead.url }],
    },
  ],
  sections: ['All'],
  translations: { settings, known: new Map([[keyOf(translationKey(source, 'zh', settings)), told]]) },
}

const textOf = (edits: readonly Edit[]): string =>
  renderDraftMarkdown(describeDraft(ranked, edits, { week: '2016-W49' as WeekId, state: 'draft' }, 'en'), 'en').replace(
    /^base:$/m,
    'base: x',
  )
const takeIn = (text: string, before: readonly Edit[] = []): readonly Edit[] =>
  deriveEdits(parseDraftMarkdown(text).text, ranked, before, { now, language: 'en', chosen: new Set() })
const laidBy = (edits: readonly Edit[]) => layEdits(ranked, edits, 'en').sections[0]?.stories[0]?.translation

describe('a draft with a translation', () => {
  test('has it as the last of the block, and given back unchanged it makes no edit', () => {
    expect(laidBy([])).toMatchObject({ language: 'zh', by: 'machine', title: '# 长尾' })
    expect(textOf([])).toContain('#### # 长尾\n\n论点依然成立。 # 不是标题\n\n- 从 1,800 毫秒到 74 毫秒。')
    expect(takeIn(textOf([]))).toEqual([])
  })

  test('that an editor corrects is theirs, and stays when it is given out again', () => {
    const edits = takeIn(textOf([]).replace('论点依然成立', '这一论点至今成立'))
    expect(edits.map(({ kind }) => kind)).toEqual(['translation'])
    expect(laidBy(edits)).toMatchObject({
      by: 'curator',
      summary: '这一论点至今成立。 # 不是标题',
      points: told.points,
    })
    expect(takeIn(textOf(edits), edits)).toEqual(edits)
  })

  test('that an editor deletes is shown no more', () => {
    const edits = takeIn(textOf([]).replace(/#### [^]*?负载。\n/, ''))
    expect(edits).toMatchObject([{ kind: 'translation', value: '' }])
    expect(laidBy(edits)).toBeUndefined()
    expect(takeIn(textOf(edits), edits)).toEqual(edits)
  })

  test('loses it when the words that were translated are others now', () => {
    const edits = takeIn(textOf([]).replace('[The tail at scale', '[A long tail at scale'))
    expect(edits.map(({ kind }) => kind)).toEqual(['title'])
    expect(laidBy(edits)).toBeUndefined()
    expect(takeIn(textOf(edits), edits)).toEqual(edits)
  })
})

describe('at the desk and by the API a translation', () => {
  const nowOf = (edits: readonly Edit[]) => ({
    ranked,
    edits,
    text: describeDraft(ranked, edits, { week: '2016-W49' as WeekId, state: 'draft' }, 'en'),
  })
  const act = (value: string): TextAct => ({ kind: 'translation', story: 'https://a.example/tail', value })
  const seenIn = (edits: readonly Edit[]) => readFieldNow(nowOf(edits), act(''))
  const take = (value: string, edits: readonly Edit[], was = hashField(seenIn(edits))) => {
    const before = nowOf(edits)
    return mergeCommand({ act: act(value), was }, before.text, before, { now, language: 'en', editor: 'ann' })
  }

  test('is seen, corrected, taken away and written again, and is the curator’s then', () => {
    expect(seenIn([])).toBe('# 长尾\n\n论点依然成立。 # 不是标题\n\n- 从 1,800 毫秒到 74 毫秒。\n- 无需更多负载。')
    const corrected = take('大规模下的长尾\n论点至今成立。\n- 从 1,800 毫秒到 74 毫秒。', [])
    if (corrected.kind !== 'merged') throw new Error('it was not taken')
    expect(laidBy(corrected.edits)).toMatchObject({ by: 'curator', title: '大规模下的长尾', summary: '论点至今成立。' })
    const gone = take('', corrected.edits)
    if (gone.kind !== 'merged') throw new Error('it was not taken')
    expect(laidBy(gone.edits)).toBeUndefined()
    const again = take('长尾', gone.edits)
    if (again.kind !== 'merged') throw new Error('it was not taken')
    expect(laidBy(again.edits)).toMatchObject({ by: 'curator', title: '长尾', summary: '', points: [] })
  })

  test('that another editor wrote meanwhile is not written over unseen', () => {
    const theirs = take('长尾，另译', [])
    if (theirs.kind !== 'merged') throw new Error('it was not taken')
    expect(take('长尾，三译', theirs.edits, hashField(seenIn([])))).toMatchObject({
      kind: 'conflict',
      reason: 'changed',
    })
  })
})
