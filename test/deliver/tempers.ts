// The kinds of trouble that relays make, each as what it says and when, and what must come of it.
import type { Temper, Turn } from './scripted-relay.ts'

/** A relay's trouble. */
export interface Trouble {
  readonly name: string
  readonly temper: Temper
  /** The code with which the run pauses; null when it does not. */
  readonly pauses: string | null
  /** Those whom it is really about, who may count. */
  readonly isAbout?: (email: string) => boolean
  /** Once the trouble is over, all others have their mail; `twice` may come to who was uncertain. */
  readonly mayDouble?: true
}

const after = (taken: number, reply: string) => (turn: Turn) => (turn.taken >= taken ? reply : null)
const all = (reply: string) => () => reply
const every = (nth: number, reply: string) => (turn: Turn) => (turn.count % nth === 0 ? reply : null)
const first = (tries: number, reply: string) => (turn: Turn) => (turn.tries <= tries ? reply : null)
const at = (domain: string, reply: string) => (turn: Turn) => (turn.to.endsWith(`@${domain}`) ? reply : null)
const one = (reply: string) => (turn: Turn) => (turn.to.startsWith('r2@') ? reply : null)
const isSecond = (email: string): boolean => email.startsWith('r2@')
/** 用户不存在 and 发送频率过高 in GB18030. */
const noSuchUser = Buffer.concat([Buffer.from('550 '), Buffer.from('d3c3bba7b2bbb4e6d4da', 'hex'), Buffer.from('\r\n')])
const tooOften = Buffer.concat([
  Buffer.from('550 '),
  Buffer.from('b7a2cbcdc6b5c2cab9fdb8df', 'hex'),
  Buffer.from('\r\n'),
])

