import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draftWords } from '../../src/curate/draft-words.ts'
import { renderDraftMarkdown } from '../../src/desk/draft-markdown.ts'
import { type DraftText, nameOf, type StoryText, storiesIn } from '../../src/desk/draft-text.ts'
import { leaveOutDeleted } from '../../src/desk/check-draft-text.ts'
import { isUndecided, mergeDraft, placesOf } from '../../src/desk/merge-draft.ts'
import { parseDraftMarkdown } from '../../src/desk/parse-draft.ts'
import { aBlock, aText, outside } from './draft-texts.ts'

const merge = (
  base: DraftText,
  curator: DraftText,
  arrivals: DraftText,
  {
    dropped = [],
    absorbed = [],
  }: { dropped?: readonly string[]; absorbed?: readonly (readonly [string, string])[] } = {},
): DraftText => mergeDraft({ base, curator, arrivals, dropped: new Set(dropped), absorbed: new Map(absorbed) }, 'en')

/** A text as the places of its stories: the easiest way to change one at random. */
interface Placed {
  readonly place: number
  readonly rank: number
  readonly block: StoryText
}

const PLACES = ['A', 'B', 'C', 'held', 'leftOut'] as const
const placeOf = (text: DraftText, name: string): string => {
  const section = text.sections.find(({ stories }) => stories.some(story => nameOf(story) === name))
  const isIn = (list: readonly StoryText[]): boolean => list.some(story => nameOf(story) === name)
  return section?.title ?? (isIn(text.held) ? 'held' : isIn(text.leftOut) ? 'leftOut' : '')
}

function build(placed: readonly Placed[], head: Partial<DraftText> & { titles?: readonly number[] }): DraftText {
  const { titles = [0, 1, 2], ...rest } = head
  const at = (place: number): StoryText[] =>
    placed
      .filter(each => each.place === place)
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ block }) => block)
  return aText({
    sections: titles.map(index => ({ title: PLACES[index] ?? '', stories: at(index) })),
    held: at(3),
    leftOut: at(4),
    ...rest,
  })
}

/** As the program gives a draft out: of what is left out only titles are shown. A block that the curator moves stays as it is. */
const asGivenOut = (stories: readonly Placed[]): readonly Placed[] =>
  stories.map(each => (each.place > 3 ? { ...each, block: outside(each.block) } : each))

const link = (index: number): string => `https://a.example/${index}`
const place = fc.nat(4)
const rank = fc.nat(1_000)
const words = (prefix: string) => fc.constantFrom(`${prefix}1`, `${prefix}2`)
const story = (index: number) =>
  fc.record({ place, rank }).map(at => ({ ...at, block: aBlock({ link: link(index), title: `T${index}` }) }))
const baseStories = fc.nat(7).chain(count => fc.tuple(...Array.from({ length: count }, (_, index) => story(index))))

/** Changes some of the stories: their words, their places, their order. */
const changed = (stories: readonly Placed[], who: string): fc.Arbitrary<readonly Placed[]> =>
  fc.tuple(
    ...stories.map(each =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(each) },
        words(`${who} title `).map(title => ({ ...each, block: { ...each.block, title } })),
        words(`${who} note `).map(note => ({ ...each, block: { ...each.block, note } })),
        fc.record({ place, rank }).map(at => ({ ...each, ...at })),
        rank.map(other => ({ ...each, rank: other })),
      ),
    ),
  )
const head = (who: string) =>
  fc.record({
    foreword: fc.constantFrom('', '', `by ${who}`),
    titles: fc.constantFrom([0, 1, 2], [0, 1, 2], [2, 0, 1], [1, 0, 2]),
    state: fc.constantFrom('draft' as const, 'draft' as const, 'approved' as const),
  })
/** Base, curator, arrivals: the curator writes and moves; meanwhile stories change, come and go. */
const versions = baseStories.chain(stories =>
  fc
    .tuple(
      changed(asGivenOut(stories), 'curator'),
      head('curator'),
      changed(stories, 'draft').chain(all => fc.subarray([...all])),
      head('draft'),
      fc.tuple(story(8), story(9)).chain(fresh => fc.subarray(fresh)),
    )
    .map(([own, ownHead, left, newHead, fresh]) => ({
      base: build(asGivenOut(stories), {}),
      curator: build(own, ownHead),
      arrivals: build(asGivenOut([...left, ...fresh]), { ...newHead, base: 'b1' }),
    })),
)
const find = (text: DraftText, name: string): StoryText | undefined =>
  storiesIn(text).find(each => nameOf(each) === name)

