// How every command of the command line runs, and the option that several share.
import { type Command, Option } from 'commander'
import type { GlobalOptions } from '../app/options.ts'

/** Runs an action with the global options; whatever it throws becomes the last line and the exit code. */
export const act =
  <Arguments extends unknown[]>(action: (options: GlobalOptions, ...rest: Arguments) => Promise<number>) =>
  async (...all: [...Arguments, Command]): Promise<void> => {
    const command = all.at(-1) as Command
    const options = command.optsWithGlobals<GlobalOptions>()
    // Else the young generation grows with the garbage of every page that is read: the sample week took 311 MB, now 198, at the same CPU.
    // Not by an import, which would load the module for `--help` too.
    process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1')
    try {
      process.exitCode = await action(options, ...(all.slice(0, -1) as unknown as Arguments))
    } catch (error) {
      const { showError } = await import('./terminal/exit.ts')
      process.exitCode = showError(error, options)
    }
    const { endIfAsked } = await import('./terminal/stop.ts')
    endIfAsked()
  }

/**
 * Whether the command line names a group of commands. What is in a group is made only then: help of the whole and all other commands do
 * without its forty, which take as long to make as all others.
 */
export const isNamed = (group: Command): boolean => process.argv.includes(group.name())

/** A week by name. */
export const weekOption = new Option('--week <week>', 'a past week, as in 2016-W49')
