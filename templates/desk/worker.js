// The desk's service worker: where the server cannot be reached, it answers with the draft as it was kept by the page (keep-draft.js), marked with
// when that was, and sends every other page there. It sends and keeps nothing itself.

/** @typedef {Event & { readonly request: Request, respondWith(answer: Promise<Response>): void }} FetchEvent */

const base = new URL('.', location.href).pathname

/** @param {URL} url @returns {Promise<Response>} */
async function answerKept(url) {
  const kept = await caches.match(`${base}draft`)
  if (!kept) return Response.error()
  if (url.pathname !== `${base}draft`) return Response.redirect(`${base}draft`, 302)
  const page = (await kept.text()).replace('<body ', `<body data-kept="${kept.headers.get('Desk-Kept') ?? ''}" `)
  return new Response(page, { headers: kept.headers })
}

self.addEventListener('fetch', event => {
  const { request, respondWith } = /** @type {FetchEvent} */ (event)
  const answer = (/** @type {Promise<Response>} */ found) => respondWith.call(event, found)
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (request.mode === 'navigate') answer(fetch(request).catch(() => answerKept(url)))
  else if (url.pathname.startsWith(`${base}assets/`))
    answer(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()))
})
