// Items that were seen at an address, as the pages of sources show them. Pure.
import { cutAtSentence } from '../../core/text.ts'
import { type DeskDeps, deskWords } from './frame.ts'
import { viewMoment } from './moments.ts'
import type { SeenItem } from './source-desk.ts'

const TITLE_SHOWN = 200

/** A row: its title, date, and address where it is one of the web. */
export function viewSeen(
  deps: Pick<DeskDeps, 'language' | 'timezone'>,
  { title, url, publishedAt }: SeenItem,
): { readonly title: string; readonly href: string | null; readonly date: string } {
  const words = deskWords(deps).sourcePages
  const href = url !== null && /^https?:/i.test(url) ? url : null
  const said = cutAtSentence(title ?? '', TITLE_SHOWN).text || url || '—'
  return { title: said, href, date: publishedAt === null ? words.undated : viewMoment(publishedAt, deps).words }
}
