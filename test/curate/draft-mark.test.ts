import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../src/core/clock.ts'
import type { CivilDate, Instant, IssueWindow, WeekId } from '../../src/core/types.ts'
import { type CurateDeps, curate } from '../../src/curate/curate.ts'
import { backupStore, restoreStore } from '../../src/store/backup.ts'
import { decideDraft, openSlot, readDraft, readSlot } from '../../src/store/drafts.ts'
import { replaceEdits } from '../../src/store/edits.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { draftTables } from '../../src/store/engine/draft-changes.ts'
import { describeStores } from '../stores.ts'
import { addArticle, addItem, depsOf, fill, sections, subjects, window } from './week-store.ts'

const before: IssueWindow = {
  week: '2016-W48' as WeekId,
  opensAt: '2016-11-25T00:00:00.000Z' as Instant,
  closesAt: '2016-12-02T00:00:00.000Z' as Instant,
}
/** Counts what is asked of a store, and in which tables. */
function listen(store: Store): {
  readonly store: Store
  readonly asked: { queries: number; readonly tables: Set<string> }
} {
  const asked = { queries: 0, tables: new Set<string>() }
  const findTables = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { kind, table } = node as { kind?: string; table?: { identifier?: { name?: string } } }
    if (kind === 'TableNode' && table?.identifier?.name !== undefined) asked.tables.add(table.identifier.name)
    Object.values(node).forEach(findTables)
  }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      findTables(node)
      return node
    },
    transformResult: ({ result }) => {
      asked.queries++
      return Promise.resolve(result)
    },
  }
  return { store: { ...store, db: store.db.withPlugin(plugin) }, asked }
}

/** Curates, and asks how often the store was asked for it. */
async function countQueries(store: Store, over: Partial<CurateDeps> = {}): Promise<number> {
  const { store: heard, asked } = listen(store)
  await curate(depsOf(heard, over), window)
  return asked.queries
}

/** The draft as the mark keeps it, and as it is made anew. */
async function draftTwice(store: Store, over: Partial<CurateDeps>): Promise<readonly [kept: unknown, anew: unknown]> {
  await curate(depsOf(store, over), window)
  const kept = await readDraft(store.db, window.week)
  await store.db.updateTable('drafts').set({ mark: null }).where('week', '=', window.week).execute()
  await curate(depsOf(store, over), window)
  return [kept, await readDraft(store.db, window.week)]
}

let folder = ''
let stores = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-mark-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** What has a test of its own. */
const ofTheWeekBefore = ['seal the week before', 'change by hand what a sealed week left out']

/** What may happen between two ticks. `n` says to what. */
type Happening = (world: World, n: number) => Promise<void>
interface World {
  store: Store
  readonly path: string
  backup: string | null
  over: Partial<CurateDeps>
}

