// The words on the share card of an issue.
import { formatDate } from '../../core/date-words.ts'
import { type CorrectedIssue, isTakenBack } from '../../core/edits.ts'
import type { Issue } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { retractionsOf } from '../correction-view.ts'
import { cleanLine } from '../plain-text.ts'
import type { SiteDescription } from '../site-urls.ts'
import type { CardWords } from './lay-card.ts'

/** What the card of an issue says: its top story, its number and its date. */
export function describeIssueCard(site: SiteDescription, issue: Issue | CorrectedIssue): CardWords {
  const stories = issue.sections.flatMap(section => section.stories)
  const retractions = retractionsOf(issue)
  const top = stories.find(story => !isTakenBack({ retractions }, story))
  const { issueNumber } = wordsOf(site.language)
  return {
    list: cleanLine(site.title),
    title: cleanLine(top?.title ?? issue.title),
    label: `${issueNumber(issue.number)} · ${formatDate(issue.date, site.language)}`,
  }
}
