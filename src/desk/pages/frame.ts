// What all pages of the desk stand on: what they are made with, their addresses, and the answers that carry them.
import type { ActVia } from '../../core/acts.ts'
import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { IssueWindow, WeekId } from '../../core/types.ts'
import type { CurateDeps } from '../../curate/curate.ts'
import { deskWordsOf, type DeskWords } from '../../core/words/desk-words.ts'
import type { InterfaceLanguage } from '../../core/words/words.ts'
import type { Templates } from '../../publish/template.ts'
import type { Store } from '../../store/engine/database.ts'
import type { DeskRole, Editor } from '../../store/editors.ts'
import type { DeskSession } from '../../store/desk-sessions.ts'
import { assetFolder } from './assets.ts'
import type { TakenLink } from '../take-link.ts'
import type { IssueDesk } from './issue-desk.ts'
import type { PictureDesk } from './picture-desk.ts'
import type { TargetDesk } from './target-desk.ts'
import type { ReaderDesk } from './reader-desk.ts'
import type { SourceDesk } from './source-desk.ts'
import { isSecureContext } from '../passkey-site.ts'
import { formTokenOf, type Visit } from './visitor.ts'

/** A mail to one editor, outside the ledger: a code is of no use an hour later. */
export interface EditorMail {
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** A draft as readers would get it. */
export interface Preview {
  /** Whole HTML documents; of the page with its style. */
  readonly page: string
  readonly mail: string
  readonly text: string
  readonly subject: string
  /** Size of the mail's HTML in bytes. */
  readonly mailBytes: number
}

/** Who takes a link, and whom it is credited to; empty: nobody. */
export interface LinkCredit {
  readonly editor: string
  readonly credit: string
}

/** What the desk needs. */
export interface DeskDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Public address of the site, its name, its language, and the zone in which times are told. */
  readonly url: string
  readonly title: string
  readonly language: InterfaceLanguage
  readonly timezone: string
  /** The templates of the desk: its part of the folder. */
  readonly templates: Templates
  /** What drafts are made with. */
  readonly curate: CurateDeps
  /** Whether the site has a page where readers suggest links. */
  readonly takesProposals: boolean
  /** Days after which a source that brings nothing counts as silent. */
  readonly silentDays: number
  /** The file of sources, and a look at an address. */
  readonly sources: SourceDesk
  /** The places that are told of each issue. */
  readonly targets: TargetDesk
  /** Where uploaded pictures go. */
  readonly pictures: PictureDesk
  /** Taking back, and writing the site. */
  readonly issues: IssueDesk
  /** Mails to readers, and the list as a file. */
  readonly readers: ReaderDesk
  /** The weeks that have closed and wait, and the one that fills up; writes nothing. */
  readonly lookAtWindows: () => Promise<{ readonly due: readonly IssueWindow[]; readonly upcoming: IssueWindow }>
  /** HTML that somebody pasted, as Markdown. Never throws. */
  readonly readPasted: (html: string) => string
  /** A week's draft as it would come out; null without one. Throws TEMPLATE_FAILED. */
  readonly previewDraft: (week: WeekId) => Promise<Preview | null>
  /** Mails the draft to one address, marked as a test; null where mail is not set up. */
  readonly sendTestMail: ((week: WeekId, to: string) => Promise<void>) | null
  /**
   * Reads a page and takes it into the draft of the week that is edited, credited to the reader who suggested it; answers the week. Throws
   * STORY_PLACED, ISSUE_APPROVED, USAGE_INVALID, and whatever keeps the page from being read.
   */
  readonly takeLink: (link: TakenLink & LinkCredit) => Promise<WeekId>
  /** Throws FETCH_PRIVATE_ADDRESS for an address of a private network. */
  readonly requirePublicUrl: (url: string) => void
  /** Sends a mail now; null where mail is not set up. Rejects when it did not go out. */
  readonly sendMail: ((mail: EditorMail) => Promise<void>) | null
  /** The key that the links of the editors' mails are signed with. */
  readonly linkKey: () => Promise<Buffer>
  /** Tells all editors that one of them has approved an issue by a link, or a program for them; where mail is not set up, nobody. */
  readonly tellOfApproval: (
    window: IssueWindow,
    approval: { readonly name: string; readonly command: string; readonly via: ActVia },
  ) => Promise<void>
}

