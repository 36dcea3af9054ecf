// The API of the desk: who may call, how often, with what; the draft, what two change, undo, release, and what comes by tokens in the journal.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import type { WeekId } from '../../../src/core/types.ts'
import { createCallWindows } from '../../../src/desk/api/call-windows.ts'
import { draftAnswer } from '../../../src/desk/api/view-draft.ts'
import { openDraft } from '../../../src/desk/edit-draft.ts'
import { takeCommand } from '../../../src/desk/take-command.ts'
import { readDraft } from '../../../src/store/drafts.ts'
import { type Editor, removeEditor, saveEditor } from '../../../src/store/editors.ts'
import { readJournal } from '../../../src/store/journal.ts'
import { saveSignUp } from '../../../src/store/subscribers.ts'
import { arrive, commandOn, deskOn, edited, linkOf } from '../filled-store.ts'
import { addIssue, allRows, signInAs, textOf } from '../pages/at-the-desk.ts'
import { type DeskSite, startDesk } from '../pages/desk-fixture.ts'
import { now } from '../../web/web-fixture.ts'
import { callWith, openProgram } from './api-fixture.ts'

let desk: DeskSite
let releaser: Editor
beforeEach(async () => {
  desk = await startDesk()
  await arrive(desk.store, ['alpha', 'bravo', '查询'])
  releaser = await saveEditor(
    desk.store,
    { email: 'mei@example.org', name: '梅', role: 'editor', mayRelease: true },
    desk.clock.now(),
  )
})
afterEach(() => desk.close())

const { week } = edited.window
const readAll = async (editor = desk.editor) => openProgram(desk, editor, ['read', 'save', 'edit', 'subscribers'])
async function readDraftOf(call: Awaited<ReturnType<typeof readAll>>['call']) {
  return draftAnswer.parse((await call('GET', '/draft')).body)
}

test('nobody calls without a token that works, and cookies count for nothing', async () => {
  const { secret } = await readAll()
  const ask = (headers: Readonly<Record<string, string>>, path = '/draft') =>
    fetch(`http://127.0.0.1:${desk.site.port}/api/v1${path}`, { headers })
  const browser = await signInAs(desk, 'owner')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  for (const headers of [{}, { Cookie: cookie }, { Authorization: `Bearer wkly_${'a'.repeat(43)}` }]) {
    const response = await ask(headers)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([401, 'application/problem+json'])
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="weekly"')
    expect(await response.json()).toMatchObject({
      status: 401,
      code: 'TOKEN_INVALID',
      hint: expect.any(String) as string,
    })
  }
  const inAddress = await ask({ Authorization: `Bearer ${secret}` }, `/draft?key=${secret}`)
  expect([inAddress.status, await inAddress.json()]).toMatchObject([400, { code: 'TOKEN_IN_QUERY' }])
  const right = await ask({ Authorization: `bearer ${secret}`, Origin: 'https://evil.example' })
  expect([right.status, right.headers.get('Access-Control-Allow-Origin')]).toEqual([200, null])
  desk.clock.set(addMinutes(now, 366 * 24 * 60))
  expect(await (await ask({ Authorization: `Bearer ${secret}` })).json()).toMatchObject({
    detail: 'the token has expired',
  })
})

test('a token does what it was made for, and ends with its editor', async () => {
  const reader = await openProgram(desk, desk.editor, ['read'])
  const saved = await reader.call('POST', '/save', { url: 'https://b.example/x' })
  expect([saved.status, saved.body]).toMatchObject([403, { code: 'TOKEN_SCOPE_MISSING' }])
  expect((await reader.call('GET', '/subscribers')).status).toBe(403)
  expect((await reader.call('POST', '/draft/approve', {})).status).toBe(403)
  const tom = await saveEditor(
    desk.store,
    { email: 'tom@example.org', name: 'Tom', role: 'contributor', mayRelease: true },
    now,
  )
  expect((await (await openProgram(desk, tom, ['read'])).call('GET', '/reports')).status).toBe(403)
  await removeEditor(desk.store, desk.editor.id)
  expect((await reader.call('GET', '/draft')).status).toBe(401)
})

