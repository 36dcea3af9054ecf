// What the desk's script gets where a browser without it gets a page: the same page in the same answer, without a second way to the server.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Visit } from './visitor.ts'

/** A header that no other site can send without asking first. Its answers are packed, for what is reflected in them is nobody else's. */
const FROM_SCRIPT = 'Desk-Script'
/** Where a browser without script would have been sent: path, query and the place on the page. */
const PLACE = 'Desk-Place'

/** Whether the desk's script asks. */
export function isFromScript({ headers }: Request): boolean {
  return headers.get(FROM_SCRIPT) !== null
}

/** The visit that a browser makes when it is sent on within the desk; null when it is not, or leads elsewhere. */
function nextVisit(visit: Visit, answer: Response, basePath: string): Visit | null {
  const location = answer.headers.get('Location')
  if (answer.status !== 303 || location === null) return null
  const url = new URL(location, visit.request.url)
  if (!url.pathname.startsWith(`${basePath}/desk`)) return null
  const headers = new Headers(visit.request.headers)
  for (const name of ['Content-Type', 'Content-Length']) headers.delete(name)
  return { ...visit, path: url.pathname.slice(basePath.length), request: new Request(url, { headers }) }
}

/** Goes where a screen sends the browser, and answers what is found there; `look` answers a GET. Anything else stays as it is. */
export async function followForScript(
  visit: Visit,
  answer: Response,
  siteUrl: string,
  look: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  const next = nextVisit(visit, answer, new URL(siteUrl).pathname.replace(/\/$/, ''))
  if (next === null) return packed(visit, answer)
  const found = await look(next)
  found.headers.set(PLACE, answer.headers.get('Location') ?? '')
  return packed(visit, found)
}

async function packed({ request }: Visit, answer: Response): Promise<Response> {
  const mayPack = /\bgzip\b/.test(request.headers.get('Accept-Encoding') ?? '')
  if (!mayPack || !answer.headers.get('Content-Type')?.startsWith('text/html')) return answer
  const headers = new Headers(answer.headers)
  headers.set('Content-Encoding', 'gzip')
  headers.set('Vary', 'Accept-Encoding')
  const bytes = await promisify(gzip)(new Uint8Array(await answer.arrayBuffer()), { level: 4 })
  return new Response(new Uint8Array(bytes), { status: answer.status, headers })
}
