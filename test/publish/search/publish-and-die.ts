// Publishes the search of so many issues, in a process of its own that is killed before its n-th rename: `FOLDER ISSUES N`.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { publishLeases } from './publish-leases.ts'

const [folder = '', issues = '', last = ''] = process.argv.slice(2)
const { renameSync } = fs
let renames = 0
fs.renameSync = (from, to) => {
  renames += 1
  if (renames === Number(last)) process.kill(process.pid, 'SIGKILL')
  renameSync(from, to)
}
syncBuiltinESMExports()
await publishLeases(folder, Number(issues))
process.stdout.write(String(renames))