export const troubles: readonly Trouble[] = [
  // Limits of sending.
  {
    name: 'a daily limit at RCPT after three mails',
    temper: { rcpt: after(3, '550 5.4.5 Daily user sending limit exceeded') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'a daily limit after DATA after three mails',
    temper: { dot: after(3, '550 5.4.5 Daily user sending limit exceeded') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'a limit at MAIL FROM',
    temper: { mail: all('454 Throttling failure: Daily message quota exceeded') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'a limit for good at MAIL FROM',
    temper: { mail: all('550 5.7.1 Sending quota exceeded') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'an hourly limit at RCPT for the time being',
    temper: { rcpt: after(2, '452 4.2.0 Hourly sending limit reached') },
    pauses: 'RELAY_REFUSES',
  },
  { name: 'a limit in Chinese', temper: { rcpt: after(3, '550 超过每日发送上限') }, pauses: 'RELAY_REFUSES' },
  { name: 'a frequency limit in GB18030 to all', temper: { rcpt: () => tooOften }, pauses: 'RELAY_REFUSES' },
  {
    name: 'a frequency limit after DATA to all',
    temper: { dot: all('550 Domain frequency limited') },
    pauses: 'RELAY_REFUSES',
  },
  // Who we are.
  { name: 'no relaying', temper: { rcpt: all('554 5.7.1 Relay access denied') }, pauses: 'RELAY_REFUSES' },
  {
    name: 'a login wanted at RCPT',
    temper: { rcpt: all('530 5.7.0 Authentication required') },
    pauses: 'SMTP_AUTHENTICATION_FAILED',
  },
  {
    name: 'a login wanted at MAIL FROM',
    temper: { mail: all('530 5.7.0 Authentication required') },
    pauses: 'SMTP_AUTHENTICATION_FAILED',
  },
  {
    name: 'a login wanted after DATA',
    temper: { dot: all('530 5.7.0 Authentication required') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'encryption wanted',
    temper: { mail: all('530 5.7.0 Must issue a STARTTLS command first') },
    pauses: 'SMTP_AUTHENTICATION_FAILED',
  },
  {
    name: 'our sender refused at MAIL FROM',
    temper: { mail: all('553 5.1.8 Sender address rejected: Domain not found') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'our sender refused at RCPT',
    temper: { rcpt: all('550 5.1.0 Sender address rejected: User unknown in virtual alias table') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'our sender not verified after DATA',
    temper: { dot: all('554 Message rejected: Email address is not verified') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'our account disabled',
    temper: { rcpt: all('550 5.7.501 Your account has been disabled') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'our host on a block list',
    temper: { rcpt: all('554 5.7.1 Client host [192.0.2.7] blocked using bl.example') },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'a block list in the greeting',
    temper: { greeting: all('554 5.7.1 you are on a block list') },
    pauses: 'SMTP_UNAVAILABLE',
  },
  // What the mail says.
  { name: 'spam to all', temper: { dot: all('554 5.7.1 Spam message rejected') }, pauses: 'RELAY_REFUSES' },
  { name: '垃圾邮件 to all', temper: { dot: all('550 垃圾邮件') }, pauses: 'RELAY_REFUSES' },
  {
    name: 'spam, on several lines, after three mails',
    temper: {
      dot: after(
        3,
        '550-5.7.1 Our system has detected\n550-5.7.1 that this message is likely\n550 5.7.1 unsolicited mail.',
      ),
    },
    pauses: 'RELAY_REFUSES',
  },
  {
    name: 'spam at one of three domains',
    temper: { dot: at('one.example', '554 5.7.1 Spam message rejected') },
    pauses: null,
  },
  { name: 'policy for one reader', temper: { rcpt: one('550 5.7.1 Rejected by policy') }, pauses: null },
  {
    name: 'too large a message at MAIL FROM',
    temper: { mail: all('552 5.3.4 Message size exceeds fixed limit') },
    pauses: 'RELAY_REFUSES',
  },
  { name: 'a bare 550 to all', temper: { rcpt: all('550 no') }, pauses: 'RELAY_REFUSES' },
  // Later.
  { name: 'greylisting', temper: { rcpt: first(1, '450 4.2.0 greylisted, come back') }, pauses: null },
  { name: 'greylisting after DATA', temper: { dot: first(1, '451 4.7.1 greylisted, come back') }, pauses: null },
  { name: '421 at every third RCPT', temper: { rcpt: every(3, '421 4.3.2 shutting down') }, pauses: null },
  { name: '451 at every second MAIL FROM', temper: { mail: every(2, '451 4.3.0 busy') }, pauses: 'RELAY_REFUSES' },
  { name: '450 at every RCPT', temper: { rcpt: all('450 later') }, pauses: null },
  { name: '421 in the greeting', temper: { greeting: all('421 too many connections') }, pauses: 'SMTP_UNAVAILABLE' },
  { name: '451 at DATA', temper: { data: every(2, '451 4.3.0 no room') }, pauses: null },
  {
    name: '552 at DATA for a server that is full',
    temper: { data: all('452 4.3.1 Insufficient system storage') },
    pauses: null,
  },
  // Broken connections.
  { name: 'a close at every third RCPT', temper: { rcpt: every(3, 'close') }, pauses: null },
  { name: 'a close at every MAIL FROM', temper: { mail: all('close') }, pauses: 'SMTP_UNAVAILABLE' },
  { name: 'a close at every DATA', temper: { data: all('close') }, pauses: 'SMTP_UNAVAILABLE' },
  {
    name: 'a close after the first dot',
    temper: { dot: ({ count }) => (count === 1 ? 'close' : null) },
    pauses: null,
    mayDouble: true,
  },
  {
    name: 'silence after the first dot',
    temper: { dot: ({ count }) => (count === 1 ? 'silence' : null) },
    pauses: null,
    mayDouble: true,
  },
  {
    name: 'silence at the first RCPT',
    temper: { rcpt: ({ count }) => (count === 1 ? 'silence' : null) },
    pauses: null,
  },
  {
    name: 'half a line, then a close',
    temper: { rcpt: ({ count }) => (count === 1 ? Buffer.from('25') : null) },
    pauses: null,
  },
  { name: 'a reply that is none', temper: { rcpt: ({ count }) => (count === 2 ? 'hello there' : null) }, pauses: null },
  { name: 'a refused RSET', temper: { rcpt: one('450 4.2.0 later'), rset: all('500 what?') }, pauses: null },
  { name: 'a close at RSET', temper: { rcpt: one('450 4.2.0 later'), rset: all('close') }, pauses: null },
  { name: 'silence at RSET', temper: { rcpt: one('450 4.2.0 later'), rset: all('silence') }, pauses: null },
  // Readers.
  {
    name: 'one reader who is unknown',
    temper: { rcpt: one('550 5.1.1 User unknown') },
    pauses: null,
    isAbout: isSecond,
  },
  {
    name: 'one reader who is unknown, in GB18030',
    temper: { rcpt: ({ to }) => (isSecond(to) ? noSuchUser : null) },
    pauses: null,
    isAbout: isSecond,
  },
  {
    name: 'one reader who is unknown, on several lines after DATA',
    temper: { dot: one('550-5.1.1 The email account that you tried\n550 5.1.1 to reach does not exist') },
    pauses: null,
    isAbout: isSecond,
  },
  {
    name: 'one reader whose mailbox is full',
    temper: { rcpt: one('552 5.2.2 Mailbox full') },
    pauses: null,
    isAbout: isSecond,
  },
]
