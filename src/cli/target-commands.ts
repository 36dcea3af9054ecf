// The part of the command line that is about targets: places beside site, feeds and mail that are told of each issue.
import type { Command } from 'commander'
import { act, isNamed } from './command-action.ts'
import type { RetryFlags } from './commands/target.ts'
import type { TargetFlags } from './commands/target-add.ts'

/** Adds `weekly target` with all that it can do. */
export function addTargetCommands(program: Command): void {
  const load = () => import('./commands/target.ts')
  const target = program.command('target').description('places beside site, feeds and mail that are told of each issue')
  if (!isNamed(target)) return
  target
    .command('add <name>')
    .description('tell one more place of each issue; what is missing is asked for')
    .option(
      '--kind <kind>',
      'telegram, slack, discord, lark, dingtalk, wecom, mastodon, bluesky, webhook, github or gitlab',
    )
    .option('--url <address>', 'of the place, or of its server')
    .option('--token <token>', 'goes into a file beside the configuration; or ${NAME}, or file:PATH')
    .option('--secret <secret>', 'signs messages; kept like the token')
    .option('--to <place>', 'channel, handle or repository')
    .option('--visibility <who>', 'of mastodon')
    .option('--branch <branch>', 'of github and gitlab')
    .option('--path <path>', 'of github and gitlab, with {week} in it')
    .action(
      act(async (options, name: string, own: TargetFlags) =>
        (await import('./commands/target-add.ts')).addTarget(options, name, own),
      ),
    )
  target
    .command('list')
    .description('all targets, and what became of each message')
    .action(act(async options => (await import('./commands/target-list.ts')).listTargets(options)))
  target
    .command('test <name>')
    .description('send one message that says that it is a test')
    .action(act(async (options, name: string) => (await load()).testTarget(options, name)))
  target
    .command('retry <name> <week>')
    .description('decide a message that is uncertain or was refused')
    .option('--again', 'send it once more')
    .option('--done', 'it is there: count it as sent')
    .action(
      act(async (options, name: string, week: string, own: RetryFlags) =>
        (await load()).retryMessage(options, name, week, own),
      ),
    )
}
