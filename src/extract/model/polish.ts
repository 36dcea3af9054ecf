// Puts a language model's summaries in the place of extractive ones, as far as they pass the guard, within the week's budget.
// The last step of the extract stage; curate finds the result in the store and never asks anybody. See docs/technotes/language-model.md.
import type { Clock } from '../../core/clock.ts'
import { isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import { scriptOf, type Script } from '../../core/language.ts'
import type { Log } from '../../core/log.ts'
import { countColumns } from '../../core/text.ts'
import type { Article, IssueWindow, StageNote, WeekId } from '../../core/types.ts'
import { civilDateOf, weekOf } from '../../core/week.ts'
import { claimReadings, endReadings, readArticles } from '../../store/articles.ts'
import { finishOrLeave, nobodyAsks, type StopWish } from '../../core/stop.ts'
import type { Store } from '../../store/engine/database.ts'
import {
  addAnswerToSpending,
  type ModelAnswerKey,
  readExtractiveItems,
  readModelAnswer,
  saveModelAnswer,
  saveModelSummary,
  spendOnModel,
} from '../../store/model-answers.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { findFault, findInjection, type ModelSummary } from './check-summary.ts'
import { askModel, type LanguageModel } from './language-model.ts'
import {
  hashArticle,
  hashPrompt,
  parseAnswer,
  prepareArticle,
  type PromptArticle,
  type PromptWish,
  renderRules,
  writeMessages,
} from './prompt.ts'

/** What summing up by a model needs. */
export interface PolishDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Names this process in claims. */
  readonly worker: string
  readonly model: LanguageModel
  readonly summary: PromptWish
  /** Ends the asking: what has not been answered then is asked in a later run. */
  readonly stop?: StopWish
}

/** A shorter text is nearly its own summary. A Han character has two columns. */
const FEWEST_COLUMNS = 400
/** Requests at a time. */
const LANES = 2
/** Few, so that a claim does not run out while a slow model is asked. */
const ARTICLES_AT_ONCE = 4
const REASON_CHARACTERS = 160
/** A text whose summaries were refused so often is not tried again with this model and prompt. */
const MOST_ATTEMPTS = 2
/** Scripts whose names can be told from other words, as far as they can; other texts are not given to a model. */
const guardedScripts: ReadonlySet<Script> = new Set(['latin', 'cyrillic', 'greek', 'han', 'kana'])

/** One text that one or more items carry. */
interface Task {
  readonly itemIds: readonly number[]
  readonly subject: string
  readonly article: PromptArticle
  readonly key: ModelAnswerKey
}

interface Progress {
  readonly week: WeekId
  readonly startedMs: number
  readonly breaker: Breaker
  readonly notes: StageNote[]
  written: number
  remembered: number
}

function makeTasks(articles: Iterable<Article>, { model, summary }: PolishDeps): readonly Task[] {
  const tasks = [...articles].flatMap(({ itemId, url, title, text, language }) => {
    const script = scriptOf(text)
    const known = language ?? (script === 'han' ? 'zh' : script === 'kana' ? 'ja' : null)
    if (known === null || !guardedScripts.has(script) || countColumns(text) < FEWEST_COLUMNS) return []
    const article = prepareArticle({ title, text, language: known })
    const key = {
      text_sha256: hashArticle(article),
      model: model.name,
      prompt_sha256: hashPrompt(model, known, summary),
    }
    return { itemIds: [itemId], subject: url ?? title, article, key }
  })
  // The same words under two links are asked about once.
  const byText = Map.groupBy(tasks, ({ key }) => `${key.text_sha256} ${key.prompt_sha256}`)
  return [...byText.values()].flatMap(([first, ...others]) =>
    first ? { ...first, itemIds: [first, ...others].flatMap(({ itemIds }) => itemIds) } : [],
  )
}

function fillSummary({ store, clock }: PolishDeps, { key, itemIds }: Task, summary: ModelSummary): Promise<void> {
  return store.db.transaction().execute(async transaction => {
    const points = JSON.stringify(summary.points)
    const row = { ...key, state: 'accepted' as const, lead: summary.lead, points, reason: null, attempts: 0 }
    await saveModelAnswer(transaction, { ...row, answered_at: clock.now() })
    await saveModelSummary(transaction, itemIds, summary)
  })
}

/** Keeps that an answer was refused, and says so in one line; what it quotes of the answer is cleaned and cut short. */
async function refuse(deps: PolishDeps, task: Task, fault: string, attempts: number, run: Progress): Promise<void> {
  const reason = fault.replace(/[\p{C}\s]+/gu, ' ').slice(0, REASON_CHARACTERS)
  const row = { ...task.key, state: 'refused' as const, lead: '', points: '[]', reason, attempts }
  await saveModelAnswer(deps.store.db, { ...row, answered_at: deps.clock.now() })
  run.notes.push({
    level: 'note',
    subject: task.subject,
    code: 'MODEL_ANSWER_REFUSED',
    message: `the summary by ${deps.model.name} is not used, the extractive one stands: ${reason}`,
    hint: null,
  })
}

