// Tells an article from what stands in its place: consent walls, captchas, shells, login and paywalls, notices that a page is gone.
import { weightOf } from './confidence.ts'
import { type WallKind, walls, type WallWords } from './wall-words.ts'

/** What a page shows. */
export interface ShownPage {
  /** The title that was found, and the document's own. */
  readonly titles: readonly (string | null)[]
  /** What was taken for its article. */
  readonly text: string
  /** All that it shows, from its top. */
  readonly printed: string
  /** It carries the machinery of a check. */
  readonly isChallenge: boolean
  /** What share of the feed's own words the text holds; null where the feed says too little. */
  readonly shared: number | null
}

/** What stands in the article's place, and the words that tell. */
export interface Wall {
  readonly kind: WallKind
  readonly evidence: string
}

/** Walls are short, but for those of consent, which list partners and purposes. Weights are in Latin characters. */
const MAX_WEIGHT = 2_500
const MAX_CONSENT_WEIGHT = 12_000
const MAX_TITLED_WEIGHT = 4_000
const SHORT_WEIGHT = 700
/** From this share of its weight on what a page says is a wall's; less where its title says so, or it says next to nothing. */
const MIN_SHARE = 0.55
const MIN_SHORT_SHARE = 0.4
const MIN_TITLED_SHARE = 0.2
/** Whole pages have menus and footers besides. */
const MIN_PAGE_SHARE = 0.45
/** A text with at least this share of the feed's own words is what the feed announced. */
const ANNOUNCED_SHARE = 0.5
/** A kind that says most of what makes a page a wall says at least this of it. */
const MIN_MAIN_SHARE = MIN_PAGE_SHARE / Object.keys(walls).length
const CERTAIN_SHARE = 0.85
/** What a program that makes feeds of pages takes for their text. */
const kindsInFeeds: ReadonlySet<WallKind> = new Set(['check', 'consent', 'script', 'gone'])
/** Longer pieces are sentences: in these only what is said to the visitor counts. */
const MAX_LABEL_WEIGHT = 60
const MAX_PIECES = 400
const MAX_PIECE_CHARACTERS = 300
const MAX_EVIDENCE_CHARACTERS = 80

interface Judged {
  readonly weight: number
  readonly share: number
  readonly kind: WallKind | null
  readonly evidence: string
}

/** What stands in the article's place; null for an article, be it about cookies, captchas or scripts. */
export function findWall(page: ShownPage): Wall | null {
  if ((page.shared ?? 0) >= ANNOUNCED_SHARE || weightOf(page.text) > MAX_CONSENT_WEIGHT) return null
  const titled = page.titles.flatMap(title => wallOfTitle(title) ?? [])[0] ?? null
  const judgePage = titled ? judge : judgeUntitled
  // What the page shows is for the most part its text once more: each piece is looked at once.
  const known = new Map<string, Piece>()
  const text = judgePage(page.text, known)
  const whole = judgePage(page.printed.slice(0, MAX_CONSENT_WEIGHT), known)
  if (titled && text.weight <= MAX_TITLED_WEIGHT && saysSo(text, whole)) return titled
  const told = isWall(text, MIN_SHARE) ? text : isWall(whole, MIN_PAGE_SHARE) ? whole : null
  if (told?.kind) return { kind: told.kind, evidence: told.evidence }
  const isHeldUp = page.isChallenge && text.weight <= SHORT_WEIGHT
  return isHeldUp ? { kind: 'check', evidence: text.evidence || page.text.slice(0, MAX_EVIDENCE_CHARACTERS) } : null
}

/** The same for words that a feed gives: some are made by programs that met the wall themselves. Nothing but a wall's words will do. */
export function findWallInWords(text: string): Wall | null {
  const { share, kind, evidence, weight } = judge(text)
  const isWhole = share >= CERTAIN_SHARE && weight <= MAX_CONSENT_WEIGHT
  return isWhole && kind !== null && kindsInFeeds.has(kind) ? { kind, evidence } : null
}

/** Under a wall's title a page that says next to nothing is one, and so is one that says some of it. */
function saysSo(text: Judged, whole: Judged): boolean {
  return text.weight <= SHORT_WEIGHT || text.share >= MIN_TITLED_SHARE || whole.share >= MIN_TITLED_SHARE
}

