// The draft as readers would get it: page, mail and text in frames, a dark mail too, and a test mail to oneself.
import type { WeekId } from '../../core/types.ts'
import { findWeek } from './draft.ts'
import { answerOrExplain } from './explain-error.ts'
import {
  answerNotice,
  answerPage,
  type Asked,
  deskPath,
  deskWords,
  goTo,
  type Preview,
  renderDeskPage,
} from './frame.ts'

/** What a frame may show. */
const frames = ['page', 'mail', 'mail-dark', 'text'] as const
type Frame = (typeof frames)[number]
const isFrame = (name: string): name is Frame => frames.some(frame => frame === name)

/** In a frame nothing runs and nothing is sent; only links open, in a new window. */
const FRAME_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, sign => `&#${sign.codePointAt(0) ?? 0};`)

/** What a dark scheme would change, as if it were there: a frame's own scheme follows the page only in some browsers. */
const inTheDark = (html: string): string => html.replace(/@media\s*\(prefers-color-scheme:\s*dark\)/g, '@media all')

function contentOf(frame: Frame, { page, mail, text }: Preview): string {
  if (frame === 'page') return page
  if (frame === 'mail') return mail
  if (frame === 'mail-dark') return inTheDark(mail)
  return `<!doctype html><meta charset="utf-8"><pre style="white-space:pre-wrap;font:14px/1.5 ui-monospace,monospace">${escapeHtml(text)}</pre>`
}

async function sendTest({ deps, signedIn }: Asked, week: WeekId): Promise<Response> {
  const words = deskWords(deps)
  const { email } = signedIn.editor
  if (!deps.sendTestMail)
    return answerNotice(deps, { title: words.notDone, text: words.mailMissing, status: 422 }, signedIn)
  try {
    await deps.sendTestMail(week, email)
  } catch (error) {
    deps.log.warn('desk.test-mail-failed', { error: String(error) })
    return answerNotice(deps, { title: words.notDone, text: words.testFailed, status: 502 }, signedIn)
  }
  return goTo(`${deskPath(deps, 'preview')}?sent=1`)
}

/** The page with the frames, and each frame's content; a template that is broken is named with its line. */
export async function showPreview(asked: Asked): Promise<Response> {
  return answerOrExplain(asked, () => answerPreview(asked))
}

async function answerPreview(asked: Asked): Promise<Response> {
  const { deps, visit, signedIn, rest, fields } = asked
  const words = deskWords(deps)
  const { week } = (await findWeek(asked)).window
  if (fields) return sendTest(asked, week)
  const preview = await deps.previewDraft(week)
  if (!preview) return answerNotice(deps, { title: words.preview, text: words.noStories, status: 404 }, signedIn)
  const [name = 'page', isContent] = rest
  const frame = isFrame(name) ? name : 'page'
  if (isContent === 'content') {
    const answer = answerPage(contentOf(frame, preview))
    answer.headers.set('Content-Security-Policy', FRAME_POLICY)
    return answer
  }
  const scope = {
    week,
    frame,
    frames: frames.map(each => ({ name: each, title: words.frames[each], isShown: each === frame })),
    content: deskPath(deps, `preview/${frame}/content`),
    subject: preview.subject,
    size: words.mailSize(Math.ceil(preview.mailBytes / 1024)),
    wasSent: new URL(visit.request.url).searchParams.has('sent'),
    sentTo: words.testSent(signedIn.editor.email),
  }
  return answerPage(renderDeskPage(deps, 'preview.html', { title: words.preview, at: 'preview' }, scope, signedIn))
}
