// After the mails: prints the articles of sealed issues as PDF and keeps them in the store, a few a run, where `issue.copies` asks for that.
// docs/technotes/site.md tells the rules.
import { addMinutes, type Clock } from '../core/clock.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Instant, StageNote, StageReport } from '../core/types.ts'
import { makePrintable } from './printable.ts'
import { mayCopy } from '../publish/aftercare.ts'
import { type CopiedArticle, nameCopies, nameOfPicture, renderArticleCopy } from '../publish/article-copy.ts'
import { publish, type PublishDeps } from '../publish/publish.ts'
import type { SiteDescription } from '../publish/site-urls.ts'
import { loadTemplates, type Templates } from '../publish/template.ts'
import {
  type DueCopy,
  noteNewCopies,
  readArticleToCopy,
  readDueCopies,
  saveCopy,
  saveCopyFailure,
  takeCopy,
} from '../store/copies.ts'
import type { Store } from '../store/engine/database.ts'
import { readIssue } from '../store/issues.ts'

/** Prints a document that stands by itself, within bounds. Throws PRINT_FAILED, FONT_MISSING. */
export type Print = (html: string) => Promise<Uint8Array>

/** What saving copies needs. */
export interface CopyDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The site that the copies are for. */
  readonly publish: PublishDeps
  /** Null when there is no Chromium now. */
  readonly findPrinter: () => Promise<Print | null>
  readonly signal?: AbortSignal | undefined
}

const COPIES_PER_RUN = 20
const MAX_ATTEMPTS = 3
/** For how long a copy is left to a process that took it, which may have died. */
const TAKEN_MINUTES = 10
const AGAIN_MINUTES = 60
const MONTH_MINUTES = 30 * 24 * 60
/** A book of 80,000 words; an article of which nobody reads more has a tenth of it. */
const MAX_HTML_UNITS = 500_000
const MAX_PDF_BYTES = 3 * 1024 * 1024

/** What became of one copy: saved, left to others, or not made and why. */
type Outcome = 'saved' | 'left' | StageNote

/**
 * Makes the saver of copies; each call saves some and answers its report, null when there was nothing to do. Between calls it remembers
 * that a missing Chromium was told, and lets one that prints nothing rest for an hour.
 */
export function createCopySaver(deps: CopyDeps): () => Promise<StageReport | null> {
  let isMissingTold = false
  let restsUntil: Instant | null = null
  return async () => {
    const now = deps.clock.now()
    if (deps.publish.copyRules.copies === 'none' || (restsUntil !== null && restsUntil > now)) return null
    await noteNewCopies(deps.store.db)
    const due = await readDueCopies(deps.store.db, { now, count: COPIES_PER_RUN, maxAttempts: MAX_ATTEMPTS })
    if (due.length === 0) return null
    const print = await deps.findPrinter()
    if (print === null) {
      const notes = isMissingTold ? [] : [missing]
      if (!isMissingTold) deps.log.warn('no copies', { code: missing.code, hint: missing.hint })
      isMissingTold = true
      return notes.length === 0 ? null : reportOf(0, notes)
    }
    const report = await saveAll(deps, due, print).catch(tellBrokenTemplate)
    restsUntil = report.notes.some(({ code }) => code === 'CHROMIUM_MISSING') ? addMinutes(now, AGAIN_MINUTES) : null
    return report
  }
}

const missing: StageNote = {
  level: 'note',
  subject: 'copies of articles',
  code: 'CHROMIUM_MISSING',
  message: 'there is no Chromium to print them with; everything else goes on',
  hint: 'Install Chromium or Chrome, or set `chromium` in weekly.yaml to its path.',
}

const reportOf = (done: number, notes: readonly StageNote[]): StageReport => {
  const failed = notes.filter(({ level }) => level === 'failed').length
  return { stage: 'copy', done, skipped: 0, failed, unit: 'copies saved', notes }
}

function tellBrokenTemplate(error: unknown): StageReport {
  if (!isWeeklyError(error) || !error.code.startsWith('TEMPLATE_')) throw error
  const { code, message, hint } = error
  return reportOf(0, [{ level: 'failed', subject: missing.subject, code, message, hint }])
}

