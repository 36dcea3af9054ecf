// Which links of a letter are its stories, under which title, and what the letter says of each. Pure.
import { countColumns, cutAtSentence } from '../../core/text.ts'
import { parseHttpUrl, siteOf } from '../../core/url.ts'
import { judgeHeadline, type LetterHosts } from './headline.ts'
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
  /** Titles that could be of a story, though their links may be their reader's: nobody asks for those. */
  readonly doubted: readonly string[]
  /** The block with which its foot begins. */
  readonly foot: number
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

/** What of the words of a link, or of those that it points from, sounds as if it were the reader's own; null where nothing does. */
function findPersonal(blocks: readonly LetterBlock[], place: number, link: LetterLink): string | null {
  const words = wordsOf(link).slice(0, TITLE_CHARACTERS)
  if (words !== '' && soundsPersonal(words)) return words
  if (!isMute(words)) return null
  const block = blocks[place]
  if (!block) return null
  const around = sentenceAround(block, link).replace(link.label, ' ')
  const context = /[\p{L}\p{N}]{3}/u.test(around) ? around : (blocks[place - 1]?.text.slice(-CONTEXT_CHARACTERS) ?? '')
  const said = context.slice(0, CONTEXT_CHARACTERS * 2)
  return soundsPersonal(said) ? said : null
}

/** Where the letter ends and its foot begins: at its last link for leaving, if that stands in its second half. */
function findFoot(blocks: readonly LetterBlock[], stories: ReadonlySet<LetterLink>): number {
  const last = blocks.findLastIndex(({ text, links }) => {
    const others = links.filter(link => !stories.has(link))
    return (
      others.some(link => leaving.test(wordsOf(link))) ||
      (others.length > 0 && others.length === links.length && text.length <= FOOT_CHARACTERS && leaving.test(text))
    )
  })
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

/** A link in its block, with its words that sound personal. */
interface PlacedLink {
  readonly place: number
  readonly link: LetterLink
  readonly said: string | null
}

/** Tells headlines about leaving and sharing from what leaves and shares. Where something surely is its reader's, all else that sounds so is too. */
function sortSuspects(suspects: readonly PlacedLink[], hosts: LetterHosts) {
  const judge = ({ link, said }: PlacedLink, known: LetterHosts) => judgeHeadline(said ?? '', link.href, known)
  const sure = suspects.filter(each => judge(each, hosts) === 'personal')
  const mailers = new Set([...hosts.mailers, ...sure.map(({ link }) => parseHttpUrl(link.href)?.host ?? '')])
  const judged = suspects.map(each => ({ ...each, verdict: judge(each, { ...hosts, mailers }) }))
  return {
    stories: new Set(judged.filter(({ verdict }) => verdict === 'headline').map(({ link }) => link)),
    personal: judged.filter(({ verdict }) => verdict !== 'headline').map(({ link }) => link),
    doubted: judged.filter(({ verdict }) => verdict === 'doubt').map(({ said }) => firstLine(said ?? '')),
  }
}

/** Goes through the blocks of a letter. */
export function pickLinks(blocks: readonly LetterBlock[], hosts: LetterHosts): PickedLinks {
  const all = blocks.flatMap((block, place) =>
    block.links.map(link => ({ place, link, said: findPersonal(blocks, place, link) })),
  )
  const { stories, personal, doubted } = sortSuspects(
    all.filter(({ said }) => said !== null),
    hosts,
  )
  const foot = findFoot(blocks, stories)
  // What is personal under one of its names is so under all of them.
  const refused = new Set(personal.map(({ href }) => href))
  const picked = new Map<string, PickedLink>()
  for (const { place, link } of all) {
    if (place >= foot || refused.has(link.href) || isFurniture(link, hosts.home)) continue
    const found = describe(blocks, place, link)
    const known = picked.get(link.href)
    picked.set(link.href, known ? join(known, found) : found)
  }
  const hasWords = new Set(all.filter(({ link }) => hasLetters(link.label)).map(({ link }) => link.href))
  const links = [...picked.values()].filter(({ href, title }) => title !== null || hasWords.has(href))
  return { links, personal, doubted, foot }
}
