// The part of the command line that is about the desk in the browser.
import { type Command, Option } from 'commander'
import type { DeskRole } from '../store/editors.ts'
import { act, isNamed } from './command-action.ts'

/** Adds `weekly desk` with all that it can do. */
export function addDeskCommands(program: Command): void {
  const load = () => import('./commands/desk.ts')
  const desk = program.command('desk').description('the desk in the browser: who may sign in, and ways in')
  if (!isNamed(desk)) return
  desk
    .command('link [email]')
    .description('print a link that signs in once, within ten minutes; it always works')
    .action(act(async (options, email: string | undefined) => (await load()).printLink(options, email)))
  desk
    .command('list')
    .description('who may sign in')
    .action(act(async options => (await load()).listDesk(options)))
  desk
    .command('add <email>')
    .description('let somebody sign in, or change what they may do')
    .option('--name <name>', 'how others see them')
    .addOption(new Option('--role <role>').choices(['owner', 'editor', 'contributor']).default('editor'))
    .option('--may-release', 'an editor who may release issues')
    .action(
      act(async (options, email: string, own: { name?: string; role: DeskRole; mayRelease?: boolean }) =>
        (await load()).addToDesk(options, email, own),
      ),
    )
  desk
    .command('remove <email>')
    .description('end all sessions of somebody, who signs in no more')
    .action(act(async (options, email: string) => (await load()).removeFromDesk(options, email)))
  desk
    .command('password <email>')
    .description('set a password beside codes and links, from standard input')
    .action(act(async (options, email: string) => (await load()).setPassword(options, email)))
  addTokenCommands(desk)
}

/** Adds `weekly desk token`: keys of programs. */
function addTokenCommands(desk: Command): void {
  const load = () => import('./commands/desk-token.ts')
  const token = desk.command('token').description('tokens by which programs act for an editor')
  token
    .command('add <email> <name>')
    .description('make a token and print it, this once')
    .option('--scope <scopes>', 'what it may: read, save, edit, subscribers, release, with commas between', 'read')
    .option('--days <days>', 'how long it works, a year at most', '365')
    .action(
      act(async (options, email: string, name: string, own: { scope: string; days: string }) =>
        (await load()).addToken(options, email, name, own),
      ),
    )
  token
    .command('list')
    .description('all tokens: whose, what they may, until when, last use')
    .action(act(async options => (await load()).listAllTokens(options)))
  token
    .command('remove <email> <name>')
    .description('revoke a token, at once')
    .action(act(async (options, email: string, name: string) => (await load()).removeToken(options, email, name)))
}
