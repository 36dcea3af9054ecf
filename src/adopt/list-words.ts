// What another's reading list says of a story, in its own order: as summary and points where points come last, else as one text. Pure.
import { markdownOfPlain, readWritten, readWrittenPoints, readWrittenSummary } from '../core/written-words.ts'
import type { Issue, Story } from '../core/types.ts'
import { splitBullets } from '../collect/pages/bullets.ts'
import type { ListedPart, ListedStory, Verdict } from '../collect/pages/reading-list.ts'
import { markdownOfHtml } from './html-markdown.ts'

/** The words of a story as it is kept. */
export type ListedWords = Pick<Story, 'summary' | 'points' | 'note' | 'markdown'>

/** Where a picture lies that was brought along, by its address. */
type Pictures = ReadonlyMap<string, string>

interface Piece {
  readonly kind: 'words' | 'points' | 'note'
  /** Blocks of Markdown, or points. */
  readonly sources: readonly string[]
  /** Plain words do not say as much. */
  readonly isRich: boolean
}

/** As much of one story as an issue shows. */
const MOST_UNITS = 3_500
const marked = /<(?:a|b|strong|i|em|code|img)[\s>]/i

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim()

function sourceOfWords(html: string, text: string, pictures: Pictures): string {
  if (!marked.test(html)) return markdownOfPlain(tidy(text))
  return withPictures(
    markdownOfHtml(html)
      .trim()
      .replace(/\n{2,}/g, '\n'),
    pictures,
  )
}

/** Markdown that shows the pictures that were brought along from where they lie now. */
export function withPictures(markdown: string, pictures: Pictures): string {
  return markdown.replace(/(!\[[^\]\n]*\]\(<?)(https?:[^\s)>]+)/g, (whole, before: string, url: string) => {
    const file = pictures.get(url)
    return file === undefined ? whole : `${before}${file}`
  })
}

const quote = (source: string): string => source.replace(/^/gm, '> ').replace(/ +$/gm, '')

function pieceOfItem(part: ListedPart & { kind: 'item' }, pictures: Pictures): Piece {
  const source = sourceOfWords(part.html, part.text, pictures).replace(/\s*\n\s*/g, ' ')
  const { below } = part
  const isHan = /\p{Script=Han}/u.test(`${source}${below.join('')}`)
  const line = below
    .map(markdownOfPlain)
    .join(isHan ? '；' : '; ')
    .replace(/([:：])[；;]/g, '$1')
  const gap = source === '' || line === '' ? '' : isHan ? '：' : ': '
  const point = `${gap === '' ? source : source.replace(/[:：]$/, '')}${gap}${line}`
  return { kind: 'points', sources: point === '' ? [] : [point], isRich: marked.test(part.html) }
}

function piecesOf(part: ListedPart, title: string, pictures: Pictures): readonly Piece[] {
  if (part.kind === 'code') {
    const fence = '`'.repeat(Math.max(3, ...(part.text.match(/`+/g) ?? []).map(run => run.length + 1)))
    return [{ kind: 'words', sources: [`${fence}\n${part.text.trimEnd()}\n${fence}`], isRich: true }]
  }
  if (part.kind === 'picture') {
    // A picture that says nothing of itself is called as its story is.
    const alt = (part.alt || title).replace(/[\\[\]]/g, '\\$&')
    return [{ kind: 'words', sources: [`![${alt}](<${pictures.get(part.url) ?? part.url}>)`], isRich: true }]
  }
  if (part.kind === 'item') return [pieceOfItem({ ...part, kind: 'item' }, pictures)]
  const lines = splitBullets(part.text)
  if (lines.some(({ isPoint }) => isPoint))
    return lines.map(({ text, isPoint }) => ({
      kind: isPoint ? 'points' : 'words',
      sources: [markdownOfPlain(text)],
      isRich: false,
    }))
  const source = sourceOfWords(part.html, part.text, pictures)
  const isQuote = part.kind === 'quote'
  return [
    {
      kind: part.kind === 'note' ? 'note' : 'words',
      sources: [isQuote ? quote(source) : source],
      isRich: isQuote || marked.test(part.html),
    },
  ]
}

/** Blocks of Markdown; points that follow each other are a list, quotations one quotation. */
function joinPieces(pieces: readonly Piece[]): string {
  const blocks: string[] = []
  let units = 0
  let last: Piece | null = null
  for (const piece of pieces) {
    const source =
      piece.kind === 'points' ? piece.sources.map(each => `- ${each}`).join('\n') : piece.sources.join('\n\n')
    units += source.length
    if (units > MOST_UNITS && blocks.length > 0) break
    const isQuote = source.startsWith('> ') && last?.sources[0]?.startsWith('> ') === true
    if (last?.kind === 'points' && piece.kind === 'points') blocks.push(`\n${source}`)
    else blocks.push(last === null ? source : isQuote ? `\n>\n${source}` : `\n\n${source}`)
    last = piece
  }
  return blocks.join('')
}

/** The words of a story; as plain as they can be. */
export function wordsOfStory(story: ListedStory, pictures: Pictures): ListedWords {
  const { title, summary, points, note, body } = story
  const pieces = body.flatMap(part => piecesOf(part, title, pictures))
  const told = pieces.filter(({ kind }) => kind !== 'note')
  const first = told.findIndex(({ kind }) => kind === 'points')
  const isInOrder = first < 0 || told.slice(first).every(({ kind }) => kind === 'points')
  if (isInOrder && pieces.every(({ isRich }) => !isRich)) return { summary, points, note }
  const words = readWrittenSummary(joinPieces(isInOrder ? told.filter(({ kind }) => kind === 'words') : told))
  const listed = readWrittenPoints(
    isInOrder ? told.filter(({ kind }) => kind === 'points').flatMap(({ sources }) => sources) : [],
  )
  const noted = readWritten(
    pieces
      .filter(({ kind }) => kind === 'note')
      .flatMap(({ sources }) => sources)
      .join('\n\n'),
  )
  const markdown = [
    ...(words.markup ? ['summary' as const] : []),
    ...(listed.markup ? ['points' as const] : []),
    ...(noted.markup ? ['note' as const] : []),
  ]
  return {
    summary: words.value,
    points: listed.value,
    note: noted.value === '' ? null : noted.value,
    ...(markdown.length === 0 ? {} : { markdown }),
  }
}

type Opening = Pick<Extract<Verdict, { kind: 'list' }>, 'foreword' | 'opening'>

/** The forewords of the lists that make one issue. */
export function wordsOfForeword(lists: readonly Opening[], pictures: Pictures): Pick<Issue, 'foreword' | 'markup'> {
  const sources = lists.flatMap(({ foreword, opening }) => {
    if (foreword === null) return []
    const pieces = opening.flatMap(part => piecesOf(part, '', pictures))
    return pieces.length === 0 ? markdownOfPlain(foreword) : joinPieces(pieces)
  })
  if (sources.length === 0) return { foreword: null }
  const { value, markup } = readWritten(sources.join('\n\n'))
  return { foreword: value, ...(markup === undefined ? {} : { markup }) }
}

/** Addresses of the pictures that stories and forewords show, each once. */
export function picturesOf(
  lists: readonly Pick<Extract<Verdict, { kind: 'list' }>, 'opening' | 'sections'>[],
): readonly string[] {
  const parts = lists.flatMap(({ opening, sections }) => [
    ...opening,
    ...sections.flatMap(({ stories }) => stories.flatMap(({ body }) => body)),
  ])
  return [...new Set(parts.flatMap(part => (part.kind === 'picture' ? part.url : [])))]
}
