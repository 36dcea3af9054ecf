// Two editors at one draft, each with pages that were made at some time and with commands that arrive late, while feeds bring stories.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyAct,
  type FieldValue,
  findFirst,
  findName,
  hashField,
  readField,
  type TextAct,
  writtenField,
} from '../../src/desk/apply-act.ts'
import { describeDraft, type DraftText, nameOf, storiesIn } from '../../src/desk/draft-text.ts'
import { findEntry, mergeCommand, type MergedCommand, readFieldNow } from '../../src/desk/merge-command.ts'
import { findTop } from '../../src/desk/merge-saved.ts'
import { placesOf } from '../../src/desk/merge-draft.ts'
import { isWeeklyError } from '../../src/core/errors.ts'
import { week } from './draft-texts.ts'
import { type Desk, type Event, events, freshDesk } from './random-edits.ts'
import { now as noon } from '../curate/ranked-drafts.ts'

const RUNS = Number(process.env['RANDOM_EDITS'] ?? 200)
const SEED = Number(process.env['RANDOM_EDITS_SEED'] ?? 2016)

const describe = ({ ranked, edits, state }: Desk): DraftText => describeDraft(ranked, edits, { week, state }, 'en')
const nowOf = (desk: Desk) => ({ ...desk, text: describe(desk) })

/** What the page of an editor shows: a draft that was given out, and what they have done on it since, arrived or not. */
interface Page {
  readonly given: Desk
  readonly base: DraftText
  readonly arrived: readonly TextAct[]
  readonly outbox: readonly { readonly act: TextAct; readonly was: string }[]
}

const openPage = (desk: Desk): Page => ({ given: desk, base: describe(desk), arrived: [], outbox: [] })
const effective = ({ base, arrived }: Page, desk: Desk): DraftText =>
  arrived.reduce((text, act) => applyAct(text, act, desk), base)

/** What the editor sees in a field: what they wrote there last, else what the page was made with. */
function seen({ base, given, arrived, outbox }: Page, act: TextAct): FieldValue {
  const text = [...arrived, ...outbox.map(each => each.act)].reduce((shown, each) => applyAct(shown, each, given), base)
  const name = 'story' in act ? findName(text, act.story, given.ranked) : null
  return readField(text, act, name) ?? readFieldNow(nowOf(given), act)
}

type Step =
  | { readonly kind: 'write'; readonly who: number; readonly make: (text: DraftText) => TextAct | null }
  | { readonly kind: 'send' | 'reload'; readonly who: number }
  | { readonly kind: 'event'; readonly event: Event }

const who = fc.nat(1)
const which = fc.nat(20)
const words = fc.constantFrom('Leases', '租约（一）', '# sharp', '> quoted', '')
const linkAt = (text: DraftText, at: number): string | undefined => {
  const stories = storiesIn(text)
  return stories[at % Math.max(1, stories.length)]?.link
}
const withStory =
  (at: number, make: (story: string, text: DraftText) => TextAct): ((text: DraftText) => TextAct | null) =>
  text => {
    const story = linkAt(text, at)
    return story === undefined ? null : make(story, text)
  }
