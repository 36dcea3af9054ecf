import { describe, expect, test } from 'vitest'
import { findTrouble, type Refusals, type Trouble, watchRefusals } from '../../src/deliver/refusals.ts'
import type { HandOver } from '../../src/deliver/transport/transport.ts'
import type { ClaimedMail } from '../../src/store/ledger.ts'
import { now } from './builders.ts'

test.each<[HandOver['state'], string, boolean, Trouble | null]>([
  ['sent', '250 ok', false, null],
  ['uncertain', 'no answer', true, null],
  ['deferred', 'the connection was lost', true, null],
  ['deferred', '450 4.2.0 later', false, null],
  ['deferred', '450 4.7.1 too many connections', false, null],
  ['deferred', '452 Daily sending quota exceeded', false, 'relay'],
  ['bounced', '550 5.1.1 User unknown', false, null],
  ['bounced', '552 5.2.2 Mailbox full', false, null],
  ['bounced', '550 5.7.1 rejected', false, 'ours'],
  ['bounced', '554 Relay access denied', false, 'relay'],
  ['refused', '451 4.3.0 busy', false, 'sender'],
  ['undeliverable', 'no SMTPUTF8', false, null],
  ['withdrawn', 'taken back', false, null],
])('%s with "%s" (lost: %s) is trouble of: %s', (state, response, isLost, trouble) => {
  expect(findTrouble({ state, response, isLost })).toBe(trouble)
})

describe('a watch over refusals', () => {
  const aMail = (domain: string, isTried = false): ClaimedMail =>
    ({ id: 1, email_key: `a@${domain}`, attempts: 0, next_attempt_at: isTried ? now : null }) as ClaimedMail
  const refuse = (
    refusals: Refusals<ClaimedMail>,
    domain: string,
    { isTried = false, trouble = 'ours' }: { readonly isTried?: boolean; readonly trouble?: Trouble } = {},
  ) => refusals.add({ mail: aMail(domain, isTried), trouble, response: '550' })

  test('pauses at the third in a row of the same domain before any mail was taken, after that only of three domains', () => {
    const before = watchRefusals<ClaimedMail>({ hasSent: false })
    expect([1, 2, 3].map(() => refuse(before, 'x.example'))).toEqual([false, false, true])
    const after = watchRefusals<ClaimedMail>({ hasSent: false })
    after.settle()
    expect([1, 2, 3, 4].map(() => refuse(after, 'x.example'))).toEqual([false, false, false, false])
    expect(refuse(after, 'y.example')).toBe(false)
    expect(refuse(after, 'z.example')).toBe(true)
  })

  test('pauses at once when it is the relay, though the mail was refused before', () => {
    const refusals = watchRefusals<ClaimedMail>({ hasSent: true })
    expect(refuse(refusals, 'x.example', { isTried: true, trouble: 'relay' })).toBe(true)
  })

  test('gives back what came before a mail that was taken', () => {
    const refusals = watchRefusals<ClaimedMail>({ hasSent: false })
    refuse(refusals, 'x.example')
    expect(refusals.settle()).toHaveLength(1)
    expect(refusals.settle()).toEqual([])
    expect(refusals.finish()).toEqual({ mustPause: false, open: [] })
  })

  test.each([
    ['one that was never tried', { isTried: false, hasSent: true }, true],
    ['one that was tried, where no mail was ever taken', { isTried: true, hasSent: false }, true],
    ['one that was tried, where others were taken', { isTried: true, hasSent: true }, false],
  ])('at the end of a batch that brought nothing but %s', (_name, { isTried, hasSent }, mustPause) => {
    const refusals = watchRefusals<ClaimedMail>({ hasSent })
    refuse(refusals, 'x.example', { isTried })
    expect(refusals.finish().mustPause).toBe(mustPause)
  })

  test('at the end of a batch that was refused at MAIL FROM alone always pauses: it would be claimed again at once', () => {
    const refusals = watchRefusals<ClaimedMail>({ hasSent: true })
    refuse(refusals, 'x.example', { isTried: true, trouble: 'sender' })
    expect(refusals.finish().mustPause).toBe(true)
  })
})
