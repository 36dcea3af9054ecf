// Acts by single keys, for who edits every week: each presses what stands on the page anyway. Ignored in fields and while an input method composes;
// can be switched off, in this browser, where the keys are listed.
import { press, send } from './forms.js'
import { layOver } from './over.js'
import { words } from './words.js'

const OFF = 'weekly-desk keys off'

/** Of the story that was acted on last: the focus may be elsewhere. */
let lastRow = ''

const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('main .stories > li[id]')])

/** The story that is meant: where the focus is, else where it was. */
function currentRow() {
  const row = document.activeElement?.closest('main .stories > li[id]') ?? document.getElementById(lastRow)
  if (row) lastRow = row.id
  return /** @type {HTMLElement | null} */ (row)
}

/** @param {number} step */
function go(step) {
  const [all, row] = [rows(), currentRow()]
  const next = row ? all[all.indexOf(row) + step] : all[step > 0 ? 0 : all.length - 1]
  if (!next) return
  lastRow = next.id
  next.tabIndex = -1
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}

/** Acts come one after another: the next finds the page as the one before has left it. */
let queue = Promise.resolve()

/** Presses a button of the story that is meant. @param {string} value @param {(row: HTMLElement) => boolean} [prepare] whether it may be pressed */
function pressIn(value, prepare = () => true) {
  const id = currentRow()?.id
  queue = queue.then(async () => {
    const row = document.getElementById(id ?? '')
    const button = row?.querySelector(`button[value="${value}"]`)
    if (row && button instanceof HTMLButtonElement && prepare(row)) await press(button)
  })
}

/** Into the section before or behind; its form names it. @param {number} step */
function toSection(step) {
  pressIn('to', row => {
    const sections = [...document.querySelectorAll('ol[data-section]')].map(list => list.getAttribute('data-section') ?? '')
    const own = row.parentElement?.getAttribute('data-section') ?? ''
    const choice = row.querySelector('select[name=to]')
    const target = sections[sections.indexOf(own) + step]
    if (!(choice instanceof HTMLSelectElement) || target === undefined) return false
    choice.value = target
    return choice.value === target
  })
}

/** Opens the form of a story, or of the foreword, at one of its fields. @param {Element | null} place @param {string} field */
async function edit(place, field) {
  const link = place?.querySelector('a[data-act]')
  const path = link?.getAttribute('href')
  if (link instanceof HTMLElement && path) await send({ path, fields: null, form: null, pressed: null }, link)
  const found = place?.querySelector(`form[data-texts] [name="${field}"]`)
  if (found instanceof HTMLElement) found.focus()
}

/** @param {string} selector */
function click(selector) {
  const element = document.querySelector(selector)
  if (element instanceof HTMLElement) element.click()
}

function openStory() {
  const link = currentRow()?.querySelector('h3 a')
  if (link instanceof HTMLAnchorElement) window.open(link.href, '_blank', 'noopener,noreferrer')
}

function moveTo() {
  const details = currentRow()?.querySelector('details.menu')
  // Where there is one section alone, the page on which a story is put behind any other.
  const target = details?.querySelector('select') ?? details?.querySelector('a[href$="#place"]')
  if (!(details instanceof HTMLDetailsElement) || !(target instanceof HTMLElement)) return
  details.open = true
  target.focus()
}

/** @type {Record<string, () => unknown>} */
const acts = {
  j: () => go(1),
  k: () => go(-1),
  o: openStory,
  e: () => edit(currentRow(), 'title'),
  n: () => edit(currentRow(), 'note'),
  f: () => edit(document.getElementById('s-foreword'), 'value'),
  x: () => pressIn('drop'),
  h: () => pressIn('hold'),
  p: () => pressIn('pick'),
  t: () => pressIn('top'),
  m: moveTo,
  u: () => click('.bar button[value=undo]'),
  U: () => click('.bar button[value=redo]'),
  v: () => click('nav a[href$="/desk/preview"]'),
  '/': () => /** @type {HTMLElement | null} */ (document.querySelector('main input[type=search]'))?.focus(),
  '?': showKeys,
  'Alt+ArrowUp': () => pressIn('up'),
  'Alt+ArrowDown': () => pressIn('down'),
  'Alt+Shift+ArrowUp': () => toSection(-1),
  'Alt+Shift+ArrowDown': () => toSection(1),
  'g d': () => click('nav a[href$="/desk/draft"]'),
  'g i': () => click('nav a[href$="/desk/inbox"]'),
  'g s': () => click('nav a[href$="/desk/stream"]'),
  'g n': () => click('nav a[href$="/desk/numbers"]'),
}

const isOff = () => localStorage.getItem(OFF) !== null

/** The list of keys, with the switch. */
function showKeys() {
  const heading = document.createElement('h1')
  heading.textContent = words.keysTitle
  const list = document.createElement('dl')
  list.className = 'keys'
  for (const [key, meaning] of words.keys) {
    const [term, sense] = [document.createElement('dt'), document.createElement('dd')]
    term.append(...key.split(' ').map(each => Object.assign(document.createElement('kbd'), { textContent: each })))
    sense.textContent = meaning
    list.append(term, sense)
  }
  const [label, box] = [document.createElement('label'), document.createElement('input')]
  box.type = 'checkbox'
  box.checked = !isOff()
  box.addEventListener('change', () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, 'yes')))
  label.append(box, ` ${words.keysOn}`)
  const close = document.createElement('button')
  close.textContent = words.close
  close.addEventListener('click', () => close.closest('dialog')?.close())
  layOver([heading, list, label, close])
}

/** The key before, when it was the first of two. */
let first = ''

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (isOff() || event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return
  const { target } = event
  if (!(target instanceof Element) || target.closest('input, textarea, select, dialog, [contenteditable]')) return
  const name = `${event.altKey ? 'Alt+' : ''}${event.altKey && event.shiftKey ? 'Shift+' : ''}${event.key}`
  const act = acts[first ? `${first} ${name}` : name]
  first = first === '' && name === 'g' ? 'g' : ''
  if (!act) return
  event.preventDefault()
  act()
}

/** Begins to listen, and shows the button that lists the keys. */
export function listenToKeys() {
  document.addEventListener('keydown', onKey)
  const button = document.querySelector('button[data-keys]')
  if (!(button instanceof HTMLElement)) return
  button.hidden = false
  button.addEventListener('click', showKeys)
}
