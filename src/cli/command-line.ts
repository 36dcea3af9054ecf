// The command line. Only commander is loaded here; each command loads its own part of the program when it runs.
import { Command, CommanderError, Option } from 'commander'
import { interfaceLanguageTags } from '../core/words/tags.ts'
import type { AddFlags } from './commands/source.ts'
import type { ListPlace } from './commands/source-list.ts'
import type { DeliverFlags } from './commands/deliver.ts'
import type { NewReader } from './commands/subscriber.ts'
import type { ImportFlags } from './commands/subscriber-import.ts'
import type { InitFlags } from './init/gather-answers.ts'
import { act, isNamed, weekOption } from './command-action.ts'
import { addDeskCommands } from './desk-commands.ts'
import { addIssueCommands } from './issue-commands.ts'
import { addTargetCommands } from './target-commands.ts'

const EXAMPLES = `
Examples:
  $ weekly init                               a list of your own, by a few questions
  $ weekly start                              worker and web server; the list is at http://127.0.0.1:8080
  $ weekly source add https://example.org/    finds the feed of a page and follows it
  $ weekly run                                one pass, as far as due, with a report
  $ weekly run --now 2026-12-04T08:30+08:00   what would happen then
  $ weekly publish --week 2016-W49            a past week, from what is stored`

/** An option that may come several times, each with one or more values. */
const collectValues = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

function addInit(program: Command): void {
  program
    .command('init [folder]')
    .description('make a list of your own here, or in a folder: asks on a terminal, else takes the flags')
    .option('--title <title>', 'name of the list')
    .option('--language <language>', `of site and mail: ${interfaceLanguageTags.join(', ')}`)
    .option('--timezone <zone>', 'of schedule and dates, as in Asia/Shanghai')
    .option('--url <url>', 'public address of the site')
    .option('--from <sender>', 'sender of the mails: "Name <address>"')
    .option('--postal-address <address>', 'mail law asks for it')
    .option('--source <url...>', 'first sources: addresses of sites or feeds, or an OPML file', collectValues)
    .option('--samples', 'the samples, to try out; `weekly init` later makes a list of your own of them')
    .option('--systemd', 'units for a server of your own, with examples for nginx and Caddy')
    .option('--compose', 'Dockerfile and compose file with PostgreSQL and a proxy')
    .option('--actions', 'a workflow that runs it on GitHub and publishes to Pages')
    .addHelpText(
      'after',
      `
Examples:
  $ weekly init
  $ weekly init my-list --title "Databases" --language en --timezone Europe/Berlin --source example.org planet.example.net
  $ weekly init --source subscriptions.opml --systemd`,
    )
    .action(
      act(async (options, folder: string | undefined, flags: InitFlags) =>
        (await import('./commands/init.ts')).initList(options, folder, flags),
      ),
    )
}

function addStages(program: Command): void {
  const { run, stage } = { run: () => import('./commands/run.ts'), stage: () => import('./commands/stages.ts') }
  program
    .command('start')
    .description('scheduled worker and web server')
    .addOption(new Option('--role <role>', 'only one of the two').choices(['worker', 'web']))
    .action(
      act(async (options, own: { role?: 'worker' | 'web' }) =>
        (await import('./commands/start.ts')).start(options, own),
      ),
    )
  program
    .command('run')
    .description('one pass: collect, extract, curate, publish, deliver, as far as due')
    .addOption(
      new Option(
        '--accept <what>',
        'go on where a run stopped: with this clock, with a store that knows less than the site, or with a list whose name, address and sender have changed at once',
      ).choices(['clock', 'site', 'list']),
    )
    .action(act(async (options, own: { accept?: 'clock' | 'site' | 'list' }) => (await run()).runCommand(options, own)))
  program
    .command('collect')
    .description('visit the sources that are due')
    .option('--source <url>', 'only this source')
    .option('--force', 'now, whatever the due instant; still a conditional request')
    .action(
      act(async (options, own: { source?: string; force?: boolean }) =>
        (await import('./commands/collect.ts')).collectCommand(options, own),
      ),
    )
  const descriptions = {
    extract: 'read the articles behind new items',
    curate: 'group, rank and draft',
    publish: 'seal what is due and released, and write the site',
  }
  for (const [name, description] of Object.entries(descriptions) as [keyof typeof descriptions, string][])
    program
      .command(name)
      .description(description)
      .addOption(weekOption)
      .action(act(async (options, own: { week?: string }) => (await stage()).stageCommand(name, options, own)))
}

