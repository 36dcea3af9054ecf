// Sealing by itself: what is numbered, where each item ends up, until when it may be mailed, and that it happens whole or not at all.
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { WeeklyError } from '../../src/core/errors.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { CivilDate, Draft, Instant, IssueWindow, LeftOut, Story, WeekId } from '../../src/core/types.ts'
import { adoptIssue, issueOfDraft, type SealDeps, sealIssue } from '../../src/publish/seal.ts'
import { decideDraft, openSlot, readDraft, readSlot, saveDraft, settleSlot } from '../../src/store/drafts.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { takeTurn } from '../../src/store/engine/dialect.ts'
import type { SlotTable } from '../../src/store/engine/schema.ts'
import { readIssueMails, readMonthMails, type StoredMail } from '../../src/store/issue-mails.ts'
import { readIssues, readPlacement } from '../../src/store/issues.ts'
import { insertItems } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'
import { describeStores } from '../stores.ts'
import { aStory } from './issues.ts'

const now = '2016-12-09T09:30:00.000Z' as Instant
const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  // In Shanghai it is the 9th already.
  closesAt: '2016-12-08T20:00:00.000Z' as Instant,
}
const site = { title: 'List', language: 'en', timezone: 'Asia/Shanghai' } as const
const telling = (itemId: number) => ({ ...aStory().lead, itemId })
const leftOut = (itemId: number, reason: string): LeftOut => ({ itemId, title: 'T', url: null, reason, storyLink: '' })
const story = (changes: Partial<Story>): Story => aStory({ lead: telling(1), ...changes })
const draft: Omit<Draft, 'state'> = {
  ...window,
  foreword: 'A word.',
  sections: [
    {
      title: 'Clouds',
      stories: [
        story({ id: 'a', others: [telling(2)], sameLinkItemIds: [3] }),
        // Item 2 is told twice: the first place holds.
        story({ id: 'b', lead: telling(4), others: [telling(2)] }),
      ],
    },
  ],
  leftOut: [leftOut(5, 'full'), leftOut(4, 'told already')],
  held: [leftOut(6, 'held for the next issue'), leftOut(7, 'held for the next issue')],
}
const mail = (cadence: StoredMail['cadence'], language: StoredMail['language']): StoredMail => ({
  ...{ cadence, language, stories: 'both', subject: `${cadence} ${language}` },
  ...{ html: '<p>', text: 'text' },
})

/** Saves seven items, of which the last has entered already, and the draft of an open slot. */
async function prepare({ db, ...store }: Store, slot: Partial<SlotTable> = {}, state: Draft['state'] = 'draft') {
  await syncSources({ db, ...store }, [sourceSchema.parse({ url: 'https://a.example/feed' })])
  const fields = { raw_url: null, url: null, title: 'T', authors: '[]', published_at: null, updated_at: null }
  const content = { language: null, categories: '[]', summary_html: null, content_html: null, enclosures: '[]' }
  const entered = '2016-12-01T00:00:00.000Z' as Instant
  await insertItems(
    db,
    [1, 2, 3, 4, 5, 6, 7].map(id => ({
      ...{ source_id: 1, guid: `g${id}`, ...fields, ...content, image: null, first_seen_at: entered },
      enters_at: id === 7 ? entered : null,
    })),
  )
  await openSlot(db, window, { origin: 'scheduled', is_first: 0, ...slot })
  await saveDraft(db, draft, now)
  if (state !== 'draft') await decideDraft(db, window.week, state)
}

const rehearseNothing: SealDeps['rehearse'] = () => []

async function seal(store: Store, changes: Partial<SealDeps> = {}) {
  const [slot, saved] = [await readSlot(store.db, window.week), await readDraft(store.db, window.week)]
  if (!slot || !saved) throw new Error('nothing to seal')
  return sealIssue({ store, clock: { now: () => now }, site, rehearse: rehearseNothing, ...changes }, slot, saved)
}

const rolesOf = async (store: Store): Promise<unknown> =>
  Promise.all(
    [1, 2, 3, 4, 5, 6, 7].map(async id => {
      const placement = await readPlacement(store.db, id)
      return placement && [placement.week, placement.role, placement.reason]
    }),
  )

