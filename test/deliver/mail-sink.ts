// A real SMTP server on the loopback that records what it takes and answers as a test tells it to.
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface ReceivedMail {
  readonly to: string
  readonly from: string
  readonly raw: string
}

export interface MailSink {
  readonly url: string
  readonly port: number
  readonly mails: ReceivedMail[]
  parse(index: number): Promise<ParsedMail>
  close(): Promise<void>
}

/** What the sink answers: a refusal such as `450 4.2.1 later`, `drop` to end the connection without an answer, `hang` to keep silent, or null to accept. */
export interface SinkBehaviour {
  readonly onRecipient?: (address: string) => string | null
  /** Called with the whole message; what is answered with `drop` or a refusal is recorded too. */
  readonly onMessage?: (mail: ReceivedMail) => string | null
  readonly options?: SMTPServerOptions
}

function refusal(text: string): Error {
  return Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) })
}

export async function openSink(behaviour: SinkBehaviour = {}): Promise<MailSink> {
  const mails: ReceivedMail[] = []
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, done) => {
      const answer = behaviour.onRecipient?.(address)
      done(answer ? refusal(answer) : null)
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail = {
          to: rcptTo[0]?.address ?? '',
          from: mailFrom === false ? '' : mailFrom.address,
          raw: Buffer.concat(chunks).toString('latin1'),
        }
        mails.push(mail)
        const answer = behaviour.onMessage?.(mail) ?? null
        if (answer === 'hang') return
        if (answer === 'drop') for (const client of server.connections) client.close()
        else done(answer ? refusal(answer) : null)
      })
    },
    ...behaviour.options,
  })
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    parse: index => simpleParser(Buffer.from(mails[index]?.raw ?? '', 'latin1')),
    close: () =>
      new Promise(resolve => {
        for (const client of server.connections) client.close()
        server.close(resolve)
      }),
  }
}
