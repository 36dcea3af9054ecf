// The part of the command line that is about issues, drafts and their stories.
import { type Command, Option } from 'commander'
import { act, isNamed, weekOption } from './command-action.ts'
import type { IssueFormat } from './commands/issue.ts'
import type { RetractFlags } from './commands/issue-retract.ts'
import type { CorrectionFlags, TextFlags } from './commands/issue-edit.ts'

/** Adds `weekly issue` with all that it can do. */
export function addIssueCommands(program: Command): void {
  const load = () => import('./commands/issue.ts')
  const loadDecisions = () => import('./commands/issue-decide.ts')
  const issue = program
    .command('issue')
    .description('drafts and issues; a story is named by its link, or by its number in `weekly issue show`')
    .option('--as <name>', 'who edits, as the log shall name them; else the name of your account')
  if (!isNamed(issue)) return
  issue
    .command('list')
    .description('all drafts and issues')
    .action(act(async options => (await load()).listIssues(options)))
  issue
    .command('show [week]')
    .description('a draft or an issue')
    .addOption(
      new Option('--format <format>')
        .choices(['text', 'markdown', 'html', 'wechat', 'bare', 'epub', 'pdf', 'eml'])
        .default('text'),
    )
    .action(
      act(async (options, week: string | undefined, own: { format: IssueFormat }) =>
        (await load()).showIssue(options, week, own),
      ),
    )
  issue
    .command('approve [week]')
    .description('release a draft for publishing')
    .action(
      act(async (options, week: string | undefined) => (await loadDecisions()).decideIssue(options, week, 'approve')),
    )
  issue
    .command('hold [week-or-story]')
    .description('keep a draft back until it is approved, or a story for the next issue')
    .option('--release', 'let the draft go on as before')
    .addOption(weekOption)
    .action(
      act(async (options, what: string | undefined, own: { week?: string; release?: true }) =>
        what !== undefined && /:\/\/|^\d{1,4}$/.test(what)
          ? (await loadDecisions()).editOneStory(options, what, { kind: 'hold', value: null }, own)
          : (await loadDecisions()).decideIssue(options, what ?? own.week, own.release ? 'release' : 'hold'),
      ),
    )
  addRetraction(issue)
  issue
    .command('stop [week]')
    .description('take an approval back before the issue has gone out')
    .action(
      act(async (options, week: string | undefined) => (await loadDecisions()).decideIssue(options, week, 'stop')),
    )
  addJournalCommands(issue)
  addStoryCommands(issue)
  addTextCommands(issue)
}

function addRetraction(issue: Command): void {
  issue
    .command('retract <week> [url]')
    .description('take a published issue, or one story of it, back with a mark in its place')
    .option('--reason <text>', 'why, for readers')
    .option('--undo', 'bring it back as it was')
    .action(
      act(async (options, week: string, url: string | undefined, own: RetractFlags) =>
        (await import('./commands/issue-retract.ts')).retractIssue(options, week, url, own),
      ),
    )
}

function addJournalCommands(issue: Command): void {
  const load = () => import('./commands/issue-journal.ts')
  issue
    .command('undo [week]')
    .description('take back what you did last, if nobody has changed it since')
    .action(act(async (options, week: string | undefined) => (await load()).undoEdit(options, week)))
  issue
    .command('redo [week]')
    .description('do again what you took back last')
    .action(act(async (options, week: string | undefined) => (await load()).redoEdit(options, week)))
  issue
    .command('log [week]')
    .description('who did what to a draft')
    .action(act(async (options, week: string | undefined) => (await load()).showLog(options, week)))
}

function addStoryCommands(issue: Command): void {
  const loadRegroup = () => import('./commands/issue-regroup.ts')
  const loadDecisions = () => import('./commands/issue-decide.ts')
  for (const [kind, description] of [
    ['drop', 'leave a story out'],
    ['pick', 'put a story in, before all others'],
  ] as const)
    issue
      .command(`${kind} <story>`)
      .description(description)
      .addOption(weekOption)
      .action(
        act(async (options, url: string, own: { week?: string }) =>
          (await loadDecisions()).editOneStory(options, url, { kind, value: null }, own),
        ),
      )
  issue
    .command('note <story> <text>')
    .description("the curator's note on a story")
    .addOption(weekOption)
    .action(
      act(async (options, url: string, value: string, own: { week?: string }) =>
        (await loadDecisions()).editOneStory(options, url, { kind: 'note', value }, own),
      ),
    )
  issue
    .command('split <story>')
    .description('take one telling out of its story: it is a story of its own')
    .addOption(weekOption)
    .action(
      act(async (options, url: string, own: { week?: string }) => (await loadRegroup()).splitStory(options, url, own)),
    )
  issue
    .command('join <story> <others...>')
    .description('put stories together; the first page leads')
    .addOption(weekOption)
    .action(
      act(async (options, url: string, others: readonly string[], own: { week?: string }) =>
        (await loadRegroup()).joinStories(options, url, others, own),
      ),
    )
  issue
    .command('restore <story>')
    .description('take back whatever was edited of a story')
    .addOption(weekOption)
    .action(
      act(async (options, url: string, own: { week?: string }) =>
        (await loadDecisions()).restoreStory(options, url, own),
      ),
    )
  issue
    .command('add <url>')
    .description('fetch a page that no source announced, and put it into the draft')
    .addOption(weekOption)
    .action(
      act(async (options, url: string, own: { week?: string }) =>
        (await import('./commands/issue-add.ts')).addStory(options, url, own),
      ),
    )
}

function addTextCommands(issue: Command): void {
  const load = () => import('./commands/issue-edit.ts')
  issue
    .command('edit [week]')
    .description('the draft as Markdown in your editor, merged back when you save')
    .option('--print', 'write the text to stdout')
    .option('--from <file>', 'take a saved text in, without an editor')
    .action(
      act(async (options, week: string | undefined, own: TextFlags) =>
        (await load()).editIssue(options, week, own, 'edit'),
      ),
    )
  issue
    .command('correct <week>')
    .description('a sealed issue in your editor, or by the options; pages and feeds say what was corrected')
    .option('--print', 'write the text to stdout')
    .option('--from <file>', 'take a saved text in, without an editor')
    .option('--link <urls...>', 'the link of a story, and the one that it should be')
    .option('--foreword <text>', 'another foreword; an empty one is none')
    .option('--order <urls...>', 'the links of the stories that stand first, in this order')
    .option('--reason <text>', 'what was wrong, for readers')
    .action(
      act(async (options, week: string, own: TextFlags & CorrectionFlags) =>
        (await load()).editIssue(options, week, own, 'correct'),
      ),
    )
}