describe('merging', () => {
  test('a text that the curator left alone gives the draft as it is now', () => {
    fc.assert(
      fc.property(versions, ({ base, arrivals }) => {
        expect(merge(base, base, arrivals)).toEqual(arrivals)
      }),
    )
  })

  test('a draft that stood still gives the curator’s text', () => {
    fc.assert(
      fc.property(versions, ({ base, curator }) => {
        expect(merge(base, curator, base)).toEqual(curator)
      }),
    )
  })

  test('merging what was merged changes nothing, over the old text as over the new one', () => {
    fc.assert(
      fc.property(versions, ({ base, curator, arrivals }) => {
        const merged = merge(base, curator, arrivals)
        fc.pre(!isUndecided(merged))
        expect(merge(arrivals, merged, arrivals)).toEqual(merged)
        expect(merge(base, curator, merged)).toEqual(merged)
      }),
      { numRuns: 300 },
    )
  })

  test('every arrival is there once; twice only where the curator has to choose', () => {
    fc.assert(
      fc.property(versions, ({ base, curator, arrivals }) => {
        const merged = storiesIn(merge(base, curator, arrivals))
        for (const name of storiesIn(arrivals).map(nameOf)) {
          const found = merged.filter(each => nameOf(each) === name)
          const isOpen = found.some(({ conflict }) => conflict !== null)
          expect(found).toHaveLength(isOpen ? 2 : 1)
        }
      }),
    )
  })

  test('every change of the curator’s is there, and every change of the draft’s beside it', () => {
    fc.assert(
      fc.property(versions, ({ base, curator, arrivals }) => {
        const merged = merge(base, curator, arrivals)
        for (const before of storiesIn(base)) {
          const name = nameOf(before)
          const [yours, theirs, result] = [find(curator, name), find(arrivals, name), find(merged, name)]
          if (!yours || (!theirs && placeOf(curator, name) === 'leftOut')) continue
          const blocks = storiesIn(merged).filter(each => nameOf(each) === name)
          for (const field of ['title', 'note'] as const) {
            if (yours[field] !== before[field] && yours[field] !== null && before[field] !== null)
              expect(blocks.map(each => each[field])).toContain(yours[field])
            const isTheirs =
              theirs && theirs[field] !== before[field] && theirs[field] !== null && before[field] !== null
            if (isTheirs) expect(blocks.map(each => each[field])).toContain(theirs[field])
          }
          if (placeOf(curator, name) !== placeOf(base, name) && result?.conflict === null)
            expect(placeOf(merged, name)).toBe(placeOf(curator, name))
        }
        if (curator.foreword !== base.foreword) expect(JSON.stringify(merged)).toContain(curator.foreword)
        if (arrivals.foreword !== base.foreword) expect(JSON.stringify(merged)).toContain(arrivals.foreword)
      }),
      { numRuns: 300 },
    )
  })

  test('a text with both versions cannot be taken in before one is chosen', () => {
    fc.assert(
      fc.property(versions, ({ base, curator, arrivals }) => {
        const merged = merge(base, curator, arrivals)
        fc.pre(isUndecided(merged))
        expect(() => parseDraftMarkdown(renderDraftMarkdown(merged, 'en'))).toThrow('two versions wait for a decision')
      }),
    )
  })
})

const one = aBlock()
const two = aBlock({ link: 'https://a.example/two', title: 'Two' })
const three = aBlock({ link: 'https://a.example/three', title: 'Three' })
const inside = (...stories: StoryText[]) => aText({ sections: [{ title: 'Containers', stories }] })
const out = (story: StoryText) =>
  aText({
    sections: [{ title: 'Containers', stories: [] }],
    leftOut: [{ ...outside(story), ...(story === one ? {} : story) }],
  })

