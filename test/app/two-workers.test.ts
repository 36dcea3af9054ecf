// Two workers as real processes over one store: what others see of them on the wire.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { describeStores } from '../stores.ts'

const child = join(import.meta.dirname, 'fetching-child.ts')

describeStores('two workers', open => {
  test('ask one host no more than twice at a time, feeds and pages counted together', async () => {
    const { address } = await open()
    let [active, most] = [0, 0]
    const answered = new Map<string, number>()
    const site = createServer((request, response) => {
      active++
      most = Math.max(most, active)
      const [, name = ''] = (request.url ?? '').split('/')
      void wait(5).then(() => {
        active--
        answered.set(name, (answered.get(name) ?? 0) + 1)
        response.end('here')
      })
    })
    await once(site.listen(0, '127.0.0.1'), 'listening')
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`
    const workers = ['one', 'two'].map(name =>
      spawn(process.execPath, [child, address, name, url], { stdio: ['ignore', 'ignore', 'inherit'] }),
    )
    const codes = await Promise.all(workers.map(async worker => ((await once(worker, 'exit')) as [number])[0]))
    site.close()
    expect(codes).toEqual([0, 0])
    expect([...answered].sort()).toEqual([
      ['one', 24],
      ['two', 24],
    ])
    expect(most).toBe(2)
  })
})
