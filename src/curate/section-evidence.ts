// What an article's own words say for a section: where the curator's keywords stand in it, how densely, and how many different ones.
import type { SectionEvidence } from '../core/appraisal.ts'

/** UTF-16 units that are read: an article says what it is about within these. */
export const SECTION_CHARACTERS = 8_000
/** The article's beginning, which says what it is about. */
const LEAD_CHARACTERS = 400
/** A longer line is no heading. */
const HEADING_CHARACTERS = 60
const WEIGHTS = { title: 3, lead: 0.75, heading: 0.75, otherWord: 1 }
/** Different words of a section that count in one place at most. */
const MOST_WORDS = { title: 2, lead: 2, heading: 2, text: 3 }
/** Words of an article for each mention that counts in full; a mention in a longer one says less. */
const WORDS_A_MENTION = 250
const MOST_MENTIONS = 3
/** Parts of an article: what it is about stands in several of them. */
const PARTS = 4
/** Words from which on an article has parts, and should speak of what its title names. */
const LONG_WORDS = 240
/** What a title's word counts where a long article never says it again. */
const UNREPEATED_TITLE = 0.5
/** Han characters that say as much as one English word. */
const HAN_A_WORD = 1.8
/** UTF-16 units of an English word with the blank behind it. */
const LETTERS_A_WORD = 6
const SAMPLE_CHARACTERS = 1_000

const patterns = new Map<string, RegExp>()

/** A keyword as a whole word, plural or not, where words have spaces; anywhere within Han and kana. */
function patternOf(keyword: string): RegExp {
  const known = patterns.get(keyword)
  if (known) return known
  const word = keyword.trim().toLowerCase()
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/[\s-]+/g, '[\\s-]+')
  const singular = escaped.replace(/(?<=[b-df-hj-np-tv-z])y$/, '(?:y|ie)')
  const letter = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}]'
  const before = /^[\p{L}\p{N}]/u.test(word) ? `(?<!${letter})` : ''
  // A version may follow at once: `Istio1.1`, `Python3`.
  const end = /^[a-z]{4,}$/.test(word) ? letter.replace('\\p{N}', '') : letter
  const after = /[a-z]$/.test(word) ? `(?:e?s|['’]s)?(?!${end})` : /[\p{L}\p{N}]$/u.test(word) ? `(?!${letter})` : ''
  const isHan = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
  const made = new RegExp(isHan ? escaped : `${before}${singular}${after}`, 'giu')
  patterns.set(keyword, made)
  return made
}

/** An article as sections read it: made once, weighed for each section. */
export interface ReadStory {
  readonly title: string
  readonly text: string
  /** Its length in English words. */
  readonly words: number
  /** Whether it is an instalment of a series with items on many matters, whose title says nothing of the most of them. */
  readonly isDigest: boolean
}

const digestTitle =
  /(?<![\p{L}\p{N}])(?:weekly|daily|monthly|fortnightly|round-?ups?|digest|newsletter|bulletin|reading list|links|this week in|week in review|weeknotes?|open thread)(?![\p{L}\p{N}])|周[刊报]|[日月早晚]报|月刊|双周|每[周日月]|阅读(?:清单|列表)|简报|快报/iu
/** What a digest's title says of one instalment only: after its number or a colon. */
const instalment = /(?:[:：|｜—–-]|#|第|[（(]).*$|\d[\d./-]*/gu

/** The length of a text in English words, from the share of Han characters at its beginning. */
function estimateWords(text: string): number {
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const share = sample === '' ? 0 : (sample.match(/\p{Script=Han}/gu)?.length ?? 0) / sample.length
  return text.length * (share / HAN_A_WORD + (1 - share) / LETTERS_A_WORD)
}

/** Prepares a story: its title without what belongs to one instalment, its beginning, its headings, its length. */
export function readStory({ title, text }: { readonly title: string; readonly text: string }): ReadStory {
  const read = text.slice(0, SECTION_CHARACTERS)
  const isDigest = digestTitle.test(title)
  return {
    title: isDigest ? title.replace(instalment, ' ') : title,
    text: read,
    words: estimateWords(read),
    isDigest,
  }
}

/** Whether a place stands in a line of its own without a full stop: a heading. */
function isInHeading(text: string, place: number): boolean {
  const start = text.lastIndexOf('\n', place) + 1
  const end = text.indexOf('\n', place)
  const line = text.slice(start, end < 0 ? undefined : end).trim()
  return line.length <= HEADING_CHARACTERS && !/[.。!！?？:：;；,，…]["'”’」』）)]*$/u.test(line)
}

/** What mentions count for their place: half when they stand in one spot, 1 when in all parts of the article, or when it is short. */
function spreadOf({ text, words }: ReadStory, places: readonly number[]): number {
  if (words < LONG_WORDS || places.length === 0) return 1
  return 0.5 + (0.5 * new Set(places.map(place => Math.floor((PARTS * place) / text.length))).size) / PARTS
}

/**
 * Weighs the words of a section in a story. `evidence`: a word in the title counts most, then the beginning, the headings, and mentions as
 * far as they are dense and spread; several different words say more than one. `found`: the words, those that say most first.
 */
export function weighWords(
  story: ReadStory,
  keywords: readonly string[],
): { readonly evidence: number; readonly found: readonly SectionEvidence[] } {
  const found = [...new Set(keywords.map(word => word.trim()).filter(word => word !== ''))]
    .map(word => {
      const places = [...story.text.matchAll(patternOf(word))].map(({ index }) => index)
      return {
        word,
        places,
        inTitle: story.title.search(patternOf(word)) >= 0,
        inLead: (places[0] ?? Infinity) < LEAD_CHARACTERS,
        inHeading: places.some(place => place > 0 && isInHeading(story.text, place)),
      }
    })
    .filter(({ inTitle, places }) => inTitle || places.length > 0)
    .sort((a, b) => Number(b.inTitle) - Number(a.inTitle) || b.places.length - a.places.length)
  const count = (key: 'inTitle' | 'inLead' | 'inHeading', most: number): number =>
    Math.min(most, found.filter(one => one[key]).length)
  const places = found.flatMap(one => one.places)
  const inTitle = count('inTitle', MOST_WORDS.title)
  const isUnrepeated = story.words >= LONG_WORDS && places.length === 0
  const density = places.length / Math.max(1, story.words / WORDS_A_MENTION)
  const inText = places.length < 2 && story.words >= LONG_WORDS ? 0 : density * spreadOf(story, places)
  // Passing mentions make neither beginning nor headings of it.
  const share = Math.min(1, inText)
  const others = Math.max(0, Math.min(MOST_WORDS.text, found.filter(one => one.places.length > 0).length) - 1)
  const evidence =
    WEIGHTS.title * inTitle * (isUnrepeated ? UNREPEATED_TITLE : 1) +
    share *
      (WEIGHTS.lead * (story.words < LONG_WORDS ? 0 : count('inLead', MOST_WORDS.lead)) +
        WEIGHTS.heading * count('inHeading', MOST_WORDS.heading) +
        WEIGHTS.otherWord * others) +
    Math.min(MOST_MENTIONS, inText)
  return {
    evidence,
    found: found.map(({ word, inTitle: isInTitle, inHeading, inLead, places: { length } }) => ({
      word,
      place: isInTitle ? 'title' : inLead ? 'beginning' : inHeading ? 'heading' : 'text',
      mentions: length,
    })),
  }
}
