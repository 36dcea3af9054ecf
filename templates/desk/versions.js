// What two people changed in different ways comes back as both versions: they are laid over the page, and nothing is saved until one is chosen.
import { addAnswerer } from './forms.js'
import { layOver } from './over.js'

/** Begins to deal with such answers. */
export function showVersions() {
  addAnswerer((answer, { form }) => {
    const main = answer.page.querySelector('main')
    if (answer.status !== 409 || !main?.querySelector('form')) return false
    layOver([...main.childNodes].map(node => document.importNode(node, true)), form)
    return true
  })
}
