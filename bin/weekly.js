#!/usr/bin/env node
// Starts the program: compiled in the published package, straight from TypeScript in a checkout. Plain JavaScript that any Node reads,
// because the development package `node` brings a Node 24 for machines whose Node is older.
const isEnough = version => Number(version.split('.')[0]) >= 24
const sourceUrl = new URL('../src/main.ts', import.meta.url)
const compiledUrl = new URL('../dist/main.js', import.meta.url)

/** Without imports of Node's modules, which read all that these can give: a tenth of what a command costs that only shows its help. */
async function startHere() {
  const { existsSync } = process.getBuiltinModule('node:fs')
  if (!existsSync(sourceUrl)) return import(compiledUrl.href)
  // Before the first TypeScript; in the package it is part of what is compiled.
  await import('./engine.js')
  return import(sourceUrl.href)
}

/** Under a Node that is too old: starts the program in the one of the package `node`, or says what is wanted. */
async function startElsewhere() {
  const { spawn } = await import('node:child_process')
  const { existsSync } = await import('node:fs')
  const { fileURLToPath } = await import('node:url')
  const ownNode = await findOwnNode()
  if (ownNode === null) {
    process.stderr.write(
      `error USAGE_INVALID: weekly needs Node 24 or newer, this is ${process.version} — install it, or bring one along: npm install node@24 (in a checkout: npm ci without --omit=dev)\n`,
    )
    process.exitCode = 2
    return
  }
  const main = fileURLToPath(existsSync(sourceUrl) ? sourceUrl : compiledUrl)
  const child = spawn(ownNode, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 70))
}

/** The Node of the package `node`: in the checkout, or in the project where this package is installed. Null where none is, or an old one. */
async function findOwnNode() {
  const { existsSync, readFileSync } = await import('node:fs')
  const { fileURLToPath } = await import('node:url')
  for (const modules of ['../node_modules/', '../../']) {
    const description = new URL(`${modules}node/package.json`, import.meta.url)
    const program = new URL(`${modules}node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url)
    if (!existsSync(description) || !existsSync(program)) continue
    if (isEnough(JSON.parse(readFileSync(description, 'utf8')).version)) return fileURLToPath(program)
  }
  return null
}

await (isEnough(process.versions.node) ? startHere() : startElsewhere())
