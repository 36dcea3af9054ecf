// What somebody saw of a draft, short enough to stand in a form or a link's page, and how the draft differs from it now. Pure.
import { createHash } from 'node:crypto'
import { type DraftText, nameOf, type StoryText } from './draft-text.ts'
import { keyOf } from './story-key.ts'

/** A story as readers get it: its key, and hashes of its words and of its section's title. */
export interface SeenStory {
  readonly key: string
  readonly words: string
  readonly section: string
}

/** What readers get of a draft: the hash of its foreword, and its stories in order. */
export interface SeenDraft {
  readonly foreword: string
  readonly stories: readonly SeenStory[]
}

/** What has changed of what readers get, as keys of stories. */
export interface DraftDifference {
  readonly come: readonly string[]
  readonly gone: readonly string[]
  readonly changed: readonly string[]
  /** Those that stayed stand in another order, or in other sections. */
  readonly isMoved: boolean
  readonly hasOtherForeword: boolean
}

const HASH_SIGNS = 10
const MOST_STORIES = 2_000

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, HASH_SIGNS)

const wordsOf = ({ title, summary, points, note }: StoryText): string =>
  hashOf(JSON.stringify([title, summary, points, note]))

/** What readers get of a draft. */
export function seeDraft({ foreword, sections }: Pick<DraftText, 'foreword' | 'sections'>): SeenDraft {
  const stories = sections.flatMap(({ title, stories: own }) =>
    own.map(story => ({ key: keyOf(nameOf(story)), words: wordsOf(story), section: hashOf(title) })),
  )
  return { foreword: hashOf(foreword), stories }
}

/** Writes what was seen for a form: hexadecimal digits, `.` and `,`. */
export function writeSeen({ foreword, stories }: SeenDraft): string {
  return [foreword, ...stories.map(({ key, words, section }) => `${key}.${words}.${section}`)].join(',')
}

/** Reads what `writeSeen` wrote; null for anything else. */
export function readSeen(text: string): SeenDraft | null {
  if (text.length > MOST_STORIES * 3 * (HASH_SIGNS + 1) + HASH_SIGNS) return null
  const [foreword = '', ...parts] = text.split(',')
  const stories = parts.flatMap((part): readonly SeenStory[] => {
    const [, key = '', words = '', section = ''] = /^([\da-f]{10})\.([\da-f]{10})\.([\da-f]{10})$/.exec(part) ?? []
    return key === '' ? [] : [{ key, words, section }]
  })
  return /^[\da-f]{10}$/.test(foreword) && stories.length === parts.length ? { foreword, stories } : null
}

/** What readers would get otherwise than was seen; null where it is the same. */
export function compareDrafts(seen: SeenDraft, now: SeenDraft): DraftDifference | null {
  const [before, after] = [seen, now].map(({ stories }) => new Map(stories.map(story => [story.key, story])))
  const stayed = (stories: readonly SeenStory[]) => stories.filter(({ key }) => before?.has(key) && after?.has(key))
  const order = (stories: readonly SeenStory[]): string =>
    JSON.stringify(stayed(stories).map(({ key, section }) => [key, section]))
  const difference = {
    come: now.stories.flatMap(({ key }) => (before?.has(key) ? [] : [key])),
    gone: seen.stories.flatMap(({ key }) => (after?.has(key) ? [] : [key])),
    changed: now.stories.flatMap(({ key, words }) => ((before?.get(key)?.words ?? words) === words ? [] : [key])),
    isMoved: order(seen.stories) !== order(now.stories),
    hasOtherForeword: seen.foreword !== now.foreword,
  }
  const { come, gone, changed, isMoved, hasOtherForeword } = difference
  return come.length + gone.length + changed.length > 0 || isMoved || hasOtherForeword ? difference : null
}
