// Pages of the corpus as text, bare and with all that a site puts around an article. Used by the step extract.
import { createChance, type Language, writeArticle } from './corpus.ts'

/** An article's page with little around it: some navigation, related links, comments. Nearly half of its 9 KB is text. */
export function writeBarePage(seed: number, language: Language): string {
  const article = writeArticle({ seed, topic: seed, language, paragraphs: 12 + Math.floor(createChance(seed)() * 12) })
  const links = Array.from({ length: 30 }, (_, i) => `<li><a href="/articles/${i}">Article ${i}</a></li>`).join('\n')
  const body = article.paragraphs.map((text, i) => `${i % 5 === 4 ? '<h2>Part</h2>\n' : ''}<p>${text}</p>`).join('\n')
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${article.title} | Example</title>
<meta property="og:title" content="${article.title}"><meta name="author" content="A Writer">
<meta property="article:published_time" content="2026-11-18T08:00:00Z"><script>const seen = { count: 1 }</script>
<style>.side { float: right }</style></head>
<body><header><nav><ul>${links}</ul></nav></header>
<main><article><h1>${article.title}</h1><p class="byline">by A Writer</p>
${body}
<pre><code class="language-ts">const answer = await fetch(url)</code></pre></article>
<aside class="side related"><h3>Related</h3><ul>${links}</ul></aside>
<section class="comments">${'<div class="comment"><p>Thank you for this.</p></div>'.repeat(20)}</section></main>
<footer>© Example</footer></body></html>`
}

const times = (count: number, write: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => write(i)).join('\n')
const within = (depth: number, inner: string): string =>
  `${times(depth, i => `<div class="layout-${i} wrap">`)}${inner}${'</div>'.repeat(depth)}`
const icon =
  '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2 2 7l10 5 10-5-10-5Zm0 13L2 10v2l10 5 10-5v-2Z"/></svg>'
const link = (to: string, text: string, className = 'link'): string =>
  `<a class="${className}" href="${to}" data-track="${to}">${text}</a>`

/** What a program of the site would read of its other articles. */
const writeState = (seed: number): string =>
  JSON.stringify(
    Array.from({ length: 40 }, (_, i) => ({
      id: seed * 100 + i,
      path: `/articles/${i}`,
      title: `Article ${i}`,
      tags: ['one', 'two'],
      seen: i * 37,
      picture: `/pictures/${i}-large.jpg`,
      author: { name: 'A Writer', id: i },
    })),
  )

const writeHead = (title: string, seed: number): string => `<title>${title} | Example</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="${title}"><meta property="og:title" content="${title}">
<meta property="og:type" content="article"><meta property="og:image" content="https://example.org/pictures/lead.jpg"><meta name="author" content="A Writer">
<meta property="article:published_time" content="2026-11-18T08:00:00Z"><link rel="canonical" href="https://example.org/articles/${seed}">
${times(6, i => `<link rel="stylesheet" href="/assets/part-${i}.css"><script async src="/assets/part-${i}.js"></script>`)}
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":${JSON.stringify(title)},"datePublished":"2026-11-18T08:00:00Z","author":{"@type":"Person","name":"A Writer"},"publisher":{"@type":"Organization","name":"Example"}}</script>
<style>${times(60, i => `.layout-${i} .card > a:hover { color: #${100 + i}; margin: ${i}px }`)}</style>
<script>window.state = ${writeState(seed)}; (function () { for (const each of window.state) window.count = (window.count || 0) + each.seen })()</script>`

const card = (i: number): string =>
  `<div class="card card--small"><a class="card__picture" href="/articles/${i}"><img loading="lazy" src="/pictures/${i}-small.jpg" alt="" width="320" height="180"></a><div class="card__body"><h3 class="card__title">${link(`/articles/${i}`, `Another article of ours, number ${i}`)}</h3><p class="card__meta"><span>A Writer</span> <time datetime="2026-11-1${i % 9}">1${i % 9} Nov</time></p></div></div>`
const comment = (i: number): string =>
  `<li class="comment" id="comment-${i}"><div class="comment__head"><img src="/faces/${i}.png" alt=""><b>Reader ${i}</b> <time>2 days ago</time></div><div class="comment__text"><p>Thank you for this, it was worth reading to the end.</p></div><div class="comment__foot"><button>Reply</button> <button>Like</button></div></li>`

/**
 * The same article as a site shows it: 44 KB, 520 elements and 120 links, a third of it script and as much text, paragraphs a dozen elements
 * deep. Of 130 real pages the middle English one has 76 KB, 630 elements and 117 links, the middle Chinese one 30 KB, 255 and 39.
 */
export function writePage(seed: number, language: Language): string {
  const article = writeArticle({ seed, topic: seed, language, paragraphs: 18 + Math.floor(createChance(seed)() * 12) })
  const paragraphs = article.paragraphs.map((text, i) => {
    const linked =
      i % 3 === 1 ? ` ${link(`https://source.example/${i}`, 'a source', 'external')} <em>and more</em>` : ''
    const between = i % 8 === 5 ? `<div class="ad-slot" id="ad-${i}"><span>Advertisement</span></div>` : ''
    const heading = i % 6 === 4 ? `<h2 id="part-${i}">Part ${i}</h2>` : ''
    return `${heading}<p class="paragraph">${text}${linked}</p>${between}`
  })
  const figure =
    '<figure class="lead"><img src="/pictures/lead.jpg" alt="" width="1200" height="630"><figcaption>A picture of ours</figcaption></figure>'
  const share = `<ul class="share">${times(6, i => `<li>${link(`https://network-${i}.example/share`, icon)}</li>`)}</ul>`
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">${writeHead(article.title, seed)}</head>
<body class="page page--article"><div class="cookie-banner" role="dialog"><p>We use cookies.</p><button>Accept</button></div>
<header class="site-header">${within(3, `<nav class="menu"><ul>${times(36, i => `<li class="menu__item">${link(`/topics/${i}`, `Topic ${i}`)}</li>`)}</ul></nav>`)}</header>
${within(
  5,
  `<main><article class="article"><ol class="crumbs">${times(3, i => `<li>${link(`/crumb/${i}`, `Crumb ${i}`)}</li>`)}</ol>
<h1 class="article__title">${article.title}</h1><div class="byline"><span>By</span> ${link('/people/writer', 'A Writer', 'author')} <time datetime="2026-11-18T08:00:00Z">18 November 2026</time></div>
${share}${figure}<div class="article__body">${within(2, paragraphs.join('\n'))}<pre><code class="language-ts">const answer = await fetch(url)</code></pre></div>
${share}<div class="newsletter"><h3>Our newsletter</h3><p>Once a week, no more.</p><form><input type="email"><button>Subscribe</button></form></div></article></main>
<aside class="side"><h3>Most read</h3><ol>${times(10, i => `<li>${link(`/most/${i}`, `What many have read, number ${i}`)}</li>`)}</ol></aside>
<section class="related"><h2>More of it</h2>${times(8, card)}</section><section class="comments"><h2>Comments</h2><ol>${times(10, comment)}</ol></section>`,
)}
<footer class="site-footer">${times(4, i => `<div class="column"><h4>Column ${i}</h4><ul>${times(8, j => `<li>${link(`/foot/${i}/${j}`, `Page ${j}`)}</li>`)}</ul></div>`)}<p>© Example</p></footer>
<script>window.dataLayer = ${writeState(seed + 1)}</script></body></html>`
}