function isWall({ weight, share, kind }: Judged, minShare: number): boolean {
  if (kind === null || weight === 0) return false
  if (weight <= SHORT_WEIGHT && share >= Math.min(minShare, MIN_SHORT_SHARE)) return true
  return share >= minShare && weight <= (kind === 'consent' ? MAX_CONSENT_WEIGHT : MAX_WEIGHT)
}

/** Each part of a title between its separators may be all that the page is called. */
function wallOfTitle(title: string | null): Wall | null {
  const parts = (title ?? '').slice(0, MAX_PIECE_CHARACTERS).split(/\s[-–—|·:•]\s|\s?[|｜_]\s?/)
  for (const part of [title?.slice(0, MAX_PIECE_CHARACTERS) ?? '', ...parts])
    for (const [kind, words] of Object.entries(walls) as [WallKind, WallWords][])
      if (part.trim() !== '' && words.title.test(part.trim())) return { kind, evidence: part.trim() }
  return null
}

interface Piece {
  readonly text: string
  readonly weight: number
  readonly isShort: boolean
  /** Whether it speaks of consent; null until it is asked. */
  isConsent: boolean | null
}

function piecesOf(text: string, known: Map<string, Piece>): readonly Piece[] {
  return text
    .slice(0, 4 * MAX_CONSENT_WEIGHT)
    .split(/\n+|(?<=[。！？!?])|(?<=[.:;])\s+/u)
    .map(piece => piece.trim())
    .filter(piece => piece !== '')
    .map(piece => {
      const before = known.get(piece)
      if (before) return before
      const weight = weightOf(piece)
      const text = piece.slice(0, MAX_PIECE_CHARACTERS)
      const made = { text, weight, isShort: weight <= MAX_LABEL_WEIGHT, isConsent: null }
      known.set(piece, made)
      return made
    })
}

const sumOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { weight }) => sum + weight, 0)

/** The same where no title says that there is a wall: a text too long for any but that of consent is asked for its words first, as nearly all pages are articles. */
function judgeUntitled(text: string, known: Map<string, Piece>): Judged {
  const pieces = piecesOf(text, known)
  const weight = sumOf(pieces)
  const mayBeWall = weight <= MAX_WEIGHT || sumOf(pieces.filter(isOfConsent)) >= weight * MIN_MAIN_SHARE
  return mayBeWall ? judge(text, known, pieces) : { weight, share: 0, kind: null, evidence: '' }
}

/** How much of a text, by weight, is what walls say, and what kind says most of it. */
function judge(text: string, known = new Map<string, Piece>(), pieces = piecesOf(text, known)): Judged {
  if (pieces.length === 0 || pieces.length > MAX_PIECES)
    return { weight: weightOf(text), share: 0, kind: null, evidence: '' }
  const byKind = new Map<WallKind, number>()
  let walled = 0
  let evidence = ''
  for (const { text: piece, weight, isShort } of pieces) {
    const kind = kindOf(piece, isShort)
    if (kind === null) continue
    walled += weight
    byKind.set(kind, (byKind.get(kind) ?? 0) + weight)
    if (evidence === '') evidence = piece.slice(0, MAX_EVIDENCE_CHARACTERS)
  }
  const total = sumOf(pieces)
  const [main] = [...byKind].toSorted((a, b) => b[1] - a[1])
  return { weight: total, share: walled / total, kind: main?.[0] ?? null, evidence }
}

function isOfConsent(piece: Piece): boolean {
  const { consent } = walls
  return (piece.isConsent ??= consent.says.test(piece.text) || (piece.isShort && consent.labels.test(piece.text)))
}

/** What kind of wall says this; short lines need only a word of it. */
function kindOf(piece: string, isShort: boolean): WallKind | null {
  const kinds = Object.entries(walls) as [WallKind, WallWords][]
  const said = kinds.find(([, { says }]) => says.test(piece))
  const labelled = said ?? (isShort ? kinds.find(([, { labels }]) => labels.test(piece)) : undefined)
  return labelled?.[0] ?? null
}
