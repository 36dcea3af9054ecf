// A desk with its API, and programs that call it with tokens.
import { randomUUID } from 'node:crypto'
import { makeToken, type TokenScope } from '../../../src/store/desk-tokens.ts'
import type { Editor } from '../../../src/store/editors.ts'
import type { DeskSite } from '../pages/desk-fixture.ts'

/** An answer of the API: its status, its headers, and what its JSON says. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

/** Sends a request to the API with a token. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answered>

export async function callWith(
  desk: DeskSite,
  secret: string,
  [method, path, body]: Parameters<Call>,
  more: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const headers = { Authorization: `Bearer ${secret}`, ...(body === undefined ? {} : json), ...more }
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const response = await fetch(`http://127.0.0.1:${desk.site.port}/api/v1${path}`, { method, headers, ...sent })
  const { status, headers: answered } = response
  return { status, headers: answered, body: (await response.json()) as Answered['body'] }
}

const json = { 'Content-Type': 'application/json' }

/** A program with a token of an editor that has these scopes. */
export async function openProgram(
  desk: DeskSite,
  editor: Editor,
  scopes: readonly TokenScope[],
): Promise<{ readonly call: Call; readonly secret: string }> {
  const { secret } = await makeToken(desk.store.db, editor, { name: randomUUID(), scopes }, desk.clock.now())
  return { secret, call: (...args) => callWith(desk, secret, args) }
}
