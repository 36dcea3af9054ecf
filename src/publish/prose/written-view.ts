// Which of the words of an issue are Markdown, read into trees. Pure.
import { markupOf } from '../../core/written-words.ts'
import type { Issue, Story } from '../../core/types.ts'
import { type SiteDescription, urlIn } from '../site-urls.ts'
import { cutProse, cutSpans, plainOfSpans, type Prose, type Span } from './prose.ts'
import { type ProsePlace, readLine, readProse } from './read-prose.ts'

/** The words of a story that are Markdown; null for those that are plain. */
export interface StoryProse {
  readonly summary: Prose | null
  readonly points: readonly (readonly Span[])[] | null
  readonly note: Prose | null
}

/** Everything is plain. */
export const noProse: StoryProse = { summary: null, points: null, note: null }

/** In UTF-16 units: as much as of plain words. */
const MOST_UNITS = { summary: 4_000, point: 1_000 }

function placeOf(site: SiteDescription): ProsePlace {
  return { siteUrl: urlIn(site, ''), pictureAt: site.pictureAt ?? (() => null) }
}

/** Reads the foreword of an issue; null where it is plain or missing. */
export function viewForeword(site: SiteDescription, { foreword, markup }: Issue): Prose | null {
  return foreword === null || markup === undefined ? null : readProse(foreword, placeOf(site))
}

/** Reads the words of a story. */
export function viewStoryProse(site: SiteDescription, story: Story): StoryProse {
  if (story.markdown === undefined) return noProse
  const place = placeOf(site)
  const isMarked = (field: keyof StoryProse): boolean => markupOf(story, field) !== undefined
  return {
    summary: isMarked('summary') ? cutProse(readProse(story.summary, place), MOST_UNITS.summary).prose : null,
    points: isMarked('points')
      ? story.points
          .map(point => cutSpans(readLine(point, place), MOST_UNITS.point))
          .filter(spans => plainOfSpans(spans).trim() !== '')
      : null,
    note: isMarked('note') ? readProse(story.note ?? '', place) : null,
  }
}
