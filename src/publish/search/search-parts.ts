// The parts of the index, by the age of what is in them. What comes out changes the youngest part alone; when that is full it becomes one
// with an older one. Which part has what follows from the archive alone, so the same archive always has the same parts.
import { MOST_TOGETHER } from '../files/needed.ts'
import { fingerprintOf, type KeptFiles, type Plan, type PlannedFile } from '../files/site-file.ts'
import type { SiteDescription } from '../site-urls.ts'
import { namingOf, type Numbered, numberedDocuments } from './numbered.ts'
import { indexWords, type WordIndex } from './word-index.ts'
import { addAmounts } from './search-units.ts'
import { neededFor } from '../site/publications.ts'
import { collectWords } from './word-places.ts'

/** Text of the youngest part, which is made anew with everything that comes out: 20 to 50 issues of twenty stories, a seventh of a second. */
const YOUNGEST_UNITS = 1_000_000
/** Below so much text, 600 long issues, there are two parts: every part more is one file more for each word of a question. */
const TWO_PARTS_UNITS = 30 * YOUNGEST_UNITS
/** Above it, text of the part between the youngest and the oldest. */
const MIDDLE_UNITS = 8 * YOUNGEST_UNITS
/** What a file of words is to take, about; beyond so many files they grow with their number. */
const BYTES_PER_FILE = 3_200
const MANY_FILES = 1_200
/** So many files of words for one of beginnings. */
const WORDS_PER_BEGINNINGS = 2

/** What the page must know of a part to look something up. */
export interface PartHead {
  readonly name: string
  /** Number of its first document: those in its files are counted from it. */
  readonly first: number
  /** Where each file but the first begins, joined by blanks. */
  readonly words: string
  readonly beginnings: string
}

/** A part before it is made. */
export interface PartPlan {
  readonly files: readonly PlannedFile[]
  /** Reads what a page must know from the part that lies in the folder, if it does; else makes the part. */
  readonly head: (kept?: KeptFiles) => PartHead
}

/** Cuts publications, which come oldest first, into parts, none of them empty. */
export function cutParts(publications: readonly Numbered[]): readonly (readonly Numbered[])[] {
  let [oldest, middle, youngest] = [0, 0, 0]
  let [middleFrom, youngestFrom] = [0, 0]
  for (const [index, { searched }] of publications.entries()) {
    youngest += searched.units
    if (youngest < YOUNGEST_UNITS) continue
    ;[middle, youngest, youngestFrom] = [middle + youngest, 0, index + 1]
    if (oldest + middle >= TWO_PARTS_UNITS && middle < MIDDLE_UNITS) continue
    ;[oldest, middle, middleFrom] = [oldest + middle, 0, index + 1]
  }
  const cuts = [0, middleFrom, youngestFrom, publications.length]
  return cuts.slice(1).flatMap((end, cut) => {
    const part = publications.slice(cuts[cut], end)
    return part.length === 0 ? [] : [part]
  })
}

/** Plans the files of a part, which are named by what is in them. */
export function planPart(site: SiteDescription, publications: readonly Numbered[], plan: Plan): PartPlan {
  const name = fingerprintOf([...namingOf(site), publications.map(({ told }) => told)]).slice(0, 10)
  const first = publications[0]?.first ?? 0
  const even = Math.ceil(addAmounts(publications.map(each => each.searched)).indexBytes / BYTES_PER_FILE)
  const words = Math.max(1, even <= MANY_FILES ? even : Math.ceil(Math.sqrt(even * MANY_FILES)))
  const counts = { words, beginnings: Math.ceil(words / WORDS_PER_BEGINNINGS) }
  const needs = neededFor(publications.map(({ publication }) => publication))
  let made: WordIndex | null = null
  let text: string | null = null
  const index = (): WordIndex => (made ??= makeIndex(site, publications, counts))
  const headPath = `search/part-${name}/head.json`
  const writeHead = (): string => {
    const { words, beginnings } = index()
    return JSON.stringify({ words: words.starts.join(' '), beginnings: beginnings.starts.join(' ') })
  }
  const headText = (): string => (text ??= writeHead())
  const filesOf = (kind: 'words' | 'beginnings'): readonly PlannedFile[] =>
    Array.from({ length: counts[kind] }, (_, file) =>
      plan(`search/part-${name}/${kind}-${file}.bin`, null, {
        needs,
        render: () => {
          const content = index()[kind].files[file] ?? new Uint8Array()
          // The last of all: the page needs its head alone.
          if (kind === 'beginnings' && file === counts.beginnings - 1) made = null
          return content
        },
      }),
    )
  return {
    files: [plan(headPath, null, { needs, render: headText }), ...filesOf('words'), ...filesOf('beginnings')],
    head: kept => {
      const known = kept?.(headPath)?.toString() ?? headText()
      return { name, first, ...(JSON.parse(known) as Pick<PartHead, 'words' | 'beginnings'>) }
    },
  }
}

function makeIndex(
  site: SiteDescription,
  publications: readonly Numbered[],
  counts: { readonly words: number; readonly beginnings: number },
): WordIndex {
  const collection = collectWords()
  const first = publications[0]?.first ?? 0
  const isLong = publications.length > MOST_TOGETHER
  for (const numbered of publications) {
    for (const [number, document] of numberedDocuments(site, numbered)) collection.add(document, number - first)
    // Nothing else needs a part of this size at once; with all its texts it would make the peak of the whole publishing.
    if (isLong) for (const issue of neededFor([numbered.publication])) issue.drop()
  }
  const last = publications.at(-1)
  return indexWords(collection.finish(), last ? last.first + last.documents - first : 0, counts)
}
