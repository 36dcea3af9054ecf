// Writes whole articles in the manner of blogs, release notes, news and weeklies, none of which tells another's story: the same seed
// gives the same article. Common words, shared names, dates and figures recur from article to article, sentences hardly ever.
import { type Chance, createChance, type Language } from '../corpus.ts'
import { type Fillings, type Manner, readWords, type Words } from './read-words.ts'

/** An article as the bench writes it. */
export interface WholeArticle {
  readonly id: string
  readonly language: Language
  readonly manner: Manner
  readonly domain: string
  readonly source: string
  readonly title: string
  readonly text: string
}

const manners: readonly Manner[] = ['b', 'b', 'b', 'n', 'n', 'r', 'w']
/** How much of a domain one article speaks of: the rest is other articles' matter. */
const FACETS: Readonly<Record<string, number>> = { thing: 3, plural: 3, happening: 2, claim: 2, person: 1, known: 1 }
const listOfSlot: Readonly<Record<string, string>> = {
  thing: 'things',
  plural: 'plurals',
  happening: 'happenings',
  claim: 'claims',
  person: 'people',
  known: 'known',
}
/** The share of sentences that stray into another domain. */
const DIGRESSION = 0.06
/** The share of sentences of hardly anything but slots, and how many words of the long tail an article takes for them. */
const OWN_SENTENCES = 0.55
const TAIL: Readonly<Record<string, number>> = {
  object: 40,
  quality: 24,
  act: 30,
  react: 12,
  adjective: 12,
  did: 12,
  when: 8,
  how: 6,
}
/** The names that only this article has; the first is what it is about. */
const OWN_NAMES = 5
const SENTENCES = { fewest: 30, usual: 70, long: 170 }
const LONG_SHARE = 0.12

/** Chance picks one of a list. */
export function pickOne(list: readonly string[], chance: Chance): string {
  return list[Math.floor(list.length * chance())] ?? ''
}

