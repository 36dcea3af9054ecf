// Tells which packages a child process of the program loads, for tests of what must not be loaded before it is asked for.
import { readFile } from 'node:fs/promises'

const source = `import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
const seen = new Set()
registerHooks({
  load(url, context, next) {
    const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url)?.[1]
    if (name !== undefined && !seen.has(name)) {
      seen.add(name)
      appendFileSync(process.env.LOADED_PACKAGES, name + '\\n')
    }
    return next(url, context)
  },
})`

/** What the child is started with: arguments of Node, and the environment that names the file. */
export function noteLoaded(file: string) {
  return {
    args: ['--import', `data:text/javascript,${encodeURIComponent(source)}`],
    env: { ...process.env, LOADED_PACKAGES: file },
  }
}

/** The names of the packages that were loaded so far. */
export async function readLoaded(file: string): Promise<ReadonlySet<string>> {
  return new Set((await readFile(file, 'utf8')).split('\n').filter(name => name !== ''))
}