describe('what cannot be merged is shown with both versions', () => {
  test('a title that both sides changed; the rest of the story is merged', () => {
    const curator = inside({ ...one, title: 'Mine', note: 'A note.' })
    const arrivals = inside({ ...one, title: 'Theirs', summary: 'Corrected.' })
    const [yours, theirs] = merge(inside(one), curator, arrivals).sections[0]?.stories ?? []
    expect(yours).toMatchObject({ title: 'Mine', summary: 'Corrected.', note: 'A note.', conflict: 'yours: title' })
    expect(theirs).toMatchObject({ title: 'Theirs', summary: 'Corrected.', conflict: 'the draft now: title' })
  })

  test('all fields of a story that both sides changed, each side with its own words', () => {
    const mine = { title: 'Mine', summary: 'My words.', points: ['My point.'], note: 'My note.' }
    const newer = { title: 'Theirs', summary: 'Their words.', points: ['Their point.'], note: 'Their note.' }
    const merged = merge(inside(one), inside({ ...one, ...mine }), inside({ ...one, ...newer }))
    expect(merged.sections[0]?.stories).toEqual([
      { ...one, ...mine, conflict: 'yours: title, summary, points, note' },
      { ...one, ...newer, conflict: 'the draft now: title, summary, points, note' },
    ])
  })

  test('a story that was moved to two places stands at both', () => {
    const curator = aText({ sections: [{ title: 'Containers', stories: [two] }], held: [outside(one)] })
    const arrivals = aText({
      sections: [
        { title: 'Containers', stories: [two] },
        { title: 'Clouds', stories: [one] },
      ],
    })
    const merged = merge(inside(one, two), curator, arrivals)
    expect([merged.held[0]?.conflict, merged.sections[1]?.stories[0]?.conflict]).toEqual([
      'yours: place',
      'the draft now: place',
    ])
  })

  test('a story that is gone although the curator worked on it; one they left alone goes', () => {
    const merged = merge(inside(one, two), inside({ ...one, note: 'Read this.' }, two), inside())
    expect(merged.sections[0]?.stories).toEqual([{ ...one, note: 'Read this.', conflict: draftWords('en').gone }])
    expect(isUndecided(merged)).toBe(true)
  })

  test.each([
    ['that they moved to another part', inside(one), aText({ sections: [], held: [one] }), ['One']],
    ['whose note they emptied', inside({ ...one, note: 'Old.' }), inside(one), ['One']],
    ['that was left out, and to which they wrote', out(one), out({ ...outside(one), note: 'Mine.' }), ['One']],
    ['that they dropped', inside(one), out(one), []],
    [
      'that was left out, and whose empty fields they left empty',
      out(one),
      out({ ...outside(one), note: '', points: [] }),
      [],
    ],
    ['of whose words their text shows nothing', inside(one), inside(outside(one)), []],
  ])('a story %s, when it is gone', (_what, base, curator, titles) => {
    const merged = merge(base, curator, aText({ sections: [{ title: 'Containers', stories: [] }] }))
    expect(storiesIn(merged).map(({ title }) => title)).toEqual(titles)
    expect(storiesIn(merged).map(({ conflict }) => conflict)).toEqual(titles.map(() => draftWords('en').gone))
  })

  test('a story that they dropped and that another one tells now', () => {
    const absorbed = [[nameOf(one), nameOf(two)]] as const
    const merged = merge(inside(one, two), { ...inside(two), leftOut: [outside(one)] }, inside(two), { absorbed })
    expect(merged.leftOut).toEqual([{ ...outside(one), conflict: draftWords('en').absorbed }])
  })

  test('a story of theirs that neither the text given out nor the draft has', () => {
    expect(merge(inside(), inside(one), inside()).sections[0]?.stories).toEqual([
      { ...one, conflict: draftWords('en').gone },
    ])
  })

  test('a story that they wrote on and moved while others pushed it out', () => {
    const sections = (stories: readonly StoryText[]) => [
      { title: 'Containers', stories: [] },
      { title: 'Clouds', stories },
    ]
    const base = aText({
      sections: [
        { title: 'Containers', stories: [one] },
        { title: 'Clouds', stories: [] },
      ],
    })
    const curator = aText({ sections: sections([{ ...one, note: 'Mine.' }]) })
    const merged = merge(base, curator, aText({ sections: sections([]), leftOut: [outside(one)] }))
    expect([merged.sections[1]?.stories[0]?.conflict, merged.leftOut[0]?.conflict]).toEqual([
      'yours: place',
      'the draft now: place',
    ])
  })

  test('a story that one person dropped and another wrote on', () => {
    const arrivals = aText({ sections: [{ title: 'Containers', stories: [two] }], leftOut: [outside(one)] })
    const merged = merge(inside(one, two), inside({ ...one, note: 'Mine.' }, two), arrivals, { dropped: [nameOf(one)] })
    expect([merged.sections[0]?.stories[0]?.conflict, merged.leftOut[0]?.conflict]).toEqual([
      'yours: place',
      'the draft now: place',
    ])
  })

  test('state, foreword and order of sections', () => {
    const sections = (...titles: string[]) => titles.map(title => ({ title, stories: [] }))
    const merged = merge(
      aText({ sections: sections('A', 'B', 'C') }),
      aText({ state: 'approved', foreword: 'Mine.', sections: sections('B', 'A', 'C') }),
      aText({ state: 'held', foreword: 'Theirs.', sections: sections('C', 'A', 'B') }),
    )
    expect([merged.state, merged.foreword]).toEqual(['held', 'Mine.'])
    expect(merged.conflicts).toEqual([
      'state\nyours: approved\n=======\nthe draft now: held',
      'Foreword\nyours: Mine.\n=======\nthe draft now: Theirs.',
      'order of the sections\nyours: B / A / C\n=======\nthe draft now: C / A / B',
    ])
  })
})

