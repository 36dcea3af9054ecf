// Translates the stories of drafts that readers want in their other language, within the week's budget, each text once. Curating finds the
// result in the store and never asks anybody. See docs/technotes/translation.md.
import { addMinutes, type Clock } from '../../core/clock.ts'
import { isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import { finishOrLeave, nobodyAsks, type StopWish } from '../../core/stop.ts'
import { termsIn, translatableOf, wantedTranslation } from '../../core/translation.ts'
import type {
  IssueWindow,
  StageNote,
  StageReport,
  Story,
  TranslatedText,
  TranslationLanguage,
  WeekId,
} from '../../core/types.ts'
import { civilDateOf, weekOf } from '../../core/week.ts'
import { readDraft, readSlot } from '../../store/drafts.ts'
import type { Store } from '../../store/engine/database.ts'
import { blockHost } from '../../store/hosts.ts'
import { releaseLease, takeLease } from '../../store/leases.ts'
import {
  addTranslated,
  keyOf,
  readTranslation,
  saveTranslation,
  spendOnTranslation,
  translationKey,
  type TranslationKey,
  type TranslationSettings,
} from '../../store/translations.ts'
import { type Breaker, createBreaker } from '../model/breaker.ts'
import { findInjection } from '../model/check-summary.ts'
import { findTranslationFault } from './check-translation.ts'
import { levelPunctuation } from './level-punctuation.ts'
import type { Batch, BatchAnswer, Translator } from './translator.ts'

/** What translating needs. */
export interface TranslateDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Names this process in the lease. */
  readonly worker: string
  readonly settings: TranslationSettings
  readonly translator: Translator
  /** The translator's host, which is left alone for a day when its quota is used up. */
  readonly host: string
  readonly weeklyBudget: { readonly requests: number; readonly characters: number }
  /** A run asks for so long at most, in milliseconds: publishing waits for it. */
  readonly runMs: number
  readonly timezone: string
  readonly stop?: StopWish
}

/** A text that was refused so often is not tried again with this translator and these terms. */
const MOST_ATTEMPTS = 2
const REASON_CHARACTERS = 160
const LEASE_MINUTES = 15
const DAY_MINUTES = 24 * 60

/** One text to translate, whichever stories have it. */
interface Task {
  readonly id: string
  readonly subject: string
  readonly source: TranslatedText
  readonly into: TranslationLanguage
  readonly key: TranslationKey
  readonly attempts: number
}

interface Run {
  readonly week: WeekId
  readonly startedMs: number
  readonly breaker: Breaker
  readonly notes: StageNote[]
  /** Those whose answer could not be read among others: they are asked for alone. */
  readonly alone: Task[]
  written: number
  refused: number
}

function wishOf({ settings }: TranslateDeps, story: Story): Omit<Task, 'attempts'> | null {
  const into = story.translation ? null : wantedTranslation(story, settings.stories)
  const source = into === null ? null : translatableOf(story)
  if (into === null || source === null) return null
  const key = translationKey(source, into, settings)
  return { id: key.text_sha256.slice(0, 12), subject: story.lead.url ?? story.title, source, into, key }
}

/** The texts of open drafts that have no translation yet and may still get one. */
async function findTasks(deps: TranslateDeps, windows: readonly IssueWindow[]): Promise<readonly Task[]> {
  const { db } = deps.store
  const tasks = new Map<string, Task>()
  for (const { week } of windows) {
    const draft = await readDraft(db, week)
    // What was approved goes out as it was seen.
    if (draft === null || draft.state === 'approved' || (await readSlot(db, week))?.state === 'sealed') continue
    for (const story of draft.sections.flatMap(({ stories }) => stories)) {
      const wish = wishOf(deps, story)
      if (wish === null || tasks.has(keyOf(wish.key))) continue
      const known = await readTranslation(db, wish.key)
      const attempts = known?.attempts ?? 0
      if (known?.state !== 'accepted' && attempts < MOST_ATTEMPTS) tasks.set(keyOf(wish.key), { ...wish, attempts })
    }
  }
  return [...tasks.values()]
}

