// Keeps the draft's page, with what it loads, for when there is no way to the server: a train. Each editor's is kept apart, and what somebody else
// kept in this browser goes when the next one is here.

const PAUSE_MS = 2_000
const NAME = 'weekly-desk '

/** @param {string} editor */
export const cacheOf = editor => NAME + editor

/** What the page has loaded of the desk's files. */
const assetsLoaded = () =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter(name => name.includes('/desk/assets/'))

/** @param {string} editor @param {string} path */
async function keep(editor, path) {
  const response = await fetch(path).catch(() => null)
  const text = response?.ok && !response.redirected ? await response.text() : ''
  // Somebody else may have signed in meanwhile.
  if (!response || !text.includes(` data-train="${editor}"`)) return
  const cache = await caches.open(cacheOf(editor))
  const headers = new Headers(response.headers)
  for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name)
  headers.set('Desk-Kept', new Date().toISOString())
  await cache.put(path, new Response(text, { headers }))
  const wanted = new Set([...assetsLoaded(), new URL(path, location.href).href])
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request)
  for (const asset of wanted) if (!(await cache.match(asset))) await cache.add(asset).catch(() => null)
}

/** A full disk, or a sign-out meanwhile, which clears all: then nothing is kept. @param {string} editor @param {string} path */
const tryToKeep = (editor, path) => keep(editor, path).catch(() => undefined)

/** Begins to keep the draft for this editor: now where it is open, and a moment after each act. @param {string} editor @param {string} base */
export async function keepDraft(editor, base) {
  for (const name of await caches.keys())
    if (name.startsWith(NAME) && name !== cacheOf(editor)) await caches.delete(name)
  const path = `${base}/draft`
  if (location.pathname !== path) return
  let timer = 0
  document.addEventListener('desk:swapped', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void tryToKeep(editor, path), PAUSE_MS)
  })
  await tryToKeep(editor, path)
}
