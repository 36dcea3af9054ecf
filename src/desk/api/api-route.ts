// One way into the API: its method and path, who may go it, what it takes and what it answers. Routes are rows of a table; nothing else is served.
import { z } from 'zod'
import { WeeklyError } from '../../core/errors.ts'
import type { OpenedToken, TokenScope } from '../../store/desk-tokens.ts'
import type { DeskDeps } from '../pages/frame.ts'

/** Who calls, and what with. */
export interface ApiCall {
  readonly deps: DeskDeps
  readonly by: Pick<OpenedToken, 'editor' | 'scopes'>
}

/** What a route says of itself. */
export interface RouteHead {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/api/v1`; parameters in braces: `/issues/{week}`. */
  readonly path: string
  readonly scope: TokenScope
  /** What it does, one sentence. */
  readonly says: string
  /** True where contributors have no such page at the desk either. */
  readonly isForEditors?: boolean
  /** Of the answer; 200 where nothing is said. */
  readonly status?: 200 | 201
}

/** A route with the shapes of what it takes and answers. */
export interface ApiRoute extends RouteHead {
  readonly query: z.ZodObject
  /** Null: it takes no body. */
  readonly body: z.ZodType | null
  readonly answer: z.ZodType
  /** Checks what came and answers. Throws a WeeklyError for what cannot be done. */
  readonly respond: (call: ApiCall, query: unknown, body: unknown) => Promise<unknown>
}

/** What did not fit, where: at most so many. */
const MOST_ISSUES = 20

function read<Shape extends z.ZodType>(shape: Shape, given: unknown, what: string): z.output<Shape> {
  const read = shape.safeParse(given)
  if (read.success) return read.data
  const issues = read.error.issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message: message.slice(0, 300) }))
  throw new WeeklyError('API_REQUEST_INVALID', `the ${what} is not what this route takes`, {
    hint: '`/api/v1/openapi.json` says what it takes; unknown fields are refused.',
    context: { problems: issues },
  })
}

/** Makes a route; its shapes say what its handler is given and must answer. */
export function apiRoute<Query extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType>(
  route: RouteHead & {
    readonly query: Query
    readonly body?: Body
    readonly answer: Answer
    readonly handle: (
      call: ApiCall,
      query: z.output<Query>,
      body: z.output<Body>,
    ) => Promise<z.input<Answer>> | z.input<Answer>
  },
): ApiRoute {
  const { handle, body, ...head } = route
  return {
    ...head,
    body: body ?? null,
    respond: async (call, query, given) => {
      const asked = read(route.query, query, 'address')
      return handle(call, asked, read((body ?? z.undefined()) as Body, given, 'body'))
    },
  }
}

/** Shapes that several routes take. */
export const shapes = {
  week: z.string().regex(/^\d{4}-W\d\d$/),
  id: z.uuid().describe('A UUID of yours; the same acts once, however often it is sent.'),
  base: z.string().min(1).max(64).describe('Name of the draft that you have before you.'),
  was: z.string().min(1).max(64).describe('Names what you saw in the field that you change.'),
  story: z.string().min(1).max(4_000).describe('A link of the story, as the draft has it.'),
  limit: z.coerce.number<string>().int().min(1).max(200),
  from: z.coerce.number<string>().int().min(0).max(1_000_000),
  rowId: z.coerce.number<string>().int().min(1).max(1_000_000_000),
} as const
