// Opens the web server with everything it needs from the other parts.
import { keepTokenKey, openTokens } from '../deliver/tokens.ts'
import { openVerp } from '../deliver/message/verp.ts'
import { renderReaderPage } from '../publish/site/reader-page.ts'
import { rehearseReaderPages } from '../publish/rehearse.ts'
import { loadTemplates } from '../publish/template.ts'
import type { OperationsDeps } from '../web/operations.ts'
import type { InterfaceLanguage } from '../core/words/words.ts'
import { createServer } from '../web/server.ts'
import { createLetterSender } from './confirm.ts'
import { openDesk } from './desk.ts'
import type { App } from './wire.ts'

/** The running server: where it listens, and how it ends. */
export interface OpenSite {
  readonly address: string
  close(): Promise<void>
}

/** The proxy that signs editors in, where the configuration names one. */
function describeProxy({ config }: App) {
  const { proxyHeader, proxies } = config.weekly.desk ?? {}
  return proxyHeader === undefined || proxies === undefined ? undefined : { proxyHeader, proxies }
}

/** What is said to who has just confirmed, by paragraphs: in their language where it is written in several. */
function welcomeIn(words: App['config']['weekly']['mail']['welcome'], language: InterfaceLanguage): readonly string[] {
  const text = typeof words === 'string' ? words : (words?.[language] ?? '')
  return text
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '')
}

/** Starts serving, with the templates as they are now. Throws PORT_UNAVAILABLE, TEMPLATE_FAILED. */
export async function openSite(app: App, operations?: OperationsDeps): Promise<OpenSite> {
  const { http, output, url, language, mail, proposals, subscribe } = app.config.weekly
  const { bounces } = mail
  const templates = loadTemplates(app.publish.templatesFolder)
  rehearseReaderPages(app.publish.site, templates)
  const server = createServer({
    store: app.store,
    clock: app.clock,
    log: app.log,
    url,
    language,
    // They may change while the server runs.
    get sections() {
      return app.config.weekly.sections.map(({ title }) => title)
    },
    catchUp: mail.catchUp,
    welcomeIn: language => welcomeIn(mail.welcome, language),
    tokens: await openTokens(app.store.db),
    renderReaderPage: (kind, scope) => renderReaderPage(app.publish.site, kind, scope, templates),
    sendLetters: createLetterSender(app.deliver),
    bounceHook: bounces?.hookSecret
      ? { secret: bounces.hookSecret, verp: await openVerp(app.store.db, bounces.address) }
      : undefined,
    outputFolder: output,
    ...openDesk(app),
    deskProxy: describeProxy(app),
    proposals:
      proposals === false
        ? undefined
        : {
            formKey: await keepTokenKey(app.store.db),
            blockedHosts: proposals === true ? [] : proposals.blockedHosts,
          },
    embed: subscribe.origins.length === 0 ? undefined : { formKey: await keepTokenKey(app.store.db), ...subscribe },
    operations,
    http,
  })
  const { port } = await server.listen()
  const host = http.host.includes(':') ? `[${http.host}]` : http.host
  return { address: `http://${host}:${port}/`, close: () => server.close() }
}