test('unknown addresses, methods, fields and bodies are refused with what is wrong', async () => {
  const { call, secret } = await readAll()
  expect((await call('GET', '/nothing')).body).toMatchObject({ status: 404, code: 'API_ROUTE_MISSING' })
  const method = await call('DELETE', '/draft')
  expect([method.status, method.headers.get('Allow')]).toEqual([405, 'GET'])
  expect((await call('GET', '/draft?depth=1')).body).toMatchObject({ status: 400, code: 'API_REQUEST_INVALID' })
  expect((await call('GET', '/draft?from=1&from=2')).status).toBe(400)
  const unknown = await call('POST', '/save', { url: 'https://b.example/x', tags: [] })
  expect(unknown.body).toMatchObject({ problems: [{ message: expect.stringContaining('tags') as string }] })
  expect((await call('POST', '/save', 'no json')).status).toBe(400)
  const typed = await callWith(desk, secret, ['POST', '/save', '{}'], { 'Content-Type': 'text/plain' })
  expect(typed.body).toMatchObject({ detail: 'the body is not said to be JSON' })
  const long = await call('POST', '/save', { url: 'https://b.example/x', note: 'x'.repeat(600_000) })
  expect([long.status, long.body]).toMatchObject([413, { code: 'API_REQUEST_TOO_LARGE' }])
})

test('the 601st call of a minute waits, reads nothing, and others go on', async () => {
  const { call, secret } = await readAll()
  const other = await readAll(desk.owner)
  const takeCall = createCallWindows()
  for (let calls = 0; calls < 600; calls++) expect(takeCall('a', now)).toBe(0)
  expect([takeCall('a', addMinutes(now, 0.5)), takeCall('b', now), takeCall('a', addMinutes(now, 1))]).toEqual([
    30, 0, 0,
  ])
  for (let begun = 0; begun < 600; begun += 50)
    await Promise.all(Array.from({ length: 50 }, () => callWith(desk, secret, ['GET', '/nothing'])))
  const late = await call('GET', '/draft')
  expect([late.status, late.headers.get('Retry-After'), late.body['code']]).toEqual([429, '60', 'API_CALLS_TOO_MANY'])
  expect((await other.call('GET', '/draft')).status).toBe(200)
})

test('strangers’ tokens do not fill the memory of the counter', () => {
  const takeCall = createCallWindows()
  for (let i = 0; i < 3_000; i++) takeCall(`stranger ${i}`, now)
  expect(takeCall('stranger 0', now)).toBe(0)
})

test('the draft says why, what commands bear, and looking changes no row', async () => {
  const { call } = await readAll()
  await call('GET', '/draft')
  const before = await allRows(desk.store)
  const draft = await readDraftOf(call)
  expect(await allRows(desk.store)).toBe(before)
  const stories = draft.sections.flatMap(section => section.stories)
  expect(stories.map(({ link }) => link).toSorted()).toEqual(['alpha', 'bravo', '查询'].map(linkOf).toSorted())
  expect(stories[0]).toMatchObject({ source: 'A', place: { part: 'in', position: 1 }, whyOut: '' })
  const found = await call('GET', `/candidates?q=${encodeURIComponent('查询')}`)
  expect(found.body).toMatchObject({ found: 1, stories: [{ link: linkOf('查询') }] })
  expect((await call('GET', '/draft?week=2001-W01')).body).toMatchObject({ status: 404, code: 'DRAFT_MISSING' })
})