const madeAt = '2016-12-05T00:00:00.000Z' as Instant
const happenings: Readonly<Record<string, Happening>> = {
  arrive: ({ store }, n) => addItem(store, `late-${n}`, n),
  read: async ({ store }, n) => {
    const items = await store.db.selectFrom('items').select('id').orderBy('id').execute()
    const item = items[n % items.length]
    if (item) await addArticle(store, item.id, `A ${n % 2 === 0 ? 'container' : 'storage'} matter of ${n}.`)
  },
  'edit an item': async ({ store }, n) => {
    await store.db
      .updateTable('items')
      .set({ title: `Changed ${n}` })
      .where('id', '=', 1 + (n % 5))
      .execute()
  },
  'edit an article by hand': async ({ store }, n) => {
    await store.db
      .updateTable('articles')
      .set({ lead: `By hand ${n}` })
      .where('item_id', '=', 1 + (n % 2))
      .execute()
  },
  'forget an article': async ({ store }, n) => {
    await store.db
      .deleteFrom('articles')
      .where('item_id', '=', 1 + (n % 5))
      .execute()
  },
  'delete an item': async ({ store }, n) => {
    await store.db
      .deleteFrom('articles')
      .where('item_id', '=', 1 + (n % 5))
      .execute()
    await store.db
      .deleteFrom('items')
      .where('id', '=', 1 + (n % 5))
      .execute()
  },
  'weigh a source': async ({ store }, n) => {
    await store.db
      .updateTable('sources')
      .set({ weight: n % 4, title: `Source ${n % 3}` })
      .where('id', '=', 1 + (n % 2))
      .execute()
  },
  'give a source a section': async ({ store }, n) => {
    await store.db
      .updateTable('sources')
      .set({ section: n % 2 === 0 ? null : 'Storage' })
      .where('id', '=', 1)
      .execute()
  },
  'open the week before': ({ store }) => openSlot(store.db, before, { origin: 'scheduled', is_first: 0 }),
  'edit the draft': async ({ store }, n) => {
    const link = `https://x.example/first-${n % 5}`
    const kinds = [
      { kind: 'note', value: `Note ${n}` },
      { kind: 'drop', value: null },
      { kind: 'split', value: null },
      { kind: 'title', value: `Title ${n}` },
    ] as const
    const edit = kinds[n % kinds.length]
    if (edit) await replaceEdits(store.db, window.week, [{ ...edit, link, madeAt } as never])
  },
  'seal the week before': async ({ store }) => {
    if (await readSlot(store.db, before.week)) return
    const dates = { opens_at: before.opensAt, closes_at: before.closesAt }
    const slot = { ...dates, origin: 'scheduled', is_first: 0, state: 'sealed', settled_at: madeAt } as const
    await store.db
      .insertInto('slots')
      .values({ week: before.week, ...slot })
      .execute()
    const content = { foreword: null, sections: '[]' }
    const own = { ...dates, ...content, left_out: '[]', held: '[]', updated_at: madeAt, mark: null }
    await store.db
      .insertInto('drafts')
      .values({ week: before.week, state: 'approved', ...own })
      .execute()
    const head = { number: 1, date: '2016-12-02' as CivilDate, title: 'One', sealed_at: madeAt, content_sha256: '' }
    await store.db
      .insertInto('issues')
      .values({ week: before.week, ...head, ...content, mail_until: null })
      .execute()
    const drop = { kind: 'drop', link: 'https://z.example/1', value: null, madeAt } as const
    await replaceEdits(store.db, before.week, [drop])
  },
  'change by hand what a sealed week left out': async ({ store }, n) => {
    const titles = Array.from({ length: 8 }, (_, i) => `${subjects[n % subjects.length] ?? ''} ${i}`)
    const left = titles.map((title, i) => {
      const link = `https://z.example/${i}`
      return { itemId: 1, title, url: link, reason: 'Dropped', storyLink: link }
    })
    await store.db
      .updateTable('drafts')
      .set({ left_out: JSON.stringify(left) })
      .where('week', '=', before.week)
      .execute()
    const drops = left.map(({ storyLink: link }) => ({ kind: 'drop', link, value: null, madeAt }) as const)
    if (await readSlot(store.db, before.week)) await replaceEdits(store.db, before.week, drops)
  },
  'take edits back': ({ store }) => replaceEdits(store.db, window.week, []),
  'write into the draft by hand': async ({ store }, n) => {
    await store.db
      .updateTable('drafts')
      .set({ foreword: `By hand ${n}`, sections: '[]' })
      .execute()
  },
  approve: async ({ store }) => {
    await decideDraft(store.db, window.week, 'approved')
  },
  'take the approval back': async ({ store }) => {
    await decideDraft(store.db, window.week, 'draft')
  },
  configure: async (world, n) => {
    world.over = {
      ...world.over,
      limits: { stories: 1 + (n % 4), perSource: 2 },
      learn: n % 3 > 0,
      sections: n % 2 === 0 ? sections : [],
    }
    await Promise.resolve()
  },
  'change the program': async (world, n) => {
    world.over = { ...world.over, fingerprintProgram: () => `program ${n % 3}` }
    await Promise.resolve()
  },
  'turn the clock': async (world, n) => {
    world.over = { ...world.over, clock: fixedClock(`2016-${n % 2 === 0 ? '11' : '12'}-08T00:00:00.000Z` as Instant) }
    await Promise.resolve()
  },
  'back up': async (world, n) => {
    world.backup = `${world.path}.backup-${n}-${stores++}`
    await backupStore(world.store, world.backup, madeAt)
  },
  restore: async world => {
    if (world.backup === null) return
    await world.store.close()
    await restoreStore(
      world.path,
      world.backup,
      `2016-12-08T00:00:00.${String(stores++ % 1000).padStart(3, '0')}Z` as Instant,
    )
    world.store = await openStore(`sqlite:${world.path}`, folder)
  },
}

