// What a list of hits shows of each document, ten in a file. A folder of files has a new name when something in it has changed.
import { packBytes } from '../files/pack.ts'
import { fingerprintOf, type Plan, type PlannedFile } from '../files/site-file.ts'
import { neededFor } from '../site/publications.ts'
import type { SiteDescription } from '../site-urls.ts'
import { countNumbers, namingOf, type Numbered, numberedDocuments } from './numbered.ts'
import { type Hit, hitOf } from './searched-documents.ts'

const HITS_PER_FILE = 10
const HITS_PER_FOLDER = 200

/** What the page must know to find a hit by its number. */
export interface HitHead {
  readonly hitFolders: readonly string[]
  readonly hitsPerFile: number
  readonly hitsPerFolder: number
}

/** Plans the files of all publications, which come oldest first. */
export function planHits(
  site: SiteDescription,
  publications: readonly Numbered[],
  plan: Plan,
): { readonly files: readonly PlannedFile[]; readonly head: HitHead } {
  const numbers = countNumbers(publications)
  const folders = Array.from({ length: Math.ceil(numbers / HITS_PER_FOLDER) }, (_, place) => {
    const [start, end] = [place * HITS_PER_FOLDER, Math.min(numbers, (place + 1) * HITS_PER_FOLDER)]
    const held = publications.filter(({ first, documents }) => first < end && first + documents > start)
    const name = fingerprintOf([...namingOf(site), start, held.map(({ first, told }) => [first, told])]).slice(0, 10)
    return { name, start, end, held }
  })
  return {
    files: folders.flatMap(({ name, start, end, held }) => {
      const needs = neededFor(held.map(({ publication }) => publication))
      let made: readonly (Hit | null)[] | null = null
      const count = Math.ceil((end - start) / HITS_PER_FILE)
      return Array.from({ length: count }, (_, file) =>
        plan(`search/hits-${name}/${file}.bin`, null, {
          needs,
          render: () => {
            const hits = (made ??= hitsOf(site, held, { start, end }))
            if (file === count - 1) made = null
            return packBytes(Buffer.from(JSON.stringify(hits.slice(file * HITS_PER_FILE, (file + 1) * HITS_PER_FILE))))
          },
        }),
      )
    }),
    head: { hitFolders: folders.map(({ name }) => name), hitsPerFile: HITS_PER_FILE, hitsPerFolder: HITS_PER_FOLDER },
  }
}

/** The hits with these numbers; null in the place of what was taken back. */
function hitsOf(
  site: SiteDescription,
  publications: readonly Numbered[],
  { start, end }: { readonly start: number; readonly end: number },
): readonly (Hit | null)[] {
  const hits = new Array<Hit | null>(end - start).fill(null)
  for (const publication of publications)
    for (const [number, document] of numberedDocuments(site, publication))
      if (number >= start && number < end) hits[number - start] = hitOf(document)
  return hits
}
