// Messages that no program should have to read, of our own making: without end, without form, or made to be slow.
const LENGTH = 300_000
const repeat = (text: string, length = LENGTH): string => text.repeat(Math.ceil(length / text.length))
const daemon = 'From: MAILER-DAEMON@mx.example\nTo: @@PATH@@\n'
const html = (text: string): string => `${daemon}Content-Type: text/html; charset=utf-8\n\n${text}`
const plain = (text: string, head = ''): string => `${daemon}${head}\n${text}`
const statusPart = (text: string): string =>
  `${daemon}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n${text}\n--b--\n`

/** Name and message of those that cannot be read. */
export const endlessMessages: readonly (readonly [name: string, message: string])[] = [
  ['a header line of 1.1 MB', `${daemon}X-Long: ${repeat('a', 1_100_000)}\n\nhello`],
  ['1.1 MB of header lines', `${daemon}${repeat('X-Many: aaaaaaaaaa\n', 1_100_000)}\nhello`],
  [
    'a header that is folded 50,000 times',
    `${daemon}X-Folded: a\n${repeat(' aaaaaaaaaaaaaaaaaaaa\n', 1_100_000)}\nhello`,
  ],
  ['300 kB that are all header', repeat('From: a@b\n')],
  [
    '2,000 parts within each other',
    `${daemon}${Array.from({ length: 2_000 }, (_, depth) => `Content-Type: multipart/mixed; boundary="b${depth}"\n\n--b${depth}\n`).join('')}\nhi`,
  ],
  [
    '9,000 parts beside each other',
    `${daemon}Content-Type: multipart/mixed; boundary=b\n\n${repeat('--b\nContent-Type: text/plain\n\nx\n')}`,
  ],
]

/** Name and message of those that are read, whatever comes of it. */
export const longMessages: readonly (readonly [name: string, message: string])[] = [
  ['dashes', plain(`550 5.1.1\n${repeat('-')}`)],
  ['dashes and copies', plain(`550 5.1.1\n${repeat('--copy of ')}`)],
  ['digits and dots', plain(repeat('5.1.1.'))],
  ['digits', plain(repeat('5'))],
  ['three digits', plain(repeat('550 '))],
  ['spaces', plain(`${repeat(' ')}x`)],
  ['empty lines', plain(`${repeat('\n')}x`)],
  ['empty lines with spaces', plain(`${repeat('\n \t')}x`)],
  ['opened tags', html(repeat('<'))],
  ['nested tags', html(repeat('<b>'))],
  ['tables', html(repeat('<table><tr><td>'))],
  ['comments', html(repeat('<!--'))],
  ['entities', html(repeat('&'))],
  ['links', html(repeat('<a href="'))],
  ['words of refusal', plain(repeat('user unknown mailbox full sender blocked quota '))],
  [
    'words of refusal in Chinese',
    plain(repeat('用户不存在邮箱已满垃圾邮件'), 'Content-Type: text/plain; charset=utf-8\n'),
  ],
  ['"unknown" again and again', plain(`550 ${repeat('unknown ')}`)],
  ['"does not" again and again', plain(`550 ${repeat('mailbox does not ')}`)],
  ['quoted-printable', plain(repeat('='), 'Content-Transfer-Encoding: quoted-printable\n')],
  ['base64', plain(repeat('A'), 'Content-Transfer-Encoding: base64\n')],
  ['escape sequences', plain(repeat('\u001b$B'), 'Content-Type: text/plain; charset=iso-2022-jp\n')],
  ['flowed text', plain(repeat('> \n'), 'Content-Type: text/plain; format=flowed\n')],
  ['a status of dashes', statusPart(`Action: failed\nStatus: ${repeat('-')}`)],
  ['a status of names', statusPart(`Action: failed\n${repeat('Status')}`)],
  ['folded fields', statusPart(`Action: failed\nDiagnostic-Code: smtp;${repeat('\n 550 5.1.1')}`)],
  ['return paths', plain(repeat('bounces+1-0123456789abcdef'))],
  ['Message-IDs', plain(repeat('<2026-W47.1.'))],
  ['senders', `From: ${repeat('a@b,', 120_000)}\n\nx`],
  ['parentheses', `From: ${repeat('(', 120_000)}\n\nx`],
  ['encoded words', `From: ${repeat('=?utf-8?Q?', 120_000)}\n\nx`],
  ['parameters', `Content-Type: text/plain; ${repeat('a*0*=x;', 120_000)}\n\nx`],
]
