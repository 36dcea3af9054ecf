// Builders of sealed weeks with what their curator decided in them.
import type { Edit } from '../../src/core/edits.ts'
import type { LeftOut, Story, WeekId } from '../../src/core/types.ts'
import type { PastWeek } from '../../src/store/past-choices.ts'
import { aStory } from '../publish/issues.ts'
import { now } from './ranked-drafts.ts'

/** A story of the past: `did` is what the curator did with it, nothing when it stayed as the program had it. */
export interface Decided {
  readonly title: string
  readonly source: number
  readonly section?: string | null
  readonly score?: number
  readonly did?: 'pick' | 'note' | 'drop' | 'hold' | 'top'
  /** In the issue; else it was left out. */
  readonly isIn?: boolean
}

function appraise(section: string | null, score: number): NonNullable<Story['appraisal']> {
  const terms = { coverage: 0.1, source: 0.1, section: 0.1, recency: 0.1, substance: 0.1 }
  return { score, terms, isRead: true, section, sectionBy: 'keyword', keyword: null }
}

const editOf = (link: string, did: NonNullable<Decided['did']>): Edit => {
  if (did === 'note') return { kind: 'note', value: 'Read it. 值得一读。', link, madeAt: now }
  if (did === 'top') return { kind: 'position', value: 0, link, madeAt: now }
  return { kind: did, value: null, link, madeAt: now }
}

/** A sealed week; dropped stories are left out, others in unless they say otherwise. */
export function aPastWeek(week: string, stories: readonly Decided[]): PastWeek {
  const placed = stories.map((story, i) => {
    const { section = null, score = 0.5, did, isIn = did !== 'drop' } = story
    const itemId = i + 1
    const url = `https://a.example/${week}/${i}`
    return { ...story, section, score, did, isIn, itemId, url, appraisal: appraise(section, score) }
  })
  const inside = placed
    .filter(({ isIn }) => isIn)
    .map(({ title, url, itemId, score, appraisal }): Story => {
      const story = aStory({ id: url, url, title, score, appraisal })
      return { ...story, lead: { ...story.lead, itemId } }
    })
  return {
    week: week as WeekId,
    sections: [{ title: 'All', stories: inside }],
    leftOut: placed
      .filter(({ isIn }) => !isIn)
      .map(({ title, url, itemId, appraisal }): LeftOut => ({
        ...{ itemId, title, url, reason: '', storyLink: url },
        appraisal,
      })),
    edits: placed.flatMap(({ url, did }) => (did ? editOf(url, did) : [])),
    sourceOf: new Map(placed.map(({ itemId, source }) => [itemId, source])),
  }
}
