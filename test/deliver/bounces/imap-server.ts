// A small IMAP server on the loopback with one mailbox (RFC 3501): enough for a client that reads what is unseen.
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ImapServer {
  readonly url: string
  readonly messages: readonly { readonly text: string; isSeen: boolean; isFlagged: boolean }[]
}

type Answer = (tag: string, rest: string) => string

export async function startImap(texts: readonly string[], password = 'secret'): Promise<ImapServer> {
  const messages = texts.map(text => ({ text, isSeen: false, isFlagged: false }))
  const fetchOf = (uid: number): string => {
    const message = messages[uid - 1]
    if (!message) return ''
    const size = Buffer.byteLength(message.text, 'latin1')
    return `* ${uid} FETCH (UID ${uid} BODY[]<0> {${size}}\r\n${message.text})\r\n`
  }
  const open: Answer = tag =>
    `* FLAGS (\\Seen \\Flagged)\r\n* ${messages.length} EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 99] ok\r\n* OK [PERMANENTFLAGS (\\Seen \\Flagged)] ok\r\n${tag} OK open\r\n`
  const commands: Readonly<Record<string, Answer>> = {
    CAPABILITY: tag => `* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`,
    LOGIN: (tag, rest) => (rest.includes(password) ? `${tag} OK in\r\n` : `${tag} NO [AUTHENTICATIONFAILED] wrong\r\n`),
    SELECT: open,
    EXAMINE: open,
    LIST: tag => `* LIST () "/" INBOX\r\n${tag} OK done\r\n`,
    LSUB: tag => `${tag} OK done\r\n`,
    'UID SEARCH': tag =>
      `* SEARCH${messages.flatMap(({ isSeen }, index) => (isSeen ? [] : [` ${index + 1}`])).join('')}\r\n${tag} OK done\r\n`,
    'UID FETCH': (tag, rest) => `${fetchOf(Number.parseInt(rest))}${tag} OK done\r\n`,
    'UID STORE': (tag, rest) => {
      const message = messages[Number.parseInt(rest) - 1]
      if (message && rest.includes('\\Seen')) message.isSeen = true
      if (message && rest.includes('\\Flagged')) message.isFlagged = true
      return `${tag} OK done\r\n`
    },
    LOGOUT: tag => `* BYE\r\n${tag} OK done\r\n`,
  }
  const serve = (socket: Socket): void => {
    socket.write('* OK ready\r\n')
    socket.on('error', () => undefined)
    socket.setEncoding('latin1').on('data', (text: string) => {
      for (const line of text.split('\r\n').filter(Boolean)) {
        const [, tag = '*', name = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/.exec(line) ?? []
        socket.write(commands[name.toUpperCase()]?.(tag, rest) ?? `${tag} BAD unknown\r\n`, 'latin1')
      }
    })
  }
  const server = createServer(serve)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return { url: `imap://bounces:secret@127.0.0.1:${(server.address() as AddressInfo).port}/INBOX`, messages }
}
