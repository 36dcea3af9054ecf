// Dragging a story by its handle, in addition to the buttons: what is dropped sends the same form. SortableJS is loaded when a handle is first
// touched or pointed at; Escape puts the story back.
import { fieldsOf } from './ask.js'
import { send } from './forms.js'

/** @type {WeakSet<Element>} */
const ready = new WeakSet()

/** Where the story stood that is dragged. @type {{ list: Node, next: Node | null } | null} */
let origin = null
let isCancelled = false

/** @param {HTMLElement} row */
const putBack = row => {
  if (origin) origin.list.insertBefore(row, origin.next?.parentNode === origin.list ? origin.next : null)
}

/** Sends where a story was dropped, named by the one before it. @param {{ item: HTMLElement, to: HTMLElement }} drag */
async function drop({ item, to }) {
  document.removeEventListener('keydown', onKey, { capture: true })
  if (isCancelled) return putBack(item)
  const form = item.querySelector('form.acts')
  if (!(form instanceof HTMLFormElement) || (origin?.list === to && origin.next === item.nextElementSibling)) return
  const before = item.previousElementSibling?.querySelector('input[name=story]')?.getAttribute('value')
  const fields = fieldsOf(form)
  fields.set('kind', 'place')
  fields.set('to', to.dataset.section ?? '')
  fields.set('after', before ?? '')
  const isDone = await send({ path: form.getAttribute('action') ?? '', fields, form, pressed: null }, null)
  // What the server would not, or what waits to be sent again, is not shown as done.
  if (isDone !== true) putBack(item)
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== 'Escape') return
  event.preventDefault()
  event.stopPropagation()
  isCancelled = true
  for (const type of ['pointerup', 'mouseup', 'touchend']) document.dispatchEvent(new Event(type, { bubbles: true }))
}

/** Whether a finger or button is down on a handle. */
let isDown = false

/** Makes the lists of the page ready. @param {PointerEvent} event */
async function prepare(event) {
  const handle = event.target instanceof Element ? event.target.closest('.handle') : null
  const lists = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('ol[data-section]'))
  if (!handle || [...lists].every(list => ready.has(list))) return
  isDown = event.type === 'pointerdown'
  const { default: Sortable } = await import('./sortable.js')
  for (const list of lists) {
    if (ready.has(list)) continue
    ready.add(list)
    new Sortable(list, {
      ...{ group: 'stories', handle: '.handle', draggable: 'li', forceFallback: true, ghostClass: 'dragged' },
      onChoose: ({ item }) => {
        isCancelled = false
        origin = { list: /** @type {Node} */ (item.parentNode), next: item.nextElementSibling }
        document.addEventListener('keydown', onKey, { capture: true })
      },
      onEnd: drag => void drop(drag),
    })
  }
  // The finger that asked for it may drag at once.
  const { pointerId, pointerType, clientX, clientY } = event
  const where = { pointerId, pointerType, clientX, clientY, button: 0, bubbles: true, cancelable: true }
  if (isDown) handle.dispatchEvent(new PointerEvent('pointerdown', where))
}

/** Begins to listen. */
export function dragByHandle() {
  document.addEventListener('pointerover', event => void prepare(event))
  document.addEventListener('pointerdown', event => void prepare(event))
  for (const type of ['pointerup', 'pointercancel']) document.addEventListener(type, () => (isDown = false))
}
