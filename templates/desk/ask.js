// Asks the server, as the page would: the same paths, the same fields, the same pages in return.

/**
 * What came back. `place` is where a browser without script would have been sent; null where it would stay.
 * @typedef {{ status: number, page: Document, place: string | null }} Answer
 */

/** One question at a time: what a page was made of is known before the next act is sent. @type {Promise<unknown>} */
let last = Promise.resolve()

/** Requests that are under way. */
let open = 0

/** Whether something that was sent has not been answered. */
export const isAsking = () => open > 0

/**
 * The fields of a form as a browser sends them.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [button] the one that was pressed
 */
export function fieldsOf(form, button) {
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form, button)) if (typeof value === 'string') fields.append(name, value)
  return fields
}

/**
 * Sends fields, or with null asks for a page, after what was sent before. Rejects with TypeError where the server is not reached.
 * @param {string} path
 * @param {URLSearchParams | null} fields
 * @returns {Promise<Answer>}
 */
export function ask(path, fields) {
  open += 1
  const asked = last.then(() => fetchPage(path, fields))
  last = asked.catch(() => null)
  return asked.finally(() => (open -= 1))
}

/** As `ask`, at once: for a page that is about to go away. @param {string} path @param {URLSearchParams | null} fields */
export async function fetchPage(path, fields) {
  const init = fields ? { method: 'POST', body: fields, keepalive: fields.toString().length < 60_000 } : {}
  const response = await fetch(path, { ...init, headers: { 'Desk-Script': '1' } })
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const isElsewhere = response.redirected ? new URL(response.url).pathname : null
  // Who is signed out is sent to the page that asks who it is.
  const isOut = response.ok && document.body.dataset.editor !== undefined && page.body.dataset.editor === undefined
  const place = response.headers.get('Desk-Place') ?? isElsewhere
  return { status: isOut ? 401 : response.status, page, place }
}

/** Posts fields, and answers the object that comes back; null for any other answer. @param {string} path @param {URLSearchParams} body */
export async function fetchJson(path, body) {
  const response = await fetch(path, { method: 'POST', body, headers: { 'Desk-Script': '1' } })
  const isJson = response.ok && response.headers.get('Content-Type')?.startsWith('application/json') === true
  return isJson ? /** @type {object} */ (await response.json()) : null
}
