// What is pasted into words becomes Markdown: a text with its links, lists and emphasis; an address over a selection makes a link of it.
import { currentToken } from './sign-in-again.js'

/** Lays a text in where the cursor was, so that the browser's own undo knows of it. @param {HTMLTextAreaElement} field @param {string} text */
function layIn(field, text) {
  field.focus()
  if (!document.execCommand('insertText', false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
}

/** @param {string} html @returns {Promise<string | null>} null where nobody could say */
async function askForMarkdown(html) {
  const body = new URLSearchParams({ token: currentToken(), html })
  const response = await fetch(`${document.body.dataset.base ?? ''}/paste`, { method: 'POST', body }).catch(() => null)
  if (!response?.headers.get('Content-Type')?.startsWith('application/json')) return null
  return /** @type {{ markdown: string }} */ (await response.json()).markdown
}

/** @param {ClipboardEvent} event */
async function onPaste(event) {
  const field = event.target
  if (!(field instanceof HTMLTextAreaElement) || field.dataset.markdown === undefined || !event.clipboardData) return
  const [plain, html] = [event.clipboardData.getData('text/plain'), event.clipboardData.getData('text/html')]
  const { selectionStart: start, selectionEnd: end, value } = field
  if (/^https?:\/\/[^\s<>()]+$/i.test(plain.trim()) && end > start) {
    event.preventDefault()
    return layIn(field, `[${value.slice(start, end)}](${plain.trim()})`)
  }
  if (!/<(?:a|p|ul|ol|li|blockquote|strong|b|em|i|code|pre|h[1-6])[\s>]/i.test(html)) return
  event.preventDefault()
  const markdown = await askForMarkdown(html)
  // Where somebody has written on meanwhile, it goes where they are now.
  if (field.value === value) field.setSelectionRange(start, end)
  layIn(field, markdown ?? plain)
}

/** Begins to listen. */
export function takePastes() {
  document.addEventListener('paste', event => void onPaste(event))
}
