// Where the program begins: two settings of the engine, then the command line.
// Without imports of Node's modules, which read all that these can give: a tenth of what a command costs that only shows its help.
// Compiled code is kept from run to run; the TypeScript of a checkout would be stripped anew each time.
process.getBuiltinModule('node:module').enableCompileCache()
// Else the young generation grows with the garbage of every page that is read: the sample week took 311 MB, now 198, at the same CPU.
process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1')

const { runCommandLine } = await import('./cli/command-line.ts')
await runCommandLine()
