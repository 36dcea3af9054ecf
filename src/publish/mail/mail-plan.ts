// What of an issue its mail tells, and how fully: sections of two to six stories, the rest in brief, all within a size.
import type { SectionView, StoryView } from '../issue-view.ts'

/** Neighbouring sections of the issue under one heading; in most mails each block is one section. */
export interface MailSection {
  readonly titles: readonly string[]
  readonly language: string | null
  readonly stories: readonly StoryView[]
}

/** How many stories of an issue a mail tells, and how many of these in full. */
export interface Extent {
  readonly told: number
  readonly full: number
}

/** The stories of a mail in their places; `left` are told on the web alone. */
export interface MailPlan {
  readonly top: StoryView | null
  readonly sections: readonly MailSection[]
  readonly brief: readonly StoryView[]
  readonly left: number
}

/** Stories with a summary; what goes beyond is told in brief. */
const FULL_STORIES = 20
const SECTION_STORIES = 6

/**
 * Places the stories. The curator's order stays. Where there is no room, first in a section of more than six and then in the mail,
 * the stories of the lowest scores stand back. The first story is the top pick, and is always told in full.
 */
export function planMail(sections: readonly SectionView[], extent: Extent): MailPlan {
  const [top = null, ...rest] = sections.flatMap(({ stories }) => stories)
  const ranked = byScore(rest)
  const welcome = sections.flatMap(({ stories }) => byScore(stories.filter(s => s !== top)).slice(0, SECTION_STORIES))
  const full = new Set(ranked.filter(story => welcome.includes(story)).slice(0, Math.max(0, extent.full - 1)))
  const inBrief = ranked.filter(story => !full.has(story)).slice(0, Math.max(0, extent.told - 1 - full.size))
  const shown = sections.map(section => ({
    titles: [section.title],
    language: section.language,
    stories: section.stories.filter(story => full.has(story)),
  }))
  return {
    top,
    sections: joinLoneSections(shown.filter(({ stories }) => stories.length > 0)),
    brief: rest.filter(story => inBrief.includes(story)),
    left: rest.length - full.size - inBrief.length,
  }
}

/**
 * The largest extent that fits. Summaries give way first, then whole lines of the brief list; the top pick stays. The size
 * grows with the steps, so it can be halved in on.
 */
export function findLargestFitting(count: number, fits: (extent: Extent) => boolean): Extent {
  const least = Math.min(1, count)
  const most = Math.min(FULL_STORIES, count)
  const extentAt = (step: number): Extent =>
    step <= count - least ? { told: least + step, full: least } : { told: count, full: 2 * least + step - count }
  let low = 0
  let high = count - least + (most - least)
  if (fits(extentAt(high))) return extentAt(high)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(extentAt(middle))) low = middle
    else high = middle
  }
  return extentAt(low)
}

const byScore = (stories: readonly StoryView[]): StoryView[] => stories.toSorted((a, b) => b.score - a.score)

/** A heading over a single story is more frame than picture: neighbours that have but one story share theirs. */
function joinLoneSections(sections: readonly MailSection[]): readonly MailSection[] {
  const joined: MailSection[] = []
  for (const section of sections) {
    const last = joined.at(-1)
    const areLone = last?.stories.length === last?.titles.length && section.stories.length === 1
    if (!last || !areLone || last.stories.length >= SECTION_STORIES) joined.push(section)
    else
      joined[joined.length - 1] = {
        titles: [...last.titles, ...section.titles],
        language: last.language === section.language ? last.language : null,
        stories: [...last.stories, ...section.stories],
      }
  }
  return joined
}
