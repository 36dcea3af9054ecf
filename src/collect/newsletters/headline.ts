// Whether words that sound like a reader's own are the headline of a page that is there for everybody. Pure.
import { isStopWord } from '../../core/stop-words.ts'
import { isOnHost, parseHttpUrl, withoutTracking } from '../../core/url.ts'
import { isClickLink, looksLikeClick, readClickTarget } from './click-links.ts'
import { ofLists, shorteners, speakingToReader, telling, tellingToDo } from './headline-words.ts'
import { isOpaque, isOfLongNames, namesReader, withoutReader } from './reader-tokens.ts'

/** Where a letter and its mailer are at home. */
export interface LetterHosts {
  /** Host of the sender; may be empty. */
  readonly home: string
  /** Hosts, ports included, of the commands to the list and of what is surely its reader's. */
  readonly mailers: ReadonlySet<string>
  /** Hosts that count clicks, besides those that are known. */
  readonly clickHosts: readonly string[]
}

const CHARACTERS = 300
const SEGMENT_CHARACTERS = 200
/** A headline has so many words, or as many Han characters; fewer where it begins as headlines do. */
const LEAST = { words: 7, told: 5, han: 10, toldHan: 8 } as const
/** So many words of a slug say that they are those of a title. */
const SLUG_WORDS = 4
const ARTICLE_DIGITS =
  /^\/(?:[\w-]{1,20}\/){0,2}(?:p|a|post|posts|article|articles|news|story|stories|item|t|topic|archives?|answer|detail)\/\d{5,20}(?:\.s?html?)?\/?$/i

/** Lower case, without accents, in words. */
const wordsOf = (text: string): readonly string[] =>
  text
    .slice(0, CHARACTERS)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')

const asks = /^(?:how|why|wie|warum|comment|pourquoi)$/
const isOfStory = (word: string): boolean =>
  asks.test(word) || (word.length >= 2 && !/^\d+$/.test(word) && !isStopWord(word) && !ofLists.test(word))

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether words by themselves are a headline. */
function areHeadline(text: string): boolean {
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length
  const isTold = telling.test(text)
  if (tellingToDo.test(text) && !(isTold && han > 0 && !/[：？]/u.test(text))) return false
  if (/[\p{Script=Cyrillic}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return false
  if (han > 0) return han >= (isTold ? LEAST.toldHan : LEAST.han)
  const words = wordsOf(text)
  return words.length >= (isTold ? LEAST.told : LEAST.words) && words.filter(isOfStory).length >= 2
}

/** Whether a part of a path is the title of a story, whatever it is about: several words, and not of lists alone. */
export function isTitleSegment(segment: string): boolean {
  const text = decode(segment.slice(0, SEGMENT_CHARACTERS)).replace(/\.(?:s?html?|php|aspx?)$/i, '')
  if (/\p{Script=Han}/u.test(text)) return !speakingToReader.test(text) && areHeadline(text)
  const words = wordsOf(text)
  if (words.length < SLUG_WORDS || words.some(word => word.length > 24 || (/\d/.test(word) && word.length > 8)))
    return false
  const least = tellingToDo.test(words.join(' ')) ? 3 : 2
  return words.filter(isOfStory).length >= least
}

/** Whether an address is a page's like others: no query, nothing in disorder, no detour. */
function isPlainPage(href: string, { clickHosts }: LetterHosts): boolean {
  const url = parseHttpUrl(withoutTracking(href))
  if (!url || url.pathname === '/' || shorteners.test(url.hostname)) return false
  if (isClickLink(url.href, clickHosts) || looksLikeClick(url.href) || readClickTarget(url.href, false) !== null)
    return false
  if (namesReader(url.href) || url.username !== '') return false
  if (isOfLongNames(url.hostname)) return withoutReader(href) === url.href
  if (url.search !== '' || isOpaque(url.hash.slice(1), 8)) return false
  if (ARTICLE_DIGITS.test(url.pathname)) return true
  return url.pathname.split('/').every(part => {
    const isMixed = /^(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{5,}$/i.test(part)
    return !isMixed && (/^\d{1,8}$/.test(part) || !isOpaque(part, 8))
  })
}

/** How many of the words of a path are those of a headline: all, and those that are of a story. */
function countShared(words: readonly string[], href: string): { readonly all: number; readonly ofStory: number } {
  const path = new Set(
    decode(new URL(href).pathname)
      .split('/')
      .map(part => wordsOf(part.slice(0, SEGMENT_CHARACTERS)))
      .filter(({ length }) => length >= 3)
      .flat(),
  )
  const shared = [...new Set(words)].filter(word => path.has(word))
  return { all: shared.length, ofStory: shared.filter(isOfStory).length }
}

/**
 * Whether words that sound personal are a story's headline, by themselves and by where they lead. `doubt`: the words could be a
 * headline, but the address is not surely a page for everybody.
 */
export function judgeHeadline(text: string, href: string, hosts: LetterHosts): 'headline' | 'doubt' | 'personal' {
  const said = text.slice(0, CHARACTERS).replace(/\s+/g, ' ').trim()
  if (speakingToReader.test(said)) return 'personal'
  const byWords = areHeadline(said)
  const url = parseHttpUrl(href)
  if (!url || !isPlainPage(href, hosts)) return byWords ? 'doubt' : 'personal'
  const { host, hostname } = url
  const isHome = hosts.home !== '' && (isOnHost(hostname, hosts.home) || isOnHost(hosts.home, hostname))
  const words = wordsOf(said)
  const shared = countShared(words, href)
  const isOrder = tellingToDo.test(said)
  const isNamed = shared.ofStory >= (isHome ? 3 : 2) && (!isOrder || (shared.all >= SLUG_WORDS && words.length >= 6))
  if (hosts.mailers.has(host) && !isHome) return byWords ? 'doubt' : 'personal'
  if (isNamed || (byWords && !isHome)) return 'headline'
  return byWords ? 'doubt' : 'personal'
}
