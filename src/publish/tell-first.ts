// A story for readers of one language: what is translated into it first, and the title of the original beneath. Pure.
import { primaryLanguage } from '../core/language.ts'
import type { InterfaceLanguage } from '../core/types.ts'
import { wordsOf } from '../core/words/words.ts'
import type { IssueView, StoryView } from './issue-view.ts'
import { languageName, readingTime } from './words/interface-text.ts'

/** The story as its translation tells it; in its own words alone where these are in the language; the very same without a translation. */
export function tellFirst(story: StoryView, wanted: string, shownIn: InterfaceLanguage): StoryView {
  const { translation } = story
  if (translation === null) return story
  if (translation.language !== wanted) return { ...story, translation: null }
  const { title, summary, points, told, language, tag } = translation
  return {
    ...story,
    title,
    summary,
    points,
    language: tag,
    otherLanguage: language === primaryLanguage(shownIn) ? null : languageName(language),
    translation: null,
    original: { title: story.title, language: story.language, told },
    // Who wrote the summary of the original wrote nothing of this one.
    isByModel: false,
    prose: { ...story.prose, summary: null, points: null },
  }
}

/** All stories of an issue so. */
export function tellIssueFirst(view: IssueView, wanted: string, shownIn: InterfaceLanguage): IssueView {
  const told = new Map(view.stories.map(story => [story, tellFirst(story, wanted, shownIn)]))
  const stories = (all: readonly StoryView[]): StoryView[] => all.map(story => told.get(story) ?? story)
  const sections = view.sections.map(section => ({ ...section, stories: stories(section.stories) }))
  return { ...view, sections, stories: stories(view.stories) }
}

/** An issue in one language: the stories that are told in it or translated into it, and those of no known one, which are for everybody. */
export function chooseLanguage(view: IssueView, wanted: string, shownIn: InterfaceLanguage): IssueView {
  const isFor = ({ language, translation }: StoryView): boolean =>
    language === null || language === wanted || translation?.language === wanted
  const sections = view.sections
    .map(section => ({ ...section, stories: section.stories.filter(isFor) }))
    .filter(({ stories }) => stories.length > 0)
  const stories = view.stories.filter(isFor)
  const minutes = stories.reduce((sum, story) => sum + story.minutes, 0)
  const counted = {
    ...{ storyCount: wordsOf(shownIn).storyCount(stories.length), minutes },
    readingTime: readingTime(minutes, shownIn),
  }
  return tellIssueFirst({ ...view, ...counted, sections, stories }, wanted, shownIn)
}
