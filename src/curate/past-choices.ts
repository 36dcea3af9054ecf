// Reads a sealed week as decisions on stories: what its curator took and what they dropped, and how much each says. Pure.
import { decisionOf, type Edit } from '../core/edits.ts'
import { nameOfStory } from '../core/story-names.ts'
import type { LeftOut, Story } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import type { PastWeek } from '../store/past-choices.ts'

/** One decision of the past. */
export interface PastChoice {
  readonly title: string
  /** The section that it was found to belong to; null when it was of none. */
  readonly section: string | null
  /** Null for what was added by hand. */
  readonly sourceId: number | null
  readonly isTaken: boolean
  /** 1 for what the curator did, less for what they left as the program had it. */
  readonly weight: number
}

/** A story that stayed in an issue which its curator worked on. (bench/quality, order, all weeks: 0.37; with half or twice as much 0.36.) */
const KEPT_WEIGHT = 0.25
/**
 * A story that was left out by its rank, in a week from whose left-out stories the curator picked: it was there to be picked. Without it
 * picks alone teach nothing (bench/quality, order: 0.16 for 0.26); with more, picks by chance do harm.
 */
const PASSED_OVER_WEIGHT = 0.1
/** So many of those, the best by rank: nobody looks through all of a large week. */
const MOST_PASSED_OVER = 100

/** Whether a story stands in its section above stories of a better score, more than below stories of a worse one. */
function isMovedUp(story: Story, stories: readonly Story[]): boolean {
  const at = stories.indexOf(story)
  const passed = stories.slice(at + 1).filter(({ score }) => score > story.score).length
  const passedBy = stories.slice(0, at).filter(({ score }) => score < story.score).length
  return passed > passedBy
}

/** Picked, written on, or moved up. */
function isChosen(own: readonly Edit[], story: Story, stories: readonly Story[]): boolean {
  if (decisionOf(own) === 'pick') return true
  if (own.some(({ kind }) => kind === 'note' || kind === 'summary' || kind === 'points' || kind === 'title'))
    return true
  return own.some(({ kind }) => kind === 'position') && isMovedUp(story, stories)
}

function namesOf(story: Story): readonly string[] {
  const urls = [story.lead, ...story.others].flatMap(({ url }) => (url === null ? [] : canonicalUrl(url)))
  return [nameOfStory(story), ...urls]
}

/** What was left out, once for each story, best first: what was dropped, and what was passed over. */
function findLeftOut({ leftOut, edits }: PastWeek): readonly (LeftOut & { readonly isDropped: boolean })[] {
  const byName = Map.groupBy(edits, ({ link }) => link)
  return [...Map.groupBy(leftOut, ({ storyLink }) => storyLink).values()].flatMap(items => {
    const [lead] = items
    if (!lead) return []
    const names = new Set([
      lead.storyLink,
      ...items.flatMap(({ url, itemId }) => [`item:${itemId}`, ...(url === null ? [] : [canonicalUrl(url)])]),
    ])
    const own = [...names].flatMap(name => byName.get(name) ?? [])
    const latest = own.toSorted((a, b) => (a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : 0))
    return { ...lead, isDropped: decisionOf(latest) === 'drop' }
  })
}

/** The decisions that a sealed week holds. */
export function readChoices(week: PastWeek): readonly PastChoice[] {
  const byName = Map.groupBy(week.edits, ({ link }) => link)
  const taken = week.sections.flatMap(({ stories }) =>
    stories.map((story): PastChoice => {
      const own = [...new Set(namesOf(story))].flatMap(name => byName.get(name) ?? [])
      return {
        title: story.lead.title,
        section: story.appraisal?.section ?? null,
        sourceId: week.sourceOf.get(story.lead.itemId) ?? null,
        isTaken: true,
        weight: isChosen(own, story, stories) ? 1 : KEPT_WEIGHT,
      }
    }),
  )
  const out = findLeftOut(week)
  const hasPicked = week.edits.some(({ kind }) => kind === 'pick')
  const passedOver = hasPicked ? out.filter(({ isDropped }) => !isDropped).slice(0, MOST_PASSED_OVER) : []
  const left = [...out.filter(({ isDropped }) => isDropped), ...passedOver].map(
    ({ title, itemId, appraisal, isDropped }): PastChoice => ({
      title,
      section: appraisal?.section ?? null,
      sourceId: week.sourceOf.get(itemId) ?? null,
      isTaken: false,
      weight: isDropped ? 1 : PASSED_OVER_WEIGHT,
    }),
  )
  return [...taken, ...left]
}
