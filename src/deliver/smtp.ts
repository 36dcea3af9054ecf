// Carries mail to a relay over SMTP with nodemailer's connection. Made by app/; the ledger's part is deliver.ts.
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import { createPace } from './pace.ts'
import type { HandOver, HandOverControl, MailTransport, OutgoingMessage } from './transport.ts'

/** A relay: `smtp://user:password@host:587` or `smtps://…`, parts percent-encoded. */
export interface SmtpOptions {
  readonly url: string
  /** How this machine calls itself to the relay. */
  readonly clientName: string
  readonly ratePerSecond: number
  readonly connections?: number
  /** Logs in by XOAUTH2 instead of the URL's password. */
  readonly oauth2?: OAuthLogin | undefined
  /** How long the server may keep silent; RFC 5321 §4.5.3.2 grants it ten minutes for the answer to a message. */
  readonly silenceMs?: number
}

/** A login by access tokens. */
export interface OAuthLogin {
  readonly user: string
  /** Gives a token; a new one when the relay refused the last. Throws SMTP_UNAVAILABLE or SMTP_AUTHENTICATION_FAILED. */
  readonly accessToken: (isRefused: boolean) => Promise<string>
}

interface SmtpError extends Error {
  readonly code?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  readonly command?: string | undefined
}

const CONNECT_MS = 30_000
const SILENCE_MS = 600_000
const CONNECTIONS = 4
/** With these a relay asks for less at a time. */
const busyAnswer = /^(421|451)\b/
/** RFC 4954 §6: authentication required, too weak, failed, encryption required. */
const loginCodes = [530, 534, 535, 538]

/**
 * Makes the transport to a relay. A password is sent to this machine itself or under TLS only. Connections are kept for the
 * next message; no message is ever sent anew by itself once its text was begun.
 */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  const relay = new URL(options.url)
  const connections = options.connections ?? CONNECTIONS
  const pace = createPace(options.ratePerSecond, connections)
  const idle: SMTPConnection[] = []
  const attemptOn = async (connection: SMTPConnection, message: OutgoingMessage, control: HandOverControl) => {
    const attempt = await sendOn(connection, message, control)
    if (attempt.handOver.state === 'sent' || (await resetConnection(connection, attempt.isOpen))) idle.push(connection)
    return attempt
  }
  const handOver = async (message: OutgoingMessage, control: HandOverControl): Promise<HandOver> => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      if (kept.destroyed) continue
      const attempt = await attemptOn(kept, message, control)
      // The server may have ended the kept connection meanwhile; the message had not been begun.
      if (attempt.isBegun || !(attempt.handOver.isLost || attempt.isClosing)) return attempt.handOver
    }
    return (await attemptOn(await openConnection(relay, options), message, control)).handOver
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
      for (const connection of idle.splice(0)) connection.quit()
      return Promise.resolve()
    },
  }
}

/** What a relay showed of itself without being given a mail. */
export interface RelayProbe {
  readonly isEncrypted: boolean
  readonly isLoggedIn: boolean
}

/** Connects, encrypts and logs in as for a mail, and leaves. Throws SMTP_UNAVAILABLE or SMTP_AUTHENTICATION_FAILED. */
export async function probeRelay(options: SmtpOptions): Promise<RelayProbe> {
  const relay = new URL(options.url)
  const connection = await openConnection(relay, options)
  const isEncrypted = connection.secure
  connection.quit()
  return { isEncrypted, isLoggedIn: relay.username !== '' || options.oauth2 !== undefined }
}

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host)

async function openConnection(relay: URL, options: SmtpOptions): Promise<SMTPConnection> {
  const isSecure = relay.protocol === 'smtps:'
  const { oauth2 } = options
  // Asked for before the relay is: a relay does not wait long for a login.
  await oauth2?.accessToken(false)
  const login = oauth2
    ? { type: 'custom' as const, method: 'XOAUTH2', user: oauth2.user, pass: 'unused' }
    : { user: decodeURIComponent(relay.username), pass: decodeURIComponent(relay.password) }
  const hasLogin = login.user !== ''
  const connection = new SMTPConnection({
    host: relay.hostname.replace(/^\[|\]$/g, ''),
    port: Number(relay.port) || (isSecure ? 465 : 587),
    secure: isSecure,
    // What does not leave the machine needs no TLS, and local relays seldom have a certificate that anybody signed.
    ignoreTLS: isLoopback(relay.hostname),
    requireTLS: hasLogin && !isSecure && !isLoopback(relay.hostname),
    name: options.clientName,
    ...(oauth2 ? { customAuth: { XOAUTH2: context => logInByToken(oauth2, context) } } : {}),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: options.silenceMs ?? SILENCE_MS,
  })
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject)
      connection.connect(error => {
        if (error) reject(error)
        else resolve()
      })
    })
    if (hasLogin)
      await new Promise<void>((resolve, reject) =>
        connection.login(login, error => {
          if (error) reject(error)
          else resolve()
        }),
      )
    return connection
  } catch (error) {
    connection.close()
    throw explainRelay(error as SmtpError, relay.host)
  }
}

