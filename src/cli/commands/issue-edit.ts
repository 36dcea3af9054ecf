// `weekly issue edit` and `correct`: a draft, or a sealed issue, as Markdown in the curator's editor, merged back when it is saved.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { WeekId } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'
import { giveOutIssue, takeInCorrections } from '../../desk/correct-issue.ts'
import { giveOutDraft, type TakenIn } from '../../desk/edit-draft.ts'
import { nameCorrections, type NamedCorrections } from '../../desk/name-corrections.ts'
import { takeInDraft } from '../../desk/regroup-draft.ts'
import { parseDraftMarkdown } from '../../desk/parse-draft.ts'
import { publishEverywhere } from '../../app/publish-everywhere.ts'
import { readIssue } from '../../store/issues.ts'
import { askToGoOn, keepText, openEditor, readText, requireEditor } from '../terminal/editor.ts'
import { findEditedWeek } from '../../app/edited-week.ts'
import { editorNameOf } from '../editor-name.ts'
import { exitCodes } from '../terminal/exit.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { createCommandLog, describeCount, describeReport, say, sayAside, sayRaw } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

/** A text on its way to the curator and back; what it came to is a line for each thing to say. */
interface TextWork {
  readonly week: WeekId
  giveOut(): Promise<string>
  takeIn(markdown: string): Promise<{ readonly said: readonly string[] } | { readonly conflict: string }>
}

const MOST_TITLES = 5

function describeTakenIn(week: WeekId, taken: Extract<TakenIn, { kind: 'saved' }>): string[] {
  const { hasChanged, state, wasApproved, wantsApproval, meanwhile } = taken
  const shown = meanwhile.slice(0, MOST_TITLES).map(title => `“${title}”`)
  const more = meanwhile.length > MOST_TITLES ? [`${meanwhile.length - MOST_TITLES} more`] : []
  const states = {
    draft: wasApproved
      ? 'it is not approved any more: `weekly issue approve` releases it'
      : wantsApproval
        ? 'it is not approved, for your text did not show what has come meanwhile: look, and `weekly issue approve`'
        : 'it is a draft',
    approved: wasApproved ? 'it stays approved' : 'it is approved',
    held: 'it is held',
  }
  return [
    hasChanged ? `${week} is saved; ${states[state]}` : `${week}: nothing to change`,
    ...(meanwhile.length > 0
      ? [`changed in the draft since you got the text, and merged: ${[...shown, ...more].join(', ')}`]
      : []),
  ]
}

function workOnDraft(app: App, edited: Awaited<ReturnType<typeof findEditedWeek>>): TextWork {
  const { week } = edited.window
  return {
    week,
    giveOut: () => giveOutDraft(app.curate, edited),
    takeIn: async markdown => {
      const taken = await takeInDraft(app.curate, edited, markdown)
      return taken.kind === 'conflict' ? { conflict: taken.markdown } : { said: describeTakenIn(week, taken) }
    },
  }
}

function workOnIssue(app: App, week: WeekId): TextWork {
  return {
    week,
    giveOut: () => giveOutIssue(app.curate, week),
    takeIn: async markdown => {
      const taken = await takeInCorrections(app.curate, week, markdown)
      if (taken.kind === 'conflict') return { conflict: taken.markdown }
      if (taken.fields === 0) return { said: [`${week}: nothing to correct`] }
      const reports = await publishEverywhere(app, [])
      const problems = reports.filter(({ failed }) => failed > 0).flatMap(each => describeReport(each).slice(1))
      return {
        said: [
          `${week}: ${describeCount(taken.fields, 'corrections')}; the site says so, no mail is sent`,
          ...problems,
        ],
      }
    },
  }
}

function describeConflict(week: WeekId, file: string): WeeklyError {
  return new WeeklyError('DRAFT_TEXT_CONFLICT', `${week} was changed on both sides; ${file} shows both versions`, {
    hint: `Keep one of each, delete the lines of < and >, then \`weekly issue edit --from ${file}\`.`,
    context: { file },
  })
}

/** Takes a text in, once. The curator's file is left as it is; conflicts go to a file of their own. */
async function takeInText(options: GlobalOptions, work: TextWork, markdown: string): Promise<void> {
  const taken = await work.takeIn(markdown)
  if ('conflict' in taken) throw describeConflict(work.week, await keepText(work.week, taken.conflict))
  for (const line of taken.said) say(options, line)
}

