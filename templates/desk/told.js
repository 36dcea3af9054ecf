// What the script tells: aloud for screen readers after an act, and in a bar where something needs an answer.
import { words } from './words.js'

/** @param {string} id */
const byId = id => /** @type {HTMLElement} */ (document.getElementById(id))

/** Says one sentence to screen readers, also when it is the same as before. @param {string} sentence */
export function say(sentence) {
  const place = byId('said')
  place.textContent = ''
  if (sentence) setTimeout(() => (place.textContent = sentence), 30)
}

/**
 * Shows a bar with a sentence and what may be done, in the place of the one before. A button closes the bar.
 * @param {string} sentence
 * @param {Record<string, () => void>} [choices] by the words of their buttons
 */
export function tell(sentence, choices = {}) {
  const place = byId('told')
  const text = document.createElement('p')
  text.textContent = sentence
  const buttons = Object.entries({ ...choices, [words.close]: () => {} }).map(([name, act]) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'act'
    button.textContent = name
    button.addEventListener('click', () => {
      untell()
      act()
    })
    return button
  })
  place.replaceChildren(text, ...buttons)
}

/** Takes the bar away. */
export function untell() {
  byId('told').replaceChildren()
}
