// Lays out a share card: the picture that other places show where somebody names an issue or a post. Pure: the same words and letters give the same SVG.
import type { Letters } from './letters.ts'

/** What a card says, in plain text. */
export interface CardWords {
  /** The name of the list. */
  readonly list: string
  /** Of the top story, or of the post. */
  readonly title: string
  /** Number and date. */
  readonly label: string
}

/** Width and height that all places take. */
export const CARD_SIZE = { width: 1_200, height: 630 } as const

const MARGIN = 84
const INNER = CARD_SIZE.width - 2 * MARGIN
/** Sizes of the title, and lines that fit with each; the largest in which all of it fits is taken. */
const SIZES = [
  { size: 76, lines: 3 },
  { size: 64, lines: 4 },
  { size: 50, lines: 5 },
] as const
const SMALL = 34
const LINE = 1.3
/** Longer texts are cut before they are laid out. */
const MOST_CHARACTERS = 300
const colours = { paper: '#fffdf8', ink: '#1f2328', quiet: '#5d6570', mark: '#0b4f8a' } as const
/** The font is a thin one; a line along its outlines gives it weight, in thousandths of the size. */
const WEIGHT = { title: 52, small: 38 } as const

/** A text of letters that can be drawn, blanks as one. */
export function drawable(text: string, letters: Letters): string {
  const known = Array.from(text.slice(0, MOST_CHARACTERS).replace(/\s+/g, ' '), character =>
    letters.has(character) ? character : '',
  )
  return known.join('').replace(/ {2,}/g, ' ').trim()
}

const widthOf = (text: string, size: number, letters: Letters): number =>
  Array.from(text).reduce((sum, character) => sum + (letters.get(character)?.width ?? 0), 0) * (size / 1_000)

/** What may not begin a line, and what may not end one. */
const CLOSING = /[\p{Pe}\p{Pf}，。、：；！？…—·%]/u
const OPENING = /[\p{Ps}\p{Pi}]/u
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u

/** Parts of a text that stay together: words, single Han characters, each with the punctuation that belongs to it. */
function splitParts(text: string): readonly string[] {
  const split: string[] = []
  let before = ''
  for (const character of text) {
    const joins =
      before !== '' &&
      before !== ' ' &&
      (CLOSING.test(character) || OPENING.test(before) || !(UNSPACED.test(character) || UNSPACED.test(before)))
    if (joins || character === ' ') split.push((split.pop() ?? '') + character)
    else split.push(character)
    before = character
  }
  return split
}

/** Lines that are no wider than the card; a word that is wider is broken anywhere. */
export function breakLines(text: string, size: number, letters: Letters): readonly string[] {
  const lines: string[] = []
  let line = ''
  const fits = (candidate: string): boolean => widthOf(candidate.trimEnd(), size, letters) <= INNER
  for (const part of splitParts(text)) {
    if (fits(line + part)) {
      line += part
      continue
    }
    if (line !== '') lines.push(line.trimEnd())
    line = ''
    for (const character of part) {
      if (!fits(line + character)) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}

function cutLine(line: string, size: number, letters: Letters): string {
  let cut = line
  while (cut !== '' && widthOf(`${cut}…`, size, letters) > INNER) cut = Array.from(cut).slice(0, -1).join('')
  return `${cut.trimEnd()}…`
}

function fitTitle(title: string, letters: Letters): { readonly size: number; readonly lines: readonly string[] } {
  for (const { size, lines } of SIZES) {
    const broken = breakLines(title, size, letters)
    if (broken.length <= lines) return { size, lines: broken }
  }
  const { size, lines } = SIZES[2]
  const broken = breakLines(title, size, letters).slice(0, lines)
  return { size, lines: [...broken.slice(0, -1), cutLine(broken.at(-1) ?? '', size, letters)] }
}

interface Placed {
  readonly text: string
  readonly size: number
  readonly y: number
  readonly colour: string
  readonly weight: number
}

function drawLine({ text, size, y, colour, weight }: Placed, letters: Letters): string {
  let x = 0
  const paths = Array.from(text, character => {
    const outline = letters.get(character)
    const drawn = outline?.path ? `<path transform="translate(${x.toFixed(1)} 0)" d="${outline.path}"/>` : ''
    x += outline?.width ?? 0
    return drawn
  })
  const scale = size / 1_000
  return `<g transform="translate(${MARGIN} ${y.toFixed(1)}) scale(${scale} ${-scale})" fill="${colour}" stroke="${colour}" stroke-width="${weight}" stroke-linejoin="round">${paths.join('')}</g>`
}

/** The card as SVG without any text element: nothing of it depends on the fonts of a machine. */
export function layCard(words: CardWords, letters: Letters): string {
  const [list, label] = [drawable(words.list, letters), drawable(words.label, letters)]
  const small = { size: SMALL, weight: WEIGHT.small }
  const oneLine = (text: string): string => {
    const [first = '', ...more] = breakLines(text, SMALL, letters)
    return more.length === 0 ? first : cutLine(first, SMALL, letters)
  }
  // What has no letter that can be drawn leaves the name of the list, and that is no title twice.
  const title = drawable(words.title, letters)
  const { size, lines } = fitTitle(title === '' ? list : title, letters)
  const middle = 0.51 * CARD_SIZE.height
  const first = middle - ((lines.length - 1) * size * LINE) / 2 + size * 0.36
  const placed: readonly Placed[] = [
    { ...small, text: title === '' ? '' : oneLine(list), y: MARGIN + SMALL, colour: colours.mark },
    ...lines.map((text, index) => ({
      ...{ text, size, weight: WEIGHT.title, colour: colours.ink },
      y: first + index * size * LINE,
    })),
    { ...small, text: oneLine(label), y: CARD_SIZE.height - MARGIN + 6, colour: colours.quiet },
  ]
  const { width, height } = CARD_SIZE
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${colours.paper}"/><rect width="14" height="${height}" fill="${colours.mark}"/>${placed.map(each => drawLine(each, letters)).join('')}</svg>`
}
