// The API of the desk: opens the token, finds the route, checks what came, and answers as JSON; failures are problems (RFC 9457). Agents come in
// by the same door.
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { DeskDeps } from '../pages/frame.ts'
import type { Visit } from '../pages/visitor.ts'
import type { ApiRoute } from './api-route.ts'
import { createCallWindows, type TakeCall } from './call-windows.ts'
import { describeApi } from './describe-api.ts'
import { openCall } from './open-call.ts'
import { answerProblem } from './problem.ts'
import { apiRoutes } from './routes.ts'

/** The API as the web server mounts it: answers everything below `/api/v1`, and `/mcp`. */
export interface Api {
  answer(visit: Pick<Visit, 'request' | 'path'>): Promise<Response>
}

/** A foreword and its notes, as they are written. */
const BODY_BYTES = 512 * 1024
const FIRST = '/api/v1'

/** A body up to a limit; null for one that is longer, of which the rest is not kept. */
async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > BODY_BYTES) return null
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.length
    if (size > BODY_BYTES) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const invalid = (message: string, hint: string): WeeklyError =>
  new WeeklyError('API_REQUEST_INVALID', message, { hint, context: { problems: [] } })

async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? ''
  if (!/^application\/json(?:;|$)/i.test(type))
    throw invalid('the body is not said to be JSON', 'Send `Content-Type: application/json`.')
  const text = await readBody(request)
  if (text === null)
    throw new WeeklyError('API_REQUEST_TOO_LARGE', `the body has more than ${BODY_BYTES} bytes`, {
      hint: 'Send several requests.',
    })
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw invalid('the body is no JSON', 'Nothing was changed.')
  }
}

/** What an address says behind its `?`; a name that stands twice is no name that a route takes. */
function readQuery(url: string): Readonly<Record<string, unknown>> {
  const { searchParams } = new URL(url)
  const query: Record<string, unknown> = {}
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name)
    query[name] = values.length === 1 ? values[0] : values
  }
  return query
}

/** The parts of a path that a template names; null where it is another path. */
export function matchPath(template: string, path: string): Readonly<Record<string, string>> | null {
  const [wanted, given] = [template.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const named: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const own = given[i] ?? ''
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? []
    if (name === undefined ? part !== own : own === '') return null
    if (name !== undefined) named[name] = own
  }
  return named
}

interface FoundRoute {
  readonly route: ApiRoute
  readonly named: Readonly<Record<string, string>>
}

function findRoute(method: string, path: string): FoundRoute | Response {
  const found = apiRoutes.flatMap(route => {
    const named = matchPath(route.path, path)
    return named ? [{ route, named }] : []
  })
  const right = found.find(({ route }) => route.method === method)
  if (right) return right
  const error = new WeeklyError('API_ROUTE_MISSING', `there is no ${method.slice(0, 10)} of this address`, {
    hint: '`/api/v1/openapi.json` lists all routes.',
  })
  if (found.length === 0) return answerProblem(error)
  return answerProblem(error, { Allow: found.map(({ route }) => route.method).join(', ') }, 405)
}

async function answerRoute(deps: DeskDeps, takeCall: TakeCall, request: Request, path: string): Promise<Response> {
  const by = await openCall(deps, request, takeCall)
  if (by instanceof Response) return by
  const found = findRoute(request.method, path)
  if (found instanceof Response) return found
  const { route, named } = found
  if (!by.scopes.includes(route.scope) || (route.isForEditors === true && by.editor.role === 'contributor'))
    throw new WeeklyError('TOKEN_SCOPE_MISSING', `the token may not do this: it needs the scope "${route.scope}"`, {
      hint: 'Scopes are given when a token is made, and end where its editor may no longer do the same.',
    })
  const query = { ...readQuery(request.url), ...named }
  const answer = await route.respond({ deps, by }, query, route.body ? await readJson(request) : undefined)
  return Response.json(answer, { status: route.status ?? 200, headers: { 'Cache-Control': 'no-store' } })
}

/** Answers an agent; its protocol is loaded when the first one comes. */
async function answerMcp(deps: DeskDeps, takeCall: TakeCall, request: Request): Promise<Response> {
  const by = await openCall(deps, request, takeCall)
  if (by instanceof Response) return by
  const { answerAgent } = await import('../mcp/mcp-server.ts')
  return answerAgent(deps, () => Promise.resolve(by), request)
}

/** Makes the API. */
export function createApi(deps: DeskDeps): Api {
  const takeCall = createCallWindows()
  let described: string | null = null
  return {
    answer: async ({ request, path }) => {
      try {
        if (path === `${FIRST}/openapi.json` && request.method === 'GET') {
          described ??= JSON.stringify(describeApi(deps, apiRoutes), null, 2)
          return new Response(`${described}\n`, { headers: { 'Content-Type': 'application/json' } })
        }
        if (path === '/mcp') return await answerMcp(deps, takeCall, request)
        return await answerRoute(deps, takeCall, request, path.slice(FIRST.length))
      } catch (error) {
        if (isWeeklyError(error)) return answerProblem(error)
        throw error
      }
    },
  }
}
