import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeDraft } from '../../src/desk/draft-text.ts'
import { nameText } from '../../src/desk/edit-draft.ts'
import { mergeSaved, type MergedSaved } from '../../src/desk/merge-saved.ts'
import { parseDraftMarkdown } from '../../src/desk/parse-draft.ts'
import { renderDraftMarkdown } from '../../src/desk/draft-markdown.ts'
import { week } from './draft-texts.ts'
import { type Desk, events, freshDesk, handEdits, laterRuns } from './random-edits.ts'
import { now as noon } from '../curate/ranked-drafts.ts'
import { blocksAt, placesIn, readSheet, type Sheet, type SheetBlock, typeSheet } from '../curate/sheets.ts'

const RUNS = Number(process.env['RANDOM_EDITS'] ?? 200)
// One week of draws for everybody who runs the suite; another number draws others.
const SEED = Number(process.env['RANDOM_EDITS_SEED'] ?? 2016)
const fields = ['title', 'summary', 'points', 'note'] as const

const giveOut = ({ ranked, edits, state }: Desk) =>
  nameText(describeDraft(ranked, edits, { week, state }, 'en'), 'en').markdown

const takeIn = (desk: Desk, given: string, saved: string): MergedSaved => {
  const text = parseDraftMarkdown(giveOut(desk)).text
  return mergeSaved(
    parseDraftMarkdown(saved),
    parseDraftMarkdown(given).text,
    { ...desk, text },
    { now: noon, language: 'en' },
  )
}
const goOn = (desk: Desk, result: MergedSaved): Desk => {
  if (result.kind === 'conflict') throw new Error(result.markdown)
  return { ...desk, edits: result.edits, state: result.state }
}

/** What a person changed, told from the two texts alone. */
interface Wish {
  readonly link: string
  readonly before: SheetBlock
  readonly block: SheetBlock
  readonly from: string
  readonly to: string
  /** What it says was not shown, so that nothing can be emptied. */
  readonly isUnseen: boolean
  readonly written: readonly (typeof fields)[number][]
}
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
function wishesOf(given: Sheet, typed: Sheet): Wish[] {
  const after = placesIn(typed)
  return [...placesIn(given)].map(([link, { block: before, place: from }]) => {
    const { block, place } = after.get(link) ?? { block: before, place: 'leftOut' }
    const written = fields.filter(field => !isSame(block[field], before[field]))
    return { link, before, block, from, to: place, isUnseen: from === 'leftOut', written }
  })
}

/** The link that a story goes by now; null when the week has it no longer. */
const linkNow = ({ ranked }: Desk, link: string): string | null =>
  ranked.entries.find(({ links }) => links.includes(link))?.story.lead.url ?? null

const isInside = (place: string): boolean => place.startsWith('## ')
/** Emptied, a title is the program's own again; so is what of a picked story was never shown. */
const isRestored = ({ block, isUnseen }: Wish, field: (typeof fields)[number]): boolean =>
  block[field].length === 0 && (field === 'title' || isUnseen)

/** Every wish is in the draft. `isLater`: other runs came since, in which stories moved by rank. */
function expectWishes(wishes: readonly Wish[], desk: Desk, isLater = false): void {
  const places = placesIn(readSheet(giveOut(desk)))
  for (const wish of wishes) {
    const { link, block, from, to } = wish
    const written = wish.written.filter(field => !isRestored(wish, field))
    const found = places.get(linkNow(desk, link) ?? '')
    if (!found) {
      expect([link, isLater || to === 'leftOut' || (written.length === 0 && from === to)]).toEqual([link, true])
      continue
    }
    if (found.place !== 'leftOut')
      for (const field of written) expect([link, field, found.block[field]]).toEqual([link, field, block[field]])
    if (from !== to) expect([link, found.place]).toEqual([link, to])
    else if (written.length > 0 && isInside(from)) expect([link, found.place]).not.toEqual([link, 'leftOut'])
  }
}

