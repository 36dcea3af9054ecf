// Corrections of a sealed issue by name, as a command gives them: written into the text, which is then taken in like any other. Pure.
import { WeeklyError } from '../core/errors.ts'
import type { InterfaceLanguage } from '../core/types.ts'
import { nameOfLink } from '../core/story-names.ts'
import { findNearestLink } from '../core/url.ts'
import { mapStories } from './check-draft-text.ts'
import { renderDraftMarkdown } from './draft-markdown.ts'
import { type DraftText, nameOf, storiesIn } from './draft-text.ts'
import { parseDraftMarkdown } from './parse-draft.ts'

/** What a command corrects. */
export interface NamedCorrections {
  /** The link of a story, and the one that it should be. */
  readonly link?: readonly [from: string, to: string] | undefined
  /** Empty: none. */
  readonly foreword?: string | undefined
  /** Links of the stories that stand first, in this order: each in its section, and the sections after them. */
  readonly order?: readonly string[] | undefined
  readonly reason?: string | undefined
}

/** Writes corrections into the text that an issue was given out as. Throws STORY_MISSING with the nearest link, STORY_PLACED. */
export function nameCorrections(markdown: string, wanted: NamedCorrections, language: InterfaceLanguage): string {
  const { text } = parseDraftMarkdown(markdown)
  const { link, foreword = text.foreword, order = [], reason = '' } = wanted
  const ordered = putFirst(text, order)
  const relinked = link === undefined ? ordered : correctLink(ordered, link)
  return renderDraftMarkdown({ ...relinked, foreword, reason: reason.replace(/\s+/g, ' ').trim() }, language)
}

function requireName(text: DraftText, url: string): string {
  const name = nameOfLink(url)
  const stories = storiesIn(text)
  if (stories.some(story => nameOf(story) === name)) return name
  const nearest = findNearestLink(
    url,
    stories.map(story => story.link),
  )
  throw new WeeklyError('STORY_MISSING', `${url} is not among the stories of ${text.week}`, {
    hint: nearest === null ? `\`weekly issue show ${text.week}\` lists them.` : `The nearest is ${nearest}.`,
  })
}

function correctLink(text: DraftText, [from, to]: readonly [string, string]): DraftText {
  const name = requireName(text, from)
  const other = storiesIn(text).find(story => nameOf(story) === nameOfLink(to) && nameOf(story) !== name)
  if (other)
    throw new WeeklyError('STORY_PLACED', `${to} is the link of “${other.title}” in ${text.week} already`, {
      hint: 'A link is one story’s alone: correct the link of that story first.',
    })
  return mapStories(text, story => (nameOf(story) === name ? { ...story, link: to } : story))
}

function putFirst(text: DraftText, order: readonly string[]): DraftText {
  const names = order.map(url => requireName(text, url))
  const rankOf = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.length)
  const sections = text.sections.map(section => ({
    ...section,
    stories: section.stories.toSorted((a, b) => rankOf(nameOf(a)) - rankOf(nameOf(b))),
  }))
  const firstOf = (section: DraftText['sections'][number]): number =>
    Math.min(names.length, ...section.stories.map(story => rankOf(nameOf(story))))
  return { ...text, sections: sections.toSorted((a, b) => firstOf(a) - firstOf(b)) }
}
