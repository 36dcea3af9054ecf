// The index: the front page and those behind it, which list what has come out.
import { wordsOf } from '../../core/words/words.ts'
import type { PlannedFile } from '../files/site-file.ts'
import { cleanLine } from '../plain-text.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { indexTitle } from '../words/interface-text.ts'
import { jsonLd, renderPage } from './page.ts'
import type { Press } from './press.ts'
import { LISTED_PER_PAGE, type Listing, listingOf, type Publication } from './publications.ts'

/** Plans the pages of the index of publications, which come newest first. */
export function planIndex(
  { site, templates, plan }: Press<'index'>,
  publications: readonly Publication[],
): PlannedFile[] {
  const pages = Math.max(1, Math.ceil(publications.length / LISTED_PER_PAGE))
  return Array.from({ length: pages }, (_, index) => {
    const shown = publications.slice(index * LISTED_PER_PAGE, (index + 1) * LISTED_PER_PAGE)
    const place = { page: index + 1, pages }
    const parts = [place, shown.map(({ fingerprint }) => fingerprint)]
    return plan(`${indexPath(place.page)}index.html`, parts, () => {
      const listed = shown.map(publication => listingOf(site, publication))
      return renderIndexPage(site, listed, place, templates)
    })
  })
}

/** Writes one page; `page` counts from 1, what it lists comes newest first. */
function renderIndexPage(
  site: SiteDescription,
  listed: readonly Listing[],
  place: { readonly page: number; readonly pages: number },
  templates: Templates,
): string {
  const url = urlIn(site, indexPath(place.page))
  const years = Map.groupBy(listed, ({ isoDate }) => isoDate.slice(0, 4))
  return renderPage(site, site.language, templates, 'index.html', {
    head: {
      title: indexTitle(cleanLine(site.title), place.page, site.language),
      description: cleanLine(site.description) || cleanLine(site.title),
      canonical: url,
      kind: 'website',
      jsonLd: jsonLd({
        '@type': 'Blog',
        name: cleanLine(site.title),
        description: cleanLine(site.description),
        url,
        inLanguage: site.language,
      }),
      previous: place.page > 1 ? pathIn(site, indexPath(place.page - 1)) : null,
      next: place.page < place.pages ? pathIn(site, indexPath(place.page + 1)) : null,
    },
    years: [...years].map(([year, ofYear]) => ({ title: wordsOf(site.language).yearHeading(year), listed: ofYear })),
  })
}

/** Path of a page of the index: the front page, then `page/2/`. */
function indexPath(page: number): string {
  return page === 1 ? '' : `page/${page}/`
}
