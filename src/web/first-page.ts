// What the front page says while nothing has been published yet: the server listens before the first issue is made.
import type { InterfaceLanguage } from '../core/types.ts'
import { wordsOf } from '../core/words/words.ts'

const RETRY_SECONDS = 5

/** A page that loads itself again until the site is there. It stands alone: neither style nor template has been written yet. */
export function answerNotYet(language: InterfaceLanguage): Response {
  const { notYet } = wordsOf(language)
  const html = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="${RETRY_SECONDS}">
<title>${notYet}</title>
<p>${notYet}</p>
</html>
`
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
  return new Response(html, { status: 503, headers: { ...headers, 'Retry-After': String(RETRY_SECONDS) } })
}
