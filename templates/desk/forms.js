// Sends the forms and links that bear `data-swap` without leaving the page, and takes the answer over. The focus stays on the pressed button;
// where its story went elsewhere, it goes to the same button of the next one.
import { ask, fieldsOf } from './ask.js'
import { dropText } from './kept-texts.js'
import { closeAround, shownFor } from './menus.js'
import { closeOver, formUnder } from './over.js'
import { currentToken, signInAgain } from './sign-in-again.js'
import { swapMain } from './swap.js'
import { say, tell, untell } from './told.js'
import { showVersions } from './versions.js'
import { words } from './words.js'

/** @typedef {import('./ask.js').Answer} Answer */
/** @typedef {{ row: HTMLElement | null, part: string | undefined, value: string, heirs: Element[], top: number }} Pressed */

/** Forms whose command is under way: it acts once, however often the button is tapped. */
const sent = new WeakSet()

/** @typedef {{ path: string, fields: URLSearchParams | null, form: HTMLFormElement | null, pressed: Pressed | null }} Again */

/** What is to be known of a pressed button before its page changes. @param {HTMLElement} button @returns {Pressed} */
function remember(button) {
  const row = /** @type {HTMLElement | null} */ (button.closest('li[id]'))
  const heirs = [row?.nextElementSibling, row?.previousElementSibling, row?.parentElement?.previousElementSibling]
  const value = button instanceof HTMLButtonElement ? button.value : ''
  return {
    ...{ row, part: row?.dataset.part, value },
    heirs: heirs.filter(heir => heir instanceof Element),
    top: shownFor(button).getBoundingClientRect().top,
  }
}

/** The button of a row that does the same; else the row itself. @param {Element} heir @param {string} value */
const sameIn = (heir, value) => heir.querySelector(`button[value="${CSS.escape(value)}"]`) ?? heir

/** @param {HTMLElement} button @param {Pressed} pressed */
function handOn(button, { row, part, value, heirs, top }) {
  const stays = button.isConnected && row?.dataset.part === part
  closeAround(button)
  const found = stays ? shownFor(button) : heirs.filter(heir => heir.isConnected).map(heir => sameIn(heir, value))[0]
  if (!(found instanceof HTMLElement)) return
  if (!found.matches('button, a, input, textarea, summary')) found.tabIndex = -1
  found.focus({ preventScroll: true })
  // What was under the finger stays there.
  if (stays) window.scrollBy(0, found.getBoundingClientRect().top - top)
  else found.scrollIntoView({ block: 'nearest' })
}

/** The sentence about where an act has led. @param {string | null} place */
function sentenceOf(place) {
  const named = place?.includes('#') ? document.getElementById(place.split('#')[1] ?? '') : null
  const said = named?.dataset.said ?? /** @type {HTMLElement | null} */ (document.querySelector('main [data-said]'))?.dataset.said
  return said ?? ''
}

/**
 * Deals with an answer that is not the page after an act: asks to sign in and sends the same again, shows both versions, or tells what the
 * server said. Answers with what came of it in the end; null where nothing was done.
 * @param {Answer} answer @param {Again} again @returns {Promise<Answer | null>}
 */
export async function settleAnswer(answer, again) {
  if (answer.status < 300) return answer
  if (answer.status === 401) {
    if (!(await signInAgain(answer.page))) {
      tell('problem', words.notSignedIn)
      return null
    }
    again.fields?.set('token', currentToken())
    return settleAnswer(await ask(again.path, again.fields), again)
  }
  if (!showVersions(answer, again.form))
    tell('problem', answer.page.querySelector('main p')?.textContent?.trim() || words.failed)
  return null
}

/** Takes the page after an act over, and tells of it. @param {Answer} answer @param {Again} again @param {HTMLElement | null} button */
function take(answer, again, button) {
  untell('problem')
  // What was chosen in a dialog is done with, and so is the form that it was about.
  const done = formUnder() ?? again.form
  closeOver()
  const texts = done?.matches('[data-texts]') ? done : null
  if (texts) dropText(texts)
  swapMain(answer.page, texts)
  document.dispatchEvent(new CustomEvent('desk:swapped'))
  const path = answer.place ?? again.path
  history.replaceState(null, '', path.split('#')[0])
  if (again.fields) say(sentenceOf(answer.place))
  const opened = again.fields ? null : document.getElementById(again.path.split('#')[1] ?? '')?.closest('li, section')
  const field = /** @type {HTMLElement | null | undefined} */ (opened?.querySelector('[autofocus]'))
  if (field) field.focus()
  else if (button && again.pressed) handOn(button, again.pressed)
}

/** Who keeps what cannot be sent, so that it is sent later: true where that was done, null where it has said why not. @type {(again: Again, button: HTMLElement | null) => Promise<boolean | null>} */
let takeOver = async () => false

/** @param {typeof takeOver} keeper */
export function setTakeOver(keeper) {
  takeOver = keeper
}

/** Takes the page after acts over that were sent later, where it is the same page. @param {Answer} answer */
export function takeLater(answer) {
  if (answer.place?.split(/[?#]/)[0] !== location.pathname) return
  take(answer, { path: location.pathname + location.search, fields: new URLSearchParams(), form: null, pressed: null }, null)
}

/**
 * Sends what a form or link asks for, and takes the answer over: true when that was done, false when the server would not, null when it was not
 * reached. What is not answered can be sent again as it was: a command acts once.
 * @param {Again} again @param {HTMLElement | null} button @returns {Promise<boolean | null>}
 */
export async function send(again, button) {
  try {
    const answer = await settleAnswer(await ask(again.path, again.fields), again)
    if (answer) take(answer, again, button)
    return answer !== null
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const kept = await takeOver(again, button)
    if (kept !== false) return kept
    tell('problem', words.notReached, { [words.tryAgain]: () => void send(again, button) })
    return null
  }
}

/** Presses a button of a form that is sent by the script; done when the answer is. @param {HTMLElement} button @param {HTMLFormElement | null} [of] */
export async function press(button, of = null) {
  const form = of ?? button.closest('form')
  if (!form || sent.has(form) || button.getAttribute('aria-disabled') === 'true') return
  sent.add(form)
  const path = form.getAttribute('action') ?? ''
  await send({ path, fields: fieldsOf(form, button), form, pressed: remember(button) }, button)
  sent.delete(form)
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target)
  const button = event.submitter ?? form.querySelector('button')
  if (!form.matches('[data-swap]') || !button || button.hasAttribute('formaction')) return
  event.preventDefault()
  void press(button, form)
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a[data-swap]') : null
  if (!(link instanceof HTMLAnchorElement)) return
  event.preventDefault()
  const form = link.closest('form')
  const path = link.getAttribute('href') ?? ''
  void send({ path, fields: null, form, pressed: remember(link) }, link)
}

/** Begins to listen. */
export function sendForms() {
  document.addEventListener('submit', onSubmit)
  document.addEventListener('click', onClick)
}
