// Puts the program together: configuration, store, clock, network, transports. The only place that knows all parts.
import type { Clock } from '../core/clock.ts'
import type { WeeklyConfig } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import { reviewOf } from '../core/release.ts'
import type { Schedule } from '../core/slots.ts'
import { type StopWish, stopWishOf } from '../core/stop.ts'
import type { IssueWindow, StageReport } from '../core/types.ts'
import { fillHidden } from '../net/hidden-values.ts'
import { type HttpClient } from '../net/http.ts'
import { openStore, type Store } from '../store/engine/database.ts'
import { endHolds } from '../store/workers.ts'
import type { CollectDeps } from '../collect/collect.ts'
import type { LinkCareDeps } from '../collect/link-care.ts'
import type { CurateDeps } from '../curate/curate.ts'
import { openDraftingAside, openRankingAside } from '../curate/draft-aside.ts'
import type { DeliverDeps } from '../deliver/send.ts'
import type { ExtractDeps } from '../extract/extract.ts'
import type { TranslateDeps } from '../extract/translation/translate.ts'
import { openReadingThreads } from '../extract/reading-threads.ts'
import type { PublishDeps } from '../publish/publish.ts'
import type { AdoptDeps } from '../adopt/adopt-lists.ts'
import { type AnnounceDeps, noteFirstSight } from '../targets/announce.ts'
import type { Target } from '../targets/target.ts'
import { bringSources } from './bring-sources.ts'
import { describePublishing, templatesFolder } from './describe-publishing.ts'
import { openHostSlots, shareProviders, withoutSlots } from './host-ledger.ts'
import { keepPages } from './keep-pages.ts'
import { checkList } from './list-check.ts'
import { openCardDrawer } from './draw-cards.ts'
import type { LoadedConfig } from './load-config.ts'
import { loadConfig } from './load-config.ts'
import { openMailboxes } from './newsletters.ts'
import { createClock, type GlobalOptions } from './options.ts'
import { type Client, createHttp, describeClient } from './open-client.ts'
import { openMailing, openSigners } from './open-mailing.ts'
import { openPresence, type Presence, shareClock } from './presence.ts'
import type { CopyDeps, Print } from '../copies/save-copies.ts'
import { createSchedule } from './schedule.ts'
import { markDrafting } from './shipped.ts'
import { moveCredentials } from './source-secrets.ts'
import { createWorkerId, isWorkerDead } from './worker-id.ts'
import { importSubscribers } from '../store/subscriber-import.ts'

export { templatesFolder } from './describe-publishing.ts'

/** The whole program, open. */
export interface App {
  readonly config: LoadedConfig
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly worker: string
  /** Shows that the process is at work; a pass and a server begin it. */
  readonly presence: Presence
  /** Tells that the process should end. */
  readonly stop: StopWish
  readonly accepts: ReadonlySet<Acceptable>
  readonly schedule: Schedule
  readonly timezone: string
  readonly http: HttpClient
  readonly collect: CollectDeps
  readonly extract: ExtractDeps
  readonly curate: CurateDeps
  /** Translates stories, until `stop` asks it to end; null where nobody does. */
  readonly translate: ((windows: readonly IssueWindow[], stop?: StopWish) => Promise<StageReport | null>) | null
  readonly publish: PublishDeps
  readonly deliver: DeliverDeps
  readonly links: LinkCareDeps
  readonly targets: AnnounceDeps
  readonly adopt: AdoptDeps
  /** Saves copies of articles; null when there was nothing to do. */
  readonly saveCopies: () => Promise<StageReport | null>
  close(): Promise<void>
}

/** How a command opens the program. */
export interface OpenOptions {
  readonly log: Log
  /** True for a server: a clock under `--now` goes on. */
  readonly goesOn?: boolean
  readonly signal?: AbortSignal | undefined
  /** Opens the store; tests hand in one that fails where they want. */
  readonly openStore?: typeof openStore
  /** The clock of this machine; tests hand in theirs. */
  readonly clock?: Clock
  /** What the operator accepts although it looks wrong. */
  readonly accepts?: ReadonlySet<Acceptable>
}

/** What a run stops at unless it is accepted: a clock, a site that knows more than the store, a store that was another list's. */
export type Acceptable = 'clock' | 'site' | 'list'

const PAGES_AT_ONCE = 8
/** What visits and readings under way have to finish once the process should end; the whole end may take ten seconds. */
const STOP_PATIENCE_MS = 3_000
/** One article prints in a second or two. */
const COPY_PATIENCE_MS = 30_000
/** Whether this configuration is brought into the store: not where workers go by a newer one. */
async function mayBring(presence: Presence, log: Log): Promise<boolean> {
  const newer = await presence.findNewer('config')
  if (newer === null) return true
  const hint =
    'Give this machine the same weekly.yaml and sources.yaml. Its sources are not taken while the other is at work.'
  log.warn('configuration is older than that of another worker', { host: newer.host, hint })
  return false
}

