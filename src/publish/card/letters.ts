// The outlines of letters, Chinese ones among them, out of a font that comes with the program: the same on every machine.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { packInSmallWindow } from './small-window.ts'

/** One letter in units of a thousandth of the size, from its base line upwards. */
export interface Outline {
  readonly width: number
  /** As the attribute `d` of SVG. */
  readonly path: string
}

/** Letters by themselves; one that the font has not is not in it. */
export type Letters = ReadonlyMap<string, Outline>

/** The font lies in about a hundred files, each with some hundred letters: of its name and its ranges of code points. */
interface FontPart {
  readonly file: string
  readonly ranges: readonly (readonly [first: number, last: number])[]
}

const FONT = '@fontsource-variable/noto-sans-sc'
/** Outlines get a line around them, which takes some of the room between letters. */
const LETTER_GAP = 14
const known = new Map<string, Outline | null>()
let parts: Promise<readonly FontPart[]> | null = null

function readRange(text: string): readonly [number, number] {
  const [first = '', last = first] = text.trim().slice('U+'.length).split('-')
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
}

async function readParts(): Promise<readonly FontPart[]> {
  const index = createRequire(import.meta.url).resolve(`${FONT}/unicode.json`)
  const ranges = JSON.parse(await readFile(index, 'utf8')) as Readonly<Record<string, string>>
  return Object.entries(ranges).map(([name, text]) => ({
    file: join(dirname(index), 'files', `noto-sans-sc-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`),
    ranges: text.split(',').map(readRange),
  }))
}

// The last that has it: what all languages share lies in the Latin part at the end.
const findPart = (all: readonly FontPart[], codePoint: number): FontPart | undefined =>
  all.findLast(({ ranges }) => ranges.some(([first, last]) => codePoint >= first && codePoint <= last))

async function readPart(file: string, characters: readonly string[]): Promise<void> {
  const { create } = await import('fontkit')
  const font = create(packInSmallWindow(await readFile(file)))
  if (font.cmap === undefined) return
  const scale = 1_000 / font.unitsPerEm
  for (const character of characters) {
    const codePoint = character.codePointAt(0) ?? 0
    if (!font.hasGlyphForCodePoint(codePoint)) continue
    const { advanceWidth, path } = font.glyphForCodePoint(codePoint)
    known.set(character, { width: advanceWidth * scale + LETTER_GAP, path: path.toSVG() })
  }
}

let turn: Promise<unknown> = Promise.resolve()

/** Reads the outlines of a text's letters, one text at a time; those that were read once are kept. Rejects for a font that cannot be read. */
export function readLetters(text: string): Promise<Letters> {
  const read = turn.then(() => readInTurn(text))
  turn = read.catch(() => undefined)
  return read
}

async function readInTurn(text: string): Promise<Letters> {
  const all = await (parts ??= readParts())
  const characters = [...new Set(text)]
  const missing = characters.filter(character => !known.has(character))
  const byFile = Map.groupBy(missing, character => findPart(all, character.codePointAt(0) ?? 0)?.file)
  for (const [file, own] of byFile) {
    if (file !== undefined) await readPart(file, own)
    // Only now: of a file that could not be read the letters are asked for again.
    for (const character of own) if (!known.has(character)) known.set(character, null)
  }
  return new Map(characters.flatMap(each => [[each, known.get(each) ?? null] as const]).filter(hasOutline))
}

const hasOutline = (entry: readonly [string, Outline | null]): entry is readonly [string, Outline] => entry[1] !== null
