#!/usr/bin/env node
// Starts the program: compiled in the published package, straight from TypeScript in a checkout. Plain JavaScript that any Node reads,
// because a checkout brings its own Node 24 for machines whose Node is older.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const isCheckout = existsSync(new URL('../src/main.ts', import.meta.url))
const main = new URL(isCheckout ? '../src/main.ts' : '../dist/main.js', import.meta.url)
const ownNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  nodeModule.enableCompileCache()
  await import(main.href)
} else if (existsSync(ownNode)) {
  const child = spawn(ownNode, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 70))
} else {
  process.stderr.write(
    `error USAGE_INVALID: weekly needs Node 24, this is ${process.version} — install Node 24, or run "npm ci" in a checkout\n`,
  )
  process.exitCode = 2
}