const sectionTitles = fc.constantFrom('A', 'B', 'Other', 'Mine')
const makers = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ at: which, kind: fc.constantFrom('title' as const, 'summary' as const, 'note' as const), value: words })
      .map(({ at, kind, value }) => withStory(at, story => ({ kind, story, value }))),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ at: which, value: fc.array(words, { maxLength: 2 }) })
      .map(({ at, value }) => withStory(at, story => ({ kind: 'points', story, value }))),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ at: which, kind: fc.constantFrom('drop' as const, 'pick' as const, 'hold' as const, 'top' as const) })
      .map(({ at, kind }) => withStory(at, story => ({ kind, story }))),
  },
  {
    weight: 4,
    arbitrary: fc.record({ at: which, to: which, section: sectionTitles }).map(({ at, to, section }) =>
      withStory(at, (story, text) => {
        const others = text.sections.find(({ title }) => title === section)?.stories ?? []
        const after = others[to % (others.length + 1)]?.link ?? null
        return { kind: 'move', story, section, after: after === story ? null : after }
      }),
    ),
  },
  fc
    .record({ at: which, section: sectionTitles })
    .map(({ at, section }) => withStory(at, story => ({ kind: 'section', story, section }))),
  words.map(value => (): TextAct => ({ kind: 'foreword', value })),
  fc.constant(({ sections }: DraftText): TextAct => ({
    kind: 'sections',
    value: sections.map(({ title }) => title).toReversed(),
  })),
)
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), who, make: makers }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), who }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const), who }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('event' as const), event: events }) },
  ),
  { minLength: 6, maxLength: 30, size: 'max' },
)

const essence = (text: DraftText): unknown =>
  JSON.parse(JSON.stringify({ ...text, base: '' }, (name, value: unknown) => (name === 'about' ? '' : value)))
const fields = ['title', 'summary', 'points', 'note'] as const
const fullFields = (desk: Desk): ReadonlyMap<string, FieldValue> =>
  new Map(
    desk.ranked.entries.flatMap(({ links }) =>
      fields.map(kind => {
        const act = (kind === 'points' ? { kind, value: [] } : { kind, value: '' }) as { kind: 'note'; value: string }
        return [`${links[0]} ${kind}`, readFieldNow(nowOf(desk), { ...act, story: links[0] })] as const
      }),
    ),
  )

/** The act is in the draft, nobody's other words or places have changed, and nothing was written over that its editor had not seen. */
function expectDone(act: TextAct, was: string, before: Desk, after: Desk): void {
  const [then, now] = [nowOf(before), nowOf(after)]
  const own = findEntry(then, act)?.links[0] ?? ''
  const field = writtenField(act)
  if (field !== null && 'value' in act && own !== '') {
    const value = act.kind === 'title' && act.value === '' ? findEntry(then, act)?.story.title : act.value
    // Who writes what they saw there has changed nothing, and wants nothing changed.
    expect(readFieldNow(now, act)).toEqual(hashField(value ?? null) === was ? readFieldNow(then, act) : value)
    if (hashField(value ?? null) === was) return
    const replaced = readFieldNow(then, act)
    expect([hashField(replaced) === was, hashField(replaced) === hashField(value ?? null)]).toContain(true)
  }
  if (act.kind === 'top') expect(findFirst(now.text)).toBe(own)
  if (act.kind === 'foreword' && hashField(act.value) !== was) {
    expect(now.text.foreword).toBe(act.value)
    expect([hashField(then.text.foreword) === was, then.text.foreword === act.value]).toContain(true)
  }
  const others = (map: ReadonlyMap<string, unknown>) => [...map].filter(([key]) => key !== `${own} ${field}`)
  expect(others(fullFields(after))).toEqual(others(fullFields(before)))
  const placed = (text: DraftText) => [...placesOf(text)].filter(([name]) => name !== own).sort()
  expect(placed(now.text)).toEqual(placed(then.text))
  const inOrder = ({ sections }: DraftText) =>
    sections
      .map(({ title, stories }) => [title, stories.map(nameOf).filter(name => name !== own)] as const)
      .filter(([, names]) => names.length > 0)
      .sort()
  expect(inOrder(now.text)).toEqual(inOrder(then.text))
}