/** SASL XOAUTH2, with a fresh token when the kept one is refused. A refusal comes as 334 with its reasons, and 535 after an empty line. */
async function logInByToken(
  { user, accessToken }: OAuthLogin,
  relay: SMTPConnection.CustomAuthenticationContext,
): Promise<void> {
  let answer: SMTPConnection.CustomAuthenticationResponse | null = null
  for (const isRefused of [false, true]) {
    const token = await accessToken(isRefused)
    const words = `user=${user}\u0001auth=Bearer ${token}\u0001\u0001`
    answer = await relay.sendCommand(`AUTH XOAUTH2 ${Buffer.from(words).toString('base64')}`)
    if (answer.status === 334) answer = await relay.sendCommand('')
    if (answer.status < 300) return
  }
  throw new Error(answer?.response)
}

/** Names what keeps the relay from taking any mail at all. */
function explainRelay(error: SmtpError, host: string): WeeklyError {
  if (isWeeklyError(error)) return error
  const isLogin = loginCodes.includes(error.responseCode ?? 0) || (error.code === 'EAUTH' && !isTemporary(error))
  return isLogin
    ? new WeeklyError('SMTP_AUTHENTICATION_FAILED', `${host} refused the login: ${error.message}`, {
        hint: 'Correct user and password in `mail.transport`; no mail was lost, the next run goes on.',
        cause: error,
      })
    : new WeeklyError('SMTP_UNAVAILABLE', `${host} cannot be used: ${error.message}`, {
        hint: 'Check host, port and certificate of `mail.transport`; the mails wait, the next run goes on.',
        retryable: true,
        cause: error,
      })
}

const isTemporary = ({ responseCode = 0 }: SmtpError): boolean => responseCode >= 400 && responseCode < 500

interface Attempt {
  readonly handOver: HandOver
  /** Whether the server had let the message's text begin. */
  readonly isBegun: boolean
  /** Whether the server said that it is closing the connection (421). */
  readonly isClosing: boolean
  readonly isOpen: boolean
}

/** Sends one message; its end is held back until `mayEnd` has said yes. */
async function sendOn(
  connection: SMTPConnection,
  message: OutgoingMessage,
  control: HandOverControl,
): Promise<Attempt> {
  const progress: Progress = { isBegun: false, isEnded: false, isWithdrawn: false, ledger: null }
  const text = Readable.from(
    heldBack(message.bytes, control, progress, () => connection.destroyed),
    { objectMode: false },
  )
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
    : judge(result.error, progress.isEnded)
  return { handOver, isBegun: progress.isBegun, isClosing, isOpen }
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

/** Gives a failure its state. Throws when it concerns the sender or the relay, not this recipient. */
function judge(error: SmtpError, isEnded: boolean): HandOver {
  const response = error.response ?? error.message
  const code = error.responseCode ?? 0
  if (code >= 400 && isEnded) return { state: code >= 500 ? 'bounced' : 'deferred', response, isLost: false }
  if (loginCodes.includes(code)) throw explainRelay(error, 'the relay')
  if (error.command === 'MAIL FROM' && (code >= 500 || error.code === 'EMESSAGE'))
    throw new WeeklyError('SMTP_REJECTED', `the relay refuses our mail: ${response}`, {
      hint: 'Let `mail.from` be an address that the relay allows, and see its limit of size; the mails wait.',
      cause: error,
    })
  if (code >= 500) return { state: 'bounced', response, isLost: false }
  if (code >= 400) return { state: 'deferred', response, isLost: false }
  return isEnded
    ? { state: 'uncertain', response: `no answer to the message: ${response}`, isLost: true }
    : { state: 'deferred', response: `the connection was lost: ${response}`, isLost: true }
}

/** Makes a connection ready for the next message after a refusal; false when it is of no more use. */
async function resetConnection(connection: SMTPConnection, isOpen: boolean): Promise<boolean> {
  if (!isOpen || connection.destroyed) return false
  const isReady = await new Promise<boolean>(resolve => connection.reset(error => resolve(!error)))
  if (!isReady) connection.close()
  return isReady
}