function addDelivery(program: Command): void {
  program
    .command('deliver')
    .description('mail sealed issues to the subscribers')
    .addOption(weekOption)
    .addOption(
      new Option('--dry-run [folder]', 'write the mails to a folder (data/dry-run) and send none').conflicts('to'),
    )
    .option('--to <address>', 'send one test mail of the coming draft, or of --week, to this address only')
    .option(
      '--resend <email>',
      'send an uncertain mail of that week again; all of them: all; those that a relay refused for its own trouble: bounced',
    )
    .option('--settle <email>', 'take an uncertain mail of that week for sent; all of them: all')
    .action(
      act(async (options, flags: DeliverFlags) =>
        (await import('./commands/deliver.ts')).deliverCommand(options, flags),
      ),
    )
}

function addSourceCommands(program: Command): void {
  const load = () => import('./commands/source.ts')
  const loadList = () => import('./commands/source-list.ts')
  const source = program.command('source').description('the feeds and pages that the list is made of')
  if (!isNamed(source)) return
  source
    .command('add <urls...>')
    .description('follow feeds, or the feeds that pages name')
    .option('--first', 'take the first of several feeds')
    .option('--section <title>', 'section of its stories')
    .option('--explode', 'its posts are reading lists: follow each of their items')
    .action(
      act(async (options, urls: readonly string[], own: AddFlags) => (await load()).addSources(options, urls, own)),
    )
  source
    .command('list')
    .description('all sources and how they are')
    .action(act(async options => (await import('./commands/source-states.ts')).listSources(options)))
  source
    .command('remove <url>')
    .description('follow no longer; what was collected stays')
    .action(act(async (options, url: string) => (await loadList()).removeSource(options, url)))
  for (const name of ['pause', 'resume'] as const)
    source
      .command(`${name} <url>`)
      .description(name === 'pause' ? 'ask it no longer by itself; it stays in the list' : 'ask it again')
      .action(act(async (options, url: string) => (await loadList()).pauseSource(options, url, name === 'pause')))
  source
    .command('check <url>')
    .description('what would come from a feed or page')
    .action(act(async (options, url: string) => (await load()).checkSource(options, url)))
  source
    .command('import <file>')
    .description('take over the feeds of an OPML file')
    .addOption(
      new Option('--to <place>', 'where they are kept: sources.yaml, or for long lists the store')
        .choices(['file', 'store'])
        .default('file'),
    )
    .action(
      act(async (options, file: string, own: { to: ListPlace }) =>
        (await loadList()).importSources(options, file, own),
      ),
    )
  source
    .command('export')
    .description('all sources as OPML')
    .action(act(async options => (await loadList()).exportSources(options)))
}

function addSubscriberCommands(program: Command): void {
  const load = () => import('./commands/subscriber.ts')
  const loadList = () => import('./commands/subscriber-list.ts')
  const subscriber = program.command('subscriber').description('the readers of the weekly mail')
  if (!isNamed(subscriber)) return
  subscriber
    .command('add <email>')
    .description('invite a reader; a confirmation mail asks for consent')
    .option('--confirmed <consent>', 'record consent given elsewhere: where and when')
    .option('--name <name>')
    .addOption(new Option('--language <language>', 'of the mail around the stories').choices(interfaceLanguageTags))
    .addOption(new Option('--stories <language>', 'which stories they want').choices(['both', 'zh', 'en']))
    .action(act(async (options, email: string, own: NewReader) => (await load()).addSubscriber(options, email, own)))
  subscriber
    .command('list')
    .description('all subscribers and their states')
    .action(act(async options => (await loadList()).listSubscribers(options)))
  subscriber
    .command('import <files...>')
    .description(
      'a list: CSV with email,name,language,consent, what `subscriber export` wrote, or the files (zip, CSV, JSON) of Mailchimp, Substack, Ghost, Buttondown, listmonk, beehiiv, Kit, MailerLite, Sendy',
    )
    .option('--dry-run', 'tell what would be imported, and change nothing')
    .option('--map <columns>', 'which column is which: email=COLUMN,state=COLUMN,confirmed=COLUMN,…')
    .option('--invite', 'send those whom the files do not confirm one mail that asks them')
    .action(
      act(async (options, files: readonly string[], flags: ImportFlags) =>
        (await import('./commands/subscriber-import.ts')).importSubscribers(options, files, flags),
      ),
    )
  subscriber
    .command('export')
    .description('all subscribers as CSV')
    .action(act(async options => (await load()).exportSubscribers(options)))
  subscriber
    .command('form')
    .description('the form of a sign-up, to paste into a page of another site (`subscribe.origins`)')
    .addOption(new Option('--language <language>', 'of the form').choices(interfaceLanguageTags))
    .option('--next <url>', 'page of that site to which the reader is sent on')
    .action(
      act(
        async (options, want: { readonly language?: (typeof interfaceLanguageTags)[number]; readonly next?: string }) =>
          (await load()).showSubscriberForm(options, want),
      ),
    )
  subscriber
    .command('erase <email>')
    .description('forget a reader')
    .action(act(async (options, email: string) => (await loadList()).eraseSubscriber(options, email)))
}

