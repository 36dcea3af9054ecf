// The search as the page runs it, over files behind a real server on loopback.
import { join } from 'node:path'
import type { PlannedFile } from '../../../src/publish/files/site-file.ts'
import type { Hit } from '../../../src/publish/search/searched-documents.ts'
import type { SearchHead } from '../../../src/publish/search/search-site.ts'
import { startSite, type TestSite } from '../../servers.ts'

/** What a question finds. */
export interface Found {
  readonly count: number
  readonly isNear: boolean
  /** How many are shown first. */
  readonly first: number
  readonly loadHit: (place: number) => Promise<Hit>
}

interface PageScript {
  wordsToFind(text: string, mostWords?: number): readonly string[]
  search(base: string, head: SearchHead, question: string): Promise<Found>
  searchAnew<Result>(
    base: string,
    head: SearchHead,
    question: string,
    use: (found: Found) => Promise<Result>,
  ): Promise<Result>
}

/** templates/search.js itself. */
export const pageScript = (await import(
  join(import.meta.dirname, '..', '..', '..', 'templates', 'search.js')
)) as PageScript

/** A site whose search may be asked. */
export interface SearchedSite extends TestSite {
  readonly head: SearchHead
  readonly base: string
  /** All hits, in their order. */
  findAll(question: string): Promise<Found & { readonly hits: readonly Hit[] }>
}

/** Serves the planned files below /list/. */
export async function serveSearch(files: readonly PlannedFile[]): Promise<SearchedSite> {
  const contents = files.map(({ path, render }) => [`/list/${path}`, render()] as const)
  const head = JSON.parse(Buffer.from(new Map(contents).get('/list/search/index.json') ?? '').toString()) as SearchHead
  const site = await startSite(Object.fromEntries(contents))
  const base = `${site.url}list/search/`
  const findAll: SearchedSite['findAll'] = async question => {
    const found = await pageScript.search(base, head, question)
    const hits = await Promise.all(Array.from({ length: found.count }, (_, place) => found.loadHit(place)))
    return { ...found, hits }
  }
  return { ...site, head, base, findAll }
}