/** A list in an order of chance. */
export function shuffle<Item>(list: readonly Item[], chance: Chance): Item[] {
  const keyed = list.map(item => ({ item, key: chance() }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}

/** A name that only its article has, such as "Quillforge" or 听澜阁. */
export function writeName({ shared }: Words, chance: Chance): string {
  return [shared.front, shared.middle, shared.back].map(parts => pickOne(parts ?? [], chance)).join('')
}

/** A person's name. */
export function writePerson({ shared, language }: Words, chance: Chance): string {
  const parts = [shared.first, shared.initial, shared.last].map(of => pickOne(of ?? [], chance))
  // A Chinese name has no more than three characters.
  return language === 'en' ? parts.join(' ') : parts.join('').slice(0, 3)
}

function facetOf(domain: Fillings, chance: Chance): Fillings {
  const lists = Object.entries(FACETS).map(
    ([slot, size]) => [slot, shuffle(domain[listOfSlot[slot] ?? ''] ?? [], chance).slice(0, size)] as const,
  )
  return Object.fromEntries(lists)
}

/** An article stands between two domains, more in the first, so that no two of one domain speak of the same things. */
function joinFillings(first: Fillings, second: Fillings): Fillings {
  const lists = Object.entries(first).map(
    ([slot, list]) => [slot, [...list, ...list, ...(second[slot] ?? [])]] as const,
  )
  return Object.fromEntries(lists)
}

function tailOf(shared: Fillings, chance: Chance): Fillings {
  const lists = Object.entries(TAIL).map(
    ([slot, size]) => [slot, shuffle(shared[slot] ?? [], chance).slice(0, size)] as const,
  )
  return Object.fromEntries(lists)
}

/** What fills the slots of one article. */
interface Matter {
  readonly facet: Fillings
  readonly names: Fillings
}

function createMatter(words: Words, domain: Fillings, chance: Chance, isPure = false): Matter {
  const other = words.domains[Math.floor(words.domains.length * chance())] ?? {}
  const second = isPure ? domain : other
  const own = Array.from({ length: OWN_NAMES }, () => writeName(words, chance))
  const version = `${1 + Math.floor(chance() * 9)}.${Math.floor(chance() * 30)}`
  return {
    facet: joinFillings(facetOf(domain, chance), facetOf(second, chance)),
    names: {
      ...tailOf(words.shared, chance),
      own,
      name: own.slice(0, 1),
      who: [writePerson(words, chance), writePerson(words, chance)],
      version: [version],
      place: shuffle(words.shared.place ?? [], chance).slice(0, 2),
    },
  }
}

function figure(slot: string, chance: Chance): string | null {
  if (slot === 'count') return String(3 + Math.floor(chance() ** 2 * 90))
  if (slot === 'percent') return `${2 + Math.floor(chance() * 70)}%`
  return null
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function fill(frame: string, matter: Matter, words: Words, chance: Chance): string {
  const filled = frame.replace(/\{([a-z]+)(:C)?\}/g, (_, slot: string) => {
    const list = matter.names[slot] ?? matter.facet[slot] ?? words.shared[slot] ?? []
    return figure(slot, chance) ?? pickOne(list, chance)
  })
  if (words.language === 'zh') return filled
  return capital(filled.replace(/\b([Aa]) (?=[aeio]|hon)/g, '$1n '))
}

/** Answers a frame after the other, each once before one comes again. */
function dealer(frames: readonly string[], chance: Chance): () => string {
  let left: string[] = []
  return () => {
    if (left.length === 0) left = shuffle(frames, chance)
    return left.pop() ?? ''
  }
}

function writeBody(words: Words, manner: Manner, matter: Matter, chance: Chance, sentences: number): string {
  const deal = dealer([...(words.frames.get(manner) ?? []), ...(words.frames.get('*') ?? [])], chance)
  const dealOwn = dealer(words.frames.get('s') ?? [], chance)
  let left = sentences
  const paragraphs: string[] = []
  while (left > 0) {
    const sentences = Array.from({ length: Math.min(left, 2 + Math.floor(chance() * 5)) }, () => {
      const isDigression = chance() < DIGRESSION
      const other = words.domains[Math.floor(words.domains.length * chance())] ?? {}
      const spoken = isDigression ? { ...matter, facet: facetOf(other, chance) } : matter
      return fill(chance() < OWN_SENTENCES ? dealOwn() : deal(), spoken, words, chance)
    })
    left -= sentences.length
    paragraphs.push(sentences.join(words.language === 'en' ? ' ' : ''))
  }
  return paragraphs.join('\n\n')
}

function decideLength(chance: Chance): number {
  const more = chance() < LONG_SHARE ? SENTENCES.long : SENTENCES.usual
  return SENTENCES.fewest + Math.floor(chance() * more)
}

/** An item of a weekly: its heading and what is said of it. */
export interface ListedItem {
  readonly title: string
  readonly sentences: readonly string[]
}

/** A weekly's items come from everywhere: each has a matter of its own. */
export function writeListed(words: Words, count: number, chance: Chance): readonly ListedItem[] {
  const deal = dealer(words.frames.get('w') ?? [], chance)
  const dealMore = dealer(words.frames.get('*') ?? [], chance)
  const titles = dealer(words.frames.get('t') ?? [], chance)
  return Array.from({ length: count }, () => {
    const domain = words.domains[Math.floor(words.domains.length * chance())] ?? {}
    const matter = createMatter(words, domain, chance)
    const [title = '', ...sentences] = [titles(), deal(), dealMore(), dealMore()].map(frame =>
      fill(frame, matter, words, chance),
    )
    return { title, sentences }
  })
}

function writeItems(words: Words, chance: Chance): string {
  const [mark, space] = words.language === 'en' ? ['.', ' '] : ['、', '']
  const items = writeListed(words, 8 + Math.floor(chance() * 7), chance)
  return items.map(({ title, sentences }, i) => `${i + 1}${mark} ${title}\n\n${sentences.join(space)}`).join('\n\n')
}

const tables = new Map<Language, Words>()

/** The tables of a language, read once. */
export function wordsOf(language: Language): Words {
  const known = tables.get(language) ?? readWords(language)
  tables.set(language, known)
  return known
}

/** Writes the article of a seed; a pure one keeps to its domain but for a stray sentence. */
export function writeWhole(seed: number, language: Language, { isPure = false } = {}): WholeArticle {
  const words = wordsOf(language)
  const chance = createChance(seed * 2 + (language === 'zh' ? 1 : 0) + 31_000_000)
  const manner = manners[Math.floor(manners.length * chance())] ?? 'b'
  const domain = words.domains[Math.floor(words.domains.length * chance())] ?? {}
  const matter = createMatter(words, domain, chance, isPure)
  const name = domain.domain?.[0] ?? ''
  const weekly =
    language === 'en' ? `${matter.names.name?.[0] ?? ''} Weekly #` : `${matter.names.name?.[0] ?? ''}周刊 第`
  const number = 20 + Math.floor(chance() * 300)
  const isWeekly = manner === 'w'
  return {
    id: `${language}-${seed}`,
    language,
    manner,
    domain: name,
    source: `${name} ${manner}${seed % 3}`,
    title: isWeekly
      ? `${weekly}${number}${language === 'en' ? '' : ' 期'}`
      : fill(pickOne(words.frames.get('t') ?? [], chance), matter, words, chance),
    text: isWeekly ? writeItems(words, chance) : writeBody(words, manner, matter, chance, decideLength(chance)),
  }
}

/** How a background is written: whose, in which domain (by its name in either language), about which names. */
export interface BackgroundWish {
  readonly seed: number
  readonly language: Language
  readonly domain: string
  readonly names: readonly string[]
}

const BACKGROUND_SENTENCES = 16

/** What a writer has to say besides about a domain and some names: sixteen sentences. */
export function writeBackground({ seed, language, domain, names }: BackgroundWish): string {
  const words = wordsOf(language)
  const chance = createChance(seed + 57_000_000)
  const place = wordsOf('en').domains.findIndex(of => of.domain?.[0] === domain)
  const named = words.domains.find(of => of.domain?.[0] === domain) ?? words.domains[place] ?? {}
  const matter = createMatter(words, named, chance, true)
  const known = names.length === 0 ? matter.names : { ...matter.names, own: names, name: names.slice(0, 1) }
  return writeBody(words, 'b', { ...matter, names: known }, chance, BACKGROUND_SENTENCES)
}

/** Two texts by one writer about one matter, with the same names and words: parts of a series. */
export function writeParts(
  seed: number,
  language: Language,
): { readonly title: string; readonly texts: readonly string[] } {
  const words = wordsOf(language)
  const chance = createChance(seed + 71_000_000)
  const domain = words.domains[Math.floor(words.domains.length * chance())] ?? {}
  const matter = createMatter(words, domain, chance)
  const title = fill(pickOne(words.frames.get('t') ?? [], chance), matter, words, chance)
  const texts = [1, 2].map(part =>
    writeBody(words, 'b', matter, createChance(seed * 2 + part + 72_000_000), SENTENCES.fewest),
  )
  return { title, texts }
}
