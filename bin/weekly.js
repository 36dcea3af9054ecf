#!/usr/bin/env node
// Starts the program: compiled in the published package, straight from TypeScript in a checkout. Plain JavaScript that any Node reads,
// because the development package `node` brings a Node 24 for machines whose Node is older.
import { existsSync, readFileSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const isCheckout = existsSync(new URL('../src/main.ts', import.meta.url))
const main = new URL(isCheckout ? '../src/main.ts' : '../dist/main.js', import.meta.url)
const isEnough = version => Number(version.split('.')[0]) >= 24

/** The Node of the package `node`: in the checkout, or in the project where this package is installed. Null where none is, or an old one. */
function findOwnNode() {
  for (const modules of ['../node_modules/', '../../']) {
    const description = new URL(`${modules}node/package.json`, import.meta.url)
    const program = new URL(`${modules}node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url)
    if (!existsSync(description) || !existsSync(program)) continue
    if (isEnough(JSON.parse(readFileSync(description, 'utf8')).version)) return fileURLToPath(program)
  }
  return null
}

const ownNode = isEnough(process.versions.node) ? null : findOwnNode()
if (isEnough(process.versions.node)) {
  nodeModule.enableCompileCache()
  await import(main.href)
} else if (ownNode !== null) {
  const { spawn } = await import('node:child_process')
  const child = spawn(ownNode, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 70))
} else {
  process.stderr.write(
    `error USAGE_INVALID: weekly needs Node 24 or newer, this is ${process.version} — install it, or run "npm ci" without --omit=dev in a checkout, which brings one\n`,
  )
  process.exitCode = 2
}
