// Closes the menu of a row when something else is pressed, and by Escape; opening, and one at a time, is what `<details name>` does by itself.

/** The button by which a hidden one is reached; the very button where it stands open. @param {HTMLElement} button */
export function shownFor(button) {
  const menu = button.closest('details.menu')
  const summary = menu?.querySelector('summary')
  return summary && button !== summary ? summary : button
}

/** Closes the menu around a button, so that its summary may take the focus. @param {HTMLElement} button */
export function closeAround(button) {
  const menu = button.closest('details.menu')
  if (menu instanceof HTMLDetailsElement) menu.open = false
}

/** @param {Element | null} except */
function closeAll(except) {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (menu !== except && menu instanceof HTMLDetailsElement) menu.open = false
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const menu = event.key === 'Escape' && event.target instanceof Element ? event.target.closest('details.menu[open]') : null
  if (!(menu instanceof HTMLDetailsElement) || event.isComposing) return
  event.preventDefault()
  menu.open = false
  menu.querySelector('summary')?.focus()
}

/** Begins to listen. */
export function closeMenus() {
  document.addEventListener('click', event => closeAll(event.target instanceof Element ? event.target.closest('details.menu') : null))
  document.addEventListener('keydown', onKey)
}
