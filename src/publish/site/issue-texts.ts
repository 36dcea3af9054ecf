// Issues as Markdown and as text, beside their pages.
import type { PlannedFile } from '../files/site-file.ts'
import { issuePath } from '../site-urls.ts'
import { renderIssueMarkdown, renderIssueText } from '../text-editions.ts'
import type { ArchivedIssue } from './archive.ts'
import type { Press } from './press.ts'

/** Plans both of each issue. */
export function planTexts({ site, planPlain }: Press<'texts'>, archive: readonly ArchivedIssue[]): PlannedFile[] {
  return archive.flatMap(each => {
    const folder = issuePath(each.issue)
    const needs = [each]
    return [
      planPlain(`${folder}issue.md`, each.fingerprint, { needs, render: () => renderIssueMarkdown(site, each.view()) }),
      planPlain(`${folder}issue.txt`, each.fingerprint, { needs, render: () => renderIssueText(site, each.view()) }),
    ]
  })
}