test('the draft that its mark keeps is the draft made anew, whatever has happened', async () => {
  const names = Object.keys(happenings)
  const steps = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(40)), { minLength: 4, maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(steps, async sequence => {
      const path = join(folder, `${stores++}.db`)
      const world: World = { store: await openStore(`sqlite:${path}`, folder), path, backup: null, over: {} }
      try {
        await fill(world.store)
        await curate(depsOf(world.store), window)
        for (const [name, n] of sequence) {
          await happenings[name]?.(world, n)
          // An approved draft stays as its curator saw it: what is made anew of it is how many have come since.
          const [kept, anew] = await draftTwice(world.store, world.over)
          expect(anew).toEqual(kept)
        }
      } finally {
        await world.store.close()
      }
    }),
    { numRuns: 15 },
  )
})

describeStores('the mark of a draft', (open, dialect) => {
  test('a tick with nothing new asks one query', async () => {
    const store = await open()
    await fill(store)
    await curate(depsOf(store), window)
    expect(await countQueries(store)).toBe(1)
    // Who fails to read a page once more, visits a source once more or sets up the same sources again has changed nothing.
    await store.db.updateTable('articles').set({ attempts: 7, error: 'again' }).execute()
    await store.db.updateTable('source_states').set({ checked_at: madeAt, failures_in_row: 3 }).execute()
    await store.db.updateTable('sources').set({ weight: 1, position: 9 }).execute()
    expect(await countQueries(store, { clock: fixedClock('2017-05-05T00:00:00.000Z' as Instant) })).toBe(1)
    const second = await open(store.address)
    expect(await countQueries(second)).toBe(1)
    // An approved draft is looked at once more, for what has come since.
    await decideDraft(store.db, window.week, 'approved')
    expect(await countQueries(store)).toBeGreaterThan(1)
    expect(await countQueries(store)).toBe(1)
  })

  test('each change of a watched column, and a row that comes or goes, makes it anew', async () => {
    const store = await open()
    await fill(store)
    await curate(depsOf(store), window)
    for (const [name, happen] of Object.entries(happenings)) {
      if (
        [
          'configure',
          'change the program',
          'turn the clock',
          'back up',
          'restore',
          'take edits back',
          ...ofTheWeekBefore,
        ].includes(name)
      )
        continue
      await happen({ store, path: '', backup: null, over: {} }, 5)
      expect([name, await countQueries(store)]).toEqual([name, expect.toSatisfy((count: number) => count > 1)])
      await countQueries(store)
    }
  })

  test('a setting that is changed and changed back makes it anew twice', async () => {
    const store = await open()
    await fill(store)
    await curate(depsOf(store), window)
    const first = await readDraft(store.db, window.week)
    const limits = { stories: 1, perSource: 1 }
    expect(await countQueries(store, { limits })).toBeGreaterThan(1)
    expect(await readDraft(store.db, window.week)).not.toEqual(first)
    expect(await countQueries(store)).toBeGreaterThan(1)
    expect(await readDraft(store.db, window.week)).toEqual(first)
  })

  test('what the draft of a sealed week left out is learnt anew when it changes, by whomever', async () => {
    const store = await open()
    await fill(store)
    const world = { store, path: '', backup: null, over: {} }
    await happenings['seal the week before']?.(world, 0)
    await curate(depsOf(store, { learn: true }), window)
    expect(await countQueries(store, { learn: true })).toBe(1)
    for (const change of [{ left_out: '[ ]' }, { state: 'held' as const }]) {
      await store.db.updateTable('drafts').set(change).where('week', '=', before.week).execute()
      expect(await countQueries(store, { learn: true })).toBeGreaterThan(1)
      expect(await countQueries(store, { learn: true })).toBe(1)
    }
  })

  test('an approved draft tells each time what has come since, and lets it in when it is a draft again', async () => {
    const store = await open()
    await fill(store)
    await curate(depsOf(store), window)
    await decideDraft(store.db, window.week, 'approved')
    await addItem(store, 'much-later', 5)
    const [first, second] = [await curate(depsOf(store), window), await curate(depsOf(store), window)]
    expect(first.notes).toMatchObject([{ message: 'is approved as it is; 1 that came since wait for the next issue' }])
    expect(second).toEqual(first)
    await decideDraft(store.db, window.week, 'draft')
    await curate(depsOf(store), window)
    expect(JSON.stringify(await readDraft(store.db, window.week))).toContain('much-later')
  })

  test('everything that a draft is made from is watched', async () => {
    const { store, asked } = listen(await open())
    await fill(store)
    await happenings['seal the week before']?.({ store, path: '', backup: null, over: {} }, 0)
    asked.tables.clear()
    await curate(depsOf(store, { learn: true }), window)
    const tables = await store.db.introspection.getTables()
    // Whoever saves a note for a link takes the marks away with it: a draft that lays one in writes that down, which is no change for it.
    const own = ['drafts', 'draft_changes', 'saved_links']
    const read = tables.map(({ name }) => name).filter(name => asked.tables.has(name) && !own.includes(name))
    expect(read.sort()).toEqual(Object.keys(draftTables).sort())
    const unwatched = Object.entries(draftTables).map(([table, watched]) => {
      const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? []
      return [table, columns.filter(name => !watched.includes(name)).sort()] as const
    })
    expect(Object.fromEntries(unwatched)).toMatchInlineSnapshot(`
      {
        "articles": [
          "attempts",
          "error",
          "error_code",
          "extracted_at",
          "next_attempt_at",
        ],
        "edits": [
          "editor",
        ],
        "issues": [
          "content_sha256",
          "date",
          "foreword",
          "mail_until",
          "markup",
          "sealed_at",
          "title",
        ],
        "items": [],
        "placements": [
          "reason",
        ],
        "slots": [
          "asked_at",
          "is_first",
          "settled_at",
        ],
        "source_states": [
          "backlog_read_at",
          "body_sha256",
          "checked_at",
          "claimed_by",
          "claimed_until",
          "cursor",
          "disabled_reason",
          "etag",
          "failing_since",
          "failures_in_row",
          "feed_language",
          "fetch_url",
          "host",
          "last_error",
          "last_item_at",
          "last_modified",
          "missing_since",
          "moving_count",
          "moving_since",
          "moving_to",
          "next_check_at",
          "next_check_reason",
          "rhythm",
          "site_url",
          "succeeded_at",
        ],
        "sources": [
          "active",
          "from_file",
          "language",
          "paused",
          "position",
          "stored",
        ],
      }
    `)
  })

  if (dialect === 'postgres')
    test('what another process had not committed when the draft was made is in the next', async () => {
      const store = await open()
      await fill(store)
      const other = await open(store.address)
      await other.db.transaction().execute(async db => {
        await addItem({ ...other, db }, 'under-way', 2)
        await curate(depsOf(store), window)
        expect(await countQueries(store)).toBe(1)
      })
      expect(await countQueries(store)).toBeGreaterThan(1)
      expect(JSON.stringify(await readDraft(store.db, window.week))).toContain('under-way')
    })
})
