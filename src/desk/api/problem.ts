// Failures as the API tells them: problem details (RFC 9457) with the code and the hint that every failure of the program has.
import { STATUS_CODES } from 'node:http'
import type { ErrorCode, WeeklyError } from '../../core/errors.ts'

const statuses: Partial<Readonly<Record<ErrorCode, number>>> = {
  API_REQUEST_INVALID: 400,
  TOKEN_IN_QUERY: 400,
  USAGE_INVALID: 400,
  WEEK_INVALID: 400,
  TOKEN_INVALID: 401,
  TOKEN_SCOPE_MISSING: 403,
  API_ROUTE_MISSING: 404,
  DRAFT_MISSING: 404,
  ISSUE_MISSING: 404,
  SOURCE_MISSING: 404,
  STORY_MISSING: 404,
  CONFIG_CHANGED: 409,
  DRAFT_CHANGED: 409,
  DRAFT_CONFLICT: 409,
  ISSUE_ALREADY_SEALED: 409,
  ISSUE_APPROVED: 409,
  ISSUE_BLOCKED: 409,
  ISSUE_EMPTY: 409,
  NOTHING_TO_UNDO: 409,
  SOURCE_EXISTS: 409,
  STORY_PLACED: 409,
  API_REQUEST_TOO_LARGE: 413,
  API_CALLS_TOO_MANY: 429,
  STORE_LOCKED: 503,
  STORE_FULL: 503,
  STORE_UNAVAILABLE: 503,
}

/** Codes whose context was made for whoever calls; that of others may name files and addresses of the server. */
const told: ReadonlySet<ErrorCode> = new Set([
  'API_REQUEST_INVALID',
  'DRAFT_CHANGED',
  'DRAFT_CONFLICT',
  'ISSUE_BLOCKED',
  'NOTHING_TO_UNDO',
])

/** The status of a failure; 422 for all that no other one fits. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 422
}

/** The codes of a status, in order of their names. */
export function codesOf(status: number): readonly ErrorCode[] {
  return (Object.keys(statuses) as ErrorCode[]).filter(code => statuses[code] === status).toSorted()
}

/** The body of a problem. */
export function describeProblem(
  { code, message, hint, context }: WeeklyError,
  status = statusOf(code),
): Readonly<Record<string, unknown>> {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Failed',
    status,
    detail: message,
    code,
    hint,
    ...(told.has(code) ? context : {}),
  }
}

/** The answer with a failure. */
export function answerProblem(
  error: WeeklyError,
  headers: Readonly<Record<string, string>> = {},
  status = statusOf(error.code),
): Response {
  return new Response(`${JSON.stringify(describeProblem(error, status))}\n`, {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  })
}
