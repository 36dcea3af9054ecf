// The desk without a connection, where the browser has service workers (https, localhost): the draft stays readable, acts on it wait and are sent in
// order when there is a way again, each once; nothing else is sent later than it was meant.
import { ask } from './ask.js'
import { setTakeOver, settleAnswer, takeLater } from './forms.js'
import { keepDraft } from './keep-draft.js'
import { dropAct, keepAct, listActs } from './outbox.js'
import { layOver } from './over.js'
import { currentToken } from './sign-in-again.js'
import { fill, tell, untell } from './told.js'
import { words } from './words.js'

/** @typedef {import('./outbox.js').Waiting} Waiting */
/** @typedef {import('./forms.js').Again} Again */

const RETRY_MS = 15_000
const loadedAt = new Date()

const { train: editor = '', base = '', kept } = document.body.dataset

/** @param {Date} moment */
const timeOf = moment => moment.toLocaleTimeString(document.documentElement.lang, { hour: 'numeric', minute: '2-digit' })

/** One bar for both: that there is no connection, and what waits for one. @param {number} acts */
function tellState(acts) {
  const time = timeOf(kept ? new Date(kept) : loadedAt)
  const isOffline = kept !== undefined || !navigator.onLine
  const said = [isOffline ? fill(words.offline, { time }) : '', acts > 0 ? fill(words.waiting, { acts }) : '']
  const choices = kept !== undefined && navigator.onLine ? { [words.loadPage]: () => location.reload() } : {}
  if (isOffline) untell('passkey')
  if (said.join('') === '') untell('train')
  else tell('train', said.filter(Boolean).join(' '), choices)
}

/** The issue that a page of the draft is about. @param {Document} page */
const weekOf = page => page.querySelector('main [data-week]')?.getAttribute('data-week') ?? ''

/** Acts on the draft alone may wait: with the draft that they were made from and an id that acts once. @param {Again} again */
function mayWait({ path, fields, form }) {
  const { pathname } = new URL(path, location.href)
  return pathname === `${base}/draft` && !!fields?.has('base') && fields.has('command') && form?.matches('[data-texts]') === false
}

/** What an act was about, in the words of the page. @param {Again} again @param {HTMLElement | null} button */
function nameOf({ form }, button) {
  const row = form?.closest('li, main')
  const title = row?.querySelector('h3, h1')?.textContent?.trim() ?? ''
  return [button?.textContent?.trim(), title].filter(Boolean).join(': ')
}

/** @param {Again} again @param {HTMLElement | null} button */
async function wait(again, button) {
  if (!mayWait(again)) {
    // Words have a way of their own.
    if (navigator.onLine || again.form?.matches('[data-texts]')) return false
    tell('problem', words.notOffline)
    return null
  }
  const fields = new URLSearchParams(again.fields ?? '')
  fields.delete('token')
  const said = nameOf(again, button)
  await keepAct({ editor, path: again.path, fields: fields.toString(), said, week: weekOf(document), refused: '' })
  // What is pressed next in the same row is an act of its own.
  const command = again.form?.elements.namedItem('command')
  if (command instanceof HTMLInputElement) command.value = crypto.randomUUID()
  const mark = Object.assign(document.createElement('p'), { className: 'waits', textContent: fill(words.waits, { act: said }) })
  again.form?.before(mark)
  await tellWaiting()
  return true
}

async function tellWaiting() {
  const all = await listActs(editor)
  const [waiting, refused] = [all.filter(act => !act.refused), all.filter(act => act.refused)]
  tellState(waiting.length)
  if (refused.length > 0) tell('refused', fill(words.notTaken, { acts: refused.length }), { [words.show]: () => showRefused(refused) })
  else untell('refused')
}

/** @param {Waiting[]} refused */
function showRefused(refused) {
  const heading = Object.assign(document.createElement('h1'), { textContent: words.notTakenTitle })
  const text = document.createElement('textarea')
  text.readOnly = true
  text.setAttribute('aria-labelledby', 'over')
  text.value = refused.map(({ said, refused: why }) => `${said}\n${why}`).join('\n\n')
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: words.throwAway })
  const dialog = layOver([heading, text, button])
  button.addEventListener('click', () => {
    dialog.close()
    void Promise.all(refused.map(({ id = 0 }) => dropAct(id))).then(tellWaiting)
  })
  dialog.addEventListener('close', () => void tellWaiting(), { once: true })
}