describe('what can be merged', () => {
  test('a deleted block is a dropped story, whatever came meanwhile', () => {
    const base = inside(one, two)
    const merged = merge(base, leaveOutDeleted(base, inside(two)), inside(one, three, two))
    expect(merged.sections[0]?.stories.map(({ title }) => title)).toEqual(['Three', 'Two'])
    expect(merged.leftOut.map(({ title }) => title)).toEqual(['One'])
  })

  test('a story that was written on stays in when others push it out', () => {
    const arrivals = aText({ sections: [{ title: 'Containers', stories: [two] }], leftOut: [outside(one)] })
    const merged = merge(inside(one), inside({ ...one, note: 'Mine.' }), arrivals)
    expect(merged.sections[0]?.stories.map(({ title, note }) => [title, note])).toContainEqual(['One', 'Mine.'])
    expect(merged.leftOut).toEqual([])
  })

  test('a section of theirs that others emptied stays for the story that they wrote on, in its place', () => {
    const section = (title: string, ...stories: StoryText[]) => ({ title, stories })
    const sections = [section('A', two), section('B', one), section('C', three)]
    const mine = { ...one, note: 'Mine.' }
    const merged = merge(
      aText({ sections }),
      aText({ sections: [section('A', two), section('B', mine), section('C', three), section('Empty')] }),
      aText({ sections: [section('A', two), section('C', three)], leftOut: [outside(one)] }),
    )
    expect(merged.sections).toEqual([
      section('A', two),
      section('B', { ...outside(one), note: 'Mine.' }),
      section('C', three),
    ])
  })

  test('their order of sections, with a section that came meanwhile behind the one it follows', () => {
    const sections = (...titles: string[]) => titles.map(title => ({ title, stories: [] }))
    const merged = merge(
      aText({ sections: sections('A', 'B') }),
      aText({ sections: sections('B', 'A') }),
      aText({ sections: sections('A', 'New', 'B') }),
    )
    expect([merged.sections.map(({ title }) => title), merged.conflicts]).toEqual([['B', 'A', 'New'], []])
  })

  test.each([['another section, with their words', inside(), [['Clouds', { note: 'Mine.' }]]]])(
    'a story that they wrote on follows the draft to %s',
    () => {
      const arrivals = aText({
        sections: [
          { title: 'Containers', stories: [] },
          { title: 'Clouds', stories: [one] },
        ],
      })
      const merged = merge(inside(one), inside({ ...one, note: 'Mine.' }), arrivals)
      expect(merged.sections.map(({ stories }) => stories)).toEqual([[], [{ ...one, note: 'Mine.' }]])
    },
  )

  test('a title written on a story that is out all along, whoever dropped it', () => {
    const titled = out({ ...outside(one), title: 'Mine' })
    const merged = merge(out(one), titled, out(one), { dropped: [nameOf(one)] })
    expect(merged.leftOut).toEqual([{ ...outside(one), title: 'Mine' }])
    const held = merge(
      aText({ sections: [], held: [one] }),
      aText({ sections: [], held: [{ ...one, title: 'Mine' }] }),
      {
        ...aText({ sections: [], leftOut: [outside(one)] }),
      },
    )
    expect([held.held, held.leftOut.map(({ title }) => title)]).toEqual([[], ['Mine']])
  })

  test('a block that is moved up picks its story and says nothing of its words', () => {
    const base = aText({ sections: [{ title: 'Containers', stories: [one] }], leftOut: [outside(two)] })
    const moved = { ...outside(two), summary: '', points: [], note: '' }
    const merged = merge(base, inside(moved, one), base)
    expect(merged.sections[0]?.stories).toEqual([outside(two), one])
  })

  test('what is put behind a story stands behind the one that tells it now', () => {
    const isOut = { leftOut: [outside(two), outside(three)] }
    const base = aText({ sections: [{ title: 'Containers', stories: [one] }], ...isOut })
    const curator = aText({ sections: [{ title: 'Containers', stories: [one, three] }], leftOut: [outside(two)] })
    const arrivals = aText({ sections: [{ title: 'Containers', stories: [two] }], leftOut: [outside(three)] })
    const merged = merge(base, curator, arrivals, { absorbed: [[nameOf(one), nameOf(two)]] })
    expect(merged.sections[0]?.stories.map(({ title }) => title)).toEqual(['Two', 'Three'])
  })

  test.each([
    ['held', 'approved', 'draft', 'approved'],
    ['approved', 'held', 'draft', 'held'],
    ['approved', 'approved', 'draft', 'draft'],
    ['held', 'draft', 'draft', 'draft'],
  ] as const)('given out as %s and saved as %s, a draft that is a %s now becomes %s', (base, yours, theirs, state) => {
    const merged = merge(aText({ state: base }), aText({ state: yours }), aText({ state: theirs }))
    expect([merged.state, merged.conflicts]).toEqual([state, []])
  })
})

