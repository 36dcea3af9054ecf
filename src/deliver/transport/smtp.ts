// Carries mail to a relay over SMTP, on connections of relay-connection.ts.
import { Readable, Transform } from 'node:stream'
import { WeeklyError } from '../../core/errors.ts'
import { decodeWords } from '../server-words.ts'
import { needsSmtpUtf8 } from '../../store/address.ts'
import { isInLines } from '../message/lines.ts'
import { createPace } from './pace.ts'
import {
  explainRelay,
  loginCodes,
  openRelay,
  type RelayConnection,
  type SmtpError,
  type SmtpOptions,
  whileOpen,
} from './relay-connection.ts'
import type { HandOver, HandOverControl, MailTransport, OutgoingMessage } from './transport.ts'

const CONNECTIONS = 4
/** Connections that others could have are kept so long without a mail. */
const SHARED_IDLE_MS = 250
/** After so long one of them is closed between two mails, so that whoever waits has a turn. */
const SHARED_TURN_MS = 5_000
/** With these a relay asks for less at a time. */
const busyAnswer = /^(421|451)\b/
/** RFC 6531 §3.7.4.2, and RFC 5321 §4.2.3 for a parameter that is offered and then not known: about the address's script. */
const refusesUtf8 = /^555\b|\b5\.6\.[79]\b/
/**
 * Makes the transport to a relay. A password is sent to this machine itself or under TLS only. Connections are kept for the
 * next message; no message is ever sent anew by itself once its text was begun.
 */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  const relay = new URL(options.url)
  const connections = options.connections ?? CONNECTIONS
  const pace = createPace(options.ratePerSecond, connections, options.reserveSpan)
  const idle: RelayConnection[] = []
  const closeIdle = (): void => {
    for (const { connection } of idle.splice(0)) connection.quit()
  }
  let closing: NodeJS.Timeout | undefined
  const keep = (relayConnection: RelayConnection): void => {
    // What this process does not use, or has used for long, is room for another.
    if (isLongUsed(relayConnection)) relayConnection.connection.quit()
    else idle.push(relayConnection)
    if (!options.takePlace) return
    clearTimeout(closing)
    closing = setTimeout(closeIdle, SHARED_IDLE_MS).unref()
  }
  const attemptOn = async (relayConnection: RelayConnection, message: OutgoingMessage, control: HandOverControl) => {
    if (needsSmtpUtf8(message.to) && !relayConnection.takesUtf8) {
      keep(relayConnection)
      return withoutUtf8
    }
    const { connection } = relayConnection
    const attempt = await sendOn(connection, message, control).catch((error: unknown) => {
      // What ends the run must not leave a connection behind that keeps the process waiting.
      connection.close()
      throw error
    })
    if (attempt.handOver.state === 'sent' || (await resetConnection(connection, attempt.isOpen))) keep(relayConnection)
    return attempt
  }
  const handOver = async (message: OutgoingMessage, control: HandOverControl): Promise<HandOver> => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      if (kept.connection.destroyed) continue
      const attempt = await attemptOn(kept, message, control)
      // The server may have ended the kept connection meanwhile; the message had not been begun.
      if (attempt.isBegun || !(attempt.handOver.isLost || attempt.isClosing)) return attempt.handOver
    }
    return (await attemptOn(await openInPlace(options), message, control)).handOver
  }
  return {
    name: `${relay.protocol}//${relay.host}`,
    connections,
    handOver: (message, control) =>
      pace(
        control.signal,
        () => handOver(message, control),
        ({ response }) => busyAnswer.test(response),
      ),
    close: () => {
      clearTimeout(closing)
      closeIdle()
      return Promise.resolve()
    },
  }
}

const openedAtMs = new WeakMap<RelayConnection, number>()
const isLongUsed = (relayConnection: RelayConnection): boolean =>
  performance.now() - (openedAtMs.get(relayConnection) ?? Infinity) > SHARED_TURN_MS

/** Opens a connection when there is room for one more; its place is free again when it has ended. */
async function openInPlace(options: SmtpOptions): Promise<RelayConnection> {
  const leave = await options.takePlace?.()
  if (!leave) return openRelay(options)
  try {
    const opened = await openRelay(options)
    openedAtMs.set(opened, performance.now())
    opened.connection.once('end', leave)
    return opened
  } catch (error) {
    leave()
    throw error
  }
}

interface Attempt {
  readonly handOver: HandOver
  /** Whether the server had let the message's text begin. */
  readonly isBegun: boolean
  /** Whether the server said that it is closing the connection (421). */
  readonly isClosing: boolean
  readonly isOpen: boolean
}

/** nodemailer would write the address all the same, to a server that never said it could read it. */
const withoutUtf8: Attempt = {
  handOver: { state: 'undeliverable', response: 'the relay does not offer SMTPUTF8 (RFC 6531)', isLost: false },
  isBegun: false,
  isClosing: false,
  isOpen: true,
}