/** What the bar of an issue that can still be stopped says, and the form that stops it. */
export interface StopBar {
  readonly week: string
  readonly said: string
  /** Acts once. */
  readonly command: string
  readonly mayStop: boolean
}

/** Somebody who is signed in, and the key of the browser. */
export interface SignedIn {
  readonly editor: Editor
  readonly session: DeskSession
  readonly key: string
  /** Issues that are approved and can still be stopped; missing where no page is made. */
  readonly stopBars?: readonly StopBar[]
  /** Whether pages offer to register a passkey. */
  readonly isOfferedPasskey?: boolean
}

/** What a page is asked with. */
export interface Asked {
  readonly deps: DeskDeps
  readonly visit: Visit
  readonly signedIn: SignedIn
  /** The rest of the path, part by part. */
  readonly rest: readonly string[]
  /** What was posted; null for GET and HEAD, which change nothing. */
  readonly fields: URLSearchParams | null
  /** The files that came with it, by the name of their field. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Whether it was longer than a form may be, and only its beginning is here. */
  readonly isCut: boolean
}

/** A screen of the desk: one name below `/desk`, and those who may see it. */
export interface Screen {
  readonly roles: readonly DeskRole[]
  /** Those whose forms it takes; without it all who see it. */
  readonly changedBy?: readonly DeskRole[]
  readonly answer: (asked: Asked) => Promise<Response> | Response
}

/** What every page of the desk may say. */
export interface DeskPage {
  readonly title: string
  /** Which entry of the navigation it is; null for pages outside it. */
  readonly at?: string | null
  /** False for pages behind the links of mails: what programs open that run script has none. */
  readonly hasScript?: boolean
}

/** No script but the desk's own, no style but its own; its previews are shown in frames. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https: data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Path of a page of the desk, below the path of the public address: `desk/sign-in`. */
export function deskPath({ url }: Pick<DeskDeps, 'url'>, path = ''): string {
  const base = new URL(url).pathname.replace(/\/$/, '')
  return path === '' ? `${base}/desk` : `${base}/desk/${path}`
}

/** The words of the desk, and those that it shares with the site. */
export function deskWords({ language }: Pick<DeskDeps, 'language'>): DeskWords {
  return deskWordsOf(language)
}

/** Writes a page of the desk. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export function renderDeskPage(
  deps: DeskDeps,
  template: string,
  page: DeskPage,
  scope: object,
  signedIn: SignedIn | null,
): string {
  return deps.templates.render(template, {
    ...scope,
    title: page.title,
    at: page.at ?? null,
    hasScript: page.hasScript ?? true,
    site: { title: deps.title, path: new URL(deps.url).pathname },
    language: deps.language,
    words: deskWords(deps),
    base: deskPath(deps),
    assets: deskPath(deps, assetFolder(deps)),
    editor: signedIn ? { name: signedIn.editor.name, role: signedIn.editor.role } : null,
    token: signedIn ? formTokenOf(signedIn.key) : '',
    stopBars: signedIn?.stopBars ?? [],
    // Where browsers have service workers: the same pages as those of passkeys, and bare numbers with https.
    train: signedIn && isSecureContext(deps.url) ? String(signedIn.editor.id) : '',
    passkeyOffer: signedIn?.isOfferedPasskey === true ? deskPath(deps, 'passkeys') : '',
  })
}

/** The answer with a page: never kept by a browser or a proxy, never found by a search engine. */
export function answerPage(html: string, status = 200, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
    'Content-Security-Policy': POLICY,
  })
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return new Response(html, { status, headers })
}

/** Sends the browser on after a form, to a page that may be loaded again. */
export function goTo(path: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: path, 'Cache-Control': 'no-store' })
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** A page with one heading, one sentence and where to go from there. */
export function answerNotice(
  deps: DeskDeps,
  said: { readonly title: string; readonly text: string; readonly status: number },
  signedIn: SignedIn | null,
): Response {
  return answerPage(renderDeskPage(deps, 'notice.html', said, { text: said.text }, signedIn), said.status)
}
