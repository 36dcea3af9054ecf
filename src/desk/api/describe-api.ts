// The description of the API for programs and people (OpenAPI 3.1), made from the shapes that the routes check with. Pure.
import { z } from 'zod'
import type { DeskDeps } from '../pages/frame.ts'
import { actShape } from './act-shape.ts'
import type { ApiRoute } from './api-route.ts'
import { codesOf } from './problem.ts'

/** What every failure says (RFC 9457). */
export const problemShape = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe('One of docs/errors.md.'),
  hint: z.string().nullable(),
  problems: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('API_REQUEST_INVALID: what did not fit, and where.'),
  blocks: z.array(z.string()).optional().describe('ISSUE_BLOCKED: what stands against the issue.'),
  reason: z.string().optional().describe('DRAFT_CONFLICT: why the command could not be laid into the draft.'),
  mine: actShape.optional().describe('DRAFT_CONFLICT: the act that was sent.'),
  theirs: z
    .union([z.string(), z.array(z.string()), z.null()])
    .optional()
    .describe('DRAFT_CONFLICT: what its field says by now.'),
  base: z.string().optional().describe('DRAFT_CONFLICT, DRAFT_CHANGED: name of the draft as it is now.'),
  was: z.string().optional().describe('DRAFT_CONFLICT: what a new command bears that knows `theirs`.'),
  since: z
    .strictObject({ editor: z.string(), what: z.string() })
    .optional()
    .describe('NOTHING_TO_UNDO: the act that came in between.'),
})

/** JSON Schema without the line that says which draft it is of: OpenAPI 3.1 says it once. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output'): object {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io })
  return $schema === undefined ? {} : schema
}

function describeParameters({ path, query }: ApiRoute): readonly object[] {
  const schema = z.toJSONSchema(query, { io: 'input' })
  const required = schema.required ?? []
  return Object.entries(schema.properties ?? {}).map(([name, each]) => {
    const isInPath = path.includes(`{${name}}`)
    return { name, in: isInPath ? 'path' : 'query', required: isInPath || required.includes(name), schema: each }
  })
}

/** How clients that are made from the description call a route: `getIssuesByWeek`, `postDraftUndo`. */
function nameOperation({ method, path }: ApiRoute): string {
  const words = path.split('/').map(part => part.replace(/^\{(\w+)\}$/, 'by-$1').split('-'))
  return (
    method.toLowerCase() +
    words
      .flat()
      .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join('')
  )
}

/** Failures that each route may answer with, beside those that `default` stands for. */
const commonFailures = [400, 401, 403, 404, 409, 413, 429] as const

function describeFailure(status: (typeof commonFailures)[number]): object {
  const headers = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }
  return {
    description: `Not done: ${codesOf(status).join(', ')}.`,
    ...(status === 429 ? { headers } : {}),
    content: problemContent,
  }
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/** The failures of a route: what is looked for may be missing, what is changed may have changed. */
function describeFailures({ method, body, path }: ApiRoute): object {
  const isAct = method !== 'GET'
  const isPossible = (status: number): boolean =>
    (status !== 409 || isAct) &&
    (status !== 413 || body !== null) &&
    (status !== 404 || isAct || /draft|issues|candidates|\{/.test(path))
  return Object.fromEntries(
    commonFailures.filter(isPossible).map(status => [status, { $ref: `#/components/responses/Failed${status}` }]),
  )
}

function describeRoute(route: ApiRoute): object {
  const { scope, says, body, answer, status = 200 } = route
  const parameters = describeParameters(route)
  const json = (schema: object): object => ({ 'application/json': { schema } })
  return {
    operationId: nameOperation(route),
    summary: says,
    description: `Scope: ${scope}.`,
    security: [{ token: [scope] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    responses: {
      [status]: { description: 'Done.', content: json(schemaOf(answer, 'output')) },
      ...describeFailures(route),
      default: { description: 'Not done: `code` and `hint` say why, and what to do.', content: problemContent },
    },
  }
}

/** Describes all routes. */
export function describeApi({ url, title }: Pick<DeskDeps, 'url' | 'title'>, routes: readonly ApiRoute[]): object {
  const byPath = Map.groupBy(routes, ({ path }) => path)
  return {
    openapi: '3.1.0',
    info: { title: `${title}: API of the desk`, version: '1' },
    servers: [{ url: new URL('api/v1', url.endsWith('/') ? url : `${url}/`).href }],
    paths: Object.fromEntries(
      [...byPath].map(([path, own]) => [
        path,
        Object.fromEntries(own.map(route => [route.method.toLowerCase(), describeRoute(route)])),
      ]),
    ),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of the desk, `wkly_…`.' } },
      responses: Object.fromEntries(commonFailures.map(status => [`Failed${status}`, describeFailure(status)])),
      schemas: { Problem: schemaOf(problemShape, 'output') },
    },
  }
}
