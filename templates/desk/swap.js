// Makes the page say what an answer says, in place: what is the same stays the same element, with its focus and what stands in its fields.
// Elements are known again by their id, wherever they went; others by what they are for, beside each other.

/** What the script itself sets, and a page of the server does not know. */
const OWN = new Set(['open', 'tabindex', 'data-unsaved'])

/**
 * A form with words in it stays until it is closed by its own buttons: somebody may be writing there.
 * @param {Node} node @param {Element | null} closing
 */
const isHeld = (node, closing) =>
  node instanceof Element &&
  node.tagName !== 'MAIN' &&
  [node, ...node.querySelectorAll('form[data-texts]')].some(each => each.matches('form[data-texts]') && each !== closing)

/** By what an element without an id is known again among its siblings. @param {Node} node @returns {string | null} */
function keyOf(node) {
  if (!(node instanceof HTMLElement)) return null
  if (node.id) return `#${node.id}`
  if (node.dataset.key) return `${node.tagName} ${node.dataset.key}`
  if (node instanceof HTMLFormElement) return `FORM ${node.className}`
  const name = node.getAttribute('name')
  if (name === null) return null
  return `${node.tagName} ${name} ${node instanceof HTMLButtonElement ? node.value : ''}`
}

/** @typedef {{ known: Map<string, Element>, closing: Element | null }} Swap */

/** @param {Node} wanted @param {ChildNode | null} cursor @param {Swap} swap @returns {ChildNode | null} */
function findSame(wanted, cursor, { known }) {
  const key = keyOf(wanted)
  if (key?.startsWith('#')) {
    const found = known.get(key.slice(1))
    return found && found.nodeName === wanted.nodeName ? found : null
  }
  if (key === null) return cursor && cursor.nodeName === wanted.nodeName && keyOf(cursor) === null ? cursor : null
  for (let next = cursor; next; next = next.nextSibling) if (keyOf(next) === key) return next
  return null
}

/** @param {Element} element @param {Element} fresh */
function swapAttributes(element, fresh) {
  for (const { name } of [...element.attributes])
    if (!OWN.has(name) && !fresh.hasAttribute(name)) element.removeAttribute(name)
  for (const { name, value } of fresh.attributes)
    if (!OWN.has(name) && element.getAttribute(name) !== value) element.setAttribute(name, value)
}

/** @param {Node} node @param {Node} fresh @param {Swap} swap */
function swapNode(node, fresh, swap) {
  if (!(node instanceof Element) || !(fresh instanceof Element)) {
    if (node.nodeValue !== fresh.nodeValue) node.nodeValue = fresh.nodeValue
    return
  }
  swapAttributes(node, fresh)
  swapChildren(node, fresh, swap)
}

/** @param {Element} parent @param {Element} fresh @param {Swap} swap */
function swapChildren(parent, fresh, swap) {
  let cursor = parent.firstChild
  for (const wanted of fresh.childNodes) {
    const same = findSame(wanted, cursor, swap)
    const node = same ?? document.importNode(wanted, false)
    if (node === cursor) cursor = cursor.nextSibling
    else parent.insertBefore(node, cursor)
    const stays = same instanceof Element && same.matches('li, [data-key="foreword"]') && isHeld(same, swap.closing)
    if (!stays) swapNode(node, wanted, swap)
    // What changed behind an open form is not told twice.
    else if (wanted instanceof HTMLElement) same.setAttribute('data-sign', wanted.dataset.sign ?? '')
  }
  while (cursor) {
    const gone = cursor
    cursor = cursor.nextSibling
    if (!isHeld(gone, swap.closing)) gone.remove()
  }
}

/**
 * Takes the main part of an answered page over.
 * @param {Document} page
 * @param {Element | null} [closing] a form with words that is done with
 */
export function swapMain(page, closing = null) {
  const [main, fresh] = [document.querySelector('main'), page.querySelector('main')]
  if (!main || !fresh) return
  const known = new Map([...main.querySelectorAll('[id]')].map(element => [element.id, element]))
  const focused = document.activeElement
  swapChildren(main, fresh, { known, closing })
  document.title = page.title
  // What is moved loses its focus.
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused)
    focused.focus({ preventScroll: true })
}

/**
 * Takes over one part of an answered page that stands in the main part, and nothing else of it.
 * @param {string} selector
 * @param {Document} page
 */
export function swapPart(selector, page) {
  const [part, fresh] = [document.querySelector(`main ${selector}`), page.querySelector(`main ${selector}`)]
  if (part && fresh) swapNode(part, fresh, { known: new Map(), closing: null })
  else if (part) part.remove()
  else if (fresh) document.querySelector('main h1')?.after(document.importNode(fresh, true))
}
