// What `npm run check` runs, all at once, for each keeps one processor busy: the types, the rules, the format. The first that fails fails it.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const modules = new URL('../node_modules/', import.meta.url)
/** The compiler in machine code takes a third of the time; the rules need the other one, whose parts they call. */
const checks: readonly (readonly [path: string, ...args: string[]])[] = [
  ['eslint/bin/eslint.js', '.'],
  ['typescript-native/bin/tsc', '--noEmit'],
  ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
]

const codes = await Promise.all(
  checks.map(async ([path, ...args]) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL(path, modules)), ...args], { stdio: 'inherit' })
    return new Promise<number>(done => child.on('close', code => done(code ?? 70)))
  }),
)
process.exitCode = codes.find(code => code !== 0) ?? 0
