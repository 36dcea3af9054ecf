// The web server: the published site, the readers' pages, health. app/ starts it; hono stays behind this file.
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { explainStoreError } from '../store/engine/store-errors.ts'
import type { TokenPurpose } from '../deliver/tokens.ts'
import { type BounceHookDeps, takeBounce } from './bounce-hook.ts'
import { answerPreflight, EMBED_PATH, type EmbedDeps } from './embed.ts'
import { answerNotYet } from './first-page.ts'
import { answerHealth, answerMetrics, answerReady, type OperationsDeps } from './operations.ts'
import { portUnavailable } from './port-unavailable.ts'
import { isListed, listProxies, networkOf, readRemoteAddress } from './remote-address.ts'
import { askForVote } from './feedback.ts'
import { createSiteFiles } from './site-files.ts'
import { type ProposeDeps, showProposal, takeProposal } from './propose.ts'
import type { ReaderDeps } from './reader-page.ts'
import { createReaderPages, type ReaderPages } from './subscribe.ts'
import { takeAnnouncement, verifyIntent } from './websub.ts'

/** What the web server needs. */
export interface ServerDeps extends ReaderDeps, BounceHookDeps {
  /** The published site. */
  readonly outputFolder: string
  /** The curator's desk; without it there is nothing below /desk. */
  readonly desk?: MountedDesk | undefined
  /** The desk for programs; without it there is nothing below /api, and no /mcp. */
  readonly api?: MountedApi | undefined
  /** The proxies that name whom they have signed in, and the header in which they do. */
  readonly deskProxy?: { readonly proxyHeader: string; readonly proxies: readonly string[] } | undefined
  /** Takes links that readers propose; without it there is no such page. */
  readonly proposals?: Pick<ProposeDeps, 'formKey' | 'blockedHosts'> | undefined
  /** Other sites that may have a form; without it there is nothing below /embed. */
  readonly embed?: EmbedDeps | undefined
  /** What is told to whoever watches the process; without it only whether it lives. */
  readonly operations?: OperationsDeps | undefined
  readonly http: {
    readonly host: string
    /** Port 0 takes a free one. */
    readonly port: number
    readonly trustedProxies: readonly string[]
    /** Ranges of the addresses that may ask for the figures. */
    readonly metricsFrom?: readonly string[]
  }
}

/** Answers everything below `/desk`, with rules of its own for who may ask. */
export interface MountedDesk {
  answer(visit: {
    readonly request: Request
    readonly path: string
    readonly remoteAddress: string
    readonly proxyUser: string | null
  }): Promise<Response>
}

/** Answers everything below `/api/v1`, and `/mcp`; who calls says the token in the request, and nothing else. */
export interface MountedApi {
  answer(visit: { readonly request: Request; readonly path: string }): Promise<Response>
}

/** A server that listens. */
export interface WebServer {
  /** Throws PORT_UNAVAILABLE. */
  listen(): Promise<{ readonly port: number }>
  /** Stops taking requests, answers those under way, and waits for confirmation mails being sent. */
  close(): Promise<void>
}

type Environment = { Bindings: HttpBindings }

const BODY_LIMIT_BYTES = 16 * 1024
/** A notification may quote the mail that it is about. */
const HOOK_LIMIT_BYTES = 1_000_000
/** A foreword and its notes, as they are written. */
const DESK_LIMIT_BYTES = 512 * 1024
/** What is read, and mostly thrown away, of a file that is no picture for a page. */
const UPLOAD_LIMIT_BYTES = 100_000_000
const securityHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' https: data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  // Not no-referrer: with it a browser sends our own forms with the origin "null".
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const

/** Makes the server; nothing listens yet. */
export function createServer(deps: ServerDeps): WebServer {
  const readerPages = createReaderPages(deps)
  const app = createApp(deps, readerPages)
  const server = createAdaptorServer({ fetch: app.fetch })
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: Error) => reject(portUnavailable('http', deps.http, error)))
        server.listen(deps.http.port, deps.http.host, () => resolve({ port: (server.address() as AddressInfo).port }))
      }),
    close: async () => {
      await new Promise<void>(resolve => server.close(() => resolve()))
      await readerPages.settle()
    },
  }
}

