// The pages of sections, sources and tags, each list by year, and the pages that name them all.
import { cutAtSentence } from '../../core/text.ts'
import type { CivilDate } from '../../core/types.ts'
import { linkForReaders } from '../../core/url.ts'
import type { Archive, ArchivedIssue, StoryList } from './archive.ts'
import { wordsOf } from '../../core/words/words.ts'
import type { IssueHead, StoryView } from '../issue-view.ts'
import type { ListedSource } from '../feeds/opml.ts'
import { jsonLd, renderPage } from './page.ts'
import type { Press } from './press.ts'
import { cleanLine, DESCRIPTION_UNITS, languageOfScript } from '../plain-text.ts'
import type { PostView } from '../posts/post-view.ts'
import { tagKey } from '../posts/tags.ts'
import { type ArchivedPost, listTags, type TagList } from './publications.ts'
import type { Needed, PlannedFile } from '../files/site-file.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'

/** What pages lead to, by its name. */
interface ListLink {
  readonly title: string
  readonly url: string
}

/** A list of what has come out: issues with their stories of it, or posts. */
interface DatedList<Dated extends { readonly fingerprint: string }> {
  readonly title: string
  /** Folder of its pages. */
  readonly path: string
  /** The page that names all lists of the kind. */
  readonly parent: { readonly title: string; readonly path: string }
  /** Beside the heading. */
  readonly links: readonly ListLink[]
  /** Newest first. */
  readonly dated: readonly Dated[]
  readonly dateOf: (each: Dated) => CivilDate
  readonly show: (ofYear: readonly Dated[]) => ShownYear
  /** What must be loaded to show them. */
  readonly needsOf: (ofYear: readonly Dated[]) => readonly Needed[]
}

/** What the page of a year lists. */
interface ShownYear {
  readonly issues: readonly (IssueHead & { readonly stories: readonly StoryView[] })[]
  readonly posts: readonly PostView[]
  readonly count: string
}

/** A list as the page that names all of its kind has it. */
interface CountedList {
  readonly title: string
  readonly path: string
  readonly size: number
  readonly count: string
}

/** Plans the pages of all sections, of all sources and, once a post has one, of all tags. */
export function planLists(
  press: Press<'lists'>,
  { sections, sources: told }: Archive,
  posts: readonly ArchivedPost[],
  sources: readonly ListedSource[],
): PlannedFile[] {
  const tags = listTags(posts)
  return [
    ...planSections(press, sections, tags),
    ...planSources(press, told, sources),
    ...(tags.length > 0 ? planTags(press, tags, sections) : []),
  ]
}

function planSections(press: Press<'lists'>, sections: readonly StoryList[], tags: readonly TagList[]): PlannedFile[] {
  const { site } = press
  const words = wordsOf(site.language)
  const parent = { title: words.sectionsTitle, path: 'sections/' }
  const toTags = tags.length > 0 ? [{ title: words.tagsTitle, url: pathIn(site, 'tags/') }] : []
  return [
    planOverview(press, parent, countStories(site, sections), toTags),
    ...sections.flatMap(list => {
      const links = [feedOf(site, list), ...namesakeOf(site, list, tags, words.postsOfSection)]
      return [...planList(press, { ...list, ...datedStories(site, list), parent, links }), ...planFormer(press, list)]
    }),
  ]
}

function planSources(
  press: Press<'lists'>,
  told: readonly StoryList[],
  sources: readonly ListedSource[],
): PlannedFile[] {
  const { site } = press
  const words = wordsOf(site.language)
  const parent = { title: words.sourcesTitle, path: 'sources/' }
  const sourceByTitle = new Map(sources.map(source => [cleanLine(source.title), source]))
  const sourceByKey = new Map(sources.map(source => [String(source.id ?? ''), source]))
  return [
    planOverview(press, parent, countStories(site, told), [
      { title: words.sourcesOpml, url: pathIn(site, 'sources.opml') },
    ]),
    ...told.flatMap(list => {
      const source = list.keys.flatMap(key => sourceByKey.get(key) ?? []).at(-1) ?? sourceByTitle.get(list.title)
      const links = [
        { title: words.sourceSite, url: webAddress(source?.siteUrl) },
        { title: words.sourceFeed, url: webAddress(source?.url) },
      ].filter(({ url }) => url !== '')
      return [...planList(press, { ...list, ...datedStories(site, list), parent, links }), ...planFormer(press, list)]
    }),
  ]
}

function planTags(press: Press<'lists'>, tags: readonly TagList[], sections: readonly StoryList[]): PlannedFile[] {
  const { site } = press
  const { language } = site
  const words = wordsOf(language)
  const parent = { title: words.tagsTitle, path: 'tags/' }
  const counted = tags.map(list => {
    const size = list.posts.length
    return { ...list, size, count: words.postCount(size) }
  })
  const show = (posts: readonly ArchivedPost[]): ShownYear => ({
    issues: [],
    posts: posts.map(({ view }) => ({ ...view, path: pathIn(site, view.path) })),
    count: words.postCount(posts.length),
  })
  return [
    planOverview(press, parent, counted, []),
    ...tags.flatMap(list => {
      const links = [feedOf(site, list), ...namesakeOf(site, list, sections, words.storiesOfTag)]
      const dated = { dated: list.posts, dateOf: ({ post }: ArchivedPost) => post.date, show, needsOf: () => [] }
      return planList(press, { ...list, ...dated, parent, links })
    }),
  ]
}

