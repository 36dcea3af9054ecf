// What a person does to the text of a draft, and what the program and other people do to the draft meanwhile, at random: for the test of merging.
import fc from 'fast-check'
import type { Edit } from '../../src/core/edits.ts'
import { addMinutes } from '../../src/core/clock.ts'
import type { RankedDraft, RankedEntry } from '../../src/curate/draft.ts'
import { anEdit, anEntry, now } from '../curate/ranked-drafts.ts'
import { blocksAt, placesIn, type Sheet, type SheetBlock, withBlocks } from '../curate/sheets.ts'

const words = fc.constantFrom('Leases', '租约（一）', '[x] 1. done', '# sharp', 'a *b* <i>', 'שלום')
const which = fc.nat(20)
const pick = <Value>(values: readonly Value[], index: number): Value | undefined => values[index % values.length]

/** One thing that a person does to a text. */
export type HandEdit = (sheet: Sheet) => Sheet

const replaceBlock = (sheet: Sheet, which: number, change: (block: SheetBlock) => SheetBlock): Sheet => {
  const chosen = pick([...placesIn(sheet).values()], which)
  if (!chosen) return sheet
  const blocks = blocksAt(sheet, chosen.place).map(block => (block === chosen.block ? change(block) : block))
  return withBlocks(sheet, chosen.place, blocks)
}

function takeOut(sheet: Sheet, which: number): { readonly sheet: Sheet; readonly block: SheetBlock | undefined } {
  const chosen = pick([...placesIn(sheet).values()], which)
  if (!chosen) return { sheet, block: undefined }
  const rest = blocksAt(sheet, chosen.place).filter(block => block !== chosen.block)
  return { sheet: withBlocks(sheet, chosen.place, rest), block: chosen.block }
}

const write = fc
  .record({
    at: which,
    field: fc.constantFrom('title', 'summary', 'note'),
    text: fc.oneof(
      { weight: 4, arbitrary: words.map(word => `my ${word}`) },
      { weight: 1, arbitrary: fc.constant('') },
    ),
  })
  .map(
    ({ at, field, text }): HandEdit =>
      sheet =>
        replaceBlock(sheet, at, block => ({ ...block, [field]: text })),
  )
const writePoints = fc
  .record({
    at: which,
    points: fc.array(
      words.map(word => `my ${word}`),
      { maxLength: 2 },
    ),
  })
  .map(
    ({ at, points }): HandEdit =>
      sheet =>
        replaceBlock(sheet, at, block => ({ ...block, points })),
  )
const move = fc
  .record({
    at: which,
    to: fc.constantFrom('## A', '## B', '## Other', '## Mine', 'held', 'leftOut'),
    index: fc.nat(4),
  })
  .map(({ at, to, index }): HandEdit => sheet => {
    const { sheet: rest, block } = takeOut(sheet, at)
    return block ? withBlocks(rest, to, blocksAt(rest, to).toSpliced(index, 0, block)) : sheet
  })
const erase = which.map(
  (at): HandEdit =>
    sheet =>
      takeOut(sheet, at).sheet,
)
const turnSections = fc.constant<HandEdit>(sheet => ({ ...sheet, sections: sheet.sections.toReversed() }))
const writeForeword = words.map((word): HandEdit => sheet => ({
  ...sheet,
  foreword: `my foreword ${word.replace(/^#/, '')}`,
}))
const decide = fc.constantFrom('draft', 'approved', 'held').map((state): HandEdit => sheet => ({ ...sheet, state }))

/** What a person does between opening a text and saving it. A section of their own that stayed empty is taken out again. */
export const handEdits: fc.Arbitrary<HandEdit> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: write },
      { weight: 2, arbitrary: writePoints },
      { weight: 6, arbitrary: move },
      { weight: 2, arbitrary: erase },
      turnSections,
      writeForeword,
      decide,
    ),
    { maxLength: 6 },
  )
  .map(edits => given => {
    const sheet = edits.reduce((text, edit) => edit(text), given)
    const wasThere = new Set(given.sections.map(({ title }) => title))
    const sections = sheet.sections.filter(({ title, blocks }) => blocks.length > 0 || wasThere.has(title))
    return { ...sheet, sections }
  })

/** A draft as the store has it: what the program makes of the week, and the curator's edits and decision. */
export interface Desk {
  readonly ranked: RankedDraft
  readonly edits: readonly Edit[]
  readonly state: 'draft' | 'approved' | 'held'
}

/** One thing that happens to the draft while the editor is open. */
export type Event = (desk: Desk) => Desk

const out = { isTaken: false, whyOut: 'the issue is full' }
const inEntries =
  (change: (entries: readonly RankedEntry[]) => readonly RankedEntry[]): Event =>
  desk => ({
    ...desk,
    ranked: { ...desk.ranked, entries: change(desk.ranked.entries) },
  })
