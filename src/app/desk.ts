// Opens the curator's desk with everything it needs from the other parts, and the first way in to it.
import { requireUndecided } from '../desk/edit-draft.ts'
import { type Api, createApi } from '../desk/api/api.ts'
import { createDesk, type Desk } from '../desk/pages/desk.ts'
import { rehearseDesk } from '../desk/pages/rehearse.ts'
import type { WeekId } from '../core/types.ts'
import { createEditorMailer } from '../deliver/editor-mail.ts'
import { keepTokenKey } from '../deliver/tokens.ts'
import { createUrlGuard } from '../net/guard.ts'
import { loadTemplates } from '../publish/template.ts'
import { hasSessions, makeDeskLink } from '../store/desk-sessions.ts'
import { type Editor, listEditors, requireEditor, saveEditor } from '../store/editors.ts'
import { checkTakenLink, takeLink } from '../desk/take-link.ts'
import { addLink } from './add-link.ts'
import { findEditedWeek } from './edited-week.ts'
import { openIssueDesk } from './issue-desk.ts'
import { createPictureDesk } from './picture-desk.ts'
import { openTargetDesk } from './target-desk.ts'
import { openReaderDesk } from './reader-desk.ts'
import { createSourceDesk } from './source-desk.ts'
import { tellOfApproval } from './tell-editors.ts'
import type { DeskDeps } from '../desk/pages/frame.ts'
import { markdownOfPaste } from './pasted-words.ts'
import { previewDraft } from './preview-draft.ts'
import { sendTestMail } from './preview-mail.ts'
import { lookAtWindows } from './windows.ts'
import type { App } from './wire.ts'

const sendTest =
  (app: App) =>
  async (week: WeekId, to: string): Promise<void> => {
    await sendTestMail(app, week, to)
  }

/** Reads and takes a link; an approval is looked at before anybody is asked for the page. */
const takeLinkOf =
  (app: App): DeskDeps['takeLink'] =>
  async link => {
    checkTakenLink(link)
    const edited = await findEditedWeek(app, undefined, link.editor)
    await requireUndecided(app.store.db, edited.window.week)
    return addLink(app, edited, link, each => takeLink(app.curate, each, link))
  }

/** What the desk is made with, with the templates as they are now. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export function describeDesk(app: App): DeskDeps {
  const { url, title, language, mail, fetch, proposals } = app.config.weekly
  const canMail = mail.from !== undefined && mail.postalAddress !== undefined
  const deps: DeskDeps = {
    store: app.store,
    clock: app.clock,
    log: app.log,
    url,
    title,
    language,
    timezone: app.timezone,
    templates: loadTemplates(app.publish.templatesFolder, 'desk'),
    curate: app.curate,
    takesProposals: proposals !== false,
    silentDays: fetch.silentDays,
    sources: createSourceDesk(app),
    targets: openTargetDesk(app),
    pictures: createPictureDesk(app.config.weekly.content),
    issues: openIssueDesk(app),
    readers: openReaderDesk(app, canMail),
    readPasted: html => markdownOfPaste(html, url),
    lookAtWindows: () => lookAtWindows(app),
    takeLink: takeLinkOf(app),
    requirePublicUrl: createUrlGuard(fetch.allowPrivate),
    previewDraft: (week: WeekId) => previewDraft(app, week),
    sendTestMail: canMail ? sendTest(app) : null,
    sendMail: canMail ? createEditorMailer(app.deliver) : null,
    linkKey: () => keepTokenKey(app.store.db),
    tellOfApproval: (window, approval) => tellOfApproval(app, deps, window, approval),
  }
  return deps
}

/** Opens the desk, and its API. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export function openDesk(app: App): { readonly desk: Desk; readonly api: Api } {
  const deps = describeDesk(app)
  rehearseDesk(deps)
  return { desk: createDesk(deps), api: createApi(deps) }
}

/**
 * The editor whom a link signs in: the one with this address, or with none the first owner. Where the desk has nobody yet, the author of the
 * list becomes its owner. Throws EDITOR_MISSING, SUBSCRIBER_INVALID.
 */
export async function findOwner({ store, clock, config }: App, email?: string): Promise<Editor> {
  if (email !== undefined) return requireEditor(store.db, email)
  const [first] = await listEditors(store.db)
  if (first) return first
  const { author, mail } = config.weekly
  // An address that nobody reads signs in by links alone.
  const address = author.email ?? /[^\s<>]+@[^\s<>]+/.exec(mail.from ?? '')?.[0] ?? 'curator@localhost.invalid'
  return saveEditor(store, { email: address, name: author.name, role: 'owner', mayRelease: true }, clock.now())
}

/** A link that signs an editor in once, within ten minutes; at the public address, or at another one that leads to the same server. */
export async function makeLink(
  { store, clock, config }: App,
  editor: Editor,
  url: string = config.weekly.url,
): Promise<string> {
  const token = await makeDeskLink(store.db, editor.id, clock.now())
  return new URL(`desk/link/${token}`, url.endsWith('/') ? url : `${url}/`).href
}

/** The same for whoever tries the program out on this machine, at the address that the server listens on; null once somebody has been at the desk, and where others can reach it. */
export async function makeFirstLink(app: App, address: string): Promise<string | null> {
  const { hostname } = new URL(app.config.weekly.url)
  const isOwnMachine = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
  if (!isOwnMachine || (await hasSessions(app.store.db))) return null
  return makeLink(app, await findOwner(app), address)
}
