// One look at each text of a batch: what of it decides about groups is kept, and the text let go of.
import { hash } from 'node:crypto'
import { type Script, scriptOf } from '../core/language.ts'
import { type MarkReader, openMarks } from './across-scripts.ts'
import { type CopyFinder, openCopyFinder } from './deduplicate.ts'
import { readLeadingMarks } from './marks.ts'
import { type Cast, openCasts } from './protagonists.ts'
import { readEach, type Reading } from './texts.ts'

/** What is kept of a text. */
export interface Glance {
  /** Its length in UTF-16 units. */
  readonly characters: number
  /** The same for the same text alone. */
  readonly textKey: string
  /** That of its title and beginning. */
  readonly script: Script
  /** CVE numbers and their like in title and beginning. */
  readonly identifiers: readonly string[]
}

/** What is kept of a batch. */
export interface Glances {
  readonly glances: readonly Glance[]
  readonly copies: CopyFinder
  readonly marks: MarkReader
  readonly casts: readonly Cast[]
}

const SCRIPT_CHARACTERS = 400
const none: readonly string[] = []

/** Looks at each article of a batch, `number` being what its text is asked for by. Answers in their order. */
export function* glanceAt(articles: readonly { readonly number: number; readonly title: string }[]): Reading<Glances> {
  const glances: Glance[] = []
  const copies = openCopyFinder(articles.length)
  const marks = openMarks(articles.length)
  const casts = openCasts(articles.map(({ title }) => title))
  yield* readEach(
    articles.map(({ number }) => number),
    null,
    (place, { text, links }) => {
      const title = articles[place]?.title ?? ''
      const leading = readLeadingMarks({ title, text, links })
      copies.read(place, `${title}\n${text}`)
      casts.read(place, { title, text })
      marks.read(place, leading)
      glances.push({
        characters: text.length,
        textKey: hash('sha256', text, 'base64'),
        script: scriptOf(`${title} ${text.slice(0, SCRIPT_CHARACTERS)}`),
        identifiers: leading.identifiers.size === 0 ? none : [...leading.identifiers],
      })
    },
  )
  return { glances, copies, marks, casts: casts.casts() }
}
