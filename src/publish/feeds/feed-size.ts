// How many bytes an issue takes in a feed, about, before it is rendered.
import type { Issue } from '../../core/types.ts'

/** What surrounds the texts of a story in a feed. */
const STORY_MARKUP_BYTES = 750

/** About how many bytes an issue takes in a feed, from what was sealed: no view is made. Pure. */
export function feedBytesOfIssue({ sections }: Pick<Issue, 'sections'>): number {
  let bytes = 0
  for (const { stories } of sections)
    for (const { title, summary, points, note } of stories) {
      bytes +=
        STORY_MARKUP_BYTES + Buffer.byteLength(title) + Buffer.byteLength(summary) + Buffer.byteLength(note ?? '')
      for (const point of points) bytes += Buffer.byteLength(point)
    }
  return bytes
}
