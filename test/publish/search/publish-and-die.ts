// Publishes the search of so many issues, in a process of its own that is killed before its n-th rename: `FOLDER ISSUES N`.
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { publishLeases } from './publish-leases.ts'

const [folder = '', issues = '', last = ''] = process.argv.slice(2)
const { rename } = fs
let renames = 0
fs.rename = async (from, to) => {
  renames += 1
  if (renames === Number(last)) process.kill(process.pid, 'SIGKILL')
  return rename(from, to)
}
syncBuiltinESMExports()
await publishLeases(folder, Number(issues))
process.stdout.write(String(renames))
