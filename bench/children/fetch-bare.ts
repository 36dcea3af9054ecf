// Bare GETs by Node's HTTP client of `ORIGIN/feed/1` to `ORIGIN/feed/COUNT`, 16 at a time as weekly is told to: what the fetch cycle is measured against.
import { Agent, get } from 'node:http'
import { buffer } from 'node:stream/consumers'

const [origin = '', count = '0'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true })
const read = (url: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, response => {
      buffer(response).then(resolve, reject)
    }).on('error', reject)
  })
let next = 0
const workLane = async (): Promise<void> => {
  while (next++ < Number(count)) await read(`${origin}/feed/${next}`)
}
await Promise.all(Array.from({ length: 16 }, workLane))
agent.destroy()