function createApp(deps: ServerDeps, readerPages: ReaderPages): Hono<Environment> {
  const basePath = new URL(deps.url).pathname.replace(/\/$/, '')
  // The public address may have a path; a proxy in front may or may not have taken it off.
  const pathOf = (request: Request): string => {
    const { pathname } = new URL(request.url)
    return basePath !== '' && pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname
  }
  const siteFile = createSiteFiles(deps.outputFolder, basePath)
  const proxies = listProxies(deps.http.trustedProxies)
  const remoteAddressOf = ({ env, req }: Context<Environment>): string =>
    readRemoteAddress(env.incoming.socket.remoteAddress, req.raw.headers, proxies)
  const app = new Hono<Environment>({ getPath: pathOf })
  app.use(addSecurityHeaders)
  app.use(refuseTwoHosts)
  app.get('/healthz', () => answerHealth(deps))
  if (deps.operations) mountOperations(app, deps.operations, deps, remoteAddressOf)
  app.get('/websub/:token', context => verifyIntent(deps, context.req.raw, context.req.param('token')))
  // Before the rules for forms: a hub is no browser, and what it sends may be long.
  app.post('/websub/:token', context => takeAnnouncement(deps, context.req.raw, context.req.param('token')))
  app.post('/hooks/bounce', bodyLimit({ maxSize: HOOK_LIMIT_BYTES }), context => takeBounce(deps, context.req.raw))
  if (deps.desk) mountDesk(app, deps.desk, pathOf, remoteAddressOf, readProxyUser(deps.deskProxy))
  // Before the rules for forms: no browser sends a token by itself.
  if (deps.api) mountApi(app, deps.api, pathOf)
  const formLimit = bodyLimit({ maxSize: BODY_LIMIT_BYTES, onError: context => context.text('Too large\n', 413) })
  // Before the rules for our own forms: it has a list of whose form it takes.
  if (deps.embed)
    mountEmbed(app, deps.embed, formLimit, context =>
      readerPages.signUpElsewhere(context.req.raw, remoteAddressOf(context)),
    )
  app.post('*', refuseForeignForms(deps.url), formLimit)
  app.get('/subscribe', () => readerPages.showForm())
  app.post('/subscribe', context => readerPages.signUp(context.req.raw, remoteAddressOf(context)))
  if (deps.proposals) mountProposals(app, { ...deps, ...deps.proposals }, remoteAddressOf)
  for (const purpose of ['confirm', 'unsubscribe', 'preferences'] satisfies TokenPurpose[])
    app.on(['GET', 'POST'], `/${purpose}/:token`, context =>
      readerPages.useToken(context.req.raw, purpose, context.req.param('token')),
    )
  app.on(['GET', 'POST'], '/return/:leftAt/:token', context =>
    readerPages.takeBack(context.req.raw, context.req.param('leftAt'), context.req.param('token')),
  )
  app.on(['GET', 'POST'], '/feedback/:week/:token', context =>
    askForVote(deps, context.req.raw, context.req.param('week'), context.req.param('token')),
  )
  app.get('*', async context => {
    const path = pathOf(context.req.raw)
    const response = await siteFile(context.req.raw, path)
    return path === '/' && response.status === 404 ? answerNotYet(deps.language) : response
  })
  app.all('*', context => context.text('Method not allowed\n', 405, { Allow: 'GET, HEAD' }))
  app.onError((error, context) => {
    deps.log.warn('web.failed', { path: hideKeys(context.req.path), error: hideKeys(String(error)) })
    return context.text('Something went wrong\n', explainStoreError(error) ? 503 : 500)
  })
  return app
}

/** Figures are for those who look after the list: to everybody else there is no such page. */
function mountOperations(
  app: Hono<Environment>,
  operations: OperationsDeps,
  { http }: Pick<ServerDeps, 'http'>,
  remoteAddressOf: (context: Context<Environment>) => string,
): void {
  const mayAsk = listProxies(http.metricsFrom ?? [])
  app.get('/readyz', () => answerReady(operations))
  app.get('/metrics', (context, next) =>
    isListed(mayAsk, remoteAddressOf(context)) ? answerMetrics(operations) : next(),
  )
}