describeStores('sealing', (open, dialect) => {
  test('gives number, week, day, title and hash, and keeps what the curator released', async () => {
    const store = await open()
    await prepare(store)
    const issue = await seal(store)
    const content = JSON.stringify({ foreword: draft.foreword, sections: draft.sections })
    expect(issue).toEqual({
      number: 1,
      week: window.week,
      date: '2016-12-09',
      title: 'List #1 · Dec 9, 2016',
      foreword: 'A word.',
      sections: draft.sections,
      sealedAt: now,
      contentSha256: createHash('sha256').update(content).digest('hex'),
      mailUntil: '2016-12-10T20:00:00.000Z',
    })
    expect(await readIssues(store.db)).toEqual([issue])
    expect(await readSlot(store.db, window.week)).toMatchObject({ state: 'sealed', settled_at: now })
  })

  test('keeps that the foreword is Markdown, and gives another hash than to the same words as plain text', async () => {
    const store = await open()
    await prepare(store)
    await saveDraft(store.db, { ...draft, markup: 'markdown' }, now)
    const issue = await seal(store)
    const content = JSON.stringify({ foreword: draft.foreword, sections: draft.sections, markup: 'markdown' })
    expect(issue).toMatchObject({
      markup: 'markdown',
      contentSha256: createHash('sha256').update(content).digest('hex'),
    })
    expect(await readIssues(store.db)).toEqual([issue])
  })

  test('places leads, others and items of the same link, each once, and what was left out with its reason', async () => {
    const store = await open()
    await prepare(store)
    await seal(store)
    const { week } = window
    expect(await rolesOf(store)).toEqual([
      [week, 'lead', null],
      [week, 'other', null],
      [week, 'other', null],
      [week, 'lead', null],
      [week, 'left-out', 'full'],
      null,
      null,
    ])
  })

  test('lets what is held enter the next window, and leaves what had entered before', async () => {
    const store = await open()
    await prepare(store)
    await seal(store)
    const items = await store.db.selectFrom('items').select(['id', 'enters_at']).orderBy('id').execute()
    expect(items.map(({ enters_at }) => enters_at)).toEqual([
      null,
      null,
      null,
      null,
      null,
      now,
      '2016-12-01T00:00:00.000Z',
    ])
  })

  test('keeps each mail under its cadence and language', async () => {
    const store = await open()
    await prepare(store)
    await seal(store, { rehearse: () => [mail('weekly', 'en'), mail('weekly', 'zh-CN'), mail('monthly', 'en')] })
    const weekly = await readIssueMails(store.db, window.week)
    expect(weekly.map(({ subject }) => subject).toSorted()).toEqual(['weekly en', 'weekly zh-CN'])
    expect((await readMonthMails(store.db, window.week)).map(({ subject }) => subject)).toEqual(['monthly en'])
  })

  test.each<[string, Partial<SlotTable>, Draft['state'], Instant | null]>([
    ['two days from its closing when it was due', {}, 'draft', '2016-12-10T20:00:00.000Z' as Instant],
    ['two days from now when the curator approved it', {}, 'approved', '2016-12-11T09:30:00.000Z' as Instant],
    ['two days from now when it is the first', { is_first: 1 }, 'draft', '2016-12-11T09:30:00.000Z' as Instant],
    ['never when it is a past week', { origin: 'past' }, 'approved', null],
    ['never when it is a past week and the first', { origin: 'past', is_first: 1 }, 'draft', null],
  ])('may be mailed by itself: %s', async (_until, slot, state, mailUntil) => {
    const store = await open()
    await prepare(store, slot, state)
    expect((await seal(store))?.mailUntil).toBe(mailUntil)
  })

  test('changes nothing when a template is broken', async () => {
    const store = await open()
    await prepare(store)
    const rehearse = (): never => {
      throw new WeeklyError('TEMPLATE_FAILED', 'broken')
    }
    await expect(seal(store, { rehearse })).rejects.toMatchObject({ code: 'TEMPLATE_FAILED' })
    expect(await readSlot(store.db, window.week)).toMatchObject({ state: 'open', settled_at: null })
    expect([await readIssues(store.db), await rolesOf(store)]).toEqual([[], Array.from({ length: 7 }, () => null)])
    const items = await store.db.selectFrom('items').select('enters_at').where('id', '=', 6).execute()
    expect(items).toEqual([{ enters_at: null }])
  })

  test('is left to the next run when the curator has edited meanwhile, or to who was first', async () => {
    const store = await open()
    await prepare(store)
    const [slot, read] = [await readSlot(store.db, window.week), await readDraft(store.db, window.week)]
    if (!slot || !read) throw new Error('nothing to seal')
    const deps: SealDeps = { store, clock: { now: () => now }, site, rehearse: rehearseNothing }
    await saveDraft(store.db, { ...draft, foreword: 'Another word.' }, now)
    expect(await sealIssue(deps, slot, read)).toBeNull()
    expect(await readSlot(store.db, window.week)).toMatchObject({ state: 'open' })
    const both = await Promise.all([seal(store), seal(store)])
    expect(both.filter(issue => issue !== null)).toHaveLength(1)
    expect(await readIssues(store.db)).toHaveLength(1)
  })

  // SQLite lets one transaction write at a time by itself.
  if (dialect === 'postgres')
    test('waits for a curator who is saving, and is left to the next run then', async () => {
      const store = await open()
      const second = await open(store.address)
      await prepare(store)
      const isWaiting = async (): Promise<boolean> => {
        const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory' and not granted`.execute(store.db)
        return rows.length > 0
      }
      const sealing = await store.db.transaction().execute(async db => {
        await takeTurn(db, store.dialect, 'edit drafts')
        const begun = seal(second)
        while (!(await isWaiting())) await nextTurn()
        await saveDraft(db, { ...draft, foreword: 'Another word.' }, now)
        return { begun }
      })
      expect(await sealing.begun).toBeNull()
      expect(await readIssues(store.db)).toEqual([])
    })

  test('numbers issues in the order in which they are sealed', async () => {
    const store = await open()
    await prepare(store)
    await seal(store)
    const next = { ...window, week: '2016-W50' as WeekId, closesAt: '2016-12-15T20:00:00.000Z' as Instant }
    await openSlot(store.db, next, { origin: 'scheduled', is_first: 0 })
    await saveDraft(store.db, { ...draft, ...next, sections: [], leftOut: [], held: [] }, now)
    const [slot, saved] = [await readSlot(store.db, next.week), await readDraft(store.db, next.week)]
    if (!slot || !saved) throw new Error('nothing to seal')
    const deps: SealDeps = { store, clock: { now: () => now }, site, rehearse: rehearseNothing }
    expect(await sealIssue(deps, slot, saved)).toMatchObject({
      number: 2,
      date: '2016-12-16',
      title: 'List #2 · Dec 16, 2016',
    })
  })
})

