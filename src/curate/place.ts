// Puts a week's stories into sections: by source, keywords and archive, or by topics where no sections are known.
import type { SectionedStory } from '../store/section-examples.ts'
import { trainSections, type SectionModel } from './section-model.ts'
import { assignSection, type SectionChoice, type SectionRule, type SectionStory } from './sections.ts'
import { type StoryGroup, textOf, titleOf } from './tellings.ts'
import { findTopics } from './topics.ts'

/** Stories of the week itself that its sections are learnt from at most. */
const WEEK_EXAMPLES = 2_000

function sectionStoryOf({ lead, others }: StoryGroup): SectionStory {
  const sourceSections = [lead, ...others].flatMap(({ item, sameLink }) =>
    [item, ...sameLink].flatMap(({ section }) => section ?? []),
  )
  return { title: titleOf(lead), text: textOf(lead), sourceSections }
}

/** What the archive, and the stories of this week that source or keywords place, teach about the sections. */
function learnSections(
  stories: readonly SectionStory[],
  archive: readonly SectionedStory[],
  sections: readonly SectionRule[],
): SectionModel | null {
  const titles = new Set(sections.map(({ title }) => title))
  const placed = stories
    .slice(0, WEEK_EXAMPLES)
    .map(story => ({ ...story, section: assignSection(story, sections).section }))
  return trainSections(
    [...archive, ...placed].map(example => ({
      ...example,
      section: example.section !== null && titles.has(example.section) ? example.section : null,
    })),
  )
}

/** The section of each group's story. `archive`: stories of sealed issues with the sections they stood in. */
export function placeStories(
  groups: readonly StoryGroup[],
  archive: readonly SectionedStory[],
  sections: readonly SectionRule[],
): readonly SectionChoice[] {
  const stories = groups.map(sectionStoryOf)
  const model = sections.length === 0 ? null : learnSections(stories, archive, sections)
  return stories.map(story => assignSection(story, sections, model))
}

/** Sections for an issue whose curator configured none: as the sources have them, or else topics that its stories share. */
export function placeByTopic(
  inIssue: readonly { readonly group: StoryGroup; readonly choice: SectionChoice }[],
  week: readonly StoryGroup[],
): readonly SectionChoice[] {
  const choices = inIssue.map(({ choice }) => choice)
  if (choices.some(({ section }) => section !== null)) return choices
  const topics = findTopics(
    inIssue.map(({ group }) => sectionStoryOf(group)),
    week.map(sectionStoryOf),
  )
  return choices.map((choice, i) => {
    const section = topics[i] ?? null
    return section === null ? choice : { ...choice, section, by: 'topic' }
  })
}