/** The same act by somebody who has the draft as it is now before them comes to the same. */
function expectSerial(act: TextAct, was: string, before: Desk, after: Desk): void {
  const then = nowOf(before)
  const place = readField(then.text, act, 'story' in act ? findName(then.text, act.story, before.ranked) : null)
  const isThere = (name: string | null): boolean =>
    name === null ||
    (
      then.text.sections.find(({ title }) => 'section' in act && title === act.section)?.stories.map(nameOf) ?? []
    ).includes(findName(then.text, name, before.ranked) ?? '')
  // Behind a neighbour that is not there any more is wherever the editor’s own page puts it.
  if (act.kind === 'move' && !(act.after !== null && isThere(act.after))) return
  // Who has not seen that it was made the first one moves it to another section, where it is that still.
  if (act.kind === 'move' && findTop(then) === findName(then.text, act.story, before.ranked)) return
  if (['section', 'pick', 'hold', 'drop', 'sections', 'top'].includes(act.kind)) return
  if (place === null || ('value' in act && hashField(act.value) === was)) return
  const again = mergeCommand({ act, was: hashField(readFieldNow(then, act)) }, then.text, then, {
    now: noon,
    language: 'en',
  })
  if (again.kind === 'conflict') throw new Error('a fresh command conflicts')
  expect(essence(describe(after))).toEqual(essence(describe({ ...before, edits: again.edits })))
}

test('commands of two editors, in any order with what arrives, act as if one followed the other, or both versions are shown', () => {
  const count = { merged: 0, conflict: 0 }
  fc.assert(
    fc.property(freshDesk, steps, (fresh, all) => {
      let desk = fresh
      const pages = [openPage(desk), openPage(desk)] as [Page, Page]
      for (const step of all) {
        if (step.kind === 'event') {
          const { state } = desk
          desk = { ...step.event(desk), state }
          continue
        }
        const page = pages[step.who as 0 | 1]
        if (step.kind === 'reload') {
          if (page.outbox.length === 0) pages[step.who as 0 | 1] = openPage(desk)
        } else if (step.kind === 'write') {
          const shown = [...page.arrived, ...page.outbox.map(each => each.act)]
          const act = step.make(shown.reduce((text, each) => applyAct(text, each, page.given), page.base))
          if (act)
            pages[step.who as 0 | 1] = { ...page, outbox: [...page.outbox, { act, was: hashField(seen(page, act)) }] }
        } else {
          const [command, ...outbox] = page.outbox
          if (!command) continue
          let result: MergedCommand
          try {
            const context = { now: noon, language: 'en' as const, editor: `editor ${step.who}` }
            result = mergeCommand(command, effective(page, desk), nowOf(desk), context)
          } catch (error) {
            if (!isWeeklyError(error) || error.code !== 'STORY_MISSING') throw error
            expect(findEntry(desk, command.act)).toBeNull()
            pages[step.who as 0 | 1] = { ...page, outbox }
            continue
          }
          count[result.kind]++
          if (result.kind === 'conflict') {
            expect(result.mine).toEqual(command.act)
            expect(result.theirs).toEqual(readFieldNow(nowOf(desk), command.act))
            pages[step.who as 0 | 1] = { ...page, outbox }
          } else {
            const after = { ...desk, edits: result.edits }
            expectDone(command.act, command.was, desk, after)
            const ownText = effective(page, desk)
            const placeIn = (text: DraftText): FieldValue => {
              const { act } = command
              return 'story' in act
                ? readField(text, { kind: 'drop', story: act.story }, findName(text, act.story, desk.ranked))
                : null
            }
            // Who puts something where they saw it has changed nothing; what they wrote on stays in, though it was outranked meanwhile.
            const isNothing = JSON.stringify(applyAct(ownText, command.act, desk)) === JSON.stringify(ownText)
            if (!isNothing && placeIn(ownText) === placeIn(describe(desk)))
              expectSerial(command.act, command.was, desk, after)
            pages[step.who as 0 | 1] = { ...page, outbox, arrived: [...page.arrived, command.act] }
            desk = after
          }
        }
      }
    }),
    { numRuns: RUNS, seed: SEED },
  )
  expect(count.merged).toBeGreaterThan(RUNS)
  expect(count.conflict).toBeGreaterThan(RUNS / 20)
})
