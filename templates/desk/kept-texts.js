// What was written and not saved yet, in this browser: kept until the server has it, offered when the page is loaded again, never laid in by itself.

/**
 * `values` are the fields as they were written, `hidden` what the form bore with them: so what others wrote since is noticed.
 * @typedef {{ title: string, path: string, values: Record<string, string>, hidden: Record<string, string> }} KeptText
 */

/** Of whoever is signed in: a browser may be shared. */
const prefix = () => `weekly-desk text ${document.body.dataset.editor ?? ''} `

/** @param {HTMLFormElement} form */
const nameOf = form => prefix() + (form.dataset.texts ?? '')

/** The fields of a form that somebody writes in. @param {HTMLFormElement} form */
export const writtenIn = form =>
  [...form.elements].filter(
    field =>
      (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== 'hidden')) && field.name,
  ).map(field => /** @type {HTMLTextAreaElement | HTMLInputElement} */ (field))

/** @param {HTMLFormElement} form */
export const hiddenIn = form =>
  [...form.elements].filter(field => field instanceof HTMLInputElement && field.type === 'hidden').map(
    field => /** @type {HTMLInputElement} */ (field),
  )

/** Keeps what stands in a form. Where a browser keeps nothing, or no more, there is no copy. @param {HTMLFormElement} form */
export function keepText(form) {
  const hidden = hiddenIn(form).filter(({ name }) => name !== 'token' && name !== 'command')
  const pairs = (/** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ fields) =>
    Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  const title = form.closest('li')?.querySelector('h3')?.textContent ?? form.closest('section')?.querySelector('h2')?.textContent
  /** @type {KeptText} */
  const kept = { title: title ?? '', path: form.getAttribute('action') ?? '', values: pairs(writtenIn(form)), hidden: pairs(hidden) }
  try {
    localStorage.setItem(nameOf(form), JSON.stringify(kept))
  } catch {
    // Private windows and full stores keep nothing; the text still stands in its field.
  }
}

/** The server has it. @param {HTMLFormElement} form */
export const dropText = form => localStorage.removeItem(nameOf(form))

/** What is kept of this editor, by the name of its form. @returns {[string, KeptText][]} */
export function listTexts() {
  return Object.keys(localStorage)
    .filter(name => name.startsWith(prefix()))
    .flatMap(name => {
      try {
        const kept = JSON.parse(localStorage.getItem(name) ?? '')
        return [/** @type {[string, KeptText]} */ ([name.slice(prefix().length), kept])]
      } catch {
        return []
      }
    })
}

/** Throws away what is kept of a form by its name. @param {string} texts */
export const throwAway = texts => localStorage.removeItem(prefix() + texts)
