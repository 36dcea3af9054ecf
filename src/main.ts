// Where the program begins: a setting of the engine, then the command line.
// Without imports of Node's modules, which read all that these can give: a tenth of what a command costs that only shows its help.
// Compiled code is kept from run to run; the TypeScript of a checkout would be stripped anew each time.
process.getBuiltinModule('node:module').enableCompileCache()

const { runCommandLine } = await import('./cli/command-line.ts')
await runCommandLine()
