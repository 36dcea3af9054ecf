// The newest publications in one file, hits and words together: what comes out week by week changes it alone.
import type { Publication } from '../site/publications.ts'
import { orderOf } from '../site/publications.ts'
import type { SiteDescription } from '../site-urls.ts'
import { documentsOf, hitOf } from './searched-documents.ts'
import { collectWords } from './word-places.ts'
import { joinBytes, writeWords } from './word-file.ts'

/**
 * Writes it, uncompressed: the length of the hits as JSON, these, and the words. `after` is the order of the last publication that is in
 * the settled part, and each hit ends with the order of its own: so a page that knows of more or of less finds everything once.
 */
export function writeNewest(site: SiteDescription, publications: readonly Publication[], after: string): Uint8Array {
  const collection = collectWords()
  const hits = publications.flatMap(publication =>
    documentsOf(site, publication).map(document => {
      collection.add(document)
      return [...hitOf(document), orderOf(publication)]
    }),
  )
  return joinBytes(Buffer.from(JSON.stringify({ after, hits })), writeWords(collection.finish().words))
}
