// Fetches access tokens for a relay that is logged into by XOAUTH2 (RFC 6749 §6).
import type { Clock } from '../core/clock.ts'
import { addMinutes } from '../core/clock.ts'
import type { WeeklyConfig } from '../core/config.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import type { OAuthLogin } from '../deliver/transport/relay-connection.ts'
import type { HttpClient } from '../net/http.ts'

/** A token counts as spent this long before its time. */
const EARLY_MINUTES = 1
/** RFC 6749 §5.1: a server may leave out how long a token holds. */
const USUAL_SECONDS = 3600

interface Token {
  readonly text: string
  readonly until: Instant
}

type OAuth2 = NonNullable<WeeklyConfig['mail']['oauth2']>

/** Makes the login of `mail.oauth2`; a token is kept until it is spent or refused. */
export function createMailLogin(oauth2: OAuth2, http: Pick<HttpClient, 'postForm'>, clock: Clock): OAuthLogin {
  let kept: Token | null = null
  return {
    user: oauth2.user,
    accessToken: async isRefused => {
      if (kept === null || isRefused || kept.until <= clock.now()) kept = await fetchToken(oauth2, http, clock)
      return kept.text
    },
  }
}

async function fetchToken(oauth2: OAuth2, http: Pick<HttpClient, 'postForm'>, clock: Clock): Promise<Token> {
  const { clientId, clientSecret, refreshToken, accessUrl } = oauth2
  const secrets = { client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken }
  const fields = { grant_type: 'refresh_token', ...secrets }
  const answer = await http.postForm({ url: accessUrl, fields }).catch((cause: unknown) => {
    if (!isWeeklyError(cause)) throw cause
    throw new WeeklyError('SMTP_UNAVAILABLE', `no access token from ${accessUrl}: ${cause.message}`, {
      hint: 'Check `mail.oauth2.accessUrl`; the mails wait, the next run goes on.',
      retryable: true,
      cause,
    })
  })
  const token = parseToken(answer.body, clock)
  if (token) return token
  // What the server says may name the account; its status is enough.
  throw new WeeklyError('SMTP_AUTHENTICATION_FAILED', `${accessUrl} gave no access token (status ${answer.status})`, {
    hint: 'Renew clientId, clientSecret and refreshToken of `mail.oauth2`; no mail was lost, the next run goes on.',
  })
}

function parseToken(body: Uint8Array, clock: Clock): Token | null {
  try {
    const { access_token: text, expires_in: seconds } = JSON.parse(Buffer.from(body).toString()) as {
      access_token?: unknown
      expires_in?: unknown
    }
    if (typeof text !== 'string' || text === '') return null
    const minutes = (Number(seconds) || USUAL_SECONDS) / 60
    return { text, until: addMinutes(clock.now(), minutes - EARLY_MINUTES) }
  } catch {
    return null
  }
}