const onEntry = (at: number, change: (entry: RankedEntry) => RankedEntry): Event =>
  inEntries(entries => entries.map((entry, index) => (index === at % entries.length ? change(entry) : entry)))

const fates = fc.record({ section: fc.constantFrom('A', 'B', 'Other'), isIn: fc.boolean() })
const anyEntry = (name: string) => fates.map(({ section, isIn }) => anEntry(name, { section, ...(isIn ? {} : out) }))
const arrive = fc
  .tuple(fc.constantFrom('late1', 'late2', 'late3').chain(anyEntry), which)
  .map(([entry, at]) =>
    inEntries(entries =>
      entries.some(({ links }) => links.includes(entry.links[0]))
        ? entries
        : entries.toSpliced(at % (entries.length + 1), 0, entry),
    ),
  )
const withdraw = which.map(at => inEntries(entries => entries.filter((_, index) => index !== at % entries.length)))
const retell = fc
  .record({ at: which, field: fc.constantFrom('title', 'summary'), word: words })
  .map(({ at, field, word }) =>
    onEntry(at, entry => ({ ...entry, story: { ...entry.story, [field]: `program’s ${word.replace(/^#/, '')}` } })),
  )
const rerank = fc.record({ at: which, to: which, fate: fates }).map(({ at, to, fate }) =>
  inEntries(entries => {
    const entry = pick(entries, at)
    if (!entry) return entries
    const { section, isIn } = fate
    const again = { ...entry, section, isTaken: isIn, whyOut: isIn ? '' : out.whyOut }
    const rest = entries.filter(each => each !== entry)
    return rest.toSpliced(to % (rest.length + 1), 0, again)
  }),
)
/** A newer telling leads a story. */
const otherLead = which.map(at =>
  onEntry(at, entry => {
    const lead = anEntry('lead').story.lead
    const { links, story } = entry
    if (links[0].endsWith('-new')) return entry
    return {
      ...entry,
      links: [`${links[0]}-new`, ...links],
      story: { ...story, lead: { ...lead, url: `${links[0]}-new` }, others: [story.lead, ...story.others] },
    }
  }),
)
/** Two stories turn out to be one. */
const becomeOne = which.map(at =>
  inEntries(entries => {
    const [first, second] = [pick(entries, at), pick(entries, at + 1)]
    if (!first || !second || first === second) return entries
    const links: RankedEntry['links'] = [...first.links, ...second.links]
    const story = { ...first.story, others: [...first.story.others, second.story.lead, ...second.story.others] }
    return entries.flatMap(entry => (entry === second ? [] : entry === first ? [{ ...first, links, story }] : [entry]))
  }),
)
/** Another person at the command line. */
const command = fc
  .record({ at: which, kind: fc.constantFrom('drop' as const, 'pick' as const, 'hold' as const, 'note' as const) })
  .map(({ at, kind }): Event => desk => {
    const entry = pick(desk.ranked.entries, at)
    if (!entry) return desk
    const edit: Edit = {
      ...(kind === 'note' ? anEdit('note', '', 'their note') : anEdit(kind, '', null)),
      link: entry.links[0],
      madeAt: addMinutes(now, desk.edits.length + 1),
    }
    const isReplaced = (each: Edit): boolean =>
      entry.links.includes(each.link) && (kind === 'note' ? each.kind === 'note' : each.value === null)
    return { ...desk, edits: [...desk.edits.filter(each => !isReplaced(each)), edit] }
  })
const release = fc
  .constantFrom('approved' as const, 'held' as const)
  .map((state): Event => desk => ({ ...desk, state }))

/** What the program and others do while the editor is open. */
export const events: fc.Arbitrary<Event> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: arrive },
      { weight: 3, arbitrary: rerank },
      { weight: 3, arbitrary: retell },
      { weight: 3, arbitrary: command },
      withdraw,
      otherLead,
      becomeOne,
      release,
    ),
    { maxLength: 5 },
  )
  .map(all => desk => all.reduce((state, event) => event(state), desk))

/** Later runs of the program, which take no story away. */
export const laterRuns: fc.Arbitrary<Event> = fc
  .array(fc.oneof(arrive, rerank, retell, otherLead), { maxLength: 4 })
  .map(all => desk => all.reduce((state, event) => event(state), desk))

/** A week as it is curated before anybody has looked at it. */
export const freshDesk: fc.Arbitrary<Desk> = fc
  .nat(6)
  .chain(count => fc.tuple(...Array.from({ length: count }, (_, index) => anyEntry(`s${index}`))))
  .map(entries => ({ ranked: { entries, sections: ['A', 'B', 'Other'] }, edits: [], state: 'draft' }))