function noteFailure(run: Progress, deps: PolishDeps, task: Task, error: WeeklyError): void {
  const wasStopped = run.breaker.reason() !== null
  run.breaker.noteFailure(error)
  deps.log.debug('model failed', { item: task.subject, error: error.message })
  if (wasStopped || run.breaker.reason() === null) return
  run.notes.push({
    level: 'note',
    subject: deps.model.name,
    code: 'MODEL_UNAVAILABLE',
    message: `is left alone for the rest of this run, extractive summaries stand: ${run.breaker.reason() ?? ''}`,
    hint: error.hint,
  })
}

/** Ends the asking of this run for a reason that is no failure, and says so once. */
function stop(run: Progress, note: Pick<StageNote, 'subject' | 'code' | 'message' | 'hint'>): null {
  if (run.breaker.reason() === null) run.notes.push({ level: 'note', ...note })
  run.breaker.stop(note.message)
  return null
}

/** Asks for one summary, within the budget and the time; null when there was no answer to judge. */
async function ask(deps: PolishDeps, task: Task, run: Progress): Promise<string | null> {
  const { model, store, summary, stop: wish = nobodyAsks } = deps
  const subject = model.name
  if (wish.isAsked()) return null
  if (performance.now() - run.startedMs >= model.runMs) {
    const message = 'has had its time in this run; the rest is asked in the next'
    return stop(run, { subject, code: null, message, hint: null })
  }
  const messages = writeMessages(model, task.article, summary)
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0)
  if (!(await spendOnModel(store.db, run.week, characters, model.weeklyBudget))) {
    const message = `the budget of ${run.week} is used up, extractive summaries stand`
    const hint = 'Raise summary.llm.weeklyBudget, or wait for next week.'
    return stop(run, { subject, code: 'MODEL_BUDGET_SPENT', message, hint })
  }
  try {
    const content = await finishOrLeave(askModel(model, messages), wish)
    if (content === null) return null
    await addAnswerToSpending(store.db, run.week, content.length)
    return content
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    noteFailure(run, deps, task, error)
    return null
  }
}

async function polishTask(deps: PolishDeps, task: Task, run: Progress): Promise<void> {
  const { article, key } = task
  const known = await readModelAnswer(deps.store.db, key)
  if (known?.state === 'accepted') {
    await saveModelSummary(deps.store.db, task.itemIds, {
      lead: known.lead,
      points: JSON.parse(known.points) as string[],
    })
    run.remembered += 1
    return
  }
  const attempts = known?.attempts ?? 0
  if (attempts >= MOST_ATTEMPTS || run.breaker.reason() !== null) return
  const injection = findInjection(`${article.title}\n${article.text}`)
  if (injection !== null) return refuse(deps, task, injection, MOST_ATTEMPTS, run)
  const content = await ask(deps, task, run)
  if (content === null) return
  const summary = parseAnswer(content)
  const prompt = renderRules(deps.model, article.language, deps.summary)
  const fault = summary
    ? findFault(summary, { ...article, prompt, points: deps.summary.points })
    : 'it is not the JSON that was asked for'
  if (summary === null || fault !== null) {
    run.breaker.noteRefusal()
    return refuse(deps, task, fault ?? '', attempts + 1, run)
  }
  run.breaker.noteSuccess()
  await fillSummary(deps, task, summary)
  run.written += 1
}

/** One group of articles, each claimed so that no other worker asks about it too. */
async function polishGroup(deps: PolishDeps, itemIds: readonly number[], run: Progress): Promise<void> {
  const { db } = deps.store
  const claimed = [...(await claimReadings(db, itemIds, deps.worker, deps.clock.now()))]
  if (claimed.length === 0) return
  try {
    const tasks = [...makeTasks((await readArticles(db, claimed)).values(), deps)]
    const workLane = async (): Promise<void> => {
      for (let task = tasks.shift(); task; task = tasks.shift()) await polishTask(deps, task, run)
    }
    await Promise.all(Array.from({ length: LANES }, workLane))
  } finally {
    await endReadings(db, claimed, deps.worker)
  }
}

/**
 * Lets the model sum up the articles that may enter the window. What it wrote before for the same text and prompt is taken from the
 * store; what fails or is refused leaves the extractive summary as it is. Never throws for anything that the model does. Answers
 * notes for the stage's report: each refusal, a model left alone, a budget used up, and how many summaries were written.
 */
export async function polish(deps: PolishDeps, window: IssueWindow): Promise<readonly StageNote[]> {
  const { store, model, clock } = deps
  const week = weekOf(civilDateOf(clock.now(), model.timezone))
  const startedMs = performance.now()
  const run: Progress = { week, startedMs, breaker: createBreaker(), notes: [], written: 0, remembered: 0 }
  const itemIds = await readExtractiveItems(store.db, window, FEWEST_COLUMNS / 2)
  for (let start = 0; start < itemIds.length; start += ARTICLES_AT_ONCE)
    await polishGroup(deps, itemIds.slice(start, start + ARTICLES_AT_ONCE), run)
  if (run.written + run.remembered === 0) return run.notes
  const message = `wrote ${run.written} summaries, ${run.remembered} more were in the store`
  return [...run.notes, { level: 'note', subject: model.name, code: null, message, hint: null }]
}