/** One saving of the file; null when it was taken in, else what is wrong with it. A conflict stands in the file from then on. */
async function saveOnce(options: GlobalOptions, work: TextWork, file: string): Promise<WeeklyError | null> {
  try {
    const markdown = await readText(file)
    const taken = await work.takeIn(markdown)
    if ('conflict' in taken) {
      await writeFile(`${file}.yours`, markdown)
      await writeFile(file, taken.conflict)
      return describeConflict(work.week, file)
    }
    for (const line of taken.said) say(options, line)
    return null
  } catch (error) {
    if (isWeeklyError(error) && error.code === 'DRAFT_TEXT_INVALID') return error
    if (!isWeeklyError(error) || error.code !== 'FILE_UNREADABLE') sayAside(`your text is kept in ${file}`)
    throw error
  }
}

const STILL_OPEN = 'The editor came back at once, and nothing is changed. Take the text in now that it is saved?'

function describeStillOpen(file: string): WeeklyError {
  return new WeeklyError('EDITOR_FAILED', `the editor did not wait until ${file} was saved`, {
    hint: `\`weekly issue edit --from ${file}\` takes it in; an option makes the editor wait, as in EDITOR="code --wait".`,
  })
}

/** Opens the text in the editor until it can be taken in or the curator gives up; then the file is kept. */
async function editFile(options: GlobalOptions, work: TextWork, editor: string): Promise<void> {
  const given = await work.giveOut()
  const file = await keepText(work.week, given)
  for (;;) {
    const { wasAtOnce } = await openEditor(editor, file)
    const isUntouched = (await readFile(file, 'utf8').catch(() => null)) === given
    if (wasAtOnce && isUntouched && !(await askToGoOn(STILL_OPEN))) throw describeStillOpen(file)
    const problem = await saveOnce(options, work, file)
    if (!problem) break
    sayAside(`${problem.message} — ${problem.hint ?? ''}\nyour text is kept in ${file}`)
    if (!(await askToGoOn('Open the editor again?'))) throw problem
  }
  for (const path of [file, `${file}.yours`]) await rm(path, { force: true })
}

/** How a text goes out and comes back; without either in an editor. */
export interface TextFlags {
  readonly print?: boolean
  readonly from?: string
}

/** What `issue correct` corrects by itself, without a text. */
export interface CorrectionFlags {
  readonly link?: readonly string[]
  readonly foreword?: string
  readonly order?: readonly string[]
  readonly reason?: string
}

/** What the options say, null when they say nothing. Throws USAGE_INVALID. */
function readCorrections({
  link,
  foreword,
  order,
  reason,
  ...text
}: CorrectionFlags & TextFlags): NamedCorrections | null {
  if (link === undefined && foreword === undefined && order === undefined) {
    if (reason === undefined) return null
    throw new WeeklyError('USAGE_INVALID', '--reason goes with --link, --foreword or --order', {
      hint: 'In the text of an issue the line `reason:` says it.',
    })
  }
  if (text.print || text.from !== undefined)
    throw new WeeklyError('USAGE_INVALID', '--print and --from go without --link, --foreword and --order', {
      hint: 'Correct by the options, or by the text.',
    })
  const [from, to, ...more] = link ?? []
  if (link !== undefined && (from === undefined || to === undefined || more.length > 0))
    throw new WeeklyError('USAGE_INVALID', '--link needs two links', {
      hint: 'The link of the story as it is, and the one that it should be: --link OLD NEW',
    })
  return { link: from === undefined || to === undefined ? undefined : [from, to], foreword, order, reason }
}

/** `weekly issue edit`, or `correct` of a sealed week alone: in an editor, or in two steps with `--print` and `--from`. Sealed, a week is corrected. */
export async function editIssue(
  options: GlobalOptions,
  week: string | undefined,
  own: TextFlags & CorrectionFlags,
  command: 'edit' | 'correct',
): Promise<number> {
  const named = readCorrections(own)
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const saved = own.from === undefined ? null : await readText(own.from)
    const about = saved === null ? week : parseDraftMarkdown(saved).text.week
    const sealed = about === undefined ? null : await readIssue(app.store.db, parseWeek(about))
    if (!sealed && command === 'correct')
      throw new WeeklyError('ISSUE_MISSING', `week ${about ?? ''} has no issue to correct`, {
        hint: '`weekly issue edit` edits a draft; `weekly issue list` shows what is sealed.',
      })
    const work = sealed
      ? workOnIssue(app, sealed.week)
      : workOnDraft(app, await findEditedWeek(app, about, editorNameOf(options)))
    if (named) await takeInText(options, work, nameCorrections(await work.giveOut(), named, app.curate.language))
    else if (own.print) sayRaw(await work.giveOut())
    else if (saved !== null) await takeInText(options, work, saved)
    else await editFile(options, work, requireEditor())
    return exitCodes.done
  })
}
