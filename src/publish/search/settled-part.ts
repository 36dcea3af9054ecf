// The settled part of the index: all publications but the newest. It is made anew when enough new ones have come together, or when an
// old one changes, and then under new names, so that whoever began to search in the old one ends there.
import { fingerprintOf } from '../files/site-file.ts'
import { packBytes } from '../files/pack.ts'
import type { Publication } from '../site/publications.ts'
import { orderOf } from '../site/publications.ts'
import type { SiteDescription } from '../site-urls.ts'
import { documentsOf, extentOf, type Hit, hitOf, toldOf } from './searched-documents.ts'
import { indexWords, type WordIndex } from './word-index.ts'
import { collectWords } from './word-places.ts'

/** Changes with everything that makes other bytes of the same publications: files of one name always say the same. */
const FORMAT = 1
const HITS_PER_FILE = 10
/** Files of hits share a folder, which has a new name when something in it or before it has changed. */
const HITS_PER_FOLDER = 1_000
/** Text per file of words, so that a file has about four kilobytes; beyond so many files they grow with their number. */
const UNITS_PER_FILE = 14_000
const MANY_FILES = 600
/** So many files of words for one of beginnings. */
const WORDS_PER_BEGINNINGS = 4

/** What is known before anything is indexed. */
export interface SettledPlan {
  readonly publications: readonly Publication[]
  /** Order of the last publication; empty without one. */
  readonly upTo: string
  /** Names all of it. */
  readonly name: string
  /** Names of the folders of hits. */
  readonly hitFolders: readonly string[]
  readonly files: { readonly words: number; readonly beginnings: number; readonly hits: number }
}

/** The part itself. */
export interface SettledPart {
  readonly documents: number
  readonly index: WordIndex
  readonly hits: readonly Uint8Array[]
}

/** What the page must know to look something up. */
export interface SettledHead {
  readonly documents: number
  readonly upTo: string
  readonly name: string
  /** Where each file but the first begins, joined by blanks. */
  readonly words: string
  readonly beginnings: string
  readonly hitFolders: readonly string[]
  readonly hitsPerFile: number
  readonly hitsPerFolder: number
}

/** Plans the part of publications that come oldest first. */
export function planSettled(site: SiteDescription, publications: readonly Publication[]): SettledPlan {
  let chain = fingerprintOf([FORMAT, site.url, site.language, site.timezone, site.author])
  let [documents, units] = [0, 0]
  const hitFolders: string[] = []
  for (const publication of publications) {
    chain = fingerprintOf([chain, toldOf(publication)])
    const extent = extentOf(publication)
    documents += extent.documents
    units += extent.units
    while (documents >= (hitFolders.length + 1) * HITS_PER_FOLDER) hitFolders.push(nameOf(chain, hitFolders.length))
  }
  const hits = Math.ceil(documents / HITS_PER_FILE)
  if (hits * HITS_PER_FILE > hitFolders.length * HITS_PER_FOLDER) hitFolders.push(nameOf(chain, hitFolders.length))
  const even = Math.ceil(units / UNITS_PER_FILE)
  const words = even <= MANY_FILES ? even : Math.ceil(Math.sqrt(even * MANY_FILES))
  const last = publications.at(-1)
  return {
    publications,
    upTo: last ? orderOf(last) : '',
    name: nameOf(chain, 0),
    hitFolders,
    files: { words, beginnings: Math.ceil(words / WORDS_PER_BEGINNINGS), hits },
  }
}

function nameOf(chain: string, place: number): string {
  return fingerprintOf([chain, place]).slice(0, 10)
}

/** Makes the part. The views of its publications are dropped as soon as they are read. */
export function makeSettled(site: SiteDescription, { publications, files }: SettledPlan): SettledPart {
  const collection = collectWords()
  const hits: Hit[] = []
  for (const publication of publications)
    for (const document of documentsOf(site, publication)) {
      collection.add(document)
      hits.push(hitOf(document))
    }
  const { words, documents } = collection.finish()
  const packed = Array.from({ length: files.hits }, (_, file) =>
    packBytes(Buffer.from(JSON.stringify(hits.slice(file * HITS_PER_FILE, (file + 1) * HITS_PER_FILE)))),
  )
  return { documents, index: indexWords(words, documents, files), hits: packed }
}

/** What the page is told of it. */
export function headOf({ upTo, name, hitFolders }: SettledPlan, { documents, index }: SettledPart): SettledHead {
  return {
    documents,
    upTo,
    name,
    words: index.words.starts.join(' '),
    beginnings: index.beginnings.starts.join(' '),
    hitFolders,
    hitsPerFile: HITS_PER_FILE,
    hitsPerFolder: HITS_PER_FOLDER,
  }
}

/** Where each file of hits lies, in their order. */
export function hitPaths({ hitFolders, files }: SettledPlan): readonly string[] {
  const perFolder = HITS_PER_FOLDER / HITS_PER_FILE
  return Array.from(
    { length: files.hits },
    (_, file) => `search/hits-${hitFolders[Math.floor(file / perFolder)] ?? ''}/${file % perFolder}.bin`,
  )
}
