// The share cards of a site as files: one beside each issue and each post. A card is drawn once, and again when its words change.
import { type CorrectedIssue, isTakenBack, retractionOf } from '../../core/edits.ts'
import { formatDate } from '../../core/date-words.ts'
import { wordsOf } from '../../core/words/words.ts'
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

/** What the card of an issue says: its top story, its number and its date. */
export function describeIssueCard(site: SiteDescription, issue: CorrectedIssue): CardWords {
  const stories = issue.sections.flatMap(section => section.stories)
  const top = stories.find(story => !isTakenBack(issue, story))
  const { issueNumber } = wordsOf(site.language)
  return {
    list: cleanLine(site.title),
    title: cleanLine(top?.title ?? issue.title),
    label: `${issueNumber(issue.number)} · ${formatDate(issue.date, site.language)}`,
  }
}

/** Plans the cards of the issues that stand and of all posts; none where the site has none. */
export function planCards(
  site: SiteDescription,
  issues: readonly CorrectedIssue[],
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
      .filter(issue => retractionOf(issue) === null)
      .map(issue => plan(issuePath(issue), describeIssueCard(site, issue))),
    ...openPosts(site, posts).map(({ view }) =>
      plan(view.path, { list, title: cleanLine(view.title), label: view.date }),
    ),
  ]
}