/** Takes what the configuration says into the store: sources, and readers that were set up with the site. */
async function syncConfig(
  { weekly, sources, hidden }: LoadedConfig,
  base: Pick<App, 'store' | 'clock' | 'log'>,
): Promise<void> {
  await bringSources(base, sources, url => fillHidden(url, hidden))
  const readers = weekly.subscribers.map(({ email, name, language, consent }) => ({
    email,
    name: name ?? null,
    language: language ?? weekly.language,
    consent,
  }))
  await importSubscribers(base.store.db, readers, base.clock.now())
}

/** How drafts are made. */
export function describeDrafting({
  sections,
  issue: limits,
  language,
  rank: { learn },
  review,
}: WeeklyConfig): Omit<CurateDeps, 'store' | 'clock' | 'log'> {
  return {
    sections,
    limits,
    language,
    learn,
    review: reviewOf(review),
    fingerprintProgram: markDrafting,
  }
}

/**
 * A server drafts aside, so that its pages wait for no ranking, and a single pass does so with weeks that would fill the memory. A store in
 * memory, or one that was handed in, is known here alone.
 */
function placeDrafting(
  { goesOn = false, openStore: handedIn }: OpenOptions,
  { store: address }: WeeklyConfig,
  { dialect, file }: Store,
  stop: StopWish,
): Pick<CurateDeps, 'renewAside' | 'rankAside'> {
  const isReachable = handedIn === undefined && (dialect === 'postgres' || file !== null)
  if (!isReachable) return {}
  const renewAside = openDraftingAside(address, { stop, isAlone: !goesOn })
  return goesOn ? { renewAside, rankAside: openRankingAside(address, { stop }) } : { renewAside }
}

/** The places beside site, feeds and mail that are told of each issue. */
async function openTargets(
  config: LoadedConfig,
  { site, outputFolder }: PublishDeps,
  { http, store, clock, userAgent }: Pick<App, 'http' | 'store' | 'clock'> & { readonly userAgent: string },
): Promise<readonly Target[]> {
  const { hub, targets } = config.weekly
  const opened: Target[] = []
  if (hub !== undefined) {
    const { createWebSub } = await import('../targets/websub/websub.ts')
    opened.push(createWebSub({ hub, site, outputFolder, postForm: form => http.postForm(form) }))
  }
  if (targets.length > 0) {
    const { openIssueTargets } = await import('./open-targets.ts')
    opened.push(...(await openIssueTargets(config, site, { userAgent, clock })))
  }
  // Before anything is published: an issue that is sealed in this very pass is new to a target that has just been set up.
  for (const target of opened) await noteFirstSight(store, target, clock.now())
  return opened
}

async function findPrinter({ chromium }: WeeklyConfig): Promise<Print | null> {
  const { findChromium, printPdf } = await import('../copies/print-pdf.ts')
  const found = await findChromium(chromium, process.env['PATH'] ?? '')
  return found === null ? null : html => printPdf(found, html, COPY_PATIENCE_MS)
}

/** Saves copies where they are wanted; the code for that knows articles and pages, and is loaded only then. */
function openCopySaver(deps: CopyDeps): () => Promise<StageReport | null> {
  let saver: (() => Promise<StageReport | null>) | null = null
  return async () => {
    if (deps.publish.copyRules.copies === 'none') return null
    saver ??= (await import('../copies/save-copies.ts')).createCopySaver(deps)
    return saver()
  }
}

/** What translates, and how drafts find what it made. */
interface Translating {
  readonly drafting: Pick<CurateDeps, 'translation'>
  readonly translate: App['translate']
  readonly close: () => void
}

/** Opens the translator where one is configured; the code for it is loaded only then. */
async function openTranslating(
  weekly: WeeklyConfig,
  client: Client,
  deps: Pick<TranslateDeps, 'store' | 'clock' | 'log' | 'worker' | 'stop'>,
): Promise<Translating> {
  if (weekly.translate === undefined) return { drafting: {}, translate: null, close: () => undefined }
  const { openTranslator } = await import('./translator.ts')
  const { translate } = await import('../extract/translation/translate.ts')
  const politeness = withoutSlots(client.politeness)
  const opened = openTranslator(weekly.translate, weekly, { ...client, politeness, templatesFolder })
  return {
    drafting: { translation: opened.settings },
    translate: (windows, stop) => translate({ ...deps, ...opened, ...(stop && { stop }) }, windows),
    close: () => opened.http.close(),
  }
}

