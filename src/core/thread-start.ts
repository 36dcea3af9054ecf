// Where a thread begins whose program is TypeScript.

/**
 * The address that a thread is started with to run the program at this one. TypeScript is begun by a line of JavaScript that turns Node's
 * cache of compiled code on: what a thread starts with is read before its own code could do so, and for that Node would load a compiler
 * of TypeScript into each thread, 20 MB for a single file. JavaScript, as in the package, stands for itself.
 */
export function startOfThread(program: URL): URL {
  if (!program.pathname.endsWith('.ts')) return program
  const code = `import { enableCompileCache } from 'node:module'; enableCompileCache(); await import(${JSON.stringify(program.href)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}
