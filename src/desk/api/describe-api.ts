// The description of the API for programs and people (OpenAPI 3.1), made from the shapes that the routes check with. Pure.
import { z } from 'zod'
import type { DeskDeps } from '../pages/frame.ts'
import type { ApiRoute } from './api-route.ts'

/** What every failure says (RFC 9457). */
export const problemShape = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe('One of docs/errors.md.'),
  hint: z.string().nullable(),
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

function describeRoute(route: ApiRoute): object {
  const { scope, says, body, answer, status = 200 } = route
  const parameters = describeParameters(route)
  const json = (schema: object): object => ({ 'application/json': { schema } })
  return {
    summary: says,
    description: `Scope: ${scope}.`,
    security: [{ token: [scope] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    responses: {
      [status]: { description: 'Done.', content: json(schemaOf(answer, 'output')) },
      default: {
        description: 'Not done: `code` and `hint` say why, and what to do.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
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
      schemas: { Problem: schemaOf(problemShape, 'output') },
    },
  }
}
