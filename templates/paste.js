// Copies the issue as it stands below the buttons, as HTML and as plain text; where the browser forbids that it is selected for Ctrl+C.
const header = document.querySelector('header')
const main = document.querySelector('main')
const told = document.querySelector('output')

function select() {
  const range = document.createRange()
  range.selectNodeContents(main)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
  told.textContent = header.dataset.selected
}

// Without https a browser has no other way.
function copyByEvent(html, text) {
  let isSet = false
  const set = event => {
    event.clipboardData.setData('text/html', html)
    event.clipboardData.setData('text/plain', text)
    event.preventDefault()
    isSet = true
  }
  document.addEventListener('copy', set, { once: true })
  const isDone = document.execCommand('copy')
  document.removeEventListener('copy', set)
  return isDone && isSet
}

async function copy() {
  const [html, text] = [main.innerHTML.trim(), main.innerText.trim()]
  try {
    const of = (type, content) => ({ [type]: new Blob([content], { type }) })
    await navigator.clipboard.write([new ClipboardItem({ ...of('text/html', html), ...of('text/plain', text) })])
    told.textContent = header.dataset.copied
  } catch {
    select()
    if (copyByEvent(html, text)) told.textContent = header.dataset.copied
  }
}

for (const button of header.querySelectorAll('button')) {
  button.hidden = false
  button.addEventListener('click', button.dataset.act === 'copy' ? copy : select)
}
