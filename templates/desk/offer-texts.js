// Offers what was written and not saved before the page was left: to be taken up again in its form, or thrown away.
import { ask } from './ask.js'
import { send } from './forms.js'
import { hiddenIn, listTexts, throwAway, writtenIn } from './kept-texts.js'
import { layOver } from './over.js'
import { fill, tell } from './told.js'
import { words } from './words.js'

/** @typedef {import('./kept-texts.js').KeptText} KeptText */

/** @param {ParentNode} page @param {string} texts */
const formIn = (page, texts) =>
  /** @type {HTMLFormElement | null} */ (page.querySelector(`form[data-texts="${CSS.escape(texts)}"]`))

/** @param {string} texts @param {KeptText} kept */
function pathOf(texts, { path }) {
  const url = new URL(path, location.href)
  url.searchParams.set('edit', texts)
  return `${url.pathname}${url.search}#${texts === 'foreword' ? texts : `s-${texts}`}`
}

/** Where its form is gone, the text is shown to be copied. @param {KeptText} kept */
function showText({ title, values }) {
  const heading = document.createElement('h1')
  heading.textContent = title
  const text = document.createElement('textarea')
  text.readOnly = true
  text.setAttribute('aria-labelledby', 'over')
  text.value = Object.values(values).filter(Boolean).join('\n\n')
  layOver([heading, text])
}

/** Opens the form and lays the words in, over what the page had said when they were written. @param {string} texts @param {KeptText} kept */
async function takeUp(texts, kept) {
  if (!formIn(document, texts)) await send({ path: pathOf(texts, kept), fields: null, form: null, pressed: null }, null)
  const form = formIn(document, texts)
  if (!form) return showText(kept)
  for (const field of hiddenIn(form)) field.value = kept.hidden[field.name] ?? field.value
  for (const field of writtenIn(form)) field.value = kept.values[field.name] ?? field.value
  writtenIn(form)[0]?.focus()
  form.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Asks for each text that the server does not have. */
export async function offerTexts() {
  for (const [texts, kept] of listTexts()) {
    const answer = await ask(pathOf(texts, kept), null).catch(() => null)
    const form = answer && formIn(answer.page, texts)
    const has = (/** @type {string} */ name) => kept.values[name]?.trim() === kept.hidden[`before-${name}`]?.trim()
    const isSaved = form && writtenIn(form).every(({ name, value }) => value.trim() === kept.values[name]?.trim() || has(name))
    if (isSaved) throwAway(texts)
    else
      tell(`text ${texts}`, fill(words.unsaved, { title: kept.title }), {
        [words.takeUp]: () => void takeUp(texts, kept),
        [words.throwAway]: () => throwAway(texts),
      })
  }
}
