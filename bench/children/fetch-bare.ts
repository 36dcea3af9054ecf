// Bare undici GETs of `ORIGIN/feed/1` to `ORIGIN/feed/COUNT`, 16 at a time as weekly is told to: what the fetch cycle is measured against.
import { Agent, request } from 'undici'

const [origin = '', count = '0'] = process.argv.slice(2)
const dispatcher = new Agent()
let next = 0
const workLane = async (): Promise<void> => {
  while (next++ < Number(count)) {
    const { body } = await request(`${origin}/feed/${next}`, { dispatcher })
    await body.arrayBuffer()
  }
}
await Promise.all(Array.from({ length: 16 }, workLane))
await dispatcher.close()
