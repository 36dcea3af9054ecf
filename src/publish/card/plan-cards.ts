// The share cards of a site: one beside each issue and each post. A card is drawn once, and again when its words change.
import { type CorrectedIssue, retractionOf } from '../../core/edits.ts'
import { fingerprintOf, type PlannedFile } from '../files/site-file.ts'
import { cleanLine } from '../plain-text.ts'
import type { Post } from '../posts/post.ts'
import { openPosts } from '../site/publications.ts'
import { CARD_FILE, issuePath, type SiteDescription } from '../site-urls.ts'
import type { CardWords } from './lay-card.ts'

/** A card before it is drawn. */
export interface PlannedCard extends Pick<PlannedFile, 'path' | 'madeFrom'> {
  /** Of its issue or post, ends with a slash. */
  readonly folder: string
  readonly words: CardWords
}

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
): readonly PlannedCard[] {
  if (site.hasCards !== true) return []
  const plan = (folder: string, words: CardWords): PlannedCard => ({
    path: `${folder}${CARD_FILE}`,
    folder,
    madeFrom: fingerprintOf([LOOK, words]),
    words,
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
