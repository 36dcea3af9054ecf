// Puts a week's stories into sections: by source, keywords and archive, or by topics where no sections are known.
import type { SectionedStory } from '../store/section-examples.ts'
import { PHRASE_CHARACTERS } from './key-phrases.ts'
import { SECTION_CHARACTERS } from './section-evidence.ts'
import { type SectionExample, type SectionModel, trainSections } from './section-model.ts'
import { assignSection, noSection, type SectionChoice, type SectionRule, type SectionStory } from './sections.ts'
import { readTextsOf, type StoryGroup, titleOf } from './tellings.ts'
import type { Reading } from './texts.ts'
import { openTopics } from './topics.ts'

/** Stories of the week itself that its sections are learnt from at most. */
const WEEK_EXAMPLES = 2_000

/** Sections that the curator gave the sources of a story, the lead's first. */
function sourceSectionsOf({ lead, others }: StoryGroup): readonly string[] {
  return [lead, ...others].flatMap(({ item, sameLink }) => [item, ...sameLink].flatMap(({ section }) => section ?? []))
}

/** Shows each group's story with as much of its text as is asked for. */
function* readStories(
  groups: readonly StoryGroup[],
  characters: number,
  show: (story: SectionStory, group: StoryGroup) => void,
): Reading<void> {
  const byLead = new Map(groups.map(group => [group.lead, group]))
  yield* readTextsOf([...byLead.keys()], characters, (lead, { text }) => {
    const group = byLead.get(lead)
    if (group) show({ title: titleOf(lead), text, sourceSections: sourceSectionsOf(group) }, group)
  })
}

/** What the archive, and the stories of this week that source or keywords place, teach about the sections. */
function* learnSections(
  groups: readonly StoryGroup[],
  archive: readonly SectionedStory[],
  sections: readonly SectionRule[],
): Reading<SectionModel | null> {
  const titles = new Set(sections.map(({ title }) => title))
  const placed: SectionExample[] = []
  yield* readStories(groups.slice(0, WEEK_EXAMPLES), SECTION_CHARACTERS, story => {
    placed.push({ ...story, section: assignSection(story, sections).section })
  })
  return trainSections(
    [...archive, ...placed].map(example => ({
      ...example,
      section: example.section !== null && titles.has(example.section) ? example.section : null,
    })),
  )
}

/** The section of each group's story. `archive`: stories of sealed issues with the sections they stood in. */
export function* placeStories(
  groups: readonly StoryGroup[],
  archive: readonly SectionedStory[],
  sections: readonly SectionRule[],
): Reading<readonly SectionChoice[]> {
  const model = sections.length === 0 ? null : yield* learnSections(groups, archive, sections)
  const choices = new Map<StoryGroup, SectionChoice>()
  // Where there are no sections, only what a source says is looked for in a text.
  const read = sections.length === 0 ? groups.filter(group => sourceSectionsOf(group).length > 0) : groups
  yield* readStories(read, SECTION_CHARACTERS, (story, group) => {
    choices.set(group, assignSection(story, sections, model))
  })
  return groups.map(group => choices.get(group) ?? noSection)
}

/** Sections for an issue whose curator configured none: as the sources have them, or else topics that its stories share. */
export function* placeByTopic(
  inIssue: readonly { readonly group: StoryGroup; readonly choice: SectionChoice }[],
  week: readonly StoryGroup[],
): Reading<readonly SectionChoice[]> {
  const choices = inIssue.map(({ choice }) => choice)
  if (choices.some(({ section }) => section !== null)) return choices
  const stories: SectionStory[] = []
  yield* readStories(
    inIssue.map(({ group }) => group),
    PHRASE_CHARACTERS,
    story => {
      stories.push(story)
    },
  )
  const search = openTopics(stories)
  yield* readStories(week, PHRASE_CHARACTERS, search.read)
  const topics = search.find()
  return choices.map((choice, i) => {
    const section = topics[i] ?? null
    return section === null ? choice : { ...choice, section, by: 'topic' }
  })
}
