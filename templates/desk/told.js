// What the script tells: aloud for screen readers after an act, and in bars at the foot where something needs an answer.
import { words } from './words.js'

/** @param {string} id */
const byId = id => /** @type {HTMLElement} */ (document.getElementById(id))

/** Says one sentence to screen readers, also when it is the same as before. @param {string} sentence */
export function say(sentence) {
  const place = byId('said')
  place.textContent = ''
  if (sentence) setTimeout(() => (place.textContent = sentence), 30)
}

/** @param {string} name @param {() => void} act */
function makeButton(name, act) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'act'
  button.textContent = name
  button.addEventListener('click', act)
  return button
}

/** @param {string} about */
const barAbout = about => [...byId('told').children].find(bar => bar instanceof HTMLElement && bar.dataset.about === about)

/**
 * Shows a bar with a sentence and what may be done, in the place of one about the same matter. Every button closes the bar.
 * @param {string} about
 * @param {string} sentence
 * @param {Record<string, () => void>} [choices] by the words of their buttons; without any it can only be closed
 */
export function tell(about, sentence, choices = { [words.close]: () => {} }) {
  const known = barAbout(about)
  if (known?.querySelector('p')?.textContent === sentence) return
  const bar = document.createElement('div')
  bar.dataset.about = about
  const text = document.createElement('p')
  text.textContent = sentence
  const buttons = Object.entries(choices).map(([name, act]) =>
    makeButton(name, () => {
      bar.remove()
      act()
    }),
  )
  bar.append(text, ...buttons)
  if (known) known.replaceWith(bar)
  else byId('told').append(bar)
}

/** Takes the bar about a matter away. @param {string} about */
export function untell(about) {
  barAbout(about)?.remove()
}

/** A sentence of words.js with its holes filled. @param {string} sentence @param {Record<string, string | number>} values */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole))