test('acts of a program stand in the journal as such, act once, and are taken back at the desk', async () => {
  const { call } = await readAll()
  const draft = await readDraftOf(call)
  const story = draft.sections.flatMap(section => section.stories).find(({ link }) => link === linkOf('alpha'))
  const drop = {
    base: draft.base,
    id: randomUUID(),
    was: story?.was.place,
    act: { kind: 'drop', story: linkOf('alpha') },
  }
  expect((await call('POST', '/draft/commands', drop)).body).toEqual({ week, isRepeated: false })
  expect((await call('POST', '/draft/commands', drop)).body).toEqual({ week, isRepeated: true })
  const note = {
    ...drop,
    id: randomUUID(),
    was: story?.was.note,
    act: { kind: 'note', story: linkOf('alpha'), value: '读' },
  }
  expect((await call('POST', '/draft/commands', note)).status).toBe(200)
  expect(await readJournal(desk.store.db, week)).toMatchObject([
    { editor: 'Ann', via: 'token', act: { kind: 'drop' } },
    { editor: 'Ann', via: 'token', act: { kind: 'note' } },
  ])
  const after = await readDraftOf(call)
  expect(after.leftOut).toMatchObject([{ link: linkOf('alpha'), note: '读' }])
  const ann = await signInAs(desk, 'editor')
  expect(textOf(await (await ann.get('/desk/journal')).text())).toContain('by a program, with a token')
  expect((await call('POST', '/draft/undo', { id: randomUUID() })).body).toMatchObject({ isRepeated: false })
  expect((await readDraftOf(call)).leftOut).toMatchObject([{ note: '' }])
  expect((await call('POST', '/draft/redo', { id: randomUUID() })).body).toMatchObject({ isRepeated: false })
  const token = /name="token" value="([^"]+)"/.exec(await (await ann.get('/desk/journal')).text())?.[1] ?? ''
  await ann.post('/desk/journal', { token, kind: 'undo', command: randomUUID() })
  await ann.post('/desk/journal', { token, kind: 'undo', command: randomUUID() })
  expect((await readDraftOf(call)).leftOut).toEqual([])
  const nothing = await call('POST', '/draft/undo', { id: randomUUID() })
  expect([nothing.status, nothing.body['code']]).toEqual([409, 'NOTHING_TO_UNDO'])
})

test('what two change comes back in both versions, and is written after a choice', async () => {
  const { call } = await readAll()
  const draft = await readDraftOf(call)
  const { text } = await openDraft(deskOn(desk.store), edited)
  await takeCommand(deskOn(desk.store), edited, commandOn(text, 'Li', { kind: 'foreword', value: '李的话' }))
  const act = { kind: 'foreword', value: 'Words of a program' }
  const mine = { base: draft.base, id: randomUUID(), was: draft.foreword.was, act }
  const conflict = await call('POST', '/draft/commands', mine)
  expect(conflict.status).toBe(409)
  expect(conflict.body).toMatchObject({ code: 'DRAFT_CONFLICT', reason: 'changed', mine: act, theirs: '李的话' })
  const { base, was } = conflict.body
  expect((await call('POST', '/draft/commands', { act, base, was, id: randomUUID() })).status).toBe(200)
  expect((await readDraftOf(call)).foreword.text).toBe('Words of a program')
})

test('a program releases only with the scope, only what it saw, ten minutes later, and all are told', async () => {
  const { call } = await openProgram(desk, releaser, ['read', 'edit', 'release'])
  await openDraft({ ...deskOn(desk.store), clock: desk.clock }, edited)
  const { base } = await readDraftOf(call)
  const old = await call('POST', '/draft/approve', { base: 'f'.repeat(12), id: randomUUID() })
  expect([old.status, old.body]).toMatchObject([409, { code: 'DRAFT_CHANGED', base }])
  expect((await call('POST', '/draft/approve', { id: randomUUID() })).status).toBe(400)
  const id = randomUUID()
  const approved = await call('POST', '/draft/approve', { base, id })
  const goesOutAt = addMinutes(desk.clock.now(), 10)
  expect(approved.body).toEqual({ week, state: 'approved', goesOutAt, isRepeated: false })
  expect((await call('POST', '/draft/approve', { base, id })).body).toMatchObject({ isRepeated: true })
  expect(desk.told).toEqual([`${week} 梅`])
  expect(await readJournal(desk.store.db, week)).toMatchObject([
    { via: 'token', editor: '梅', act: { state: 'approved' } },
  ])
  const now = await readDraftOf(call)
  const drop = { base: now.base, id: randomUUID(), was: 'x', act: { kind: 'drop', story: linkOf('alpha') } }
  expect((await call('POST', '/draft/commands', drop)).body).toMatchObject({ status: 409, code: 'ISSUE_APPROVED' })
  expect((await call('POST', '/draft/stop', { base: now.base, id: randomUUID() })).body['state']).not.toBe('approved')
  const { base: next } = await readDraftOf(call)
  expect((await call('POST', '/draft/hold', { base: next, id: randomUUID() })).body['state']).toBe('held')
  expect((await readDraft(desk.store.db, week))?.state).toBe('held')
})

