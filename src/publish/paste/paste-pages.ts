// The pages from which an issue is copied into editors elsewhere, beside its other editions: one for WeChat, one bare for all others.
import { wordsOf } from '../../core/words/words.ts'
import { fingerprintOf, type PlannedFile } from '../files/site-file.ts'
import type { IssueView } from '../issue-view.ts'
import { cleanLine } from '../plain-text.ts'
import type { ArchivedIssue } from '../site/archive.ts'
import type { Press } from '../site/press.ts'
import { issuePath, pathIn, type SiteDescription } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { renderWeChatFragment } from './wechat.ts'

/** Editions to paste. */
export const pasteKinds = ['wechat', 'bare'] as const
/** One of them. */
export type PasteKind = (typeof pasteKinds)[number]

/** Plans the pages of all issues and their script, where the list has them. */
export function planPastePages(
  { site, templates, plan, planPlain }: Press<'pastePages'>,
  archive: readonly ArchivedIssue[],
): PlannedFile[] {
  if (site.hasPaste !== true) return []
  const script = planPlain(pasteScriptPath(templates), null, () => templates.render('paste.js', {}))
  return [
    ...archive.flatMap(each =>
      pasteKinds.map(kind =>
        plan(`${issuePath(each.issue)}issue.${kind}.html`, each.fingerprint, {
          needs: [each],
          render: () => renderPastePage(site, each.view(), kind, templates),
        }),
      ),
    ),
    // A page that somebody has open goes on with the script that it knows.
    { ...script, isKeptOnce: true },
  ]
}

/** What is copied: HTML without a page around it. Throws TEMPLATE_FAILED. */
export function renderPasteFragment(
  site: SiteDescription,
  issue: IssueView,
  kind: PasteKind,
  templates: Templates,
): string {
  if (kind === 'wechat') return renderWeChatFragment(site, issue)
  return templates.render('feed-issue.html', { words: wordsOf(site.language), issue }).trim()
}

/** The page around it, with a button that copies and one that selects all; without the script it is selected by hand. Throws TEMPLATE_FAILED. */
function renderPastePage(site: SiteDescription, issue: IssueView, kind: PasteKind, templates: Templates): string {
  const words = wordsOf(site.language)
  return templates.render('paste.html', {
    language: site.language,
    title: `${issue.title} · ${cleanLine(site.title)}`,
    fragment: renderPasteFragment(site, issue, kind, templates),
    kind,
    words,
    script: pathIn(site, pasteScriptPath(templates)),
  })
}

/** Where the script lies: its name changes with it, since browsers keep it for long. */
function pasteScriptPath(templates: Templates): string {
  return `paste-${fingerprintOf(templates.render('paste.js', {})).slice(0, 10)}.js`
}