describe('the order within a section', () => {
  const inOrder = (...numbers: readonly number[]): DraftText =>
    aText({
      sections: [{ title: 'A', stories: numbers.map(n => aBlock({ link: link(n), title: `T${n}` })) }],
    })
  const titlesIn = (text: DraftText): readonly string[] => storiesIn(text).map(({ title }) => title)
  const base = inOrder(1, 2, 3, 4)

  test('is the curator’s where they alone changed it, and the draft’s where it alone did', () => {
    expect(titlesIn(merge(base, inOrder(4, 1, 2, 3), base))).toEqual(['T4', 'T1', 'T2', 'T3'])
    expect(titlesIn(merge(base, base, inOrder(2, 1, 3, 4)))).toEqual(['T2', 'T1', 'T3', 'T4'])
  })

  test('has both changes where they moved different stories', () => {
    const merged = merge(base, inOrder(4, 1, 2, 3), inOrder(1, 3, 2, 4))
    expect(isUndecided(merged)).toBe(false)
    expect(titlesIn(merged)).toEqual(['T4', 'T1', 'T3', 'T2'])
  })

  test('is decided once where both moved a story to the same place', () => {
    const merged = merge(base, inOrder(4, 1, 2, 3), inOrder(4, 1, 2, 3))
    expect(isUndecided(merged)).toBe(false)
    expect(titlesIn(merged)).toEqual(['T4', 'T1', 'T2', 'T3'])
  })

  test('is for the curator to decide where both moved one story to different places: it stands twice, the others once', () => {
    const merged = merge(base, inOrder(4, 1, 2, 3), inOrder(1, 2, 4, 3))
    expect(isUndecided(merged)).toBe(true)
    expect(storiesIn(merged).map(({ title, conflict }) => [title, conflict])).toEqual([
      ['T4', 'yours: place'],
      ['T1', null],
      ['T2', null],
      ['T4', 'the draft now: place'],
      ['T3', null],
    ])
  })

  test('is for the curator to decide where both moved two stories together, to different places', () => {
    const merged = merge(inOrder(1, 2, 3, 4, 5, 6, 7), inOrder(6, 7, 1, 2, 3, 4, 5), inOrder(1, 6, 7, 2, 3, 4, 5))
    expect(storiesIn(merged).map(({ title, conflict }) => [title, conflict])).toEqual([
      ['T6', 'yours: place'],
      ['T7', 'yours: place'],
      ['T1', null],
      ['T6', 'the draft now: place'],
      ['T7', 'the draft now: place'],
      ...['T2', 'T3', 'T4', 'T5'].map(title => [title, null]),
    ])
  })

  test('is decided where both moved a story to the same place, and one of them another story past it', () => {
    const merged = merge(base, inOrder(4, 1, 2, 3), inOrder(2, 4, 1, 3))
    expect([isUndecided(merged), titlesIn(merged)]).toEqual([false, ['T4', 'T2', 'T1', 'T3']])
  })

  test.each(['held', 'leftOut'] as const)('does not matter among what is %s', part => {
    const those = (...numbers: readonly number[]): DraftText =>
      aText({ sections: [], [part]: numbers.map(n => aBlock({ link: link(n), title: `T${n}` })) })
    expect(isUndecided(merge(those(1, 2, 3, 4), those(4, 1, 2, 3), those(1, 2, 4, 3)))).toBe(false)
  })
})

test('a text knows where each of its stories stands', () => {
  const text = aText({ sections: [{ title: 'Containers', stories: [one] }], held: [two], leftOut: [outside(three)] })
  expect([...placesOf(text)]).toEqual([
    [nameOf(one), '## Containers'],
    [nameOf(two), 'held'],
    [nameOf(three), 'leftOut'],
  ])
})
