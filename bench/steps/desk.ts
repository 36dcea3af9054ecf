// The desk: one act of an editor in a week of 2,000 candidates, taken in, merged, written down and laid over the draft, and the page of the
// draft, in an SQLite store on disk; against ranking the week anew, which both waited for before.
import { randomUUID } from 'node:crypto'
import { fixedClock } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { Act } from '../../src/core/acts.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, IssueWindow, SafeHtml, WeekId } from '../../src/core/types.ts'
import { type CurateDeps, rankWeek } from '../../src/curate/curate.ts'
import { hashField } from '../../src/desk/apply-act.ts'
import { openDraft } from '../../src/desk/edit-draft.ts'
import { showDraft } from '../../src/desk/pages/draft.ts'
import type { Asked } from '../../src/desk/pages/frame.ts'
import { takeCommand } from '../../src/desk/take-command.ts'
import { loadTemplates } from '../../src/publish/template.ts'
import { saveArticle } from '../../src/store/articles.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { insertItems } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'
import { writeArticle } from '../corpus.ts'
import { withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'

const CANDIDATES = 2_000
const COMMANDS = 40
const PAGES = 20
const MOST_MS = 150
const MOST_PAGE_MS = 100
const now = '2016-12-08T04:00:00.000Z' as Instant
const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  closesAt: '2016-12-09T00:00:00.000Z' as Instant,
}
const linkOf = (index: number): string => `https://a.example/${index}`

async function fill(store: Store): Promise<void> {
  await syncSources(
    store,
    Array.from({ length: 50 }, (_, index) => sourceSchema.parse({ url: `https://a.example/feed/${index}` })),
  )
  const blank = { authors: '[]', categories: '[]', enclosures: '[]', updated_at: null, summary_html: null }
  const rest = { content_html: null, image: null, published_at: window.opensAt, first_seen_at: now }
  for (let index = 0; index < CANDIDATES; index++) {
    const language = index % 2 === 0 ? 'en' : 'zh'
    const { title, paragraphs } = writeArticle({ seed: index, topic: index, language, paragraphs: 3 })
    const text = paragraphs.join('\n\n')
    const url = linkOf(index)
    const own = { source_id: 1 + (index % 50), guid: url, title, raw_url: url, url, language }
    await insertItems(store.db, [{ ...blank, ...rest, ...own, enters_at: window.opensAt }])
    await saveArticle(store.db, {
      ...{ item_id: index + 1, title, text, lead: text.slice(0, 200), points: '[]', state: 'read', attempts: 1 },
      ...{ next_attempt_at: null, error_code: null, error: null, words: 200, reading_minutes: 1, source_spans: '[]' },
      ...{ url: null, byline: null, site_name: null, pdf_url: null, image: null, published_at: null, language },
      ...{ confidence: null, confidence_reasons: null, summary_method: 'extractive', method: 'page' },
      ...{ html: '' as SafeHtml, extracted_at: now },
    })
  }
}

/** Wall time in milliseconds. */
async function wallMsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const valueAt = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** The page of the draft asks nothing of the sources. */
const unasked = (): Promise<never> => Promise.reject(new Error('not asked in this bench'))

/** The page of the draft as an owner asks for it. */
function askForPage(curate: CurateDeps): Asked {
  const { store, clock, log, language } = curate
  return {
    deps: {
      ...{ store, clock, log, language, curate, url: 'https://a.example/', title: 'Bench', timezone: 'Asia/Shanghai' },
      requirePublicUrl: () => undefined,
      ...{ templates: loadTemplates('templates', 'desk'), silentDays: 90, sendTestMail: null, sendMail: null },
      linkKey: () => Promise.resolve(Buffer.alloc(32)),
      tellOfApproval: () => Promise.resolve(),
      readPasted: html => html,
      lookAtWindows: () => Promise.resolve({ due: [], upcoming: window }),
      takesProposals: false,
      takeLink: () => Promise.resolve(window.week),
      previewDraft: () => Promise.resolve(null),
      targets: { all: [], test: unasked },
      pictures: { add: unasked },
      issues: { retract: unasked, undoRetract: unasked, publishSite: unasked },
      readers: { askToConfirm: null, embedForm: null, exportAll: unasked },
      sources: {
        readEntry: unasked,
        add: unasked,
        change: unasked,
        remove: unasked,
        importList: unasked,
        look: unasked,
        tryPage: unasked,
      },
    },
    visit: { request: new Request('https://a.example/desk/draft'), path: '/desk/draft', remoteAddress: '127.0.0.1' },
    signedIn: {
      editor: { id: 1, email: 'li@a.example', name: 'Li', role: 'owner', mayRelease: true, hasPassword: false },
      session: { id: 'bench', editorId: 1, device: '', network: '', signedInAt: now, usedAt: now },
      key: 'bench',
    },
    rest: [],
    fields: null,
    files: new Map(),
    isCut: false,
  }
}

/** The 95th percentile of acts and of pages, and ranking the week. */
export async function measure(): Promise<readonly Measure[]> {
  return withTemporaryFolder(async folder => {
    const store = await openStore('sqlite:weekly.db', folder)
    try {
      await fill(store)
      const limits = { stories: 20, perSource: 3 }
      const desk: CurateDeps = {
        ...{ store, clock: fixedClock(now), log: silentLog, sections: [], limits, language: 'en' },
        fingerprintProgram: () => 'bench',
      }
      const edited = { window, by: 'arrival' } as const
      const rankMs = await wallMsOf(() => rankWeek(desk, window, 'arrival'))
      const { text } = await openDraft(desk, edited)
      const inside = text.sections.flatMap(({ title, stories }) =>
        stories.map(story => ({ ...story, place: `## ${title}` })),
      )
      const send = (index: number) => {
        const story = inside[index % inside.length]
        const act: Act =
          index < inside.length
            ? { kind: 'note', story: story?.link ?? '', value: `Note ${index}` }
            : { kind: 'hold', story: story?.link ?? '' }
        const was = hashField(act.kind === 'note' ? '' : (story?.place ?? ''))
        const { week, base } = text
        return takeCommand(desk, edited, { week, base, was, id: randomUUID(), editor: 'Li', act })
      }
      const times: number[] = []
      for (let index = 0; index < COMMANDS; index++) times.push(await wallMsOf(() => send(index)))
      const asked = askForPage(desk)
      const pageTimes: number[] = []
      for (let index = 0; index < PAGES; index++)
        pageTimes.push(await wallMsOf(async () => (await showDraft(asked)).text()))
      const measureOf = (name: string, taken: readonly number[], bound: number): Measure => {
        const value = valueAt(taken.slice(1), 0.95)
        const against = { ratio: value / rankMs, against: 'ranking anew' }
        return {
          step: 'desk',
          name,
          ...against,
          figure: { value, unit: 'ms' },
          better: 'less',
          aim: { on: 'figure', bound },
        }
      }
      return [
        measureOf(`an act in ${CANDIDATES} candidates, p95`, times, MOST_MS),
        measureOf(`the page of ${CANDIDATES} candidates, whole, p95`, pageTimes, MOST_PAGE_MS),
      ]
    } finally {
      await store.close()
    }
  })
}
