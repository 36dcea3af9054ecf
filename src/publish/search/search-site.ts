// Search without a server: the page, its script, and an index in small files of which templates/search.js fetches only those that a
// question needs. docs/technotes/site.md tells the format.
import { wordsOf } from '../../core/words/words.ts'
import { packBytes } from '../files/pack.ts'
import { fingerprintOf, type Plan, type PlannedFile } from '../files/site-file.ts'
import type { Publication } from '../site/publications.ts'
import { renderPage } from '../site/pages.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { extentOf, toldOf } from './searched-documents.ts'
import { writeNewest } from './newest-file.ts'
import { headOf, hitPaths, makeSettled, planSettled, type SettledHead, type SettledPart } from './settled-part.ts'

/** Publications are settled as soon as they have so much text together: what is not, every search loads. */
const NEWEST_UNITS = 36_000

/** Plans the page, its script and the index of publications, which come newest first. */
export function planSearch(
  site: SiteDescription,
  publications: readonly Publication[],
  templates: Templates,
  plan: Plan,
): PlannedFile[] {
  const oldestFirst = publications.toReversed()
  const cut = countSettled(oldestFirst)
  const settled = planSettled(site, oldestFirst.slice(0, cut))
  const newest = oldestFirst.slice(cut)
  let made: SettledPart | null = null
  const part = (): SettledPart => (made ??= makeSettled(site, settled))
  const head = (): SettledHead => headOf(settled, part())
  const script = templates.render('search.js', {})
  // A page that somebody has open goes on with the script and the files that it knows.
  const scriptPath = `search-${fingerprintOf(script).slice(0, 10)}.js`
  const lasting = (path: string, parts: unknown, render: () => string | Uint8Array): PlannedFile => ({
    ...plan(path, parts, render),
    isKeptOnce: true,
  })
  const ofPart = (kind: 'words' | 'beginnings', count: number): readonly PlannedFile[] =>
    Array.from({ length: count }, (_, file) =>
      lasting(`search/${kind}-${settled.name}/${file}.bin`, null, () => part().index[kind].files[file] ?? nothing),
    )
  return [
    lasting(scriptPath, null, () => script),
    ...ofPart('words', settled.files.words),
    ...ofPart('beginnings', settled.files.beginnings),
    ...hitPaths(settled).map((path, file) => lasting(path, null, () => part().hits[file] ?? nothing)),
    plan('search/index.json', settled.name, () => JSON.stringify(head())),
    plan('search/index.html', [settled.name, scriptPath], () => renderSearchPage(site, templates, scriptPath, head())),
    plan('search/newest.bin', [settled.upTo, newest.map(toldOf)], () =>
      packBytes(writeNewest(site, newest, settled.upTo)),
    ),
  ]
}

const nothing = new Uint8Array()

/** How many of the publications, oldest first, are settled. */
function countSettled(publications: readonly Publication[]): number {
  let [settled, units] = [0, 0]
  for (const [index, publication] of publications.entries()) {
    units += extentOf(publication).units
    if (units < NEWEST_UNITS) continue
    settled = index + 1
    units = 0
  }
  return settled
}

function renderSearchPage(site: SiteDescription, templates: Templates, scriptPath: string, known: SettledHead): string {
  const words = wordsOf(site.language)
  const head = {
    title: words.searchTitle,
    description: words.searchText,
    canonical: urlIn(site, 'search/'),
    kind: 'website' as const,
    jsonLd: null,
    previous: null,
    next: null,
  }
  return renderPage(site, site.language, templates, 'search.html', {
    head,
    script: pathIn(site, scriptPath),
    index: pathIn(site, 'search/'),
    // Inside <script> only `<` can end the element or open a comment.
    known: JSON.stringify(known).replaceAll('<', '\\u003c'),
  })
}
