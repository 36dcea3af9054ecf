// The whole public site as planned files: pages, feeds, source list, sitemap.
import { retractionOf } from '../../core/edits.ts'
import type { Issue } from '../../core/types.ts'
import { readCopied, stampOf } from '../files/copied-file.ts'
import { planAbout } from './about-page.ts'
import { type Aftercare, noAftercare } from '../aftercare.ts'
import { type ArchivedIssue, type ListIdentities, openShelf } from './archive.ts'
import { renderEpub } from '../epub.ts'
import { wordsOf } from '../../core/words/words.ts'
import type { IssueView } from '../issue-view.ts'
import { planLists } from './list-pages.ts'
import { languagesOf, shelve, type ShelvedIssue } from './outline.ts'
import { type ListedSource, renderOpml } from '../feeds/opml.ts'
import { indexPath, LISTED_PER_PAGE, renderIndexPage, renderIssuePage, renderNotFoundPage } from './pages.ts'
import { renderRetractedPage } from './retracted-page.ts'
import { planFeeds } from '../feeds/site-feeds.ts'
import type { AboutText, Post } from '../posts/post.ts'
import { renderPostPage } from '../posts/post-page.ts'
import { type ArchivedPost, listingOf, mergeByDate, openPosts, type Publication } from './publications.ts'
import { chooseLanguage } from '../tell-first.ts'
import { pasteKinds, pasteScriptPath, renderPastePage } from '../paste/paste-pages.ts'
import { planSearch } from '../search/search-site.ts'
import { type Plan, type PlannedFile, type Plans, planWith, type Rendering, type SiteFile } from '../files/site-file.ts'
import { planSitemap } from './sitemap.ts'
import { GONE_FILE, issuePath, pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import { openCover } from '../site-icon.ts'
import type { Templates } from '../template.ts'
import { renderIssueMarkdown, renderIssueText } from '../text-editions.ts'

/** What the site is made from; issues and posts come newest first. */
export interface SiteMaterial extends Aftercare {
  readonly site: SiteDescription
  readonly issues: readonly Issue[]
  readonly posts: readonly Post[]
  /** The curator's words on the page about the list; without them it has ours. */
  readonly about?: AboutText | null
  readonly sources: readonly ListedSource[]
  /** What lists are, beside what they are called. */
  readonly identities?: ListIdentities
  readonly templates: Templates
  /** Changes with the program, which may render other bytes from the same material. */
  readonly program: string
  /** Folders of the issues and posts whose card could not be drawn: their pages name none. */
  readonly withoutCard?: ReadonlySet<string>
}

/** The same with issues of which the outlines are at hand. */
export interface ShelvedMaterial extends Omit<SiteMaterial, 'issues'> {
  readonly issues: readonly ShelvedIssue[]
}

/** Plans every file of a site whose issues lie in memory. */
export function planSite({ issues, ...material }: SiteMaterial): PlannedFile[] {
  return planShelved({ ...material, issues: issues.map(issue => shelve(material.site, issue)) })
}

/** Plans every file of the site. The same material gives the same bytes; issues are read only for what must be rendered. */
export function planShelved(material: ShelvedMaterial): PlannedFile[] {
  const { site, about = null, sources, templates, program } = material
  const archive = openShelf(site, material.issues, material, material.identities)
  const posts = openPosts(site, material.posts, material.identities?.firstTags)
  const publications = mergeByDate(archive.issues, posts)
  const plan = planWith([program, templates.fingerprint, site])
  // What no template is in stays when somebody edits one.
  const planPlain = planWith([program, site])
  const words = wordsOf(site.language)
  return [
    ...planIssues(material, archive.issues, { plan, planPlain }),
    ...planRetracted(site, archive.retracted, templates, plan),
    ...planPosts(material, posts, plan),
    ...planIndex(site, publications, templates, plan),
    ...planLists({ site, templates, plan }, archive, posts, sources),
    ...planSearch(site, publications, templates, { plan, planPlain }),
    ...planAbout({ site, templates, plan }, archive, posts, about),
    ...planFeeds(site, archive, publications, templates, plan),
    planPlain('sources.opml', sources, () => renderOpml(site, sources)),
    planSitemap(site, archive, publications, planPlain),
    planRobots(site, material.copies.size > 0, planPlain),
    ...planPasteScript(site, templates, planPlain),
    plan('404.html', null, () => renderNotFoundPage(site, templates)),
    plan('style.css', null, () => templates.render('style.css', {})),
    ...(posts.length > 0 || about ? [plan('post.css', null, () => templates.render('post.css', {}))] : []),
    plan('feed.css', null, () => templates.render('feed.css', { notice: words.feedNotice })),
  ]
}

/** Renders every file of a site at once: the rehearsal before an issue is sealed. */
export function renderSite(
  site: SiteDescription,
  issues: readonly Issue[],
  sources: readonly ListedSource[],
  templates: Templates,
  posts: readonly Post[] = [],
): SiteFile[] {
  const material = { site, issues, posts, sources, templates, program: '', ...noAftercare }
  return planSite(material).map(({ path, render }) => ({ path, content: render() }))
}

// Copies are for readers who look for a page that is gone; in a search its original must stand.
function planRobots(site: SiteDescription, hasCopies: boolean, plan: Plan): PlannedFile {
  const copies = hasCopies ? `Disallow: ${pathIn(site, 'issues/')}*/copies/\n` : ''
  return plan(
    'robots.txt',
    hasCopies,
    () => `User-agent: *\nAllow: /\n${copies}\nSitemap: ${urlIn(site, 'sitemap.xml')}\n`,
  )
}

/** How a page with a share card is planned where its card could not be drawn: it names none. */
function describePage(
  { site, withoutCard }: Pick<SiteMaterial, 'site' | 'withoutCard'>,
  folder: string,
  parts: readonly unknown[],
): { readonly own: SiteDescription; readonly parts: readonly unknown[] } {
  if (withoutCard?.has(folder) !== true) return { own: site, parts }
  return { own: { ...site, hasCards: false }, parts: [...parts, 'no card'] }
}

function planIssues(
  material: Pick<SiteMaterial, 'site' | 'templates' | 'withoutCard'>,
  archive: readonly ArchivedIssue[],
  { plan, planPlain }: Plans,
): PlannedFile[] {
  const { site, templates } = material
  const cover = openCover(site)
  return archive.flatMap((each, index) => {
    const [newer, older] = [archive[index - 1] ?? null, archive[index + 1] ?? null]
    const neighbours = [newer, older].map(next => next && [next.issue.week, next.issue.title, next.issue.date])
    const folder = issuePath(each.issue)
    const needs = cover ? [each, cover] : [each]
    const rendering = (render: (view: IssueView) => string | Uint8Array): Rendering => ({
      needs,
      render: () => render(each.view()),
    })
    const all = languagesOf(each.issue)
    const { own, parts } = describePage(material, folder, [each.fingerprint, neighbours])
    const page = (view: IssueView, shown: string | null): string =>
      renderIssuePage(own, view, { newer: newer?.head ?? null, older: older?.head ?? null }, templates, { all, shown })
    const book = (view: IssueView): Uint8Array => renderEpub(site, view, templates, cover?.read() ?? null)
    return [
      plan(
        `${folder}index.html`,
        parts,
        rendering(view => page(view, null)),
      ),
      ...all.map(language =>
        plan(
          `${folder}${language}/index.html`,
          parts,
          rendering(view => page(chooseLanguage(view, language, site.language), language)),
        ),
      ),
      plan(`${folder}issue.epub`, each.fingerprint, rendering(book)),
      planPlain(
        `${folder}issue.md`,
        each.fingerprint,
        rendering(view => renderIssueMarkdown(site, view)),
      ),
      planPlain(
        `${folder}issue.txt`,
        each.fingerprint,
        rendering(view => renderIssueText(site, view)),
      ),
      ...(site.hasPaste === true
        ? pasteKinds.map(kind =>
            plan(
              `${folder}issue.${kind}.html`,
              each.fingerprint,
              rendering(view => renderPastePage(site, view, kind, templates)),
            ),
          )
        : []),
    ]
  })
}

/** A page that somebody has open goes on with the script that it knows. */
function planPasteScript(site: SiteDescription, templates: Templates, planPlain: Plan): PlannedFile[] {
  if (site.hasPaste !== true) return []
  const script = planPlain(pasteScriptPath(templates), null, () => templates.render('paste.js', {}))
  return [{ ...script, isKeptOnce: true }]
}

/** In the place of an issue that was taken back its page says so; the server sees by a hidden file beside it that it is gone. */
function planRetracted(
  site: SiteDescription,
  retracted: readonly ShelvedIssue[],
  templates: Templates,
  plan: Plan,
): PlannedFile[] {
  return retracted.flatMap(({ outline: { issue, head } }) => {
    const { number, week, date, title } = issue
    const folder = issuePath(issue)
    return [
      plan(`${folder}index.html`, [number, week, date, title, retractionOf(issue)], () =>
        renderRetractedPage(site, issue, head, templates),
      ),
      plan(`${folder}${GONE_FILE}`, null, () => 'This issue was taken back.\n'),
    ]
  })
}

function planPosts(
  material: Pick<SiteMaterial, 'site' | 'templates' | 'withoutCard'>,
  posts: readonly ArchivedPost[],
  plan: Plan,
): PlannedFile[] {
  return posts.flatMap(({ view, fingerprint, post }, index) => {
    const [newer, older] = [posts[index - 1] ?? null, posts[index + 1] ?? null]
    const neighbours = [newer, older].map(next => next && [next.view.path, next.view.title])
    const { own, parts } = describePage(material, view.path, [fingerprint, neighbours])
    return [
      ...post.files.map(({ path, from }) => plan(path, stampOf(from), () => readCopied(from))),
      plan(`${view.path}index.html`, parts, () =>
        renderPostPage(own, view, { newer: newer?.view ?? null, older: older?.view ?? null }, material.templates),
      ),
    ]
  })
}

function planIndex(
  site: SiteDescription,
  publications: readonly Publication[],
  templates: Templates,
  plan: Plan,
): PlannedFile[] {
  const pages = Math.max(1, Math.ceil(publications.length / LISTED_PER_PAGE))
  return Array.from({ length: pages }, (_, index) => {
    const shown = publications.slice(index * LISTED_PER_PAGE, (index + 1) * LISTED_PER_PAGE)
    const place = { page: index + 1, pages }
    const parts = [place, shown.map(({ fingerprint }) => fingerprint)]
    return plan(`${indexPath(place.page)}index.html`, parts, () => {
      const listed = shown.map(publication => listingOf(site, publication))
      return renderIndexPage(site, listed, place, templates)
    })
  })
}
