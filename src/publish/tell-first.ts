// A story for readers of one language: what is translated into it first, and the title of the original beneath. Pure.
import { primaryLanguage } from '../core/language.ts'
import type { InterfaceLanguage } from '../core/types.ts'
import type { IssueView, StoryView } from './issue-view.ts'
import { languageName } from './words/interface-text.ts'

/** The story as its translation tells it; the very same where it is not translated into the language. */
export function tellFirst(story: StoryView, wanted: string, shownIn: InterfaceLanguage): StoryView {
  const { translation } = story
  if (translation?.language !== wanted) return story
  const { title, summary, points, told, language } = translation
  return {
    ...story,
    title,
    summary,
    points,
    language,
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
