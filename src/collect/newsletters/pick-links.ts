// Which links of a letter are its stories, under which title, and what the letter says of each. Pure.
import { countColumns, cutAtSentence } from '../../core/text.ts'
import { parseHttpUrl, siteOf } from '../../core/url.ts'
import type { LetterBlock, LetterLink } from './letter-blocks.ts'
import { furniture, leaving, pointing, reading, soundsPersonal } from './personal-words.ts'

/** A story of a letter: a link that is nobody's own by its words. Its address is still to be judged. */
export interface PickedLink {
  readonly href: string
  /** Null where the letter gives it none. */
  readonly title: string | null
  /** What the letter says of it; may be empty. */
  readonly words: string
}

/** What a letter has. */
export interface PickedLinks {
  readonly links: readonly PickedLink[]
  /** Links that belong to its reader, by their words or what stands around them. */
  readonly personal: readonly LetterLink[]
}

const WORDS_CHARACTERS = 600
const TITLE_CHARACTERS = 300
/** An end of a letter with a link for leaving is no longer than this. */
const FOOT_CHARACTERS = 500
const CONTEXT_CHARACTERS = 240
const HEAD_CHARACTERS = 140
const BLOCKS_AHEAD = 3
/** Fewer say nothing of a story. */
const LEAST_COLUMNS = 15

const bare = /^(?:https?:\/\/|www\.)\S+$|^[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/i
const hasLetters = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)
const firstLine = (text: string): string => text.split('\n').find(hasLetters)?.trim() ?? ''
const wordsOf = ({ label, alt }: LetterLink): string => (hasLetters(label) ? label : alt)
const isMute = (words: string): boolean => !hasLetters(words) || pointing.test(words) || bare.test(words.trim())

/** The sentence in which a link stands. */
function sentenceAround({ text }: LetterBlock, { start, end }: LetterLink): string {
  const before = text
    .slice(Math.max(0, start - CONTEXT_CHARACTERS), start)
    .split(/[.!?。！？\n](?=\s|\p{Script=Han}|$)/u)
  const behind = text.slice(end, end + CONTEXT_CHARACTERS).split(/[.!?](?=\s|$)|[。！？\n]/u)
  return `${before.at(-1) ?? ''}${text.slice(start, end)}${behind[0] ?? ''}`.trim()
}

/** Whether the words of a link, or what it points from, say that it is the reader's own. */
function isPersonal(blocks: readonly LetterBlock[], place: number, link: LetterLink): boolean {
  const words = wordsOf(link)
  if (words !== '' && soundsPersonal(words.slice(0, TITLE_CHARACTERS))) return true
  if (!isMute(words)) return false
  const block = blocks[place]
  if (!block) return false
  const around = sentenceAround(block, link).replace(link.label, ' ')
  const context = /[\p{L}\p{N}]{3}/u.test(around) ? around : (blocks[place - 1]?.text.slice(-CONTEXT_CHARACTERS) ?? '')
  return soundsPersonal(context.slice(0, CONTEXT_CHARACTERS * 2))
}

/** Where the letter ends and its foot begins: at its last link for leaving, if that stands in its second half. */
export function findFoot(blocks: readonly LetterBlock[]): number {
  const last = blocks.findLastIndex(
    ({ text, links }) =>
      links.some(link => leaving.test(wordsOf(link))) ||
      (links.length > 0 && text.length <= FOOT_CHARACTERS && leaving.test(text)),
  )
  if (last < 0 || last < blocks.length / 2) return blocks.length
  const size = (blocks[last]?.text ?? '').length
  return size <= FOOT_CHARACTERS ? last : last + 1
}

/** The block without a title, as the letter's words on a link. */
function withoutTitle(text: string, title: string): string {
  const at = title === '' ? -1 : text.indexOf(title)
  const rest = at < 0 ? text : `${text.slice(0, at)} ${text.slice(at + title.length)}`
  return rest
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:：\-–—,，.。•●▪◦·|→»>]+|[\s:：\-–—•●|→»>]+$/gu, '')
}

const endsThere = ({ isHeading, links }: LetterBlock, href: string): boolean =>
  isHeading || links.some(link => link.href !== href && !isMute(wordsOf(link)) && !reading.test(wordsOf(link)))

