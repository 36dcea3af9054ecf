// Passkeys: their forms are shown where the browser has them, and filled in by it before they are sent. After a fresh sign-in one is offered to
// who has none. What talks to the browser is loaded when a button is pressed.
import { fetchJson } from './ask.js'
import { currentToken } from './sign-in-again.js'
import { tell, untell } from './told.js'
import { words } from './words.js'

const NOT_NOW = 'weekly-desk no passkey'

/** Whether a form asks for a new one; else it signs in. @param {HTMLFormElement} form */
const isNew = form => form.elements.namedItem('kind') !== null

/** @param {HTMLFormElement} form */
async function fillIn(form) {
  const fields = new URLSearchParams(isNew(form) ? { kind: 'options', token: currentToken() } : {})
  const optionsJSON = await fetchJson(form.dataset.passkey ?? '', fields)
  if (optionsJSON === null) return false
  const { startAuthentication, startRegistration } = await import('./webauthn.js')
  const made = await (isNew(form) ? startRegistration : startAuthentication)({ optionsJSON })
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('response'))
  field.value = JSON.stringify(made)
  return true
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target)
  if (!form.matches('[data-passkey]')) return
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('response'))
  if (field.value !== '') return
  event.preventDefault()
  event.stopImmediatePropagation()
  untell('passkey')
  // Who thinks better of it closes the browser's own dialog, which says so by an error.
  const isFilled = await fillIn(form).catch(() => false)
  if (!isFilled) return tell('passkey', isNew(form) ? words.passkeyNotMade : words.passkeyNotUsed)
  form.requestSubmit()
  field.value = ''
}

/** @param {string} path */
function register(path) {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = path
  form.dataset.passkey = path
  form.hidden = true
  for (const [name, value] of Object.entries({ token: currentToken(), kind: 'add', response: '' }))
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
  document.body.append(form)
  form.requestSubmit()
}

/** Shows what is about passkeys, in browsers that have them, and begins to listen. */
export function usePasskeys() {
  if (typeof window.PublicKeyCredential !== 'function') return
  document.documentElement.dataset.passkeys = ''
  document.addEventListener('submit', event => void onSubmit(event), { capture: true })
  const path = document.body.dataset.passkeyOffer
  if (path === undefined || document.querySelector('form[data-passkey]') || sessionStorage.getItem(NOT_NOW) !== null) return
  tell('passkey', words.passkeyOffer, {
    [words.passkeyAdd]: () => register(path),
    [words.notNow]: () => sessionStorage.setItem(NOT_NOW, 'yes'),
  })
}
