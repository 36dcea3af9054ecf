// The description of the API says what its routes do: each is in it, and real answers are what it promises.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { matchPath } from '../../../src/desk/api/api.ts'
import { problemShape } from '../../../src/desk/api/describe-api.ts'
import { apiRoutes } from '../../../src/desk/api/routes.ts'
import { arrive, linkOf } from '../filled-store.ts'
import { addIssue } from '../pages/at-the-desk.ts'
import { type DeskSite, startDesk } from '../pages/desk-fixture.ts'
import { type Answered, callWith, openProgram } from './api-fixture.ts'
import type { WeekId } from '../../../src/core/types.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
  await arrive(desk.store, ['alpha', 'bravo'])
})
afterEach(() => desk.close())

interface Described {
  readonly openapi: string
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string
            readonly responses: Readonly<
              Record<
                string,
                { readonly content: Readonly<Record<string, { readonly schema: z.core.JSONSchema.JSONSchema }>> }
              >
            >
          }
        >
      >
    >
  >
}

async function describeOverHttp(): Promise<Described> {
  const response = await fetch(`http://127.0.0.1:${desk.site.port}/api/v1/openapi.json`)
  expect(response.headers.get('Content-Type')).toBe('application/json')
  return (await response.json()) as Described
}

test('it has every route, once, with what it takes and who may', async () => {
  const { openapi, paths } = await describeOverHttp()
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
  expect(openapi).toBe('3.1.0')
  expect(described.toSorted()).toEqual(apiRoutes.map(({ method, path }) => `${method} ${path}`).toSorted())
  expect(paths).toMatchObject({
    '/issues/{week}': {
      get: { parameters: [{ name: 'week', in: 'path', required: true }], security: [{ token: ['read'] }] },
    },
    '/draft': {
      get: { parameters: [{ name: 'week', in: 'query', required: false }, { name: 'from' }, { name: 'limit' }] },
    },
    '/draft/approve': { post: { security: [{ token: ['release'] }], requestBody: { required: true } } },
  })
})

test('real answers, and failures, are what it promises', async () => {
  const { paths } = await describeOverHttp()
  await addIssue(desk.store, { week: '2016-W47' as WeekId })
  const { call } = await openProgram(desk, desk.owner, ['read', 'save', 'edit', 'subscribers', 'release'])
  const seen = new Set<string>()
  const check = async (method: string, path: string, body?: unknown): Promise<Answered['body']> => {
    const answer = await call(method, path, body)
    const route = apiRoutes.find(each => each.method === method && matchPath(each.path, path.replace(/\?.*/, '')))
    if (!route) throw new Error(`no route for ${method} ${path}`)
    seen.add(`${method} ${route.path}`)
    const responses = paths[route.path]?.[method.toLowerCase()]?.responses
    const schema = responses?.[answer.status]?.content['application/json']?.schema
    if (!schema) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    z.fromJSONSchema(schema).parse(answer.body)
    route.answer.parse(answer.body)
    return answer.body
  }
  const draft = await check('GET', '/draft')
  await check('GET', '/candidates?q=alpha&limit=3')
  const foreword = { kind: 'foreword', value: '你好' }
  const { was } = draft['foreword'] as { was: string }
  await check('POST', '/draft/commands', { base: draft['base'], id: randomUUID(), was, act: foreword })
  for (const kind of ['undo', 'redo']) await check('POST', `/draft/${kind}`, { id: randomUUID() })
  for (const kind of ['approve', 'stop', 'hold']) {
    const { base } = await check('GET', '/draft')
    await check('POST', `/draft/${kind}`, { base, id: randomUUID() })
  }
  for (const path of ['/issues', '/issues/2016-W47', '/reports', '/sources', '/subscribers', '/inbox'])
    await check('GET', path)
  await check('POST', '/save', { url: 'https://b.example/x' })
  const { id } = await check('POST', '/sources', { url: 'https://c.example/feed' })
  await check('DELETE', `/sources/${String(id)}`)
  expect([...seen].toSorted()).toEqual(apiRoutes.map(({ method, path }) => `${method} ${path}`).toSorted())
  const refused = await call('POST', '/draft/commands', {
    base: 'x',
    id: 'x',
    act: { kind: 'drop', story: linkOf('alpha') },
  })
  expect(problemShape.parse(refused.body)).toMatchObject({ status: 400, code: 'API_REQUEST_INVALID' })
})

test('a client that is made from it has a name for each route, and a type for each failure', async () => {
  const { paths } = await describeOverHttp()
  await addIssue(desk.store, { week: '2016-W47' as WeekId })
  const names = Object.values(paths).flatMap(methods => Object.values(methods).map(({ operationId }) => operationId))
  expect(new Set(names).size).toBe(apiRoutes.length)
  expect(names.filter(name => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([])
  expect(names).toEqual(expect.arrayContaining(['getIssuesByWeek', 'postDraftCommands', 'deleteSourcesById']))
  const { call, secret } = await openProgram(desk, desk.owner, ['edit', 'read'])
  const [draft] = [await call('GET', '/draft')]
  const act = { kind: 'title', story: linkOf('alpha'), value: 'Mine' }
  const tries: readonly (readonly [answer: Promise<Answered>, path: string, method: string, status: number])[] = [
    [callWith(desk, 'wkly_x', ['GET', '/draft']), '/draft', 'get', 401],
    [callWith(desk, secret, ['GET', '/draft?access_token=x']), '/draft', 'get', 400],
    [call('GET', '/subscribers'), '/subscribers', 'get', 403],
    [call('GET', '/issues/2016-W01'), '/issues/{week}', 'get', 404],
    [
      call('POST', '/draft/commands', { base: draft.body['base'], id: randomUUID(), was: 'other', act }),
      '/draft/commands',
      'post',
      409,
    ],
    [call('POST', '/draft/commands', `"${'x'.repeat(600_000)}"`), '/draft/commands', 'post', 413],
  ]
  for (const [answer, path, method, status] of tries) {
    const { status: answered, body } = await answer
    expect([path, answered]).toEqual([path, status])
    expect(Object.keys(paths[path]?.[method]?.responses ?? {})).toContain(String(status))
    expect(Object.keys(body).filter(name => !(name in problemShape.shape))).toEqual([])
    problemShape.parse(body)
  }
})
