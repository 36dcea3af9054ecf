// Where the program begins: the settings of the engine, then the command line.
import '../bin/engine.js'

const { runCommandLine } = await import('./cli/command-line.ts')
await runCommandLine()
