// The books beside the pages of issues.
import { renderEpub } from '../epub.ts'
import type { PlannedFile } from '../files/site-file.ts'
import { openCover } from '../site-icon.ts'
import { issuePath } from '../site-urls.ts'
import type { ArchivedIssue } from './archive.ts'
import type { Press } from './press.ts'

/** Plans the book of each issue. */
export function planBooks({ site, templates, plan }: Press<'books'>, archive: readonly ArchivedIssue[]): PlannedFile[] {
  const cover = openCover(site)
  return archive.map(each =>
    plan(`${issuePath(each.issue)}issue.epub`, each.fingerprint, {
      needs: cover ? [each, cover] : [each],
      render: () => renderEpub(site, each.view(), templates, cover?.read() ?? null),
    }),
  )
}