function feedOf(site: SiteDescription, list: { readonly path: string }): ListLink {
  return { title: 'RSS', url: pathIn(site, `${list.path}feed.xml`) }
}

/** The tag called like a section, or the section called like a tag: what the curator wrote and what was found, on one matter. */
function namesakeOf(
  site: SiteDescription,
  list: { readonly title: string },
  others: readonly { readonly title: string; readonly path: string }[],
  title: string,
): readonly ListLink[] {
  const other = others.find(each => tagKey(each.title) === tagKey(list.title))
  return other ? [{ title, url: pathIn(site, other.path) }] : []
}

function countStories(site: SiteDescription, lists: readonly StoryList[]): readonly CountedList[] {
  return lists.map(list => ({ ...list, size: list.stories, count: wordsOf(site.language).storyCount(list.stories) }))
}

function datedStories(
  site: SiteDescription,
  list: StoryList,
): Pick<DatedList<ArchivedIssue>, 'dated' | 'dateOf' | 'show' | 'needsOf'> {
  return {
    dated: list.issues,
    dateOf: ({ issue }) => issue.date,
    needsOf: ofYear => ofYear,
    show: ofYear => {
      const issues = ofYear.map(each => ({
        ...each.head,
        path: pathIn(site, each.head.path),
        stories: list.storiesOf(each),
      }))
      const stories = issues.reduce((sum, issue) => sum + issue.stories.length, 0)
      return { issues, posts: [], count: wordsOf(site.language).storyCount(stories) }
    },
  }
}

/** The pages of a list, newest year first; the newest has the list's own address, so that the others stay as they are. */
function planList<Dated extends { readonly fingerprint: string }>(
  press: Press<'lists'>,
  list: DatedList<Dated>,
): PlannedFile[] {
  const years = [...Map.groupBy(list.dated, each => list.dateOf(each).slice(0, 4))]
  const pathOf = (index: number): string | null => {
    const year = years[index]?.[0]
    return year === undefined ? null : index === 0 ? list.path : `${list.path}${year}/`
  }
  return years.map(([year, ofYear], index) => {
    const path = pathOf(index) ?? list.path
    const [newer, older] = [pathOf(index - 1), pathOf(index + 1)]
    const parts = [list.title, list.links, newer, older, ofYear.map(({ fingerprint }) => fingerprint)]
    return press.plan(`${path}index.html`, parts, {
      needs: list.needsOf(ofYear),
      render: () => renderList(press, list, list.show(ofYear), { path, year, newer, older }),
    })
  })
}

/** Pages at the addresses that a list had under its later titles: they lead to its own. */
function planFormer({ site, templates, plan }: Press<'lists'>, list: StoryList): PlannedFile[] {
  const head = {
    title: list.title,
    description: list.title,
    canonical: urlIn(site, list.path),
    kind: 'website' as const,
    jsonLd: null,
    previous: null,
    next: null,
  }
  return list.formerPaths.map(former =>
    plan(`${former}index.html`, [list.title, list.path], () =>
      renderPage(site, site.language, templates, 'moved.html', { head, path: pathIn(site, list.path) }),
    ),
  )
}

interface YearPlace {
  readonly path: string
  readonly year: string
  readonly newer: string | null
  readonly older: string | null
}

function renderList(
  { site, templates }: Press<'lists'>,
  list: Pick<DatedList<never>, 'title' | 'parent' | 'links'>,
  shown: ShownYear,
  place: YearPlace,
): string {
  const link = (path: string | null): string | null => (path === null ? null : pathIn(site, path))
  const year = wordsOf(site.language).yearHeading(place.year)
  const isNewest = place.newer === null
  const title = isNewest ? list.title : `${list.title} · ${year}`
  const titles = [...shown.issues.flatMap(({ stories }) => stories), ...shown.posts].map(each => each.title).join(' · ')
  const url = urlIn(site, place.path)
  return renderPage(site, site.language, templates, 'list.html', {
    head: {
      title,
      description: cutAtSentence(titles, DESCRIPTION_UNITS).text || title,
      canonical: url,
      kind: 'website',
      jsonLd: jsonLd({ '@type': 'CollectionPage', name: title, url, inLanguage: site.language }),
      previous: link(place.newer),
      next: link(place.older),
    },
    title: list.title,
    titleLanguage: languageOfScript(list.title),
    year,
    parent: { title: list.parent.title, path: pathIn(site, list.parent.path) },
    links: list.links,
    // Counted on this page alone: the pages of past years stay as they are.
    ...shown,
  })
}

function planOverview(
  { site, templates, plan }: Press<'lists'>,
  { title, path }: { readonly title: string; readonly path: string },
  lists: readonly CountedList[],
  links: readonly ListLink[],
): PlannedFile {
  const listed = lists
    .map(list => ({
      title: list.title,
      language: languageOfScript(list.title),
      path: pathIn(site, list.path),
      size: list.size,
      count: list.count,
    }))
    .toSorted((a, b) => b.size - a.size)
  const url = urlIn(site, path)
  const head = {
    title,
    description: `${title} · ${cleanLine(site.title)}`,
    canonical: url,
    kind: 'website' as const,
    jsonLd: jsonLd({ '@type': 'CollectionPage', name: title, url, inLanguage: site.language }),
    previous: null,
    next: null,
  }
  return plan(`${path}index.html`, [listed, links], () =>
    renderPage(site, site.language, templates, 'overview.html', { head, title, listed, links }),
  )
}

function webAddress(text: string | null | undefined): string {
  return linkForReaders(text ?? '') ?? ''
}
