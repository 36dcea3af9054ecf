// Opens a connection to a relay with nodemailer: encrypted and logged in as the options say, or an error that tells the operator what
// to do.
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { ReserveSpan } from './pace.ts'

/** A relay: `smtp://user:password@host:587` or `smtps://…`, parts percent-encoded. */
export interface SmtpOptions {
  readonly url: string
  readonly tls?: RelayTls | undefined
  /** How this machine calls itself to the relay. */
  readonly clientName: string
  readonly ratePerSecond: number
  readonly connections?: number
  /** With it the rate is that of all senders of the relay together. */
  readonly reserveSpan?: ReserveSpan | undefined
  /** With it `connections` is for all senders together: resolves when there is room for one more, with how to give that back. */
  readonly takePlace?: (() => Promise<() => void>) | undefined
  /** Logs in by XOAUTH2 instead of the URL's password. */
  readonly oauth2?: OAuthLogin | undefined
  /** How long the server may keep silent; RFC 5321 §4.5.3.2 grants it ten minutes for the answer to a message. */
  readonly silenceMs?: number
}

/** How far a relay is trusted. */
export interface RelayTls {
  /** Refuses to send in the clear, also to this machine itself and without a login. */
  readonly required: boolean
  /** PEM of the authorities that may have signed the relay's certificate, instead of those that Node knows. */
  readonly authorities?: string | undefined
}

/** A login by access tokens. */
export interface OAuthLogin {
  readonly user: string
  /** Gives a token; a new one when the relay refused the last. Throws SMTP_UNAVAILABLE or SMTP_AUTHENTICATION_FAILED. */
  readonly accessToken: (isRefused: boolean) => Promise<string>
}

/** What nodemailer fails with. */
export interface SmtpError extends Error {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  readonly command?: string | undefined
}

/** An open connection, and whether the relay takes addresses and headers in UTF-8 (RFC 6531). */
export interface RelayConnection {
  readonly connection: SMTPConnection
  readonly takesUtf8: boolean
}

const CONNECT_MS = 30_000
const SILENCE_MS = 600_000
/** A name of our own: for XOAUTH2 nodemailer would take PLAIN instead where the relay offers both, with the password that there is not. */
const TOKEN_LOGIN = 'ACCESS-TOKEN'
/** RFC 4954 §6: authentication required, too weak, failed, encryption required. */
export const loginCodes = [530, 534, 535, 538]

/** What a relay showed of itself without being given a mail. */
export interface RelayProbe {
  readonly isEncrypted: boolean
  readonly isLoggedIn: boolean
  readonly takesUtf8: boolean
}

/** Connects, encrypts and logs in as for a mail, and leaves. Throws what `openRelay` throws. */
export async function probeRelay(options: SmtpOptions): Promise<RelayProbe> {
  const relay = new URL(options.url)
  const { connection, takesUtf8 } = await openRelay(options)
  const isEncrypted = connection.secure
  connection.quit()
  return { isEncrypted, isLoggedIn: relay.username !== '' || options.oauth2 !== undefined, takesUtf8 }
}

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host)

/** Connects, encrypts and logs in. Throws SMTP_UNAVAILABLE, SMTP_TLS_FAILED or SMTP_AUTHENTICATION_FAILED. */
export async function openRelay(options: SmtpOptions): Promise<RelayConnection> {
  const relay = new URL(options.url)
  const { oauth2 } = options
  // Asked for before the relay is: a relay does not wait long for a login.
  await oauth2?.accessToken(false)
  const login = oauth2
    ? { type: 'custom' as const, method: TOKEN_LOGIN, user: oauth2.user, pass: 'unused' }
    : { user: decodeURIComponent(relay.username), pass: decodeURIComponent(relay.password) }
  const hasLogin = login.user !== ''
  const connection = prepareConnection(relay, options, hasLogin)
  try {
    await connect(connection)
    const takesUtf8 = /^250[ -]SMTPUTF8\b/im.test(connection.lastServerResponse || '')
    if (hasLogin) await logIn(connection, login)
    return { connection, takesUtf8 }
  } catch (error) {
    connection.close()
    throw explainRelay(error as SmtpError, relay.host)
  }
}

function prepareConnection(relay: URL, options: SmtpOptions, hasLogin: boolean): SMTPConnection {
  const isSecure = relay.protocol === 'smtps:'
  const { oauth2, tls } = options
  const mayBeClear = isLoopback(relay.hostname) && !tls?.required
  return new SMTPConnection({
    host: relay.hostname.replace(/^\[|\]$/g, ''),
    port: Number(relay.port) || (isSecure ? 465 : 587),
    secure: isSecure,
    // What does not leave the machine needs no TLS, and local relays seldom have a certificate that anybody signed.
    ignoreTLS: mayBeClear,
    requireTLS: !isSecure && !mayBeClear && (hasLogin || tls?.required === true),
    ...(tls?.authorities === undefined ? {} : { tls: { ca: tls.authorities } }),
    name: options.clientName,
    ...(oauth2 ? { customAuth: { [TOKEN_LOGIN]: context => logInByToken(oauth2, context) } } : {}),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: options.silenceMs ?? SILENCE_MS,
  })
}

function connect(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject)
    connection.connect(error => {
      if (error) reject(error)
      else resolve()
    })
  })
}

function logIn(connection: SMTPConnection, login: Parameters<SMTPConnection['login']>[0]): Promise<void> {
  return whileOpen(connection, done => connection.login(login, done))
}

/** Waits for an answer to a command; fails when the connection ends before it, on which nodemailer's own callbacks keep silent. */
export function whileOpen(
  connection: SMTPConnection,
  begin: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error): void => reject(error ?? new Error('the connection was closed'))
    connection.once('error', end).once('end', end)
    begin(error => {
      connection.off('error', end).off('end', end)
      if (error) reject(error)
      else resolve()
    })
  })
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
export function explainRelay(error: SmtpError, host: string): WeeklyError {
  if (isWeeklyError(error)) return error
  if (loginCodes.includes(error.responseCode ?? 0) || (error.code === 'EAUTH' && !isTemporary(error)))
    return new WeeklyError('SMTP_AUTHENTICATION_FAILED', `${host} refused the login: ${error.message}`, {
      hint: 'Correct user and password in `mail.transport`; no mail was lost, the next run goes on.',
      cause: error,
    })
  if (error.code === 'ETLS' || /CERT|TLS|SSL|UNABLE_TO|EPROTO/.test(error.originalCode ?? ''))
    return new WeeklyError('SMTP_TLS_FAILED', `${host} is not talked to in the clear: ${error.message}`, {
      hint: `${adviseOnTls(error.message)}; the mails wait, the next run goes on.`,
      retryable: true,
      cause: error,
    })
  return new WeeklyError('SMTP_UNAVAILABLE', `${host} cannot be used: ${error.message}`, {
    hint: 'Check host and port of `mail.transport`; the mails wait, the next run goes on.',
    retryable: true,
    cause: error,
  })
}

function adviseOnTls(message: string): string {
  if (/altnames|does not match/i.test(message)) return 'Let `mail.transport` name the host as its certificate does'
  if (/self.signed|unable to (get|verify)|issuer/i.test(message))
    return 'Where an authority of your own signed the certificate, name its file in `mail.tls.caFile`'
  if (/expired/i.test(message)) return "Have the relay's certificate renewed"
  return 'Use smtps:// or a relay that offers STARTTLS'
}

const isTemporary = ({ responseCode = 0 }: SmtpError): boolean => responseCode >= 400 && responseCode < 500