/** What the second act on a story has seen is what the first has left. @param {Waiting} act @param {Map<string, Document>} pages after own acts, by story */
function renew(act, pages) {
  const fields = new URLSearchParams(act.fields)
  const story = fields.get('story') ?? ''
  const form = [...(pages.get(story)?.querySelectorAll('form.acts') ?? [])].find(
    each => each.querySelector('input[name=story]')?.getAttribute('value') === story,
  )
  for (const name of form ? ['base', 'was'] : [])
    fields.set(name, form?.querySelector(`input[name=${name}]`)?.getAttribute('value') ?? '')
  return { ...act, fields: fields.toString() }
}

/** Keeps an act that is not taken, with why, to be read and copied. @param {Waiting} act @param {string} why */
async function refuse(act, why) {
  await keepAct({ ...act, refused: why })
  return { settled: null, isSignedOut: false }
}

/** Sends one act; the page after it, or null where the server would not: then it is kept with what was said. @param {Waiting} act */
async function sendOne(act) {
  const fields = new URLSearchParams(act.fields)
  fields.set('token', currentToken())
  const answer = await ask(act.path, fields)
  const settled = await settleAnswer(answer, { path: act.path, fields, form: null, pressed: null })
  if (settled) await dropAct(act.id ?? 0)
  else if (answer.status !== 401) await refuse(act, answer.page.querySelector('main p')?.textContent?.trim() || words.failed)
  return { settled, isSignedOut: settled === null && answer.status === 401 }
}

/** Sends what waits, in order. Of several pages that are open one does it. */
async function sendAll() {
  let last = null
  const waiting = (await listActs(editor)).filter(act => !act.refused)
  const now = waiting.length > 0 ? await ask(`${base}/draft`, null).catch(() => null) : null
  if (now?.status !== 200) return
  /** @type {Map<string, Document>} */
  const pages = new Map()
  for (const act of waiting) {
    // An act is about the issue that it was made on, and on no other.
    const sent = await (act.week === weekOf(now.page) ? sendOne(renew(act, pages)) : refuse(act, words.issueOver)).catch(error => {
      if (error instanceof TypeError) return null
      throw error
    })
    if (sent === null || sent.isSignedOut) break
    last = sent.settled ?? last
    if (sent.settled) pages.set(new URLSearchParams(act.fields).get('story') ?? '', sent.settled.page)
    // Both versions of what two people changed lie over the page: the next act waits until one is chosen.
    if (document.querySelector('dialog[open] form')) break
  }
  if (last) takeLater(last)
  await tellWaiting()
}

const sendWaiting = () =>
  navigator.onLine &&
  !document.querySelector('dialog[open]') &&
  navigator.locks.request('weekly-desk outbox', { ifAvailable: true }, lock => (lock ? sendAll() : undefined))

function onOnline() {
  void tellWaiting()
  void sendWaiting()
}

/** What leaves the page would be lost, or would act later than it was meant. @param {SubmitEvent} event */
function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target)
  if (navigator.onLine || form.method === 'get' || (form.matches('[data-swap], [data-texts]') && !event.submitter?.hasAttribute('formaction'))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  tell('not-offline', words.notOffline)
}

/** Begins, for who is signed in on a site where browsers allow it. */
export async function boardTrain() {
  if (editor === '' || !('serviceWorker' in navigator)) return
  setTakeOver(wait)
  document.addEventListener('submit', onSubmit, { capture: true })
  window.addEventListener('offline', () => void tellWaiting())
  window.addEventListener('online', onOnline)
  setInterval(() => void sendWaiting(), RETRY_MS)
  await tellWaiting()
  await navigator.serviceWorker.register(`${base}/worker.js`, { scope: `${base}/` })
  if (!kept) await keepDraft(editor, base)
  void sendWaiting()
}
