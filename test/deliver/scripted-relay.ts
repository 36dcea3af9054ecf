// A relay on the loopback whose every word a test writes: replies by command, closes, silence, broken lines, any charset.
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A point in the conversation at which the relay speaks. `dot` is the end of a message. */
export type Moment = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot' | 'rset'

/** What the relay knows when it speaks. */
export interface Turn {
  readonly to: string
  /** How often this moment has come, in all connections, from 1. */
  readonly count: number
  /** How many messages have been taken. */
  readonly taken: number
  /** How often this recipient has been named, from 1. */
  readonly tries: number
}

/** A reply without its line end (several lines are joined by a line end), bytes as they are, the words `close` and `silence`, or null for the usual. */
export type Answer = string | Buffer | null

/** What the relay does out of the usual. */
export type Temper = Partial<Record<Moment, (turn: Turn) => Answer>>

const usual: Readonly<Record<Moment, string>> = {
  greeting: '220 relay.example ready',
  ehlo: '250 relay.example',
  auth: '235 2.7.0 welcome',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go on',
  dot: '250 2.0.0 queued',
  rset: '250 2.0.0 ok',
}
const momentOf = (line: string): Moment | null => {
  const [name = ''] = /^[a-z]+/i.exec(line) ?? []
  const moments: Readonly<Record<string, Moment>> = {
    EHLO: 'ehlo',
    HELO: 'ehlo',
    AUTH: 'auth',
    MAIL: 'mail',
    RCPT: 'rcpt',
    DATA: 'data',
    RSET: 'rset',
  }
  return moments[name.toUpperCase()] ?? null
}

/** A running relay. */
export interface ScriptedRelay {
  readonly url: string
  /** The recipients of all messages whose end was answered with 250, in order. */
  readonly taken: readonly string[]
  /** The recipients of all messages whose end has come, whatever was answered. */
  readonly ended: readonly string[]
  /** Changes its temper from now on. */
  become(temper: Temper): void
}

/** Starts a relay; it ends with the test. */
export async function startRelay(first: Temper): Promise<ScriptedRelay> {
  let temper = first
  const taken: string[] = []
  const ended: string[] = []
  const counts = new Map<string, number>()
  const countOf = (key: string): number => {
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count
  }
  const sockets = new Set<Socket>()
  const serve = (socket: Socket): void => {
    sockets.add(socket)
    let to = ''
    let isMessage = false
    let buffered = ''
    const speak = (moment: Moment): string => {
      const tries = moment === 'rcpt' ? countOf(`rcpt ${to}`) : (counts.get(`rcpt ${to}`) ?? 0)
      const turn = { to, count: countOf(moment), taken: taken.length, tries }
      const answer = temper[moment]?.(turn) ?? usual[moment]
      if (answer === 'close') socket.destroy()
      else if (answer !== 'silence')
        socket.write(typeof answer === 'string' ? `${answer.replaceAll('\n', '\r\n')}\r\n` : answer)
      return answer.toString('latin1')
    }
    const take = (line: string): void => {
      if (isMessage) {
        if (line !== '.') return
        isMessage = false
        ended.push(to)
        if (/^250/.test(speak('dot'))) taken.push(to)
        return
      }
      if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
      const moment = momentOf(line)
      if (!moment) return
      if (moment === 'rcpt') to = /<([^>]*)>/.exec(line)?.[1] ?? ''
      const answer = speak(moment)
      if (moment === 'data' && /^354/.test(answer)) isMessage = true
    }
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.setEncoding('latin1').on('data', (text: string) => {
      const lines = (buffered + text).split('\r\n')
      buffered = lines.pop() ?? ''
      for (const line of lines) take(line)
    })
    speak('greeting')
  }
  const server = createServer(serve)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    ended,
    become: next => {
      temper = next
    },
  }
}
