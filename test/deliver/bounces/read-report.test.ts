import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findStatus, judgeStatus } from '../../../src/deliver/bounces/judge.ts'
import { readReport } from '../../../src/deliver/bounces/read-report.ts'
import { createVerp } from '../../../src/deliver/message/verp.ts'
import { reports } from './reports.ts'

const verp = createVerp(Buffer.from('key'), 'bounces@list.example')

describe('a report', () => {
  test.each(reports)('%s', async (_name, message, kind, status) => {
    const read = await readReport(Buffer.from(message.replaceAll('@@PATH@@', verp.addressOf(42))))
    expect(read).toMatchObject({ kind, status })
    if (kind === 'failure' || kind === 'complaint') expect(verp.find(read.places)).toBe(42)
  })

  test('any bytes are read without a failure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...reports), fc.nat(), fc.string(), async ([, message], at, noise) => {
        const place = at % message.length
        await readReport(Buffer.from(message.slice(0, place) + noise + message.slice(place + noise.length)))
      }),
      { numRuns: 60 },
    )
  })
})

test.each([
  ['550 5.1.1 no such', '5.1.1', 'bad-address'],
  ['550 5.1.10 null MX', '5.1.10', 'bad-address'],
  ['553 5.1.8 sender domain', '5.1.8', 'ours'],
  ['550 5.7.26 unauthenticated', '5.7.26', 'ours'],
  ['421 4.7.28 rate', '4.7.28', 'ours'],
  ['552 5.2.2 full', '5.2.2', 'refused'],
  ['550 no', '5.0.0', 'refused'],
  ['550 message looks like spam', '5.0.0', 'ours'],
  ['554 transaction failed', null, 'ours'],
  ['421 too many connections', '4.0.0', 'ours'],
  ['given up after 9 attempts: 450 4.2.0 greylisted', '4.2.0', 'temporary'],
  ['connection to 5.1.1.7 lost', null, 'ours'],
])('%s means %s: %s', (words, status, verdict) => {
  const found = findStatus(words)
  expect(found).toBe(status)
  expect(judgeStatus(found, words)).toBe(verdict)
})

describe('return paths', () => {
  test('are found whatever the case, and within 64 characters before the @', () => {
    const path = verp.addressOf(99_999_999_999)
    expect(path.indexOf('@')).toBeLessThanOrEqual(64)
    expect(verp.find(`To: <${path.toUpperCase()}>`)).toBe(99_999_999_999)
  })

  test.each([
    ['another key', createVerp(Buffer.from('other'), 'bounces@list.example').addressOf(42)],
    ['another number', verp.addressOf(42).replace('+42-', '+43-')],
    ['a signature cut off', verp.addressOf(42).replace(/.@/, '@')],
    ['no token', 'bounces@list.example'],
  ])('with %s are not ours', (_name, path) => {
    expect(verp.find(path)).toBeNull()
  })

  test('a true one is found behind a false one', () => {
    expect(verp.find(`${verp.addressOf(1).replace('+1-', '+2-')} ${verp.addressOf(7)}`)).toBe(7)
  })
})
