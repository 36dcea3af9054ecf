// An issue as a reader of one language gets it by mail: of a story told in several languages, the telling in theirs.
import { withoutTranslation } from '../../core/edits.ts'
import { primaryLanguage } from '../../core/language.ts'
import type { InterfaceLanguage, Issue, StoriesWanted, Story, TellingEdition } from '../../core/types.ts'

/** The story told in a language by one of its tellings; as it is where none tells it in that language. */
function tellIn(story: Story, language: string | null): Story {
  if (primaryLanguage(story.language) === language) return story
  const telling = story.others.find(({ edition }) => edition?.language === language)
  if (!telling?.edition) return story
  const { edition, ...lead } = telling
  const { language: sealedLanguage, summary, points, summaryMethod, readingMinutes } = story
  const former: TellingEdition | null =
    sealedLanguage === null ? null : { language: sealedLanguage, summary, points, summaryMethod, readingMinutes }
  return {
    ...story,
    ...edition,
    title: telling.title,
    lead,
    others: [
      former ? { ...story.lead, edition: former } : story.lead,
      ...story.others.filter(other => other !== telling).map(withoutEditionIn(language)),
    ],
    // Names, date and PDF are those of the former lead.
    authors: [],
    publishedAt: null,
    pdfUrl: null,
  }
}

/** A telling without what it says in the story's own language. */
function withoutEditionIn(language: string | null) {
  return (telling: Story['lead']): Story['lead'] => {
    if (telling.edition?.language !== language) return telling
    const { itemId, url, title, sourceTitle, site } = telling
    return { itemId, url, title, sourceTitle, site }
  }
}

/**
 * The issue with each story told in the reader's language where one of its tellings is: title, link, summary and points. Order, sections and
 * notes stay. Issues sealed before tellings kept their own summaries stay as they are.
 */
export function inReadersLanguage(issue: Issue, language: InterfaceLanguage | Exclude<StoriesWanted, 'both'>): Issue {
  const own = primaryLanguage(language)
  const sections = issue.sections.map(section => ({
    ...section,
    stories: section.stories.map(story => withTranslationInto(tellIn(story, own), own)),
  }))
  return { ...issue, sections }
}

/** The issue with the stories alone that one of its tellings or a translation tells in the wanted language, and those of no known one, which are for everybody. */
export function chooseStories(issue: Issue, stories: StoriesWanted): Issue {
  if (stories === 'both') return issue
  const sections = issue.sections.map(section => ({
    ...section,
    stories: section.stories.filter(story => isToldIn(story, stories)),
  }))
  return { ...issue, sections }
}

/** Another language's translation is of no use to this reader. */
function withTranslationInto(story: Story, own: string | null): Story {
  if (!story.translation || story.translation.language === own) return story
  return withoutTranslation(story)
}

function isToldIn({ language, others, translation }: Story, wanted: string): boolean {
  const own = primaryLanguage(language)
  if (translation?.language === wanted) return true
  return own === null || own === wanted || others.some(({ edition }) => edition?.language === wanted)
}
