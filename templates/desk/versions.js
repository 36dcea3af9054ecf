// What two people changed in different ways comes back as both versions. They are laid over the page, or, where somebody is writing, offered;
// nothing is saved until one is chosen.
import { layOver } from './over.js'
import { tell, untell } from './told.js'
import { words } from './words.js'

/**
 * Deals with an answer of both versions; false for any other.
 * @param {import('./ask.js').Answer} answer
 * @param {HTMLFormElement | null} form the one that was sent
 */
export function showVersions(answer, form) {
  const main = answer.page.querySelector('main')
  if (answer.status !== 409 || !main?.querySelector('form')) return false
  const show = () => {
    untell('versions')
    layOver([...main.childNodes].map(node => document.importNode(node, true)), form)
  }
  const isWriting = form?.matches('[data-texts]') === true && form.contains(document.activeElement)
  const isPressed = document.activeElement instanceof HTMLButtonElement
  if (!isWriting || isPressed) show()
  else tell('versions', main.querySelector('p')?.textContent ?? '', { [words.compare]: show })
  return true
}