function mountEmbed(
  app: Hono<Environment>,
  embed: EmbedDeps,
  formLimit: MiddlewareHandler<Environment>,
  signUp: (context: Context<Environment>) => Promise<Response>,
): void {
  app.options(EMBED_PATH, context => answerPreflight(embed, context.req.raw))
  app.post(EMBED_PATH, formLimit, signUp)
}

function mountProposals(
  app: Hono<Environment>,
  deps: ProposeDeps,
  remoteAddressOf: (context: Context<Environment>) => string,
): void {
  app.get('/propose', context => showProposal(deps, context.req.raw))
  app.post('/propose', context => takeProposal(deps, context.req.raw, remoteAddressOf(context)))
}

/** Whom a proxy names, where one is believed: only the other end of the connection counts, and nothing that it passes on about others. */
function readProxyUser(named: ServerDeps['deskProxy']): (context: Context<Environment>) => string | null {
  if (!named) return () => null
  const proxies = listProxies(named.proxies)
  return ({ env, req }) =>
    isListed(proxies, env.incoming.socket.remoteAddress) ? (req.raw.headers.get(named.proxyHeader) ?? null) : null
}

function mountApi(app: Hono<Environment>, api: MountedApi, pathOf: (request: Request) => string): void {
  for (const path of ['/api/v1/*', '/mcp'])
    app.all(path, context => api.answer({ request: context.req.raw, path: pathOf(context.req.raw) }))
}

/** Mounts the desk before the rules for readers' forms: it has stricter ones, and longer texts. */
function mountDesk(
  app: Hono<Environment>,
  desk: MountedDesk,
  pathOf: (request: Request) => string,
  remoteAddressOf: (context: Context<Environment>) => string,
  proxyUserOf: (context: Context<Environment>) => string | null,
): void {
  const answer = (context: Context<Environment>): Promise<Response> => {
    const request = context.req.raw
    const remoteAddress = networkOf(remoteAddressOf(context))
    return desk.answer({ request, path: pathOf(request), remoteAddress, proxyUser: proxyUserOf(context) })
  }
  // The desk reads an upload up to its own limit, and has a page for whoever sent more.
  const upload = bodyLimit({ maxSize: UPLOAD_LIMIT_BYTES, onError: context => context.text('Too large\n', 413) })
  app.all('/desk/pictures', upload, answer)
  const limit = bodyLimit({ maxSize: DESK_LIMIT_BYTES, onError: context => context.text('Too large\n', 413) })
  app.all('/desk', limit, answer)
  app.all('/desk/*', limit, answer)
}

/** A text without the tokens in it: behind these names in an address stands the key to what belongs to one reader or hub. */
const hideKeys = (text: string): string =>
  text.replace(
    /(\/(?:feedback\/\d{4}-W\d\d|confirm|unsubscribe|return|preferences|websub|desk\/link|desk\/code|desk\/by-mail)\/)[^\s"'?#]+/gi,
    '$1…',
  )

const addSecurityHeaders: MiddlewareHandler<Environment> = async (context, next) => {
  await next()
  // The desk's pages bring a policy of their own.
  const own = context.res.headers.get('Content-Security-Policy')
  for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value)
  if (own !== null) context.res.headers.set('Content-Security-Policy', own)
}

/** With two hosts a proxy and this server may mean different sites (RFC 9112 §3.2). */
const refuseTwoHosts: MiddlewareHandler<Environment> = async ({ env, text }, next) => {
  const names = env.incoming.rawHeaders.filter((_, index) => index % 2 === 0)
  const hosts = names.filter(name => name.toLowerCase() === 'host').length
  return hosts > 1 ? text('Two hosts\n', 400) : next()
}

/** Refuses forms of other sites. Where neither header is sent there is no browser: the one-click POST of a mail provider. */
function refuseForeignForms(siteUrl: string): MiddlewareHandler<Environment> {
  const ownOrigin = new URL(siteUrl).origin
  return async (context, next) => {
    const origin = context.req.header('Origin')
    const site = context.req.header('Sec-Fetch-Site')
    const isOwn =
      site === undefined
        ? origin === undefined || origin === ownOrigin || origin === new URL(context.req.url).origin
        : site === 'same-origin' || site === 'none'
    return isOwn ? next() : context.text('This form belongs to another site\n', 403)
  }
}
