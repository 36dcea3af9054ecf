// Asks now and then, while the page is in sight, what has come and what others have changed: tells of it, and shows it only when asked to.
import { isAsking } from './ask.js'
import { send } from './forms.js'
import { fill, tell, untell } from './told.js'
import { words } from './words.js'

const EVERY_MS = 20_000

/** Rows of the draft in order, each with the sign of what it says; who else is at work. @typedef {{ rows: [string, string][], others: string }} News */

/** The rows that this page shows. @returns {Map<string, string>} */
const rowsShown = () =>
  new Map(
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll('main [data-sign]')]).map(row => [row.id, row.dataset.sign ?? '']),
  )

/** How many rows are new, and how many say something else, stand elsewhere or are gone. @param {News['rows']} rows */
function countNews(rows) {
  const shown = rowsShown()
  const now = new Map(rows)
  const added = rows.filter(([id]) => !shown.has(id)).length
  const changed = [...shown].filter(([id, sign]) => now.get(id) !== sign).length
  const isOrdered = [...now.keys()].join() === [...shown.keys()].join()
  return { added, changed: added + changed === 0 && !isOrdered ? 1 : changed }
}

/** Takes the draft as it is now; the focus goes to its heading, since the button that was pressed is gone. */
async function show() {
  await send({ path: location.pathname + location.search, fields: null, form: null, pressed: null }, null)
  const heading = document.querySelector('main h1')
  if (!(heading instanceof HTMLElement) || document.activeElement !== document.body) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

async function look() {
  const line = document.getElementById('others')
  if (!line?.dataset.news || document.visibilityState !== 'visible' || isAsking()) return
  const response = await fetch(line.dataset.news + location.search, { headers: { 'Desk-Script': '1' } }).catch(() => null)
  // Who is signed out is asked when they do something.
  if (!response?.headers.get('Content-Type')?.startsWith('application/json')) return
  const news = /** @type {News} */ (await response.json())
  // What was done meanwhile has brought the page up to date.
  if (isAsking()) return
  line.textContent = news.others
  const { added, changed } = countNews(news.rows)
  if (added + changed === 0) untell('news')
  else tell('news', fill(words.news, { added, changed }), { [words.show]: () => void show() })
}

/** Begins to ask. */
export function lookForNews() {
  setInterval(() => void look(), EVERY_MS)
  document.addEventListener('desk:swapped', () => untell('news'))
}