/** Keeps that a translation was refused, and says so in one line; what it quotes of the answer is cleaned and cut short. */
async function refuse(deps: TranslateDeps, task: Task, fault: string, attempts: number, run: Run): Promise<void> {
  const reason = fault.replace(/[\p{C}\s]+/gu, ' ').slice(0, REASON_CHARACTERS)
  const empty = { title: '', summary: '', points: '[]' }
  const row = { ...task.key, ...empty, state: 'refused' as const, reason, attempts, answered_at: deps.clock.now() }
  await saveTranslation(deps.store.db, row)
  run.refused += 1
  run.notes.push({
    level: 'note',
    subject: task.subject,
    code: 'MODEL_ANSWER_REFUSED',
    message: `the translation by ${deps.translator.name} is not used, the original stands alone: ${reason}`,
    hint: null,
  })
}

function stopAsking(run: Run, note: Pick<StageNote, 'subject' | 'code' | 'message' | 'hint'>): null {
  if (run.breaker.reason() === null) run.notes.push({ level: 'note', ...note })
  run.breaker.stop(note.message)
  return null
}

async function noteFailure(deps: TranslateDeps, error: WeeklyError, run: Run): Promise<void> {
  const { translator, store, clock, host, log } = deps
  const wasStopped = run.breaker.reason() !== null
  run.breaker.noteFailure(error)
  log.debug('translator failed', { translator: translator.name, error: error.message })
  if (error.context['status'] === 456) await blockHost(store.db, host, addMinutes(clock.now(), DAY_MINUTES))
  if (wasStopped || run.breaker.reason() === null) return
  run.notes.push({
    level: 'note',
    subject: translator.name,
    code: 'MODEL_UNAVAILABLE',
    message: `is left alone for the rest of this run, originals stand alone: ${run.breaker.reason() ?? ''}`,
    hint: error.hint,
  })
}

function batchOf({ settings }: TranslateDeps, tasks: readonly Task[]): Batch {
  const into = tasks[0]?.into ?? 'zh'
  const found = tasks.map(({ source }) => termsIn(source, settings, into))
  const glossary = new Map(found.flatMap(each => each.glossary))
  return {
    into,
    chinese: settings.chinese,
    pieces: tasks.map(({ id, source }) => ({ id, source })),
    glossary: [...glossary],
    keep: [...new Set(found.flatMap(each => each.keep))],
  }
}

/** Asks for some stories, within budget and time; null when there was no answer to judge. */
async function ask(deps: TranslateDeps, tasks: readonly Task[], run: Run): Promise<BatchAnswer | 'too-much' | null> {
  const { translator, store, runMs, stop = nobodyAsks } = deps
  const subject = translator.name
  if (run.breaker.reason() !== null || stop.isAsked()) return null
  if (performance.now() - run.startedMs >= runMs) {
    const message = 'has had its time in this run; the rest is asked in the next'
    return stopAsking(run, { subject, code: null, message, hint: null })
  }
  const batch = batchOf(deps, tasks)
  if (!(await spendOnTranslation(store.db, run.week, translator.charactersOf(batch), deps.weeklyBudget))) {
    const message = `the budget of ${run.week} is used up, originals stand alone`
    const hint = 'Raise translate.weeklyBudget, or wait for next week.'
    return stopAsking(run, { subject, code: 'MODEL_BUDGET_SPENT', message, hint })
  }
  try {
    const answer = await finishOrLeave(translator.translate(batch), stop)
    if (answer === null) return null
    await addTranslated(store.db, run.week, answer.characters)
    return answer
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    if (error.context['status'] === 413) return 'too-much'
    await noteFailure(deps, error, run)
    return null
  }
}