/** Loaded when it is used: the prompts' templates are of no use to most commands. */
async function openModel(weekly: WeeklyConfig, client: Client) {
  if (weekly.summary.method !== 'llm') return null
  // A model is no site that is to be spared: it says itself when it has too much to do.
  const politeness = withoutSlots(client.politeness)
  return (await import('./language-model.ts')).openLanguageModel(weekly, { ...client, politeness, templatesFolder })
}

/** Whether what feeds and pages answer is kept as it came. */
const keepsBodies = ({ keep }: WeeklyConfig): boolean => keep.bodies > 0

/** How sources are visited. */
function describeVisits(
  weekly: WeeklyConfig,
): Omit<CollectDeps, 'store' | 'clock' | 'log' | 'http' | 'worker' | 'stop'> {
  const fetchLogMonths = weekly.keep.fetches
  return { ...weekly.fetch, jitter: Math.random, fetchLogMonths, keepsBodies: keepsBodies(weekly) }
}

/** Opens the store, once it is known to be this list's. Throws STORE_… errors. */
async function openOwnStore(weekly: WeeklyConfig, open: OpenOptions): Promise<Store> {
  const store = await (open.openStore ?? openStore)(weekly.store, '.', { connections: weekly.storeConnections })
  try {
    await checkList(store, weekly, open.accepts?.has('list') === true)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Closes what is open, in order. */
async function closeAll(parts: readonly ({ close(): unknown } | undefined)[]): Promise<void> {
  for (const part of parts) await part?.close()
}

/** Loads the configuration and opens everything. Throws CONFIG_…, STORE_…, DKIM_KEY_INVALID, FILE_UNREADABLE. */
export async function openApp(options: GlobalOptions, open: OpenOptions): Promise<App> {
  const { log, goesOn, signal } = open
  const loaded = loadConfig(options.config, process.env)
  const config = { ...loaded, sources: loaded.sources.map(moveCredentials) }
  const { weekly } = config
  const clock = shareClock(open.clock ?? createClock(options, goesOn))
  const schedule = createSchedule(weekly.schedule.issue, weekly.timezone)
  const signers = await openSigners(config)
  const store = await openOwnStore(weekly, open)
  const worker = createWorkerId()
  const presence = await openPresence({ store, log, worker }, loaded, options.now === undefined ? clock : null)
  await endHolds(store, isWorkerDead)
  if (await mayBring(presence, log)) await syncConfig(config, { store, clock, log })
  const slots = openHostSlots(store, worker, weekly.fetch.perHost)
  const client = await describeClient(weekly, store, clock, slots)
  const http = createHttp(config, client.userAgent, client.politeness, schedule)
  const model = await openModel(weekly, client)
  const reader = openReadingThreads()
  const base = { store, clock, log }
  const stop = stopWishOf(signal, STOP_PATIENCE_MS)
  const translating = await openTranslating(weekly, client, { ...base, worker, stop })
  const { timezone, language } = weekly
  const placed = placeDrafting(open, weekly, store, stop)
  const visiting = { ...base, http, worker, stop }
  const publish = {
    ...base,
    worker,
    ...describePublishing(config, store, log),
    ...(weekly.issue.card ? { cards: openCardDrawer(log, clock) } : {}),
  }
  const mailing = await openMailing(config, http, clock, publish)
  const { takeProviderPlace, ...providers } = shareProviders(weekly.mail, store, worker)
  const connections = [http, slots, providers, { close: () => presence.end() }]
  return {
    ...base,
    config,
    worker,
    presence,
    stop,
    accepts: open.accepts ?? new Set(),
    schedule,
    timezone,
    http,
    collect: { ...visiting, ...describeVisits(weekly), openLetters: openMailboxes(config, store) },
    extract: {
      ...{ ...visiting, reader, model, summary: weekly.summary, concurrency: PAGES_AT_ONCE },
      http: keepsBodies(weekly) ? keepPages(http, store, clock) : http,
    },
    curate: { ...base, ...describeDrafting(weekly), ...placed, ...translating.drafting },
    translate: translating.translate,
    publish,
    saveCopies: openCopySaver({ ...base, publish, findPrinter: () => findPrinter(weekly), signal }),
    links: { ...base, http, isOn: weekly.checkLinks },
    targets: { ...base, targets: await openTargets(config, publish, { ...base, http, userAgent: client.userAgent }) },
    adopt: { ...base, http, schedule, timezone, language, contentFolder: weekly.content },
    deliver: { ...base, ...mailing, config: weekly, signers, takeProviderPlace, processId: worker, signal },
    close: () => closeAll([reader, mailing.transport, model?.http, translating, ...connections, store]),
  }
}

/** Opens the program, does something with it, and closes it whatever happens. */
export async function withApp<Result>(
  options: GlobalOptions,
  open: OpenOptions,
  act: (app: App) => Promise<Result>,
): Promise<Result> {
  const app = await openApp(options, open)
  try {
    return await act(app)
  } finally {
    await app.close()
  }
}
