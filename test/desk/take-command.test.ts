import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Act, Command } from '../../src/core/acts.ts'
import type { Section } from '../../src/core/types.ts'
import { hashField } from '../../src/desk/apply-act.ts'
import { editStory, openDraft } from '../../src/desk/edit-draft.ts'
import { takeInDraft } from '../../src/desk/regroup-draft.ts'
import { takeCommand } from '../../src/desk/take-command.ts'
import { decideDraft, openSlot, readDraft, settleSlot } from '../../src/store/drafts.ts'
import { readEdits } from '../../src/store/edits.ts'
import { readJournal } from '../../src/store/journal.ts'
import { describeStores } from '../stores.ts'
import { arrive, commandOn, deskOn, edited, linkOf, noon, window } from './filled-store.ts'

const { week } = window
const names = ['orchids', 'ferries', 'volcanoes']
const note = (name: string, value: string): Act => ({ kind: 'note', story: linkOf(name), value })
const notesIn = (sections: readonly Section[] = []) =>
  sections.flatMap(({ stories }) => stories.flatMap(story => story.note ?? []))

describeStores('commands of the desk', open => {
  test('a command acts once, also when it is sent twice at once by two processes, and again days later', async () => {
    const store = await open()
    await arrive(store, names)
    const second = await open(store.address)
    const { text } = await openDraft(deskOn(store), edited)
    const command = commandOn(text, 'Li', note('orchids', 'Read this.'))
    const taken = await Promise.all([store, second].map(each => takeCommand(deskOn(each), edited, command)))
    expect(taken.map(each => 'isRepeated' in each && each.isRepeated).sort()).toEqual([false, true])
    await editStory(deskOn(store), edited, linkOf('orchids'), { kind: 'note', value: '' })
    expect(await takeCommand(deskOn(second), edited, command)).toEqual({ kind: 'done', isRepeated: true })
    expect(await readEdits(store.db, week)).toEqual([])
    expect(await readJournal(store.db, week)).toHaveLength(2)
  })

  test('what two editors wrote in one field is answered with both versions; then mine, theirs or a new one holds', async () => {
    const store = await open()
    await arrive(store, names)
    const desk = deskOn(store)
    const { text } = await openDraft(desk, edited)
    const send = (command: Command) => takeCommand(desk, edited, command)
    await send(commandOn(text, 'Li', note('orchids', 'Li was here.')))
    const mine = note('orchids', 'Ann was here.')
    const conflict = await send(commandOn(text, 'Ann', mine))
    const was = hashField('Li was here.')
    expect(conflict).toMatchObject({ kind: 'conflict', reason: 'changed', mine, theirs: 'Li was here.', was })
    expect(notesIn((await readDraft(store.db, week))?.sections)).toEqual(['Li was here.'])
    const base = 'base' in conflict ? conflict.base : ''
    expect(await send(commandOn(text, 'Ann', mine, { base, was }))).toMatchObject({ kind: 'done' })
    expect(notesIn((await readDraft(store.db, week))?.sections)).toEqual(['Ann was here.'])
  })

  test('who writes on a story that another has dropped is told, and nothing is lost', async () => {
    const store = await open()
    await arrive(store, names)
    const { text } = await openDraft(deskOn(store), edited)
    const send = (command: Command) => takeCommand(deskOn(store), edited, command)
    await send(commandOn(text, 'Li', { kind: 'drop', story: linkOf('orchids') }))
    const conflict = await send(commandOn(text, 'Ann', note('orchids', 'Do read it.')))
    expect(conflict).toMatchObject({ kind: 'conflict', reason: 'dropped', theirs: '' })
    if (!('base' in conflict)) throw new Error('no conflict')
    const { base, was } = conflict
    await send(commandOn(text, 'Ann', note('orchids', 'Do read it.'), { base, was }))
    await send(commandOn(text, 'Ann', { kind: 'pick', story: linkOf('orchids') }, { base, was: hashField('leftOut') }))
    expect(notesIn((await readDraft(store.db, week))?.sections)).toEqual(['Do read it.'])
  })

  test('commands that waited in a train are done in their order, with what arrived, was typed and was commanded meanwhile', async () => {
    const store = await open()
    await arrive(store, names)
    const desk = deskOn(store)
    const { text, markdown } = await openDraft(desk, edited)
    await arrive(store, ['glaciers'])
    await editStory(desk, edited, linkOf('volcanoes'), { kind: 'note', value: 'By a command.' })
    await takeInDraft(desk, edited, markdown.replace('[About ferries]', '[On ferries]'))
    const section = text.sections[0]?.title ?? ''
    const acts: readonly Act[] = [
      { kind: 'move', story: linkOf('volcanoes'), section, after: null },
      { kind: 'summary', story: linkOf('ferries'), value: 'They cross.' },
      { kind: 'hold', story: linkOf('orchids') },
      { kind: 'foreword', value: '本周' },
    ]
    for (const act of acts)
      expect(await takeCommand(desk, edited, commandOn(text, 'Li', act))).toMatchObject({ kind: 'done' })
    const draft = await readDraft(store.db, week)
    const stories = draft?.sections.flatMap(each => each.stories) ?? []
    expect(stories.map(({ title }) => title)).toEqual(['About volcanoes', 'On ferries', 'About glaciers'])
    expect(stories.map(({ summary }) => summary)).toContain('They cross.')
    expect([notesIn(draft?.sections), draft?.foreword, draft?.held.map(({ title }) => title)]).toEqual([
      ['By a command.'],
      '本周',
      ['About orchids'],
    ])
    expect((await readEdits(store.db, week)).find(({ kind }) => kind === 'hold')?.editor).toBe('Li')
  })

  test('the top story stays the first, whatever comes, until its editors put another one there', async () => {
    const store = await open()
    await arrive(store, names)
    const desk = deskOn(store)
    const { text } = await openDraft(desk, edited)
    const titles = async () =>
      (await readDraft(store.db, week))?.sections.flatMap(({ stories }) => stories.map(({ title }) => title)) ?? []
    const [first = '', second = '', third = ''] = text.sections[0]?.stories.map(({ link }) => link) ?? []
    const top = (story: string): Act => ({ kind: 'top', story })
    // The one that is first already: it stays so from now on.
    await takeCommand(desk, edited, commandOn(text, 'Li', top(first)))
    expect((await readEdits(store.db, week)).map(({ kind, link }) => [kind, link])).toEqual([['top', first]])
    const section = text.sections[0]?.title ?? ''
    await takeCommand(desk, edited, commandOn((await openDraft(desk, edited)).text, 'Ann', top(second)))
    // Tom's page is older: what he puts first comes behind it.
    await takeCommand(desk, edited, commandOn(text, 'Tom', { kind: 'pick', story: third }))
    expect((await titles())[0]).toBe(`About ${second.split('/').at(-1) ?? ''}`)
    // Who did not see that somebody had chosen another one is told.
    expect(await takeCommand(desk, edited, commandOn(text, 'Li', top(third)))).toMatchObject({ reason: 'changed' })
    const { text: seen, markdown } = await openDraft(desk, edited)
    expect(await takeInDraft(desk, edited, markdown)).toMatchObject({ hasChanged: false })
    await takeCommand(desk, edited, commandOn(seen, 'Li', { kind: 'move', story: third, section, after: null }))
    expect((await titles())[0]).toBe(`About ${third.split('/').at(-1) ?? ''}`)
    expect((await readEdits(store.db, week)).filter(({ kind }) => kind === 'top')).toEqual([])
  })

  test('two versions of a summary are shown as they are written, signs and all', async () => {
    const store = await open()
    await arrive(store, names)
    const desk = deskOn(store)
    await store.db
      .updateTable('articles')
      .set({ lead: 'Use *args, not 1 < 2.', text: 'Use *args, not 1 < 2.' })
      .execute()
    const { text } = await openDraft(desk, edited)
    const shown = text.sections[0]?.stories.find(({ link }) => link === linkOf('orchids'))?.summary ?? ''
    const summary = (value: string): Act => ({ kind: 'summary', story: linkOf('orchids'), value })
    await takeCommand(desk, edited, commandOn(text, 'Li', summary('By *Li*')))
    const conflict = await takeCommand(desk, edited, commandOn(text, 'Ann', summary('By Ann')))
    expect(conflict).toMatchObject({ theirs: 'By *Li*', was: hashField('By *Li*') })
    await takeCommand(desk, edited, commandOn(text, 'Li', { kind: 'drop', story: linkOf('orchids') }))
    await editStory(desk, edited, linkOf('orchids'), null)
    expect(shown).toContain('\\*args')
    const left = await takeCommand(desk, edited, commandOn(text, 'Tom', summary('By Tom'), { was: hashField('?') }))
    expect(left).toMatchObject({ theirs: shown })
  })

  test('stories are put together and taken apart once; who saw another grouping is shown that one', async () => {
    const store = await open()
    await arrive(store, names)
    const desk = deskOn(store)
    const { text } = await openDraft(desk, edited)
    const join: Act = { kind: 'join', story: linkOf('orchids'), others: [linkOf('ferries')] }
    expect(await takeCommand(desk, edited, commandOn(text, 'Li', join))).toMatchObject({ kind: 'done' })
    expect((await readDraft(store.db, week))?.sections.flatMap(({ stories }) => stories)).toHaveLength(2)
    const other: Act = { kind: 'join', story: linkOf('volcanoes'), others: [linkOf('ferries')] }
    const conflict = await takeCommand(desk, edited, commandOn(text, 'Ann', other))
    expect(conflict).toMatchObject({ kind: 'conflict', theirs: [`join ${linkOf('ferries')} ${linkOf('orchids')}`] })
  })

  test.each([
    ['approved', 'ISSUE_APPROVED'],
    ['sealed', 'ISSUE_ALREADY_SEALED'],
  ])('a command on an issue that is %s is refused, and changes nothing', async (state, code) => {
    const store = await open()
    await arrive(store, names)
    const { text } = await openDraft(deskOn(store), edited)
    await openSlot(store.db, window, { origin: 'scheduled', is_first: 0 })
    if (state === 'approved') await decideDraft(store.db, week, 'approved')
    else await settleSlot(store.db, week, 'sealed', noon)
    const sent = takeCommand(deskOn(store), edited, commandOn(text, 'Li', note('orchids', 'Late.')))
    await expect(sent).rejects.toMatchObject({ code })
    expect(await readJournal(store.db, week)).toEqual([])
  })

  test.each([
    ['an id that is no UUID', { id: 'one' }, 'USAGE_INVALID'],
    ['a letter too long', { act: note('orchids', 'x'.repeat(20_001)) }, 'USAGE_INVALID'],
    ['a draft that was never given out', { base: 'f00' }, 'DRAFT_TEXT_INVALID'],
    ['a story of nobody', { act: note('nowhere', 'x') }, 'STORY_MISSING'],
  ] satisfies [string, Partial<Command>, string][])('a command with %s is refused', async (_, changes, code) => {
    const store = await open()
    await arrive(store, names)
    const { text } = await openDraft(deskOn(store), edited)
    const command = commandOn(text, 'Li', note('orchids', 'x'), changes)
    await expect(takeCommand(deskOn(store), edited, command)).rejects.toMatchObject({ code })
  })

  test('whatever two processes send at once, every text is in the draft, in the journal, or answered with both versions', async () => {
    const acts = fc.array(
      fc.record({
        who: fc.nat(1),
        name: fc.constantFrom(...names),
        kind: fc.constantFrom('note' as const, 'summary' as const, 'drop' as const, 'pick' as const),
      }),
      { minLength: 4, maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(acts, fc.nat(3), async (all, late) => {
        const store = await open()
        await arrive(store, names)
        const stores = [store, await open(store.address)] as const
        const { text } = await openDraft(deskOn(store), edited)
        const sent = all.map(({ who, name, kind }, index) => {
          const story = linkOf(name)
          const act: Act =
            kind === 'drop' || kind === 'pick' ? { kind, story } : { kind, story, value: `text ${index}` }
          return { who: who as 0 | 1, command: commandOn(text, `editor ${who}`, act) }
        })
        const answers = await Promise.all(
          sent.map(async ({ who, command }, index) => {
            if (index === late) await arrive(stores[who], ['glaciers'])
            return takeCommand(deskOn(stores[who]), edited, command)
          }),
        )
        const [edits, journal] = [await readEdits(store.db, week), await readJournal(store.db, week)]
        for (const [index, { command }] of sent.entries()) {
          const answer = answers[index]
          if (answer?.kind === 'conflict') {
            expect(answer.mine).toEqual(command.act)
            continue
          }
          const entry = journal.find(each => each.command === command.id)
          expect(entry?.act).toEqual(command.act)
          if (!('value' in command.act)) continue
          const kept = [...edits, ...journal.flatMap(({ before, after }) => [...before.edits, ...after.edits])]
          expect(kept.map(({ value }) => value)).toContain(command.act.value)
        }
        // What is in the draft follows from the journal alone.
        const replayed = new Map<string, unknown>()
        for (const { before, after } of journal) {
          for (const { kind, link } of before.edits) replayed.delete(`${kind} ${link}`)
          for (const { kind, link, value } of after.edits) replayed.set(`${kind} ${link}`, value)
        }
        expect(new Map(edits.map(({ kind, link, value }) => [`${kind} ${link}`, value]))).toEqual(replayed)
      }),
      { numRuns: 4, seed: 2016 },
    )
  })
})
