// Saves words while they are written: 1.5 s after the last key, when a field is left, and when the page goes out of sight. What was sent and not
// answered is sent again as it was before anything newer, since a command acts once; nothing is sent while an input method composes.
import { ask, fetchPage, fieldsOf } from './ask.js'
import { send, settleAnswer } from './forms.js'
import { dropText, hiddenIn, keepText, writtenIn } from './kept-texts.js'
import { formUnder } from './over.js'
import { swapPart } from './swap.js'
import { say, tell, untell } from './told.js'
import { words } from './words.js'

const PAUSE_MS = 1_500
const RETRY_MS = 5_000

/**
 * `saved` is what the server has; `sent` what is on its way, or was and has not been answered; `isStopped`: an editor has to decide first.
 * @typedef {{ timer: number, saved: Map<string, string>, sent: { fields: URLSearchParams, values: Map<string, string> } | null,
 *   work: Promise<void> | null, isStopped: boolean }} Saving
 */

/** @type {WeakMap<HTMLFormElement, Saving>} */
const savings = new WeakMap()
let isComposing = false

/** @param {HTMLFormElement} form */
const valuesIn = form => new Map(writtenIn(form).map(({ name, value }) => [name, value]))

/** @param {HTMLFormElement} form @returns {Saving} */
function savingOf(form) {
  const known = savings.get(form)
  if (known) return known
  const saved = new Map(writtenIn(form).map(({ name, defaultValue }) => [name, defaultValue]))
  const saving = { timer: 0, saved, sent: null, work: null, isStopped: false }
  savings.set(form, saving)
  return saving
}

/** @param {HTMLFormElement} form @param {Saving} saving */
const isDirty = (form, { saved }) => [...valuesIn(form)].some(([name, value]) => saved.get(name) !== value)

/** @param {HTMLFormElement} form @param {Saving} saving */
function mark(form, saving) {
  if (saving.sent || isDirty(form, saving)) {
    form.dataset.unsaved = ''
    keepText(form)
  } else {
    delete form.dataset.unsaved
    dropText(form)
  }
}

/** Where a form stays open after it was saved. @param {HTMLFormElement} form */
function pathOf(form) {
  const url = new URL(form.getAttribute('action') ?? '', location.href)
  url.searchParams.set('edit', form.dataset.texts ?? '')
  return url.pathname + url.search
}

/** @param {HTMLFormElement} form */
const saveButton = form => /** @type {HTMLButtonElement | null} */ (form.querySelector('button[type=submit]:not([formaction])'))

/** What the form is to bear from now on. @param {HTMLFormElement} form @param {Document} page */
function renew(form, page) {
  const fresh = page.querySelector(`form[data-texts="${CSS.escape(form.dataset.texts ?? '')}"]`)
  if (!(fresh instanceof HTMLFormElement)) return
  const values = new Map(hiddenIn(fresh).map(({ name, value }) => [name, value]))
  for (const field of hiddenIn(form)) field.value = values.get(field.name) ?? field.value
  // What one wrote oneself is no news.
  const sign = fresh.closest('[data-sign]')?.getAttribute('data-sign')
  if (sign) form.closest('[data-sign]')?.setAttribute('data-sign', sign)
}

/** Sends what is to be sent of a form, and what was written meanwhile after it. @param {HTMLFormElement} form @param {boolean} isLeaving */
async function save(form, isLeaving) {
  const saving = savingOf(form)
  clearTimeout(saving.timer)
  if (isComposing) return later(form, PAUSE_MS)
  if (saving.isStopped || !(saving.sent || isDirty(form, saving))) return mark(form, saving)
  saving.sent ??= { fields: fieldsOf(form, saveButton(form)), values: valuesIn(form) }
  const { fields, values } = saving.sent
  const path = pathOf(form)
  try {
    const answer = await (isLeaving ? fetchPage : ask)(path, fields)
    const settled = answer.status < 300 ? answer : await settleAnswer(answer, { path, fields, form, pressed: null })
    if (settled === null) {
      saving.isStopped = true
      saving.sent = null
      return mark(form, saving)
    }
    saving.sent = null
    saving.saved = values
    renew(form, settled.page)
    swapPart('.bar', settled.page)
    untell('unreached')
    say(words.saved)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    tell('unreached', words.notSavedYet)
    later(form, RETRY_MS)
  }
  mark(form, saving)
  if (saving.sent === null && isDirty(form, saving)) later(form, PAUSE_MS)
}

/** One at a time for each form. @param {HTMLFormElement} form @param {boolean} [isLeaving] @returns {Promise<void>} */
function saveNow(form, isLeaving = false) {
  const saving = savingOf(form)
  saving.work ??= save(form, isLeaving).finally(() => (saving.work = null))
  return saving.work
}

/** @param {HTMLFormElement} form @param {number} pauseMs */
function later(form, pauseMs) {
  const saving = savingOf(form)
  clearTimeout(saving.timer)
  saving.timer = window.setTimeout(() => form.isConnected && void saveNow(form), pauseMs)
}

/** @param {Event} event @returns {HTMLFormElement | null} */
const textsOf = ({ target }) => (target instanceof Element ? target.closest('form[data-texts]') : null)

/** @param {Event} event */
function onWritten(event) {
  const form = textsOf(event)
  if (!form || isComposing) return
  const saving = savingOf(form)
  saving.isStopped = false
  mark(form, saving)
  later(form, PAUSE_MS)
}

/** Its own button closes a form: after what is on its way, so that no newer words go under a command that has acted. @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = textsOf(event)
  if (!form) return
  // A button that leads to another page takes all that is typed along.
  if (event.submitter?.hasAttribute('formaction')) {
    clearTimeout(savingOf(form).timer)
    return form.removeAttribute('data-unsaved')
  }
  event.preventDefault()
  event.stopImmediatePropagation()
  const saving = savingOf(form)
  clearTimeout(saving.timer)
  await saving.work
  if (saving.sent) await saveNow(form)
  // Both versions of what was on its way may lie over the page by now.
  if (saving.sent || !form.isConnected || formUnder() === form) return
  saving.isStopped = false
  const button = event.submitter ?? saveButton(form)
  const path = form.getAttribute('action') ?? ''
  const values = valuesIn(form)
  saving.sent = { fields: fieldsOf(form, button), values }
  const isDone = await send({ path, fields: saving.sent.fields, form, pressed: null }, button)
  // Without an answer the same is sent again, by its button or by the clock.
  if (isDone === null) return later(form, RETRY_MS)
  saving.sent = null
  if (!isDone) mark(form, saving)
}

/** Escape leaves a form; what stands in it is saved. @param {KeyboardEvent} event */
function onKey(event) {
  const form = textsOf(event)
  if (!form || event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return
  form.requestSubmit(saveButton(form))
}

const unsaved = () => [.../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-unsaved]'))]

/** Begins to save what is written. */
export function saveTexts() {
  document.addEventListener('submit', event => void onSubmit(event), { capture: true })
  document.addEventListener('keydown', onKey)
  document.addEventListener('input', onWritten)
  document.addEventListener('compositionstart', () => (isComposing = true))
  document.addEventListener('compositionend', event => {
    isComposing = false
    onWritten(event)
  })
  document.addEventListener('focusout', event => {
    const form = textsOf(event)
    if (form?.matches('[data-unsaved]')) void saveNow(form)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') for (const form of unsaved()) void saveNow(form, true)
  })
  window.addEventListener('online', () => {
    for (const form of unsaved()) void saveNow(form)
  })
  window.addEventListener('beforeunload', event => {
    if (unsaved().length > 0) event.preventDefault()
  })
}