/** What the program and others changed is there where the person changed nothing. */
function expectArrivals(wishes: readonly Wish[], before: Desk, after: Desk): void {
  const [mine, theirs, merged] = [
    Map.groupBy(wishes, ({ link }) => linkNow(before, link)),
    placesIn(readSheet(giveOut(before))),
    placesIn(readSheet(giveOut(after))),
  ]
  const links = after.ranked.entries.map(({ story }) => story.lead.url ?? '')
  expect([...merged.keys()].toSorted()).toEqual(links.toSorted())
  expect(giveOut(after).match(/^### /gm)?.length ?? 0).toBe(links.length)
  for (const [link, { block, place }] of theirs) {
    const own = mine.get(link) ?? []
    const found = merged.get(link)
    if (!found || !isInside(found.place) || !isInside(place)) continue
    for (const field of fields)
      if (!own.some(({ written }) => written.includes(field)))
        expect([link, field, found.block[field]]).toEqual([link, field, block[field]])
    if (own.every(({ from, to }) => from === to)) expect([link, found.place]).toEqual([link, place])
  }
}

/** Where nobody else changed the order of a section, it is the person's. */
function expectOrder(given: Sheet, typed: Sheet, before: Desk, after: Desk): void {
  const [arrivals, merged] = [readSheet(giveOut(before)), readSheet(giveOut(after))]
  for (const { title } of typed.sections) {
    const place = `## ${title}`
    const linksAt = (sheet: Sheet): string[] => blocksAt(sheet, place).flatMap(({ link }) => linkNow(after, link) ?? [])
    const [was, wanted, then, result] = [given, typed, arrivals, merged].map(linksAt) as [
      string[],
      string[],
      string[],
      string[],
    ]
    // Stories that have become one stand at either place.
    if (new Set(wanted).size < wanted.length || new Set(was).size < was.length) continue
    const common = (list: string[], ...others: string[][]) => list.filter(link => others.every(o => o.includes(link)))
    if (!isSame(common(was, then), common(then, was))) continue
    expect([title, common(result, wanted)]).toEqual([title, common(wanted, result)])
  }
}

/** Decides a text with both versions in favour of one side, as a person does with an editor. */
function decide(markdown: string, side: 'yours' | 'the draft now', typed: Sheet): string {
  const kept = markdown
    .replace(/^<<<<<<<\nstate\n[\s\S]*?^>>>>>>>\n/m, '')
    .replace(/^<<<<<<<\n(?:Foreword|order)[\s\S]*?^>>>>>>>\n/gm, '')
    .replace(
      /^<<<<<<< ([^:;\n]*)([:;]).*\n([\s\S]*?)^>>>>>>>$/gm,
      (_whole, whose: string, sign: string, block: string) => (whose === side && sign === ':' ? block : ''),
    )
  const isState = markdown.includes('<<<<<<<\nstate\n')
  return isState && side === 'yours' ? kept.replace(/^state: .*$/m, `state: ${typed.state}`) : kept
}

const scene = fc.record({ desk: freshDesk, earlier: handEdits, hand: handEdits, meanwhile: events, later: laterRuns })

test('every edit of a text and every arrival are in the draft, or both versions are shown', () => {
  const seen = { merged: 0, conflict: 0 }
  fc.assert(
    fc.property(scene, ({ desk: fresh, earlier, hand, meanwhile, later }) => {
      const first = giveOut(fresh)
      const opened = goOn(fresh, takeIn(fresh, first, typeSheet(earlier(readSheet(first)))))
      const given = giveOut(opened)
      const typed = hand(readSheet(given))
      const saved = typeSheet(typed)
      const before = meanwhile(opened)
      const wishes = wishesOf(readSheet(given), typed)
      let result = takeIn(before, given, saved)
      seen[result.kind]++
      if (result.kind === 'conflict') {
        const [shown, now] = [placesIn(readSheet(result.markdown)), placesIn(readSheet(giveOut(before)))]
        for (const { story } of before.ranked.entries) expect([...shown.keys()]).toContain(story.lead.url)
        for (const wish of wishes)
          for (const field of wish.written)
            if (wish.to !== 'leftOut' && !isRestored(wish, field))
              for (const text of [wish.block[field]].flat())
                expect(result.markdown.replaceAll('\\', '')).toContain(text)
        const theirs = takeIn(before, giveOut(before), decide(result.markdown, 'the draft now', typed))
        expect(theirs.kind).toBe('merged')
        result = takeIn(before, giveOut(before), decide(result.markdown, 'yours', typed))
        const after = goOn(before, result)
        // Of a story that the draft has left out meanwhile, what was emptied cannot be told from what was never shown.
        const isOut = (link: string): boolean => now.get(link)?.place === 'leftOut'
        const own = wishes.filter(({ link }) => linkNow(before, link) === link)
        expectWishes(
          own.map(wish => (isOut(wish.link) ? { ...wish, isUnseen: true } : wish)),
          after,
        )
        return
      }
      const after = goOn(before, result)
      expectWishes(wishes, after)
      expectArrivals(wishes, before, after)
      expectOrder(readSheet(given), typed, before, after)
      if (typed.foreword !== readSheet(given).foreword) expect(readSheet(giveOut(after)).foreword).toBe(typed.foreword)
      for (const [base, text] of [
        [giveOut(after), giveOut(after)],
        [given, saved],
      ] as const)
        expect(takeIn(after, base, text)).toMatchObject({ kind: 'merged', hasChanged: false })
      const text = parseDraftMarkdown(giveOut(after)).text
      expect(parseDraftMarkdown(renderDraftMarkdown(text, 'zh-CN')).text).toEqual(text)
      expectWishes(wishes, later(after), true)
    }),
    { numRuns: RUNS, seed: SEED },
  )
  expect(Math.min(seen.merged, seen.conflict)).toBeGreaterThan(RUNS / 20)
})