test('links are saved once, and what readers had is not', async () => {
  const { call } = await readAll()
  const saved = await call('POST', '/save', { url: '值得读 https://b.example/x?utm_source=y', note: '注' })
  expect([saved.status, saved.body]).toMatchObject([
    201,
    { isNew: true, saved: { url: 'https://b.example/x', note: '注', savedBy: 'Ann', state: 'waiting' } },
  ])
  expect((await call('POST', '/save', { url: 'https://b.example/x' })).body).toMatchObject({ isNew: false })
  expect((await call('POST', '/save', { url: 'no address' })).body).toMatchObject({ code: 'API_REQUEST_INVALID' })
  expect((await call('GET', '/inbox')).body).toMatchObject({ saved: [{ url: 'https://b.example/x' }], next: null })
  expect((await call('GET', '/inbox?state=taken')).body).toEqual({ saved: [], next: null })
})

test('issues, reports and subscribers come in pages', async () => {
  const { call } = await readAll()
  for (const [i, each] of (['2016-W46', '2016-W47'] as WeekId[]).entries())
    await addIssue(desk.store, { week: each, number: i + 1 })
  const first = await call('GET', '/issues?limit=1')
  expect(first.body).toMatchObject({ issues: [{ week: '2016-W47', isTakenBack: false }], next: '2016-W47' })
  expect((await call('GET', '/issues?limit=1&before=2016-W47')).body).toMatchObject({
    issues: [{ week: '2016-W46' }],
    next: null,
  })
  expect((await call('GET', '/issues/2016-W46')).body).toMatchObject({ week: '2016-W46', sections: [] })
  expect((await call('GET', '/issues/2016-W01')).body).toMatchObject({ status: 404, code: 'ISSUE_MISSING' })
  expect((await call('GET', '/reports')).body).toMatchObject({ issues: [{ equation: null }, {}], failingSources: [] })
  for (const email of ['a@example.org', 'b@example.org'])
    await saveSignUp(desk.store.db, { email, name: null, language: 'zh-CN', consent: '{}' }, now)
  const found = await call('GET', '/subscribers?limit=1')
  expect(found.body).toMatchObject({ subscribers: [{ email: 'b@example.org' }], next: expect.any(Number) as number })
  expect((await call('GET', '/subscribers?q=a%40')).body).toMatchObject({ subscribers: [{ email: 'a@example.org' }] })
})

test('sources are followed and left by the code of the desk, and private addresses are not told', async () => {
  const { call } = await readAll()
  const added = await call('POST', '/sources', { url: 'https://c.example/feed', section: 'Clouds' })
  expect([added.status, added.body]).toMatchObject([201, { url: 'https://c.example/feed', health: 'new' }])
  expect((await call('POST', '/sources', { url: 'https://c.example/feed' })).body).toMatchObject({
    code: 'SOURCE_EXISTS',
  })
  expect((await call('POST', '/sources', { url: 'https://c.example/${HOME}' })).body).toMatchObject({
    code: 'USAGE_INVALID',
  })
  const { sources } = (await call('GET', '/sources')).body as { sources: { id: number; title: string }[] }
  expect(sources.map(({ title }) => title)).toContain('c.example')
  expect((await call('DELETE', `/sources/${String(added.body['id'])}`)).body).toMatchObject({ title: 'c.example' })
  expect((await call('DELETE', `/sources/${String(added.body['id'])}`)).status).toBe(404)
})
