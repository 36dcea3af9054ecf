// The share cards of a site as files: one beside each issue and each post. A card is drawn once, and again when its words change.
import { type CorrectedIssue, retractionOf } from '../../core/edits.ts'
import { fingerprintOf, type StoredFile } from '../files/site-file.ts'
import { cleanLine } from '../plain-text.ts'
import type { Post } from '../posts/post.ts'
import { openPosts } from '../site/publications.ts'
import { CARD_FILE, issuePath, type SiteDescription } from '../site-urls.ts'
import type { CardWords } from './lay-card.ts'

/** Draws a card as PNG. */
export type DrawCard = (words: CardWords) => Promise<Uint8Array>

/** Changes when the same words are drawn otherwise. */
const LOOK = 'card 1'

/** An issue with what its card says. */
interface CardedIssue {
  readonly issue: Pick<CorrectedIssue, 'week' | 'retractions'>
  readonly card: CardWords
}

/** Plans the cards of the issues that stand and of all posts; none where the site has none. */
export function planCards(
  site: SiteDescription,
  issues: readonly CardedIssue[],
  posts: readonly Post[],
  draw: DrawCard | undefined,
): readonly StoredFile[] {
  if (site.hasCards !== true || !draw) return []
  const plan = (folder: string, words: CardWords): StoredFile => ({
    path: `${folder}${CARD_FILE}`,
    madeFrom: fingerprintOf([LOOK, words]),
    read: () => draw(words),
  })
  const list = cleanLine(site.title)
  return [
    ...issues
      .filter(({ issue }) => retractionOf(issue) === null)
      .map(({ issue, card }) => plan(issuePath(issue), card)),
    ...openPosts(site, posts).map(({ view }) =>
      plan(view.path, { list, title: cleanLine(view.title), label: view.date }),
    ),
  ]
}
