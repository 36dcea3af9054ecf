// Publications with the numbers that their documents have in the search: fixed by what was sealed, before any view is made.
import type { Publication } from '../site/publications.ts'
import type { SiteDescription } from '../site-urls.ts'
import { documentsOf, extentOf, toldOf } from './searched-documents.ts'
import type { SearchedAmount } from './search-units.ts'
import type { SearchedDocument } from './word-places.ts'

/** A publication, and where its documents stand among all. */
export interface Numbered {
  readonly publication: Publication
  /** Number of its first document; it has `documents` of them, though some may have been taken back. */
  readonly first: number
  readonly documents: number
  readonly searched: SearchedAmount
  /** Tells by what is searched of it. */
  readonly told: string
}

/** Numbers publications, which come oldest first. */
export function numberPublications(publications: readonly Publication[]): readonly Numbered[] {
  let first = 0
  return publications.map(publication => {
    const { documents, searched } = extentOf(publication)
    const numbered = { publication, first, documents, searched, told: toldOf(publication) }
    first += documents
    return numbered
  })
}

/** How many numbers are given. */
export function countNumbers(numbered: readonly Numbered[]): number {
  const last = numbered.at(-1)
  return last ? last.first + last.documents : 0
}

/** The documents of a publication with their numbers. */
export function numberedDocuments(
  site: SiteDescription,
  { publication, first }: Numbered,
): readonly (readonly [number: number, document: SearchedDocument])[] {
  return documentsOf(site, publication).map((document, place) => [first + place, document])
}

/** What changes the bytes of an index beside what is in it. */
export function namingOf(site: SiteDescription): readonly unknown[] {
  return [FORMAT, site.url, site.language, site.timezone, site.author]
}

/** Changes with everything that makes other bytes of the same publications: files of one name always say the same. */
const FORMAT = 3
