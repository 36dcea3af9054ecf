// Edits that earlier versions saved under a link that several stories share become edits of each of these stories. Pure.
import type { Edit } from '../core/edits.ts'
import type { RankedEntry } from './draft.ts'
import { groupingKinds } from './regroup.ts'

/** Of drop, pick and hold one holds: an own decision of any of these kinds outranks a shared one. */
function slotOf({ kind, value }: Edit): string {
  return value === null ? 'decision' : kind
}

/**
 * The edits under names that are one story's alone. What was saved under a shared link held for all stories that share it, and still does:
 * each gets an edit of its own, unless it has one. The very list that was given comes back where there is nothing to change.
 */
export function giveOwnNames(
  edits: readonly Edit[],
  entries: readonly Pick<RankedEntry, 'links' | 'sharedLinks'>[],
): readonly Edit[] {
  const own = new Set(entries.flatMap(({ links }) => links))
  const shared = entries.flatMap(entry =>
    entry.sharedLinks.flatMap(link => (own.has(link) ? [] : { link, links: entry.links })),
  )
  const holders = Map.groupBy(shared, ({ link }) => link)
  const isShared = (edit: Edit): boolean => holders.has(edit.link) && !groupingKinds.includes(edit.kind)
  if (!edits.some(isShared)) return edits
  const taken = new Set(edits.map(edit => `${slotOf(edit)} ${edit.link}`))
  return edits
    .toReversed()
    .flatMap(edit => {
      if (!isShared(edit)) return edit
      return (holders.get(edit.link) ?? []).flatMap(({ links }) => {
        if (links.some(link => taken.has(`${slotOf(edit)} ${link}`))) return []
        taken.add(`${slotOf(edit)} ${links[0]}`)
        return { ...edit, link: links[0] }
      })
    })
    .toReversed()
}