/** What stands below a link that has its block for itself. */
function wordsBelow(blocks: readonly LetterBlock[], place: number, href: string): string {
  for (const block of blocks.slice(place + 1, place + 1 + BLOCKS_AHEAD)) {
    if (endsThere(block, href)) return ''
    const labels = block.links.map(({ label }) => label)
    const words = labels.reduce((left, label) => withoutTitle(left, label), block.text)
    if (/\p{L}{2}.*[\s\p{Script=Han}]/su.test(words) && countColumns(words) > LEAST_COLUMNS)
      return withoutTitle(words, '')
  }
  return ''
}

/** The heading under which a link stands that only says "read more": a heading, or the first of the blocks since the last link. */
function headAbove(blocks: readonly LetterBlock[], place: number): { readonly title: string; readonly words: string } {
  let from = place
  while (from > 0 && place - from < BLOCKS_AHEAD && (blocks[from - 1]?.links.length ?? 1) === 0) {
    from--
    if (blocks[from]?.isHeading) break
  }
  const above = blocks.slice(from, place).map(({ text }) => text)
  const [title = ''] = above
  if (title === '' || title.length > HEAD_CHARACTERS) return { title: '', words: above.join(' ') }
  return { title: firstLine(title), words: above.slice(1).join(' ') }
}

/** Words of a link that can stand as a title: it begins its block, or they are several. */
function isTitle({ text }: LetterBlock, { label, start }: LetterLink): boolean {
  const line = firstLine(label)
  if (isMute(line) || reading.test(line)) return false
  const isLead = !/[\p{L}\p{N}]{2}/u.test(text.slice(0, start).split('\n').at(-1) ?? '')
  return isLead || line.split(' ').length >= 3 || (line.match(/\p{Script=Han}/gu) ?? []).length >= 5
}

function describe(blocks: readonly LetterBlock[], place: number, link: LetterLink): PickedLink {
  const block = blocks[place] ?? { isHeading: false, text: '', links: [] }
  const { href, label, alt } = link
  // A picture stands above what it belongs to as often as below.
  if (!hasLetters(label)) return { href, title: alt.split(' ').length >= 3 || alt.length > 20 ? alt : null, words: '' }
  const isOwn = isTitle(block, link)
  const above = isOwn ? { title: '', words: '' } : headAbove(blocks, place)
  const title = isOwn ? firstLine(label) : above.title
  const own = block.links.length > 2 ? sentenceAround(block, link) : block.text
  const beside = withoutTitle(withoutTitle(own, label.trim()), title)
  const lines = label.trim().split('\n').filter(hasLetters).slice(1).join(' ')
  const said = [lines, countColumns(beside) > LEAST_COLUMNS ? beside : '', above.words].find(
    words => words.trim() !== '',
  )
  const words = said ?? wordsBelow(blocks, place, href)
  return {
    href,
    title: title === '' ? null : title.slice(0, TITLE_CHARACTERS),
    words: cutAtSentence(words.replace(/\s+/g, ' ').trim(), WORDS_CHARACTERS).text,
  }
}

/** A link that says more of the same page takes the place of one that says less. */
function join(first: PickedLink, second: PickedLink): PickedLink {
  const words = first.words.length >= second.words.length ? first.words : second.words
  return { href: first.href, title: first.title ?? second.title, words: words === first.title ? '' : words }
}

/** Whether a link is a place of the list itself: its home, its accounts elsewhere, a picture that says nothing. */
function isFurniture(link: LetterLink, home: string): boolean {
  const words = wordsOf(link)
  if (words === '' && link.end <= link.start) return true
  if (furniture.test(firstLine(words))) return true
  const url = parseHttpUrl(link.href)
  return url !== null && url.pathname === '/' && url.search === '' && home !== '' && siteOf(url.href) === home
}

/** Goes through the blocks of a letter. `home` is the host of its sender. */
export function pickLinks(blocks: readonly LetterBlock[], home: string): PickedLinks {
  const foot = findFoot(blocks)
  const all = blocks.flatMap((block, place) => block.links.map(link => ({ block, place, link })))
  const personal = all.filter(({ place, link }) => isPersonal(blocks, place, link)).map(({ link }) => link)
  // What is personal under one of its names is so under all of them.
  const refused = new Set(personal.map(({ href }) => href))
  const picked = new Map<string, PickedLink>()
  for (const { place, link } of all) {
    if (place >= foot || refused.has(link.href) || isFurniture(link, home)) continue
    const found = describe(blocks, place, link)
    const known = picked.get(link.href)
    picked.set(link.href, known ? join(known, found) : found)
  }
  const hasWords = new Set(all.filter(({ link }) => hasLetters(link.label)).map(({ link }) => link.href))
  return { links: [...picked.values()].filter(({ href, title }) => title !== null || hasWords.has(href)), personal }
}