async function saveAll(deps: CopyDeps, due: readonly DueCopy[], print: Print): Promise<StageReport> {
  const templates = loadTemplates(deps.publish.templatesFolder)
  const notes: StageNote[] = []
  let saved = 0
  for (const copy of due) {
    if (deps.signal?.aborted) break
    const outcome = await saveOne(deps, copy, print, templates)
    if (outcome === 'saved') saved++
    else if (outcome !== 'left') {
      notes.push(outcome)
      deps.log.warn('no copy', { subject: outcome.subject, message: outcome.message })
      if (outcome.code === 'CHROMIUM_MISSING') break
    }
  }
  // Links to them do not wait for the next run, which may be a week away.
  const written = saved > 0 ? await publish(deps.publish, []) : null
  const unwritten = written?.notes.filter(({ level }) => level === 'failed') ?? []
  return reportOf(saved, [...notes, ...unwritten])
}

async function saveOne(deps: CopyDeps, copy: DueCopy, print: Print, templates: Templates): Promise<Outcome> {
  const { db } = deps.store
  const now = deps.clock.now()
  const putOff = (problem: string, attempts: number, minutes = AGAIN_MINUTES): Promise<void> =>
    saveCopyFailure(db, copy.itemId, { problem, attempts, nextAttemptAt: addMinutes(now, minutes) })
  if (!(await takeCopy(db, copy, addMinutes(now, TAKEN_MINUTES)))) return 'left'
  const wanted = await findArticle(deps, copy)
  if (wanted === null) {
    await putOff('there is no text of it', MAX_ATTEMPTS)
    return 'left'
  }
  const { article, name, link } = wanted
  if (!mayCopy(deps.publish.copyRules, [article.url, link])) {
    await putOff('its host is in issue.copiesExcept', copy.attempts, MONTH_MINUTES)
    return 'left'
  }
  try {
    const pdf = await printArticle(deps.publish.site, { ...article, savedAt: now }, print, templates)
    await saveCopy(db, copy.itemId, { name, pdf }, now)
    return 'saved'
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    if (error.code === 'FONT_MISSING') {
      // The machine's trouble, not the article's.
      await putOff(error.message, copy.attempts)
      return { ...noteOn(link, error, copy.attempts), hint: error.hint }
    }
    if (error.code !== 'PRINT_FAILED') {
      await putOff(error.message, copy.attempts)
      throw error
    }
    // Whose fault it is, a page of one word tells: no article is given up because of a Chromium that prints nothing at all.
    const isChromium = error.retryable && !(await canPrint(print))
    const attempts = isChromium ? copy.attempts : error.retryable ? copy.attempts + 1 : MAX_ATTEMPTS
    await putOff(error.message, attempts)
    return isChromium ? { ...missing, message: `none can be printed: ${error.message}` } : noteOn(link, error, attempts)
  }
}

/** An article to be copied, the link of its story, and the name of the copy's file; null when there is none. */
async function findArticle({ store: { db } }: CopyDeps, { itemId, week }: DueCopy) {
  const issue = await readIssue(db, week)
  const found = await readArticleToCopy(db, itemId)
  const lead = issue?.sections
    .flatMap(({ stories }) => stories.map(each => each.lead))
    .find(each => each.itemId === itemId)
  const name = issue === null ? undefined : nameCopies(issue).get(itemId)
  if (!found || !lead?.url || name === undefined) return null
  const { article, readAt } = found
  return {
    article: { ...article, title: article.title || lead.title, url: article.url ?? lead.url, readAt },
    name,
    link: lead.url,
  }
}

function noteOn(url: string, { code, message }: WeeklyError, attempts: number): StageNote {
  const hint =
    attempts >= MAX_ATTEMPTS ? 'It is not tried again; everything else goes on.' : 'It is tried again in an hour.'
  return { level: 'note', subject: url, code, message: `no copy was saved: ${message}`, hint }
}

async function printArticle(
  site: SiteDescription,
  article: CopiedArticle,
  print: Print,
  templates: Templates,
): Promise<Uint8Array> {
  if (article.html.length > MAX_HTML_UNITS)
    throw tooLarge(`its HTML has ${article.html.length} characters; at most ${MAX_HTML_UNITS} are printed`)
  const html = makePrintable(article.html, article.url, alternative => nameOfPicture(alternative, article.language))
  const pdf = await print(renderArticleCopy(site, { ...article, html }, templates))
  if (pdf.length > MAX_PDF_BYTES) throw tooLarge(`its PDF has ${pdf.length} bytes; at most ${MAX_PDF_BYTES} are kept`)
  return pdf
}

function tooLarge(message: string): WeeklyError {
  return new WeeklyError('PRINT_FAILED', message)
}

function canPrint(print: Print): Promise<boolean> {
  return print('<!doctype html><title>Test</title><p>Test').then(
    () => true,
    () => false,
  )
}
