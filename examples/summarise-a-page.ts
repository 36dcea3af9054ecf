// Prints what a saved page says: `node examples/summarise-a-page.ts FILE`.
import { readFileSync } from 'node:fs'
import { extractArticle, summarize } from '../src/library.ts'

const file = process.argv[2] ?? 'config/samples/pages/ledger/compaction-debt.html'
const { title, byline, language, text, readingMinutes, method, confidence } = extractArticle(readFileSync(file), {
  url: 'https://example.org/page',
})
const { lead, points } = summarize({ title: title ?? '', text, ...(language === null ? {} : { language }) })
console.log(`${title ?? '(no title)'}${byline === null ? '' : `, by ${byline}`}: ${readingMinutes} min`)
console.log(`read by ${method}, confidence ${confidence.toFixed(2)}\n`)
console.log(lead)
for (const point of points) console.log(`- ${point}`)
