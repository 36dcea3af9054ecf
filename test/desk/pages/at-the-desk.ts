// What the tests of the desk's lists have in common: somebody of each role who is signed in, and all that a store holds.
import type { Issue } from '../../../src/core/types.ts'
import { openSlot } from '../../../src/store/drafts.ts'
import { insertIssue } from '../../../src/store/issues.ts'
import { anIssue } from '../../publish/issues.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { type DeskRole, type Editor, saveEditor } from '../../../src/store/editors.ts'
import type { Store } from '../../../src/store/engine/database.ts'
import { now } from '../../web/web-fixture.ts'
import type { Browser, DeskSite } from './desk-fixture.ts'

/** A browser in which somebody is signed in. */
export async function signIn(desk: DeskSite, editor: Editor): Promise<Browser> {
  const browser = desk.openBrowser()
  await browser.post(`/desk/link/${await makeDeskLink(desk.store.db, editor.id, desk.clock.now())}`, {})
  return browser
}

/** The same for somebody of a role. */
export async function signInAs(desk: DeskSite, role: DeskRole): Promise<Browser> {
  if (role !== 'contributor') return signIn(desk, role === 'owner' ? desk.owner : desk.editor)
  const tom = { email: 'tom@example.org', name: 'Tom', role, mayRelease: false } as const
  return signIn(desk, await saveEditor(desk.store, tom, now))
}

/** Everything that a store holds, to be compared. */
export async function allRows({ db }: Store): Promise<string> {
  const tables = await db.introspection.getTables()
  const names = tables.filter(({ isView }) => !isView).map(({ name }) => name)
  const rows = names.map(name =>
    db
      .selectFrom(name as 'items')
      .selectAll()
      .execute(),
  )
  return JSON.stringify([names, await Promise.all(rows)])
}

/** Puts a sealed issue into the store. */
export async function addIssue({ db }: Store, changes: Partial<Issue> & Pick<Issue, 'week'>): Promise<void> {
  const { week } = changes
  await openSlot(db, { week, opensAt: now, closesAt: now }, { origin: 'scheduled', is_first: 0 })
  await insertIssue(db, anIssue([], changes), [])
}

/** A page without its markup, on one line. */
export const textOf = (html: string): string =>
  html
    .slice(html.indexOf('<main'))
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
