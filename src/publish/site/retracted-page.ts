// The page in the place of an issue that was taken back: which it was, when and why, for readers and not for search engines.
import { formatDate } from '../../core/date-words.ts'
import { retractionOf } from '../../core/edits.ts'
import { civilDateOf } from '../../core/week.ts'
import { wordsOf } from '../../core/words/words.ts'
import type { Changes } from '../correction-view.ts'
import type { IssueHead } from '../issue-view.ts'
import { cleanLine } from '../plain-text.ts'
import type { PlannedFile } from '../files/site-file.ts'
import { GONE_FILE, issuePath, type SiteDescription } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import type { ShelvedIssue } from './outline.ts'
import { type Head, renderPage } from './page.ts'
import type { Press } from './press.ts'

/** Plans, in the place of each issue that was taken back, its page, and a hidden file beside it by which the server sees that it is gone. */
export function planRetracted(
  { site, templates, plan, planPlain }: Press<'retracted'>,
  retracted: readonly ShelvedIssue[],
): PlannedFile[] {
  return retracted.flatMap(({ outline: { issue, head } }) => {
    const { number, week, date, title } = issue
    const folder = issuePath(issue)
    return [
      plan(`${folder}index.html`, [number, week, date, title, retractionOf(issue)], () =>
        renderRetractedPage(site, issue, head, templates),
      ),
      planPlain(`${folder}${GONE_FILE}`, null, () => 'This issue was taken back.\n'),
    ]
  })
}

/** Writes the page; it names the issue and says nothing of what was in it. Throws TEMPLATE_FAILED. */
function renderRetractedPage(
  site: SiteDescription,
  issue: Changes,
  { name, date, isoDate, title }: IssueHead,
  templates: Templates,
): string {
  const { madeAt = issue.sealedAt, reason = '' } = retractionOf(issue) ?? {}
  const day = formatDate(civilDateOf(madeAt, site.timezone), site.language)
  const told = wordsOf(site.language).retractedIssue(day, cleanLine(reason))
  // Without an address of its own a page is kept out of search engines.
  const head: Head = {
    title,
    description: told,
    canonical: null,
    kind: 'website',
    jsonLd: null,
    previous: null,
    next: null,
  }
  return renderPage(site, site.language, templates, 'retracted.html', { head, issue: { name, date, isoDate }, told })
}
