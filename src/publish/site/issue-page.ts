// The pages of issues: each as it was sealed, and in every language that something of it is translated into.
import { cutAtSentence } from '../../core/text.ts'
import type { PlannedFile } from '../files/site-file.ts'
import type { IssueHead, IssueView } from '../issue-view.ts'
import { cleanLine, DESCRIPTION_UNITS } from '../plain-text.ts'
import { cardUrlIn, issuePath, pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { chooseLanguage } from '../tell-first.ts'
import { languageName } from '../words/interface-text.ts'
import type { ArchivedIssue } from './archive.ts'
import { languagesOf } from './outline.ts'
import { describePage, jsonLd, renderPage } from './page.ts'
import type { Press } from './press.ts'

/** Plans the pages of all issues, which come newest first. `withoutCard`: folders of those whose card could not be drawn. */
export function planIssuePages(
  { site, templates, plan }: Press<'issuePages'>,
  archive: readonly ArchivedIssue[],
  withoutCard?: ReadonlySet<string>,
): PlannedFile[] {
  return archive.flatMap((each, index) => {
    const [newer, older] = [archive[index - 1] ?? null, archive[index + 1] ?? null]
    const neighbours = [newer, older].map(next => next && [next.issue.week, next.issue.title, next.issue.date])
    const folder = issuePath(each.issue)
    const all = languagesOf(each.issue)
    const needs = [each]
    const { own, parts } = describePage(site, withoutCard, folder, [each.fingerprint, neighbours])
    const render = (view: IssueView, shown: string | null): string =>
      renderIssuePage(own, view, { newer: newer?.head ?? null, older: older?.head ?? null }, templates, { all, shown })
    return [
      plan(`${folder}index.html`, parts, { needs, render: () => render(each.view(), null) }),
      ...all.map(language =>
        plan(`${folder}${language}/index.html`, parts, {
          needs,
          render: () => render(chooseLanguage(each.view(), language, site.language), language),
        }),
      ),
    ]
  })
}

/** The languages that an issue has a page of its own in, and the one that is shown; null: the issue as it was sealed. */
export interface IssueLanguages {
  readonly all: readonly string[]
  readonly shown: string | null
}

/** Writes the page of one issue, with links to its neighbours in time. */
export function renderIssuePage(
  site: SiteDescription,
  issue: IssueView,
  neighbours: { readonly older: IssueHead | null; readonly newer: IssueHead | null },
  templates: Templates,
  languages: IssueLanguages = { all: [], shown: null },
): string {
  const own = languages.shown === null ? issue.path : `${issue.path}${languages.shown}/`
  const link = (view: IssueHead | null): { path: string; title: string } | null =>
    view && { path: pathIn(site, view.path), title: view.title }
  const older = link(neighbours.older)
  const newer = link(neighbours.newer)
  const titles = issue.stories.map(({ title }) => title).join(' · ')
  return renderPage(site, site.language, templates, 'issue.html', {
    head: {
      title: issue.title,
      description: cutAtSentence(titles, DESCRIPTION_UNITS).text,
      canonical: urlIn(site, own),
      kind: 'article',
      jsonLd: issueJsonLd(site, issue),
      card: cardUrlIn(site, issue.path),
      previous: older?.path ?? null,
      next: newer?.path ?? null,
    },
    issue,
    folder: languages.shown === null ? '' : '../',
    isWhole: languages.shown === null,
    languages: languages.all.map(language => ({
      language,
      name: languageName(language) ?? language,
      path: pathIn(site, `${issue.path}${language}/`),
      url: urlIn(site, `${issue.path}${language}/`),
      isShown: language === languages.shown,
    })),
    wholePath: pathIn(site, issue.path),
    older,
    newer,
  })
}

function issueJsonLd(site: SiteDescription, issue: IssueView): string {
  return jsonLd({
    '@type': 'BlogPosting',
    headline: issue.title,
    url: issue.url,
    mainEntityOfPage: issue.url,
    datePublished: issue.sealedAt,
    ...(issue.updatedAt === issue.sealedAt ? {} : { dateModified: issue.updatedAt }),
    inLanguage: site.language,
    author: { '@type': 'Person', name: cleanLine(site.author.name) },
    isPartOf: { '@type': 'Blog', name: cleanLine(site.title), url: urlIn(site, '') },
    citation: issue.stories.flatMap(({ url, title }) =>
      url === null ? [] : { '@type': 'CreativeWork', name: title, url },
    ),
  })
}
