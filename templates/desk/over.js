// Lays what a page would say over this one, as a dialog: both versions of what two people changed, a way to sign in again, the keys.

/** What is decided there is about this form; it is done with when the dialog is. @type {HTMLFormElement | null} */
let about = null

const open = () => /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog[open]'))

/** The form that an open dialog is about; null without a dialog. */
export const formUnder = () => (open() ? about : null)

/**
 * Shows nodes over the page, in the place of what was shown before. Escape closes it.
 * @param {Node[]} nodes the first heading of which names the dialog
 * @param {HTMLFormElement | null} [form] what it is about
 * @returns {HTMLDialogElement}
 */
export function layOver(nodes, form = null) {
  const dialog = open() ?? document.body.appendChild(document.createElement('dialog'))
  about = form
  dialog.replaceChildren(...nodes)
  const heading = dialog.querySelector('h1, h2')
  if (heading) {
    heading.id = 'over'
    dialog.setAttribute('aria-labelledby', 'over')
  }
  if (!dialog.open) dialog.showModal()
  dialog.addEventListener('close', () => dialog.remove(), { once: true })
  const first = dialog.querySelector('[autofocus], textarea, input:not([type=hidden]), button, a')
  if (first instanceof HTMLElement) first.focus()
  return dialog
}

/** Closes what lies over the page, and gives the focus back. */
export function closeOver() {
  open()?.close()
}
