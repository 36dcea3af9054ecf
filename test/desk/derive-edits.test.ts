import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Edit } from '../../src/core/edits.ts'
import { deriveEdits } from '../../src/desk/derive-edits.ts'
import type { RankedDraft } from '../../src/curate/draft.ts'
import { renderDraftMarkdown } from '../../src/desk/draft-markdown.ts'
import { describeDraft, type DraftText, storiesIn } from '../../src/desk/draft-text.ts'
import { layEdits } from '../../src/curate/lay-edits.ts'
import { parseDraftMarkdown } from '../../src/desk/parse-draft.ts'
import { renderMail } from '../../src/publish/mail/email.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { aSite, anIssue, shippedTemplates } from '../publish/issues.ts'
import { week } from './draft-texts.ts'
import { anEdit, anEntry, aRanking, now } from '../curate/ranked-drafts.ts'

const out = { isTaken: false, whyOut: 'the issue is full with 3 stories' }
const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
const ranked = aRanking(
  names.map((name, index) => anEntry(name, { section: index % 2 ? 'B' : 'A', ...(index > 3 ? out : {}) })),
)
const textOf = (edits: readonly Edit[], ranking: RankedDraft = ranked): DraftText =>
  describeDraft(ranking, edits, { week, state: 'draft' }, 'en')
const derive = (text: DraftText, existing: readonly Edit[] = [], ranking: RankedDraft = ranked): readonly Edit[] =>
  deriveEdits(text, ranking, existing, { now, language: 'en', chosen: new Set() })

/** Any arrangement that a curator could save: each story somewhere, some with other words. */
const anyText = fc
  .record({
    order: fc.shuffledSubarray(names, { minLength: names.length, maxLength: names.length }),
    places: fc.array(fc.nat(4), { minLength: names.length, maxLength: names.length }),
    titles: fc.shuffledSubarray(['A', 'B', 'Other'], { minLength: 3, maxLength: 3 }),
    written: fc.subarray(names),
    foreword: fc.constantFrom('', 'A word before.'),
  })
  .map(({ order, places, titles, written, foreword }): DraftText => {
    const blocks = new Map(
      storiesIn(textOf(names.map(name => anEdit('pick', name, null)))).map(block => [block.link, block]),
    )
    const at = (place: number) =>
      order
        .filter((_name, index) => places[index] === place)
        .flatMap(name => {
          const block = blocks.get(`https://a.example/${name}`)
          return block ? [written.includes(name) ? { ...block, title: `My ${name}`, note: 'N.' } : block] : []
        })
    const sections = titles.map(title => ({ title, stories: at(['A', 'B', 'Other'].indexOf(title)) }))
    return { ...textOf([]), foreword, sections, held: at(3), leftOut: at(4) }
  })
const arrangementOf = ({ foreword, sections, held }: DraftText) => ({
  foreword,
  sections: sections.map(({ title, stories }) => ({ title, stories: stories.map(story => ({ ...story, about: '' })) })),
  held: held.map(({ link }) => link).toSorted(),
})

describe('the edits of a saved text', () => {
  test('make the draft exactly what the text says', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(arrangementOf(textOf(derive(text)))).toEqual(arrangementOf(text))
      }),
      { numRuns: 300 },
    )
  })

  test('stay as they are when the text is saved once more', () => {
    fc.assert(
      fc.property(anyText, text => {
        const edits = derive(text)
        expect(derive(textOf(edits), edits).toSorted(byName)).toEqual(edits.toSorted(byName))
      }),
    )
  })

  test('are none where the curator wants what the program would do, and go when that is restored', () => {
    expect(derive(textOf([]))).toEqual([])
    const edits = [anEdit('title', 'one', 'Mine'), anEdit('section', 'two', 'A'), anEdit('foreword', '', 'Hello')]
    expect(derive(textOf([]), edits)).toEqual([])
  })

  test('are few: one moved story is one edit', () => {
    const { sections, ...rest } = textOf([])
    const [first, ...others] = sections
    const moved = { title: 'A', stories: first?.stories.toReversed() ?? [] }
    expect(derive({ ...rest, sections: [moved, ...others] }).map(({ kind }) => kind)).toEqual(['position'])
  })

  test('of stories that are not in the text stay', () => {
    const edits = [anEdit('note', 'elsewhere', 'Kept.')]
    expect(derive(textOf([]), edits)).toEqual(edits)
  })
})