async function judge(deps: TranslateDeps, task: Task, answer: TranslatedText | undefined, run: Run): Promise<void> {
  const { source, into, key, attempts } = task
  const level = (line: string): string => levelPunctuation(line, into)
  const told = answer && {
    title: level(answer.title),
    summary: level(answer.summary),
    points: answer.points.map(level),
  }
  const fault = told
    ? findTranslationFault(told, { source, into, chinese: deps.settings.chinese, terms: deps.settings })
    : 'it is not the JSON that was asked for'
  if (told === undefined || fault !== null) {
    run.breaker.noteRefusal()
    return refuse(deps, task, fault ?? '', attempts + 1, run)
  }
  run.breaker.noteSuccess()
  const row = { ...key, title: told.title, summary: told.summary, points: JSON.stringify(told.points) }
  const kept = { state: 'accepted' as const, reason: null, attempts: 0, answered_at: deps.clock.now() }
  await saveTranslation(deps.store.db, { ...row, ...kept })
  run.written += 1
}

async function translateTasks(deps: TranslateDeps, tasks: readonly Task[], run: Run): Promise<void> {
  const answer = await ask(deps, tasks, run)
  if (answer === null) return
  if (answer === 'too-much') {
    const [first] = tasks
    if (tasks.length === 1 && first)
      return refuse(deps, first, 'it is too long for this translator', MOST_ATTEMPTS, run)
    const half = Math.ceil(tasks.length / 2)
    await translateTasks(deps, tasks.slice(0, half), run)
    return translateTasks(deps, tasks.slice(half), run)
  }
  for (const task of tasks) {
    const told = answer.told.get(task.id)
    if (told === undefined && tasks.length > 1) run.alone.push(task)
    else await judge(deps, task, told, run)
  }
}

/** Tasks in groups of one language that a translator takes together; what was refused before is asked for alone. */
function cutBatches(tasks: readonly Task[], { stories, characters }: Translator['most']): readonly (readonly Task[])[] {
  const sizeOf = ({ source }: Task): number => JSON.stringify(source).length
  const batches: Task[][] = tasks.filter(({ attempts }) => attempts > 0).map(task => [task])
  for (const into of ['zh', 'en'] as const) {
    let open: Task[] = []
    let size = 0
    for (const task of tasks.filter(each => each.into === into && each.attempts === 0)) {
      if (open.length > 0 && (open.length >= stories || size + sizeOf(task) > characters)) {
        batches.push(open)
        open = []
        size = 0
      }
      open.push(task)
      size += sizeOf(task)
    }
    if (open.length > 0) batches.push(open)
  }
  // New ones first: an old one that fails again is not to end the run before them.
  return batches.toSorted((a, b) => (a[0]?.attempts ?? 0) - (b[0]?.attempts ?? 0))
}

async function translateAll(deps: TranslateDeps, tasks: readonly Task[], run: Run): Promise<void> {
  const harmless: Task[] = []
  for (const task of tasks) {
    const { title, summary, points } = task.source
    const injection = findInjection([title, summary, ...points].join('\n'))
    if (injection === null) harmless.push(task)
    else await refuse(deps, task, injection, MOST_ATTEMPTS, run)
  }
  for (const batch of cutBatches(harmless, deps.translator.most)) await translateTasks(deps, batch, run)
  for (const task of run.alone) await translateTasks(deps, [task], run)
}

/**
 * Translates what the drafts of the windows lack. Never throws for anything that a translator does: what fails or is refused leaves the
 * original alone. `done` counts what was translated; null where nothing was to do.
 */
export async function translate(deps: TranslateDeps, windows: readonly IssueWindow[]): Promise<StageReport | null> {
  const { store, clock, worker, timezone } = deps
  const tasks = await findTasks(deps, windows)
  if (tasks.length === 0) return null
  const lease = await takeLease(store.db, 'translate', worker, clock.now(), LEASE_MINUTES)
  // Another worker is at it: what it translates is found in the store.
  if (lease === null) return null
  const week = weekOf(civilDateOf(clock.now(), timezone))
  const run: Run = {
    ...{ week, startedMs: performance.now(), breaker: createBreaker(), notes: [], alone: [] },
    ...{ written: 0, refused: 0 },
  }
  try {
    await translateAll(deps, tasks, run)
  } finally {
    await releaseLease(store.db, 'translate', lease, clock.now())
  }
  const skipped = tasks.length - run.written
  return { stage: 'translate', done: run.written, skipped, failed: 0, unit: 'stories translated', notes: run.notes }
}
