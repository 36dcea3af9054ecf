// The order of a batch's mails, and the places at big mailbox providers, of one sender and of two that share a store.
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareProviders } from '../../src/app/host-ledger.ts'
import { createQueue } from '../../src/deliver/queue.ts'
import type { ClaimedDelivery } from '../../src/store/deliveries.ts'
import { describeStores } from '../stores.ts'

const to = (email: string) => ({ email, email_key: email.toLowerCase() }) as ClaimedDelivery
const queueOf = (emails: readonly string[]) =>
  createQueue(emails.map(to), { atATime: 2, domains: [['gmail.com', 'GoogleMail.com'], ['qq.com']] })
const takeAll = (queue: ReturnType<typeof queueOf>) => {
  const taken = []
  for (let next = queue.take(); next; next = queue.take()) taken.push(next)
  return taken
}

test('two at a time go to a provider, whatever its domains; the others overtake', () => {
  const queue = queueOf(['a@gmail.com', 'b@googlemail.com', 'c@gmail.com', 'd@qq.com', 'e@x.example', 'f@y.example'])
  const taken = takeAll(queue)
  expect(taken.map(({ mail }) => mail.email)).toEqual([
    'a@gmail.com',
    'b@googlemail.com',
    'd@qq.com',
    'e@x.example',
    'f@y.example',
  ])
  taken[2]?.done()
  expect(queue.take()).toBeNull()
  taken[1]?.done()
  expect(queue.take()?.mail.email).toBe('c@gmail.com')
})

test('every mail is taken once, and no provider ever has more places than it should', () => {
  const domains = fc.constantFrom('gmail.com', 'googlemail.com', 'qq.com', 'x.example')
  fc.assert(
    fc.property(fc.array(domains, { maxLength: 30 }), fc.infiniteStream(fc.nat({ max: 5 })), (names, choices) => {
      const emails = names.map((domain, index) => `r${index}@${domain}`)
      const queue = queueOf(emails)
      const open: NonNullable<ReturnType<typeof queue.take>>[] = []
      const seen: string[] = []
      for (;;) {
        const taken = takeAll(queue)
        open.push(...taken)
        seen.push(...taken.map(({ mail }) => mail.email))
        const active = (pattern: RegExp) => open.filter(({ mail }) => pattern.test(mail.email)).length
        expect(active(/@g/)).toBeLessThanOrEqual(2)
        expect(active(/@qq/)).toBeLessThanOrEqual(2)
        if (open.length === 0) break
        for (const { done } of open.splice(Number(choices.next().value) % open.length, 1)) done()
      }
      expect(seen.toSorted()).toEqual(emails.toSorted())
    }),
    { numRuns: 50 },
  )
})

describeStores('two senders', open => {
  test('have two mails on their way to a provider together, overtake with the others meanwhile, and leave no place taken', async () => {
    const store = await open()
    const perProvider = { atATime: 2, domains: [['gmail.com', 'googlemail.com'], ['qq.com']] }
    const emails = ['a@gmail.com', 'b@googlemail.com', 'c@gmail.com', 'd@qq.com', 'e@x.example']
    const underWay = new Map<string, number>()
    const most = new Map<string, number>()
    const send = async (sender: string): Promise<readonly string[]> => {
      const shared = shareProviders({ perProvider }, store, sender)
      const queue = createQueue(emails.map(to), perProvider, shared.takeProviderPlace)
      const sent: string[] = []
      const work = async (): Promise<void> => {
        for (let taken = await queue.next(); taken; taken = await queue.next()) {
          const provider = /(google|g)mail/.test(taken.mail.email) ? 'gmail' : taken.mail.email
          underWay.set(provider, (underWay.get(provider) ?? 0) + 1)
          most.set(provider, Math.max(most.get(provider) ?? 0, underWay.get(provider) ?? 0))
          sent.push(taken.mail.email)
          await wait(10)
          underWay.set(provider, (underWay.get(provider) ?? 0) - 1)
          taken.done()
        }
      }
      await Promise.all([work(), work(), work()])
      queue.close()
      await shared.close()
      return sent
    }
    const [one, two] = await Promise.all([send('one'), send('two')])
    expect([one.toSorted(), two.toSorted()]).toEqual([emails, emails])
    expect([one[0], two[0]]).toEqual(['e@x.example', 'e@x.example'])
    expect(most.get('gmail')).toBe(2)
    expect(await store.db.selectFrom('host_slots').selectAll().execute()).toEqual([])
  })
})

test('a sender that is to end waits for no place, gives back one that comes later, and what asking for places throws ends its batch', async () => {
  const asked = Promise.withResolvers<() => void>()
  const perProvider = { atATime: 1, domains: [['qq.com']] }
  const queue = createQueue([to('a@qq.com')], perProvider, () => asked.promise)
  const next = queue.next()
  queue.close()
  expect(await next).toBeNull()
  await new Promise<void>(left => asked.resolve(left))
  const failing = createQueue([to('a@qq.com')], perProvider, () => Promise.reject(new Error('the store is away')))
  await expect(failing.next()).rejects.toThrow('the store is away')
})