const byName = (a: Edit, b: Edit): number => (a.link + a.kind < b.link + b.kind ? -1 : 1)

test('the text alone rebuilds page, feeds and mail byte for byte', () => {
  const edits = [
    anEdit('title', 'one', 'Mine & <b>'),
    anEdit('note', 'two', 'First.\n\nSecond.'),
    anEdit('summary', 'three', 'Short.'),
    anEdit('drop', 'four', null),
    anEdit('pick', 'six', null),
    anEdit('section', 'one', 'Other'),
    anEdit('position', 'three', 0),
    anEdit('sections', '', ['Other', 'B', 'A']),
    anEdit('foreword', '', '题记：\n\n这一周。'),
  ]
  const render = (from: readonly Edit[]) => {
    const { foreword, sections } = layEdits(ranked, from, 'en')
    const issue = anIssue(sections, { foreword })
    return [renderSite(aSite(), [issue], [], shippedTemplates), renderMail(aSite(), issue, 'en', shippedTemplates)]
  }
  const exported = renderDraftMarkdown(textOf(edits), 'en')
  expect(render(derive(parseDraftMarkdown(exported).text))).toEqual(render(edits))
})

describe('words in Markdown', () => {
  const write = (changes: Partial<ReturnType<typeof storiesIn>[number]>, existing: readonly Edit[] = []) => {
    const text = textOf(existing)
    const sections = text.sections.map(section => ({
      ...section,
      stories: section.stories.map(story =>
        story.link === 'https://a.example/one' ? { ...story, ...changes } : story,
      ),
    }))
    return derive({ ...text, sections }, existing)
  }

  test('are marked, and plain words are not', () => {
    expect(write({ summary: '**重点：**后文', points: ['*a*', 'b'], note: 'Plain.' })).toMatchObject([
      { kind: 'summary', value: '**重点：**后文', markup: 'markdown' },
      { kind: 'points', value: ['*a*', 'b'], markup: 'markdown' },
      { kind: 'note', value: 'Plain.' },
    ])
    expect(write({ note: 'Plain.' })[0]).not.toHaveProperty('markup')
  })

  test('kept plain before the mark was there stay plain, signs and all', () => {
    const old = [anEdit('note', 'one', 'a *b* [c](d)'), anEdit('summary', 'one', '# 一\n\n- 二')]
    const text = textOf(old)
    expect(storiesIn(text)[0]).toMatchObject({ note: 'a \\*b\\* [c\\](d)', summary: '# 一\n\n\\- 二' })
    expect(derive(parseDraftMarkdown(renderDraftMarkdown(text, 'en')).text, old)).toEqual(expect.arrayContaining(old))
  })

  test('a machine’s summary with signs in it is no edit until somebody edits it', () => {
    const ranking = aRanking([anEntry('one', { section: 'A' })])
    const [entry] = ranking.entries
    const signs = {
      ...ranking,
      entries: entry ? [{ ...entry, story: { ...entry.story, summary: '- *a* `b` [c](d)' } }] : [],
    }
    const given = parseDraftMarkdown(renderDraftMarkdown(textOf([], signs), 'en')).text
    expect(derive(given, [], signs)).toEqual([])
    const edited = {
      ...given,
      sections: given.sections.map(each => ({
        ...each,
        stories: each.stories.map(story => ({ ...story, summary: `${story.summary ?? ''} **d**` })),
      })),
    }
    const [edit, ...others] = derive(edited, [], signs)
    expect([edit, others]).toMatchObject([
      { kind: 'summary', value: '\\- \\*a\\* \\`b\\` [c\\](d) **d**', markup: 'markdown' },
      [],
    ])
    const [laid] = layEdits(signs, edit ? [edit] : [], 'en').sections.flatMap(({ stories }) => stories)
    expect(laid?.markdown).toEqual(['summary'])
  })

  test('of notes on stories that have become one all are written in one way', () => {
    const ranking = aRanking([anEntry('one', { section: 'A' })])
    const note = (value: string, markup?: 'markdown'): Edit => ({
      ...anEdit('note', 'one', value),
      ...(markup ? { markup } : {}),
    })
    const [laid] = layEdits(ranking, [note('a *b*'), note('**c**', 'markdown')], 'en').sections.flatMap(
      ({ stories }) => stories,
    )
    expect(laid).toMatchObject({ note: 'a \\*b\\*\n\n**c**', markdown: ['note'] })
  })
})
