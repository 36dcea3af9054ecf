// The pages behind the links of the editors' mails. GET and HEAD change nothing; nothing is released but in a browser in which its editor has
// signed in: programs open every link, run its script and press every button.
import { randomUUID } from 'node:crypto'
import { formatMoment, formatZone } from '../../core/date-words.ts'
import { type Editor, findEditor } from '../../store/editors.ts'
import { isKnownDevice } from '../../store/desk-devices.ts'
import { isDraftTextKept } from '../../store/draft-texts.ts'
import { readDraft } from '../../store/drafts.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { compareDrafts, readSeen, seeDraft, type SeenDraft, writeSeen } from '../compare-drafts.ts'
import { decideSeen, earliestRelease } from '../decide-seen.ts'
import type { DraftText } from '../draft-text.ts'
import { lookAtDraft } from '../edit-draft.ts'
import { requireBase } from '../given-draft.ts'
import { readMailLink } from '../mail-links.ts'
import { checkDraft } from './checks.ts'
import { type Linked, showChoices, takeChoices } from './choose-by-mail.ts'
import { describeDifference } from './difference.ts'
import { answerOrExplain } from './explain-error.ts'
import { answerNotice, answerPage, type DeskDeps, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { readSignedIn } from './sign-in.ts'
import { readCookie, type Visit } from './visitor.ts'

type Refusal = 'expired' | 'invalid' | 'decided' | 'goneOut' | 'mayNot' | 'blocked'
const statuses: Readonly<Record<Refusal, number>> = {
  expired: 410,
  invalid: 404,
  decided: 409,
  goneOut: 410,
  mayNot: 403,
  blocked: 409,
}

function refuse(deps: DeskDeps, why: Refusal): Response {
  const words = deskWords(deps).byMail
  const titles = { expired: words.expiredTitle, invalid: words.invalidTitle, decided: words.decidedTitle } as const
  const title = why in titles ? titles[why as keyof typeof titles] : deskWords(deps).notDone
  return answerNotice(deps, { title, text: words[why], status: statuses[why] }, null)
}

/** Answers a link of an editors' mail, or its page's form. */
export async function answerByMail(
  deps: DeskDeps,
  visit: Visit,
  token: string,
  fields: URLSearchParams | null,
): Promise<Response> {
  const read = readMailLink(await deps.linkKey(), token, deps.clock.now())
  if (read.kind !== 'valid') return refuse(deps, read.kind)
  const { link } = read
  const editor = await findEditor(deps.store.db, { id: link.editorId })
  if (!editor || editor.role === 'contributor') return refuse(deps, 'invalid')
  const { due, upcoming } = await deps.lookAtWindows()
  const window = [...due, upcoming].find(({ week }) => week === link.week)
  if (!window) return refuse(deps, 'goneOut')
  const linked = { link, editor, edited: { window, by: 'arrival' as const }, path: deskPath(deps, `by-mail/${token}`) }
  const draft = await readDraft(deps.store.db, link.week)
  if (draft?.state === 'approved' && !fields) return refuse(deps, 'decided')
  return answerOrExplain({ deps, signedIn: null }, () => {
    if (link.action === 'approve') return answerApproval(deps, visit, linked, fields)
    return fields ? takeChoices(deps, linked, fields) : showChoices(deps, linked)
  })
}

/** Whether the editor of a link has signed in in this browser, now or within a year. */
async function isTheirs(deps: DeskDeps, visit: Visit, editor: Editor): Promise<boolean> {
  const key = readCookie(visit.request, 'desk-device', deps.url)
  if (key !== null && (await isKnownDevice(deps.store.db, key, editor.id, deps.clock.now()))) return true
  return (await readSignedIn(deps, visit))?.editor.id === editor.id
}

/** What the editor saw last: the mail's draft, or what a page of the link has shown. */
async function readLastSeen(deps: DeskDeps, { link }: Linked): Promise<{ seen: SeenDraft; text: DraftText } | null> {
  if (!(await isDraftTextKept(deps.store.db, link.week, link.base))) return null
  const text = await requireBase(deps.curate, deps.store.db, link)
  return { seen: seeDraft(text), text }
}

async function answerApproval(
  deps: DeskDeps,
  visit: Visit,
  linked: Linked,
  fields: URLSearchParams | null,
): Promise<Response> {
  const { editor, path } = linked
  const words = deskWords(deps).byMail
  if (!editor.mayRelease) return refuse(deps, 'mayNot')
  if (!(await isTheirs(deps, visit, editor))) {
    const scope = { email: editor.email, to: path, hasMail: deps.sendMail !== null }
    return answerPage(
      renderDeskPage(deps, 'unknown-device.html', { title: words.unknownTitle, hasScript: false }, scope, null),
    )
  }
  return fields ? takeApproval(deps, linked, fields) : showApproval(deps, linked, null)
}

/** The page with the button; above it stands what has changed since `before`, or since the mail was written. */
async function showApproval(deps: DeskDeps, linked: Linked, before: SeenDraft | null): Promise<Response> {
  const { edited, path } = linked
  const words = deskWords(deps)
  const draft = await readDraft(deps.store.db, edited.window.week)
  const text = await lookAtDraft(deps.curate, edited)
  const mailed = await readLastSeen(deps, linked)
  const seen = before ?? mailed?.seen ?? null
  const difference = seen && compareDrafts(seen, seeDraft(text))
  const checks = draft ? await checkDraft(deps, draft) : null
  if (!draft || !checks || checks.blocks.length > 0) return refuse(deps, 'blocked')
  const { confirmed } = await countSubscribers(deps.store.db)
  const moment = formatMoment(earliestRelease(draft.closesAt, deps.clock.now()), deps.language, deps.timezone)
  const zone = formatZone(deps.timezone, deps.language)
  const scope = {
    action: path,
    lines: difference ? describeDifference(deps, difference, mailed ? [text, mailed.text] : [text]) : [],
    warns: checks.warns,
    restated: words.releasing.restated(confirmed, Math.ceil(checks.mailBytes / 1000), moment, zone),
    said: words.byMail.approveAt(moment),
    draftState: draft.state,
    command: randomUUID(),
    seen: writeSeen(seeDraft(text)),
    sections: text.sections.map(({ title, stories }) => ({ title, stories: stories.map(story => story.title) })),
  }
  const status = before ? 409 : 200
  return answerPage(
    renderDeskPage(deps, 'approve-by-mail.html', { title: words.byMail.approveTitle, hasScript: false }, scope, null),
    status,
  )
}

async function takeApproval(deps: DeskDeps, linked: Linked, fields: URLSearchParams): Promise<Response> {
  const { edited, editor } = linked
  const { window } = edited
  const words = deskWords(deps).byMail
  const seen = readSeen(fields.get('seen') ?? '')
  const command = fields.get('command') ?? ''
  const state = fields.get('state') === 'held' ? 'held' : 'draft'
  if (!seen || !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(command)) return showApproval(deps, linked, null)
  const draft = await readDraft(deps.store.db, window.week)
  if (draft?.state !== 'approved' && (!draft || (await checkDraft(deps, draft)).blocks.length > 0))
    return refuse(deps, 'blocked')
  const made = { decision: 'approve', command, state, seen, releaseAt: null, via: 'link' } as const
  const taken = await decideSeen(deps.curate, { ...edited, editor: editor.name }, made)
  if (taken.kind === 'changed') return showApproval(deps, linked, seen)
  const after = await readDraft(deps.store.db, window.week)
  if (after?.state !== 'approved') return refuse(deps, 'goneOut')
  if (taken.kind === 'turned') return refuse(deps, 'decided')
  if (taken.kind === 'done') await deps.tellOfApproval(window, { name: editor.name, command, via: 'link' })
  const at = after.releaseAt && after.releaseAt > window.closesAt ? after.releaseAt : window.closesAt
  const text = words.approved(formatMoment(at, deps.language, deps.timezone))
  return answerNotice(deps, { title: words.doneTitle, text, status: 200 }, null)
}
