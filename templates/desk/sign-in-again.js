// A session that ends while somebody writes: they sign in over the page, and the same command is sent again.
import { fetchPage, fieldsOf } from './ask.js'
import { closeOver, layOver } from './over.js'

/** @type {Promise<boolean> | null} */
let asking = null

/** Every form of the page bears the token of the new session. @param {Document} page */
function takeToken(page) {
  const token = page.querySelector('input[name=token]')?.getAttribute('value') ?? ''
  for (const field of document.querySelectorAll('input[name=token]')) field.setAttribute('value', token)
}

/** The token that forms bear now. */
export const currentToken = () => document.querySelector('input[name=token]')?.getAttribute('value') ?? ''

/** @param {Document} page @param {(isSignedIn: boolean) => void} done */
function show(page, done) {
  const nodes = [...(page.querySelector('main')?.childNodes ?? [])].map(node => document.importNode(node, true))
  const dialog = layOver(nodes)
  dialog.onclose = () => done(false)
  dialog.onsubmit = async event => {
    event.preventDefault()
    const form = /** @type {HTMLFormElement} */ (event.target)
    const fields = fieldsOf(form, event.submitter)
    // What was written is still here: it need not go along.
    for (const name of ['unsent', 'unsent-path']) fields.delete(name)
    fields.set('to', location.pathname)
    const answer = await fetchPage(form.getAttribute('action') ?? '', fields).catch(() => null)
    if (answer?.page.body.dataset.editor === undefined) {
      if (answer) show(answer.page, done)
      return
    }
    takeToken(answer.page)
    document.body.dataset.editor = answer.page.body.dataset.editor
    dialog.onclose = null
    closeOver()
    done(true)
  }
}

/** Asks over the page who it is; whether they have signed in. Asked twice, it asks once. @param {Document} page the one that asks @returns {Promise<boolean>} */
export function signInAgain(page) {
  asking ??= /** @type {Promise<boolean>} */ (new Promise(done => show(page, done))).finally(() => (asking = null))
  return asking
}