describeStores('adopting a past list', open => {
  const past = {
    ...{ window, date: '2016-12-08' as CivilDate, title: 'Its own title', foreword: null },
    sections: [{ title: 'Clouds', stories: [story({})] }],
    publishedAt: '2016-12-08T01:00:00.000Z' as Instant,
  }
  const adopt = (store: Store) => store.db.transaction().execute(db => adoptIssue(db, past, now))

  test('keeps its title, its day and its moment, and is never mailed', async () => {
    const store = await open()
    await prepare(store)
    await store.db.deleteFrom('slots').execute()
    const issue = await adopt(store)
    expect(issue).toMatchObject({ number: 1, title: 'Its own title', date: '2016-12-08', mailUntil: null })
    expect(issue?.sealedAt).toBe(past.publishedAt)
    expect(await readSlot(store.db, window.week)).toMatchObject({ origin: 'past', state: 'sealed', settled_at: now })
    expect(await readPlacement(store.db, 1)).toMatchObject({ week: window.week, role: 'lead' })
  })

  test.each([
    ['as plain text', {}],
    ['as Markdown', { markup: 'markdown' }],
  ] as const)('keeps its foreword %s, and has the hash of what it says', async (_how, marks) => {
    const store = await open()
    await prepare(store)
    await store.db.deleteFrom('slots').execute()
    const list = { ...past, foreword: '*读者*, welcome.', ...marks }
    const issue = await store.db.transaction().execute(db => adoptIssue(db, list, now))
    const content = JSON.stringify({ foreword: list.foreword, sections: list.sections, ...marks })
    expect(issue).toMatchObject({
      foreword: '*读者*, welcome.',
      sections: list.sections,
      ...marks,
      contentSha256: createHash('sha256').update(content).digest('hex'),
    })
    expect(await readIssues(store.db)).toEqual([issue])
  })

  test('leaves a link where it was told first', async () => {
    const store = await open()
    await prepare(store)
    await seal(store)
    const week = '2016-W40' as WeekId
    const again = { ...past, window: { ...window, week } }
    const issue = await store.db.transaction().execute(db => adoptIssue(db, again, now))
    expect(issue).toMatchObject({ number: 2, week })
    expect(await readPlacement(store.db, 1)).toMatchObject({ week: window.week })
  })

  test('takes a week that was empty, and none that has an issue or is open', async () => {
    const store = await open()
    await prepare(store)
    expect(await adopt(store)).toBeNull()
    await settleSlot(store.db, window.week, 'empty', now)
    expect(await adopt(store)).toMatchObject({ number: 1 })
    expect(await adopt(store)).toBeNull()
  })
})

describe('the issue of a draft', () => {
  test.each([
    ['Asia/Shanghai', '2016-12-09'],
    ['UTC', '2016-12-08'],
    ['America/New_York', '2016-12-08'],
  ])('has the day of its closing in %s', (timezone, date) => {
    const made = issueOfDraft({ ...site, timezone }, { ...draft, state: 'draft' }, 3, {
      sealedAt: now,
      mailUntil: null,
    })
    expect(made).toMatchObject({ number: 3, week: window.week, date })
  })

  test('has a hash of foreword and sections alone', () => {
    const hashOf = (changes: Partial<Draft>, number = 1): string =>
      issueOfDraft(site, { ...draft, state: 'draft', ...changes }, number, { sealedAt: now, mailUntil: null })
        .contentSha256
    expect(hashOf({ leftOut: [], held: [] }, 2)).toBe(hashOf({}))
    expect(hashOf({ foreword: null })).not.toBe(hashOf({}))
    expect(hashOf({ sections: [] })).not.toBe(hashOf({}))
  })
})
