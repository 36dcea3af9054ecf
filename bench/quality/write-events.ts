// Writes events that are told in Chinese and in English, and neighbours that are easily mistaken for them: another release of the same
// product, another flaw of the same week, another company's quarter.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Chance, createChance, type Language } from '../corpus.ts'
import { pickOne, shuffle, wordsOf, writeBackground, writeName } from './write-whole.ts'

/** What happened, with the words of both languages for it. */
export interface Event {
  readonly kind: string
  readonly slots: Readonly<Record<string, Readonly<Record<Language, string>>>>
}

/** An event as one source tells it. */
export interface ToldEvent {
  readonly title: string
  readonly text: string
  readonly language: Language
  readonly source: string
  readonly publishedAt: string
}

interface Kind {
  readonly name: string
  readonly domain: Readonly<Record<Language, string>>
  readonly matters: readonly (readonly [en: string, zh: string])[]
  readonly lines: ReadonlyMap<string, readonly string[]>
}

function readKind(block: string): Kind {
  const lines = block.split('\n').filter(line => line.includes(': ') && !line.startsWith('#'))
  const keyed = lines.map(line => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)] as const)
  const byKey = Map.groupBy(keyed, ([key]) => key)
  const valuesOf = (key: string): readonly string[] => (byKey.get(key) ?? []).map(([, value]) => value)
  const matters = valuesOf('matter')
    .flatMap(line => line.split('; '))
    .map(pair => {
      const [en = '', zh = ''] = pair.split(' = ')
      return [en, zh] as const
    })
  const [en = '', zh = ''] = valuesOf('domain')[0]?.split(' = ') ?? []
  return {
    name: valuesOf('kind')[0] ?? '',
    domain: { en, zh },
    matters,
    lines: new Map([...byKey.keys()].map(key => [key, valuesOf(key)])),
  }
}

const path = join(import.meta.dirname, 'words', 'events.txt')

/** The kinds of events that can be told. */
export const kinds: readonly Kind[] = readFileSync(path, 'utf8')
  .trim()
  .split(/\n{2,}/)
  .filter(block => block.startsWith('kind: '))
  .map(readKind)

const inBoth = (text: string): Readonly<Record<Language, string>> => ({ en: text, zh: text })

/** Millions of dollars as each language counts them. */
function writeMoney(millions: number): Readonly<Record<Language, string>> {
  const en = millions < 1_000 ? `${millions} million dollars` : `${(millions / 1_000).toFixed(2)} billion dollars`
  const zh = millions < 100 ? `${millions * 100} 万美元` : `${Number((millions / 100).toFixed(2))} 亿美元`
  return { en, zh }
}

const whole = (chance: Chance, from: number, to: number): number => from + Math.floor(chance() * (to - from))
const dayOfWeek = ['Monday', 'Tuesday', 'Wednesday', 'Thursday']
const dayInChinese = ['周一', '周二', '周三', '周四']

/** Makes up an event of a kind; what `same` has stays as it was. */
export function createEvent(kind: Kind, seed: number, same: Event['slots'] = {}): Event {
  const chance = createChance(seed + 83_000_000)
  const [a = ['', ''], b = ['', '']] = shuffle(kind.matters, chance)
  const name = writeName(wordsOf('en'), chance)
  const [major, minor] = [whole(chance, 1, 12), whole(chance, 1, 20)]
  const day = whole(chance, 0, dayOfWeek.length)
  const slots = {
    product: inBoth(name),
    company: inBoth(writeName(wordsOf('en'), chance)),
    version: inBoth(`${major}.${minor}.${whole(chance, 0, 9)}`),
    older: inBoth(`${major}.${minor - 1}`),
    cve: inBoth(`CVE-2026-${whole(chance, 10_000, 60_000)}`),
    score: inBoth((whole(chance, 51, 99) / 10).toFixed(1)),
    money: writeMoney(whole(chance, 21, 990)),
    more: writeMoney(10 * whole(chance, 101, 990)),
    percent: inBoth(String(whole(chance, 3, 60))),
    count: inBoth(String(whole(chance, 6, 99))),
    minutes: inBoth(String(whole(chance, 101, 899))),
    clock: inBoth(`${String(whole(chance, 0, 24)).padStart(2, '0')}:${String(whole(chance, 10, 60))}`),
    link: inBoth(`https://${(same.product?.en ?? name).toLowerCase()}.example.org/news/${seed}`),
    day: { en: dayOfWeek[day] ?? '', zh: dayInChinese[day] ?? '' },
    a: { en: a[0], zh: a[1] },
    b: { en: b[0], zh: b[1] },
  }
  return { kind: kind.name, slots: { ...slots, ...same } }
}

/** What a neighbour has in common with an event: the product or the company, or for quarters, funding and fines only the kind. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  release: ['product', 'a'],
  flaw: ['product', 'version', 'day'],
  quarter: ['a', 'percent', 'day'],
  funding: ['a', 'day'],
  outage: ['company', 'a'],
  model: ['company', 'a'],
  gadget: ['company', 'a', 'day'],
  fine: ['a', 'money'],
}

/** Another event that shares with this one what is easily taken for proof. */
export function createNeighbour(kind: Kind, event: Event, seed: number): Event {
  const shared = (SHARED[kind.name] ?? []).map(slot => [slot, event.slots[slot] ?? inBoth('')] as const)
  return createEvent(kind, seed, Object.fromEntries(shared))
}

const MS_PER_HOUR = 3_600_000

/** Sentences of the event itself in a telling, its first one among them: what follows is its writer's own. */
const TOLD = 4

/** Tells an event in one language: some of its sentences in an order of the writer's own, then what the writer has to say besides. */
export function tellEvent(kind: Kind, event: Event, language: Language, seed: number): ToldEvent {
  const chance = createChance(seed + (language === 'zh' ? 1 : 0) + 91_000_000)
  const fill = (frame: string): string =>
    frame.replace(/\{(\w+)\}/g, (_, slot: string) => event.slots[slot]?.[language] ?? '')
  const [first = '', ...others] = kind.lines.get(language) ?? []
  const told = [first, ...shuffle(others, chance).slice(0, TOLD - 1)].map(fill)
  const used = told.join()
  const names = [event.slots.product, event.slots.company].flatMap(name =>
    name !== undefined && used.includes(name[language]) ? name[language] : [],
  )
  const besides = writeBackground({
    seed: seed * 2 + (language === 'zh' ? 1 : 0),
    language,
    domain: kind.domain[language],
    names,
  })
  const publishedMs = Date.UTC(2026, 10, 9) + Math.floor(chance() * 72) * MS_PER_HOUR
  return {
    title: fill(pickOne(kind.lines.get(`${language}-title`) ?? [], chance)),
    text: `${told.join(language === 'en' ? ' ' : '')}\n\n${besides}`,
    language,
    source: language === 'en' ? `Wire ${whole(chance, 1, 9)}` : `快讯 ${whole(chance, 1, 9)}`,
    publishedAt: new Date(publishedMs).toISOString(),
  }
}
