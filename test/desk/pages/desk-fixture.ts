// A running server with the desk on it: its store, its editors, the mails it would have sent, and a browser's cookies.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../../src/app/load-config.ts'
import { createIssueDesk } from '../../../src/app/issue-desk.ts'
import { createPictureDesk } from '../../../src/app/picture-desk.ts'
import { createReaderDesk } from '../../../src/app/reader-desk.ts'
import { createSourceDesk } from '../../../src/app/source-desk.ts'
import { createUrlGuard } from '../../../src/net/guard.ts'
import { createHttpClient } from '../../../src/net/http.ts'
import { markdownOfPaste } from '../../../src/app/pasted-words.ts'
import { createApi } from '../../../src/desk/api/api.ts'
import { createDesk } from '../../../src/desk/pages/desk.ts'
import { rehearseDesk } from '../../../src/desk/pages/rehearse.ts'
import type { DeskDeps, EditorMail } from '../../../src/desk/pages/frame.ts'
import type { fixedClock } from '../../../src/core/clock.ts'
import { silentLog } from '../../../src/core/log.ts'
import type { InterfaceLanguage, IssueWindow } from '../../../src/core/types.ts'
import { loadTemplates } from '../../../src/publish/template.ts'
import { canonicalUrl } from '../../../src/core/url.ts'
import { takeLink } from '../../../src/desk/take-link.ts'
import { insertHandItem } from '../../../src/store/hand-source.ts'
import { creditItems, letEnter } from '../../../src/store/items.ts'
import { type Editor, saveEditor } from '../../../src/store/editors.ts'
import type { Store } from '../../../src/store/engine/database.ts'
import { deskOn, edited } from '../filled-store.ts'
import { aSite } from '../../publish/issues.ts'
import { now, type Site, startSite } from '../../web/web-fixture.ts'

/** A browser without script: it keeps cookies, sends the headers of a browser, and follows no redirect by itself. */
export interface Browser {
  get(path: string): Promise<Response>
  /** Sends a form as one of our own pages does. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    files?: Readonly<Record<string, File>>,
  ): Promise<Response>
  readonly cookies: Map<string, string>
}

/** A form of a page as a browser would send it: the fields with their values, and the button that was pressed. */
export function formIn(html: string, around: string, button: string, typed: Readonly<Record<string, string>> = {}) {
  const forms = Array.from(
    html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g),
    ([, action, inside]) => ({
      action: action ?? '',
      inside: inside ?? '',
    }),
  )
  const form = forms.find(({ inside }) => inside.includes(around) && inside.includes(`value="${button}"`))
  if (!form) throw new Error(`no form with ${around} and ${button}`)
  const decode = (text: string): string =>
    text
      .replaceAll('&#34;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
  const inputs = Array.from(form.inside.matchAll(/<input ([^>]*)>/g), ([, said = '']) => said)
    .filter(said => !/type="(?:checkbox|radio)"/.test(said) || said.endsWith(' checked'))
    .flatMap(said => {
      const [, name, value = ''] = /name="([^"]*)"(?:.*value="([^"]*)")?/.exec(said) ?? []
      return name === undefined ? [] : [[name, decode(value)] as const]
    })
  const areas = Array.from(
    form.inside.matchAll(/<textarea name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g),
    ([, name = '', value = '']) => [name, decode(value)] as const,
  )
  const choices = Array.from(
    form.inside.matchAll(/<select name="([^"]*)"[^>]*>[\s\S]*?<option value="([^"]*)" selected>/g),
    ([, name = '', value = '']) => [name, decode(value)] as const,
  )
  const fields: Record<string, string> = {
    ...Object.fromEntries([...inputs, ...areas, ...choices]),
    kind: button,
    ...typed,
  }
  return { action: form.action, fields }
}

/** What the links of this desk's mails are signed with. */
export const linkKey = Buffer.alloc(32, 9)

/** The desk of one owner, 李, and one editor, Ann, served on the loopback. */
export interface DeskSite {
  readonly site: Site
  readonly store: Store
  readonly clock: ReturnType<typeof fixedClock>
  readonly mails: EditorMail[]
  /** Test mails, as `WEEK ADDRESS`. */
  readonly tests: string[]
  /** Approvals by link that all editors were told of, as `WEEK NAME`. */
  readonly told: string[]
  /** When the site was to be written. */
  readonly published: string[]
  readonly owner: Editor
  readonly editor: Editor
  /** The folder of the configuration, with an empty list of sources. */
  readonly folder: string
  openBrowser(more?: Readonly<Record<string, string>>): Browser
  close(): Promise<void>
}

