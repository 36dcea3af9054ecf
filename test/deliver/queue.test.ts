import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createQueue } from '../../src/deliver/queue.ts'
import type { ClaimedDelivery } from '../../src/store/deliveries.ts'

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
