// The part of the command line that is about targets: places beside site, feeds and mail that are told of each issue.
import type { Command } from 'commander'
import { act } from './command-action.ts'
import type { RetryFlags } from './commands/target.ts'

/** Adds `weekly target` with all that it can do. */
export function addTargetCommands(program: Command): void {
  const load = () => import('./commands/target.ts')
  const target = program.command('target').description('places beside site, feeds and mail that are told of each issue')
  target
    .command('list')
    .description('all targets, and what became of each message')
    .action(act(async options => (await load()).listTargets(options)))
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
