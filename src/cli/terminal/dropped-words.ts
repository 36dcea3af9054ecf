// What rules of sources dropped, in words.
import { deskWordsOf } from '../../core/words/desk-words.ts'
import type { DroppedItem, DroppedRow } from '../../store/dropped-items.ts'
import { describeInstant } from './terminal.ts'

/** Which rule dropped an item, as half a sentence. */
export function sayDropRule({ rule, detail }: Pick<DroppedItem, 'rule' | 'detail'>): string {
  return deskWordsOf('en').draftPage.dropRules[rule](detail)
}

/** An item that a rule dropped: what it was, which source's rule, and what lets it in. */
export function describeDropped(row: DroppedRow, timezone: string): string {
  const { title, url, source_title: name, source_url: source, dropped_at: first, seen_at: last } = row
  const again = last === first ? '' : `, listed last ${describeInstant(last, timezone)}`
  return [
    title || '(no title)',
    ...(url === null ? [] : [`  ${url}`]),
    `  dropped by a rule of ${name ?? source}: ${sayDropRule(row)}`,
    `  first ${describeInstant(first, timezone)}${again}; it comes in when the rule of ${source} goes while it is still listed`,
  ].join('\n')
}
