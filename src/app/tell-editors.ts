// Mails to the editors of a week: what waits for their answer, and that one of them has approved by a link. Queued in the store, sent as all mails are.
import { randomBytes } from 'node:crypto'
import { type Ask, type AskedBefore, askedSince, decideAsk } from '../core/editor-asks.ts'
import type { ActVia } from '../core/acts.ts'
import { reviewOf } from '../core/release.ts'
import type { Draft, Instant, IssueWindow } from '../core/types.ts'
import { inTurn } from '../curate/curate.ts'
import { deliverEditorLetters } from '../deliver/deliver.ts'
import { keepTokenKey } from '../deliver/tokens.ts'
import type { DraftText } from '../desk/draft-text.ts'
import { openDraft } from '../desk/edit-draft.ts'
import { requireBase } from '../desk/given-draft.ts'
import type { DeskDeps } from '../desk/pages/frame.ts'
import { gatherFacts, type Letter, writeApproved, writeAsk } from '../desk/pages/write-letter.ts'
import { isDraftTextKept } from '../store/draft-texts.ts'
import { readDraft, readSlot } from '../store/drafts.ts'
import { type EditorLetterKind, insertEditorLetter, readEditorLetters } from '../store/editor-letters.ts'
import { type Editor, listEditors } from '../store/editors.ts'
import type { Connection } from '../store/engine/database.ts'
import { readJournal } from '../store/journal.ts'
import type { App } from './wire.ts'

/** Editors who decide and have an address; one of a name that no server may have (RFC 2606) stands for none. */
async function listAsked({ store }: App): Promise<readonly Editor[]> {
  const editors = await listEditors(store.db)
  return editors.filter(({ role, email }) => role !== 'contributor' && !/[@.]invalid$/i.test(email))
}

async function readAskedBefore(
  db: Connection,
  { week }: IssueWindow,
): Promise<AskedBefore & { lastBase: string | null }> {
  const letters = await readEditorLetters(db, week)
  const asks = letters.map(({ kind, asked_at: askedAt }) => ({ kind, askedAt }))
  const journal = await readJournal(db, week)
  const last = letters.findLast(({ kind }) => kind !== 'approved')
  return { asks, actedAt: journal.at(-1)?.at ?? null, lastBase: last?.base ?? null }
}

async function queue(
  db: Connection,
  app: App,
  editor: Editor,
  letter: Letter,
  about: {
    readonly window: IssueWindow
    readonly kind: EditorLetterKind
    readonly base: string
    readonly askedAt: Instant
  },
): Promise<void> {
  const { url, language } = app.config.weekly
  const host = new URL(url).hostname.replace(/[^\w.-]/g, '')
  const { window, ...rest } = about
  const messageId = `<editors.${editor.id}.${randomBytes(8).toString('hex')}@${host}>`
  const said = { ...rest, ...letter, week: window.week, editorId: editor.id, language, messageId }
  await insertEditorLetter(db, said, app.clock.now())
}

/** The text that the last mail told of, as long as it is kept. */
async function readBefore(deps: DeskDeps, { week }: IssueWindow, base: string | null): Promise<DraftText | null> {
  if (base === null || !(await isDraftTextKept(deps.store.db, week, base))) return null
  return requireBase(deps.curate, deps.store.db, { week, base })
}

/** What is known of a week that has closed; null where there is nothing to ask about. */
async function readClosed({ store }: App, window: IssueWindow) {
  const slot = await readSlot(store.db, window.week)
  const draft = await readDraft(store.db, window.week)
  if (slot?.state !== 'open' || !draft?.sections.some(({ stories }) => stories.length > 0)) return null
  return { closesAt: slot.closes_at, askedAt: slot.asked_at, draft }
}

/** Queues the mails about a week that has closed, where it is time to; each once. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export async function askAbout(app: App, deps: DeskDeps, window: IssueWindow): Promise<void> {
  const closed = await readClosed(app, window)
  if (!closed) return
  const review = app.curate.review ?? reviewOf('wait')
  const now = app.clock.now()
  const before = await readAskedBefore(app.store.db, window)
  const decide = (known: AskedBefore, isBlocked: boolean): Ask | null =>
    decideAsk(review, closed, known, isBlocked, now)
  // Looking at the mail takes a while: not at each run.
  if (decide(before, true) === null) return
  const editors = await listAsked(app)
  if (editors.length === 0) return
  const { text } = await openDraft(app.curate, { window, by: 'arrival' })
  const draft: Draft = (await readDraft(app.store.db, window.week)) ?? closed.draft
  const last = await readBefore(deps, window, before.lastBase)
  const facts = await gatherFacts(deps, { window, draft, text }, { askedAt: closed.askedAt, before: last })
  const key = await keepTokenKey(app.store.db)
  await inTurn(app.curate, async db => {
    const ask = decide(await readAskedBefore(db, window), facts.checks.blocks.length > 0)
    if (ask === null) return
    const about = { window, kind: ask, base: text.base, askedAt: askedSince(closed) }
    for (const editor of editors) await queue(db, app, editor, writeAsk(deps, facts, ask, editor, key), about)
  })
}

/** Tells all editors of an approval by link, now: it goes out in ten minutes. What cannot be sent now is sent by the next run. */
export async function tellOfApproval(
  app: App,
  deps: DeskDeps,
  window: IssueWindow,
  { name, command, via }: { readonly name: string; readonly command: string; readonly via: ActVia },
): Promise<void> {
  const { mail } = app.config.weekly
  const draft = await readDraft(app.store.db, window.week)
  if (!draft || mail.from === undefined || mail.postalAddress === undefined) return
  const letter = writeApproved(deps, { window, draft, name, via })
  const about = { window, kind: 'approved', base: command, askedAt: app.clock.now() } as const
  for (const editor of await listAsked(app)) await queue(app.store.db, app, editor, letter, about)
  for (const { level, code, message } of (await deliverEditorLetters(app.deliver)).notes)
    if (level === 'failed') app.log.warn('editors.not-told', { code, message })
}