export async function startDesk(
  more: {
    readonly hasMail?: boolean
    readonly language?: InterfaceLanguage
    readonly siteProblems?: readonly string[]
    readonly proxies?: readonly string[]
    readonly targets?: DeskDeps['targets']['all']
    /** Where browsers have passkeys and service workers without https. */
    readonly isLocalhost?: boolean
    /** The issue that fills up, where it is another one later. */
    readonly upcoming?: () => IssueWindow
  } = {},
): Promise<DeskSite> {
  const mails: EditorMail[] = []
  const tests: string[] = []
  const told: string[] = []
  const published: string[] = []
  let desk: ReturnType<typeof createDesk> | null = null
  let api: ReturnType<typeof createApi> | null = null
  const url = 'http://127.0.0.1/'
  const site = await startSite(
    {},
    {
      ...(more.proxies ? { deskProxy: { proxyHeader: 'X-Forwarded-Email', proxies: more.proxies } } : {}),
      url,
      desk: { answer: visit => desk?.answer(visit) ?? Promise.reject(new Error()) },
      api: { answer: visit => api?.answer(visit) ?? Promise.reject(new Error()) },
    },
  )
  const { store, clock } = site
  const publicUrl = more.isLocalhost === true ? `http://localhost:${site.port}/` : url
  const folder = await mkdtemp(join(tmpdir(), 'weekly-desk-'))
  await writeFile(join(folder, 'weekly.yaml'), '{}\n')
  await writeFile(join(folder, 'sources.yaml'), '[]\n')
  const http = createHttpClient({ userAgent: 'test', allowPrivate: ['127.0.0.0/8'], concurrency: 4, perHost: 4 })
  const deps: DeskDeps = {
    store,
    clock,
    log: silentLog,
    url: publicUrl,
    title: 'Weekly reading list',
    language: more.language ?? 'en',
    timezone: 'Asia/Shanghai',
    templates: loadTemplates('templates', 'desk'),
    curate: { ...deskOn(store), clock, language: more.language ?? 'en' },
    takesProposals: true,
    silentDays: 90,
    targets: {
      all: more.targets ?? [{ name: '飞书群', kind: 'lark' }],
      test: name => {
        tests.push(name)
        return Promise.resolve()
      },
    },
    pictures: createPictureDesk(join(folder, 'content')),
    issues: createIssueDesk({ store, clock, site: aSite(), templatesFolder: 'templates' }, () => {
      published.push(clock.now())
      return Promise.resolve(more.siteProblems ?? [])
    }),
    readers: createReaderDesk(
      { store, clock, log: silentLog, config: loadConfig(folder, {}) },
      more.hasMail === false ? null : () => Promise.resolve(),
      '<form method="post">',
    ),
    sources: createSourceDesk({ store, http, log: silentLog, config: loadConfig(folder, {}) }),
    readPasted: html => markdownOfPaste(html, url),
    requirePublicUrl: createUrlGuard([]),
    lookAtWindows: () => Promise.resolve({ due: [], upcoming: more.upcoming?.() ?? edited.window }),
    takeLink: async ({ url, credit, editor, ...taken }) => {
      const item = await insertHandItem(store.db, { rawUrl: url, url: canonicalUrl(url) }, 'By hand', now)
      if (credit !== '') await creditItems(store.db, [item.id], credit)
      await letEnter(store.db, [item.id], edited.window.opensAt)
      await takeLink(deps.curate, { ...edited, editor }, { url, ...taken })
      return edited.window.week
    },
    previewDraft: week =>
      Promise.resolve({ page: `<p>${week}</p>`, mail: '<p>mail</p>', text: 'a < b', subject: 'S', mailBytes: 1025 }),
    sendTestMail: more.hasMail === false ? null : (week, to) => Promise.resolve(void tests.push(`${week} ${to}`)),
    sendMail: more.hasMail === false ? null : mail => Promise.resolve(void mails.push(mail)),
    linkKey: () => Promise.resolve(linkKey),
    tellOfApproval: ({ week }, { name }) => Promise.resolve(void told.push(`${week} ${name}`)),
  }
  rehearseDesk(deps)
  desk = createDesk(deps)
  api = createApi(deps)
  return {
    site,
    store,
    clock,
    mails,
    tests,
    told,
    published,
    owner: await saveEditor(store, { email: 'li@example.org', name: '李', role: 'owner', mayRelease: true }, now),
    editor: await saveEditor(store, { email: 'ann@example.org', name: 'Ann', role: 'editor', mayRelease: false }, now),
    openBrowser: headers => openBrowser(site, headers),
    folder,
    close: async () => {
      http.close()
      await site.close()
      await rm(folder, { recursive: true })
    },
  }
}

function openBrowser({ port }: Site, more: Readonly<Record<string, string>> = {}): Browser {
  const cookies = new Map<string, string>()
  const send = async (path: string, form?: URLSearchParams | FormData): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { Cookie: cookie, 'User-Agent': 'Test browser', 'Sec-Fetch-Site': 'same-origin', ...more }
    const init = form ? { method: 'POST', body: form } : {}
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(name.length + 1)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    get: path => send(path),
    post: (path, fields, files) => {
      if (!files) return send(path, new URLSearchParams(fields))
      const form = new FormData()
      for (const [name, value] of [...Object.entries(fields), ...Object.entries(files)]) form.append(name, value)
      return send(path, form)
    },
  }
}