/** Sends one message; its end is held back until `mayEnd` has said yes. */
async function sendOn(
  connection: RelayConnection['connection'],
  message: OutgoingMessage,
  control: HandOverControl,
): Promise<Attempt> {
  const progress: Progress = { isBegun: false, isEnded: false, isWithdrawn: false, ledger: null }
  const text = Readable.from(
    heldBack(message.bytes, control, progress, () => connection.destroyed),
    { objectMode: false },
  )
  if (message.isInLines === true || isInLines(message.bytes)) passAsItIs(text)
  // Once the connection is gone nobody else listens, and what failed is known already.
  text.on('error', () => undefined)
  const result = await new Promise<{ response: string } | { error: SmtpError }>(resolve =>
    connection.send({ from: message.from, to: [message.to], size: message.bytes.length }, text, (error, sent) =>
      resolve(error ? { error } : { response: sent.response }),
    ),
  )
  if ('response' in result) {
    const handOver: HandOver = { state: 'sent', response: result.response, isLost: false }
    return { handOver, isBegun: true, isClosing: false, isOpen: true }
  }
  const { responseCode, command } = result.error
  const isClosing = responseCode === 421
  const isBetweenMessages = !progress.isBegun || progress.isEnded
  const isOpen = responseCode !== undefined && !isClosing && isBetweenMessages && command !== 'MAIL FROM'
  if (!isOpen) connection.close()
  text.destroy()
  // The ledger's answer is awaited, so that what is recorded next is not overtaken by it.
  await progress.ledger
  const handOver: HandOver = progress.isWithdrawn
    ? { state: 'withdrawn', response: 'taken back before the end', isLost: false }
    : judge(result.error, message.to, progress.isEnded)
  return { handOver, isBegun: progress.isBegun, isClosing, isOpen }
}

const end = Buffer.from('.\r\n')

/**
 * Lets nodemailer's own stream pass on a message that has been looked through, and end it: its loop over all bytes costs eight times that
 * look, an eighth of a mail. A stream of another kind, and a message that needs mending, are left to nodemailer.
 */
function passAsItIs(text: Readable): void {
  const pipe = text.pipe.bind(text)
  text.pipe = (destination, options) => {
    if (destination instanceof Transform)
      Object.assign(destination, {
        _transform: (chunk, _encoding, done) => done(null, chunk),
        _flush: done => done(null, end),
      } satisfies Partial<Transform>)
    return pipe(destination, options)
  }
}

interface Progress {
  isBegun: boolean
  isEnded: boolean
  isWithdrawn: boolean
  ledger: Promise<boolean> | null
}

/** The message as a stream that ends, and so lets nodemailer write the final dot, only after the ledger's yes. */
async function* heldBack(
  bytes: Buffer,
  { mayEnd }: HandOverControl,
  progress: Progress,
  isClosed: () => boolean,
): AsyncGenerator<Buffer> {
  progress.isBegun = true
  yield bytes
  progress.ledger = mayEnd()
  const isAllowed = await progress.ledger
  progress.isWithdrawn = !isAllowed
  if (!isAllowed || isClosed()) throw new Error('the message was not ended')
  progress.isEnded = true
}

/** nodemailer gives a reply that is no UTF-8 as its bytes. */
function decodeResponse(response: string): string {
  const bytes = Buffer.from(response, 'latin1')
  return bytes.toString('latin1') === response ? decodeWords(bytes) : response
}

/** Gives a failure its state. Throws when it concerns the sender or the relay, not this recipient. */
function judge(error: SmtpError, to: string, isEnded: boolean): HandOver {
  const response = decodeResponse(error.response ?? error.message)
  const code = error.responseCode ?? 0
  if (code >= 500 && needsSmtpUtf8(to) && refusesUtf8.test(response))
    return { state: 'undeliverable', response: `SMTPUTF8 was refused: ${response}`, isLost: false }
  if (code >= 400 && isEnded) return { state: code >= 500 ? 'bounced' : 'deferred', response, isLost: false }
  if (loginCodes.includes(code)) throw explainRelay(error, 'the relay')
  if (error.command === 'MAIL FROM' && (code >= 500 || error.code === 'EMESSAGE'))
    throw new WeeklyError('RELAY_REFUSES', `the relay refuses our mail: ${response}`, {
      hint: 'Let `mail.from` be an address that the relay allows, and see its limits of size and number; the mails wait.',
      cause: error,
    })
  if (error.command === 'MAIL FROM' && code >= 400) return { state: 'refused', response, isLost: false }
  if (code >= 500) return { state: 'bounced', response, isLost: false }
  if (code >= 400) return { state: 'deferred', response, isLost: false }
  return isEnded
    ? { state: 'uncertain', response: `no answer to the message: ${response}`, isLost: true }
    : { state: 'deferred', response: `the connection was lost: ${response}`, isLost: true }
}

/** Makes a connection ready for the next message after a refusal; false when it is of no more use. */
async function resetConnection(connection: RelayConnection['connection'], isOpen: boolean): Promise<boolean> {
  if (!isOpen || connection.destroyed) return false
  const isReady = await whileOpen(connection, done => connection.reset(done)).then(
    () => true,
    () => false,
  )
  if (!isReady) connection.close()
  return isReady
}
