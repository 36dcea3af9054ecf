// Who calls: a token in the Authorization header and nowhere else. Cookies of browsers count for nothing here.
import { WeeklyError } from '../../core/errors.ts'
import { isTokenText, openToken, type OpenedToken } from '../../store/desk-tokens.ts'
import type { DeskDeps } from '../pages/frame.ts'
import type { TakeCall } from './call-windows.ts'
import { answerProblem } from './problem.ts'

const LONGEST_HEADER = 200

/** Whether an address bears a token: addresses stand in logs and histories. */
function hasTokenInAddress(url: string): boolean {
  const { search, searchParams } = new URL(url)
  return search.includes('wkly_') || searchParams.has('access_token') || searchParams.has('token')
}

function invalid(message: string): Response {
  const hint = 'Send `Authorization: Bearer wkly_…`; the settings of the desk make tokens, and `weekly desk token add`.'
  const headers = { 'WWW-Authenticate': 'Bearer realm="weekly"' }
  return answerProblem(new WeeklyError('TOKEN_INVALID', message, { hint }), headers)
}

/** Opens the token of a request; what cannot be opened is the answer. */
export async function openCall(
  deps: Pick<DeskDeps, 'store' | 'clock'>,
  request: Request,
  takeCall: TakeCall,
): Promise<OpenedToken | Response> {
  if (hasTokenInAddress(request.url))
    return answerProblem(
      new WeeklyError('TOKEN_IN_QUERY', 'a token stands in the address', {
        hint: 'Addresses are written to logs: revoke that token, and send its successor in the Authorization header.',
      }),
    )
  const header = (request.headers.get('Authorization') ?? '').slice(0, LONGEST_HEADER)
  const [, secret = ''] = /^Bearer +(\S+) *$/i.exec(header) ?? []
  if (!isTokenText(secret)) return invalid('the request bears no token')
  const now = deps.clock.now()
  const waitSeconds = takeCall(secret, now)
  if (waitSeconds > 0)
    return answerProblem(
      new WeeklyError('API_CALLS_TOO_MANY', 'this token calls too often', {
        hint: `Go on in ${waitSeconds} s, as Retry-After says.`,
      }),
      { 'Retry-After': String(waitSeconds) },
    )
  const opened = await openToken(deps.store.db, secret, now)
  if (opened === 'over') return invalid('the token has expired')
  return opened ?? invalid('there is no such token')
}
