import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findStatus, isRelayWide, judgeStatus } from '../../../src/deliver/bounces/judge.ts'
import { readReport } from '../../../src/deliver/bounces/read-report.ts'
import { refusals } from './refusals.ts'
import { dsn, plain } from './reports.ts'

const judge = (reply: string) => judgeStatus(findStatus(reply), reply)

describe('a refusal', () => {
  test.each(refusals.map(([reply, verdict, scope]) => ({ reply, verdict, isAll: scope === 'all' })))(
    '"$reply" is $verdict',
    ({ reply, verdict, isAll }) => {
      expect(judge(reply)).toBe(verdict)
      expect(isRelayWide(reply)).toBe(isAll)
    },
  )

  test('means the same in capitals, and given up after a day', () => {
    for (const [reply, verdict] of refusals) {
      expect([reply, judge(reply.toUpperCase())]).toEqual([reply, verdict])
      expect([reply, judge(`given up after 10 attempts: ${reply}`)]).toEqual([reply, verdict])
    }
  })

  test('of any words is judged, and the words of an address or a link say nothing', () => {
    fc.assert(
      fc.property(fc.string(), words => {
        judge(`550 ${words}`)
      }),
    )
    expect(judge('550 <no-such-user@unknown.example>: no')).toBe('ours')
    expect(judge('550 no, see https://mail.example/user-unknown')).toBe('ours')
  })
})

test.each([
  ['550 5.1.1 no such', '5.1.1'],
  ['550 5.1.10 null MX', '5.1.10'],
  ['550 no', '5.0.0'],
  ['554 transaction failed', null],
  ['421 too many connections', '4.0.0'],
  ['550 5.0.0 but (#5.1.1)', '5.1.1'],
  ['connection to 5.1.1.7 lost', null],
])('the status of "%s" is %s', (words, status) => {
  expect(findStatus(words)).toBe(status)
})

test('the words for people count where server and status say nothing', () => {
  expect(judgeStatus('5.0.0', '550 refused', '收件人邮箱不存在')).toBe('bad-address')
  expect(judgeStatus('5.0.0', '550 spam', '收件人邮箱不存在')).toBe('ours')
  expect(judgeStatus('5.1.1', '550 refused', 'The message was blocked as spam.')).toBe('bad-address')
})

describe('a report', () => {
  const failed = (status: string, diagnostic: string, words = 'Your message could not be delivered.') =>
    dsn({
      words,
      fields: `Reporting-MTA: dns; mx.relay.example\n\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${diagnostic}`,
    })
  const inWords = (words: string) =>
    plain('MAILER-DAEMON@mx.example', words, 'Content-Type: text/plain; charset=utf-8\n')

  test.each([
    ['5.0.0 and a message refused', failed('5.0.0', '554 Message refused'), 'ours'],
    ['5.0.0 and 垃圾邮件', failed('5.0.0', '554 垃圾邮件'), 'ours'],
    ['5.0.0 and 用户不存在', failed('5.0.0', '550 用户不存在'), 'bad-address'],
    ['5.0.0, a refusal, and the reason for people', failed('5.0.0', '550 refused', '收件人邮箱不存在'), 'bad-address'],
    ['5.0.0, spam, and a guess for people', failed('5.0.0', '554 spam', 'The user may be unknown.'), 'ours'],
    ['5.3.4', failed('5.3.4', '552 5.3.4 message too big'), 'ours'],
    ['5.2.3', failed('5.2.3', '552 5.2.3 too long'), 'ours'],
    ['5.6.1', failed('5.6.1', '554 5.6.1 no'), 'ours'],
    ['5.1.1 without words', failed('5.1.1', '550'), 'bad-address'],
    ['5.1.1 for spam', failed('5.1.1', '550 5.1.1 rejected as spam'), 'ours'],
    ['5.2.2', failed('5.2.2', '552 5.2.2 Mailbox full'), 'refused'],
    ['5.4.4, no such domain', failed('5.4.4', '550 Host or domain name not found: unknown host'), 'bad-address'],
    ['4.4.1 for days', failed('4.4.1', 'connect to mx.example.org: Connection timed out'), 'temporary'],
    ['4.4.7 for greylisting', failed('4.4.7', '450 4.7.1 greylisted'), 'ours'],
    ['5.7.1', failed('5.7.1', '550 5.7.1 blocked'), 'ours'],
    ['5.1.8', failed('5.1.8', '553 5.1.8 no'), 'ours'],
    ['5.0.0 and a sending limit', failed('5.0.0', '550 5.4.5 Daily sending quota exceeded'), 'ours'],
    ['words alone: 554 and no such user', inWords('<ann@example.org>: 554 no such user'), 'bad-address'],
    ['words alone: 554 and spam', inWords('<ann@example.org>: 554 5.7.1 spam'), 'ours'],
    ['words alone: 退信原因', inWords('退信原因：收件人邮箱已满（550）'), 'refused'],
    ['words alone, and no code', inWords('抱歉，收件人地址不存在，邮件无法送达。'), 'bad-address'],
  ])('of %s', async (_name, message, verdict) => {
    const { kind, status, response, words } = await readReport(Buffer.from(message))
    expect([kind, judgeStatus(status, response, words)]).toEqual(['failure', verdict])
  })
})
