// Search without a server: the page, its script, and an index in small files of which templates/search.js fetches only those that a
// question needs. docs/technotes/site.md tells the format.
import { wordsOf } from '../../core/words/words.ts'
import { fingerprintOf, type KeptFiles, type Plan, type PlannedFile } from '../files/site-file.ts'
import type { Publication } from '../site/publications.ts'
import { renderPage } from '../site/page.ts'
import type { Press } from '../site/press.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { type HitHead, planHits } from './hit-files.ts'
import { numberPublications } from './numbered.ts'
import { cutParts, type PartHead, planPart } from './search-parts.ts'

/** What the page must know to look something up. */
export interface SearchHead extends HitHead {
  /** Oldest first. */
  readonly parts: readonly PartHead[]
}

/**
 * Plans the page, its script and the index of publications, which come newest first. All files of the index have names that change with
 * what they say: a page finds what there was when it was written, all of it and nothing else, whatever is being published meanwhile.
 */
export function planSearch(
  { site, templates, plan, planPlain }: Press<'search'>,
  publications: readonly Publication[],
): PlannedFile[] {
  // A page that somebody has open goes on with the script and the files that it knows.
  const planOnce: Plan = (path, parts, rendering) => ({ ...planPlain(path, parts, rendering), isKeptOnce: true })
  const numbered = numberPublications(publications.toReversed())
  const parts = cutParts(numbered).map(part => planPart(site, part, planOnce))
  const hits = planHits(site, numbered, planOnce)
  const head = (kept?: KeptFiles): SearchHead => ({ parts: parts.map(part => part.head(kept)), ...hits.head })
  const script = templates.render('search.js', {})
  const scriptPath = `search-${fingerprintOf(script).slice(0, 10)}.js`
  const made = [...parts.map(({ files }) => files[0]?.path), hits.head]
  return [
    planOnce(scriptPath, null, () => script),
    ...parts.flatMap(({ files }) => files),
    ...hits.files,
    planPlain('search/index.json', made, kept => JSON.stringify(head(kept))),
    plan('search/index.html', [made, scriptPath], kept => renderSearchPage(site, templates, scriptPath, head(kept))),
  ]
}

function renderSearchPage(site: SiteDescription, templates: Templates, scriptPath: string, known: SearchHead): string {
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
