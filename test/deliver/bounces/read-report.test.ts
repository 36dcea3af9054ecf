import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