function addQuestions(program: Command): void {
  program
    .command('report [week]')
    .description('what was sent to whom: the delivery equation of an issue')
    .action(
      act(async (options, week: string | undefined) =>
        (await import('./commands/report.ts')).reportIssue(options, week),
      ),
    )
  program
    .command('why <story-or-source>')
    .description('why something is in, or not in, an issue; when its source is due')
    .action(act(async (options, url: string) => (await import('./commands/why.ts')).explain(options, url)))
  program
    .command('replay <week>')
    .description('a past week read again from what was kept as it came, beside what it was')
    .option('--to <dir>', 'write its page, and both as JSON, into this folder')
    .action(
      act(async (options, week: string, { to }: { to?: string }) =>
        (await import('./commands/replay.ts')).replay(options, week, to),
      ),
    )
  program
    .command('inspect <file-or-url>')
    .description('what a feed or page gives')
    .action(act(async (options, target: string) => (await import('./commands/inspect.ts')).inspect(options, target)))
}

function addImports(program: Command): void {
  program
    .command('import-blog <url>')
    .description("adopt an existing blog's past reading lists as sealed issues; nothing is mailed")
    .option('--dry-run', 'only show what would be imported, and why each page is a list or not')
    .option('--posts', 'write its other articles into the content folder, as posts of your own')
    .action(
      act(async (options, url: string, own: { dryRun?: boolean; posts?: boolean }) =>
        (await import('./commands/import-blog.ts')).importBlogCommand(options, url, own),
      ),
    )
}

function addCare(program: Command): void {
  const copies = () => import('./commands/backup.ts')
  program
    .command('backup <file>')
    .description('copy the whole store into a file, while weekly runs')
    .option('--all', 'into a folder, with configuration, own posts and own templates')
    .action(act(async (options, file: string, own: { all?: true }) => (await copies()).backup(options, file, own)))
  program
    .command('restore <file>')
    .description('put a backup in the place of the store; the old one is kept')
    .action(act(async (options, file: string) => (await copies()).restore(options, file)))
  program
    .command('move <store>')
    .description('take the whole store to another database: postgres://… or sqlite:FILE')
    .action(act(async (options, address: string) => (await import('./commands/move.ts')).move(options, address)))
  program
    .command('mcp')
    .description('the desk for an agent, over standard input and output; WEEKLY_TOKEN says for whom')
    .action(act(async options => (await import('./commands/mcp.ts')).serveMcp(options)))
  program
    .command('bounces')
    .description('read the mailbox with reports on mails that did not arrive')
    .action(act(async options => (await import('./commands/bounces.ts')).bounces(options)))
  program
    .command('jobs')
    .description('what workers on PostgreSQL share: what waits, runs, is tried again, or was given up')
    .option('--retry <id>', 'put a job back that was given up; `all` for all of them')
    .action(act(async (options, own: { retry?: string }) => (await import('./commands/jobs.ts')).jobs(options, own)))
  program
    .command('doctor')
    .description('check configuration, templates, store, disk, keys, DNS and relay, and say what to do')
    .action(act(async options => (await import('./commands/doctor.ts')).doctor(options)))
}

/** Builds the whole command line. */
function createProgram(): Command {
  const program = new Command('weekly')
    .description('One weekly reading list from the feeds and pages that you follow: web page, RSS and email.')
    .option('--version', 'the version of the program')
    .option('--config <folder>', 'configuration folder', 'config')
    .option('--now <instant>', 'the clock of the whole run: ISO 8601 with offset')
    .option('--json', 'machine output on stdout')
    .option('--quiet', 'only errors')
    .option('--verbose', 'every step')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
  for (const add of [
    addInit,
    addStages,
    addDelivery,
    addSourceCommands,
    addIssueCommands,
    addDeskCommands,
    addSubscriberCommands,
    addTargetCommands,
    addQuestions,
    addImports,
    addCare,
  ])
    add(program)
  return program
}

/** Reads the process's arguments and does what they say; the process's exit code is set, its output written. */
export async function runCommandLine(): Promise<void> {
  // A reader that has seen enough (`weekly issue show | head`) ends the program, not with an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70))
  // What few ask for costs the other commands nothing.
  if (process.argv[2] === '--version') {
    const { packageVersion } = await import('../app/shipped.ts')
    process.stdout.write(`${packageVersion()}\n`)
    return
  }
  try {
    await createProgram().parseAsync()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Commander has said what is wrong; usage errors count as configuration errors.
    process.exitCode = error.exitCode === 0 ? 0 : 2
  }
}
