// The pages of sections and sources, each list by year, and the two pages that name them all. site.ts plans them.
import { cutAtSentence } from '../core/text.ts'
import { parseHttpUrl } from '../core/url.ts'
import type { Archive, ArchivedIssue, StoryList } from './archive.ts'
import { storyCount, wordsOf, yearHeading } from './interface-text.ts'
import type { ListedSource } from './opml.ts'
import { jsonLd, renderPage } from './pages.ts'
import { cleanLine, languageOfScript } from './plain-text.ts'
import type { Plan, PlannedFile } from './site-file.ts'
import { pathIn, type SiteDescription, urlIn } from './site-urls.ts'
import type { Templates } from './template.ts'

/** A link beside the heading of a list. */
interface ListLink {
  readonly title: string
  readonly url: string
}

/** Pages of lists, with what all of them are made with. */
interface ListShop {
  readonly site: SiteDescription
  readonly templates: Templates
  readonly plan: Plan
}

const DESCRIPTION_UNITS = 200

/** Plans the pages of all sections and of all sources. */
export function planLists(
  site: SiteDescription,
  { sections, sources: told }: Archive,
  sources: readonly ListedSource[],
  templates: Templates,
  plan: Plan,
): PlannedFile[] {
  const words = wordsOf(site.language)
  const shop = { site, templates, plan }
  const sourceByTitle = new Map(sources.map(source => [cleanLine(source.title), source]))
  const linksOf = ({ title }: StoryList): ListLink[] => {
    const source = sourceByTitle.get(title)
    return [
      { title: words.sourceSite, url: webAddress(source?.siteUrl) },
      { title: words.sourceFeed, url: webAddress(source?.url) },
    ].filter(({ url }) => url !== '')
  }
  const feedOf = ({ path }: StoryList): ListLink[] => [{ title: 'RSS', url: pathIn(site, `${path}feed.xml`) }]
  return [
    planOverview(shop, 'sections/', words.sectionsTitle, sections, []),
    ...sections.flatMap(list => planList(shop, list, words.sectionsTitle, feedOf(list))),
    planOverview(shop, 'sources/', words.sourcesTitle, told, [
      { title: words.sourcesOpml, url: pathIn(site, 'sources.opml') },
    ]),
    ...told.flatMap(list => planList(shop, list, words.sourcesTitle, linksOf(list))),
  ]
}

/** The pages of a list, newest year first; the newest has the list's own address, so that the others stay as they are. */
function planList(shop: ListShop, list: StoryList, parent: string, links: readonly ListLink[]): PlannedFile[] {
  const years = [...Map.groupBy(list.issues, ({ issue }) => issue.date.slice(0, 4))]
  const pathOf = (index: number): string | null => {
    const year = years[index]?.[0]
    return year === undefined ? null : index === 0 ? list.path : `${list.path}${year}/`
  }
  return years.map(([year, issues], index) => {
    const path = pathOf(index) ?? list.path
    const [newer, older] = [pathOf(index - 1), pathOf(index + 1)]
    const parts = [list.title, links, newer, older, issues.map(({ fingerprint }) => fingerprint)]
    return shop.plan(`${path}index.html`, parts, () =>
      renderList(shop, list, { path, year, newer, older, parent, links, issues }),
    )
  })
}

interface ListPlace {
  readonly path: string
  readonly year: string
  readonly newer: string | null
  readonly older: string | null
  /** Title of the page that names all lists of the kind. */
  readonly parent: string
  readonly links: readonly ListLink[]
  readonly issues: readonly ArchivedIssue[]
}

function renderList({ site, templates }: ListShop, list: StoryList, place: ListPlace): string {
  const link = (path: string | null): string | null => (path === null ? null : pathIn(site, path))
  const shown = place.issues.map(each => ({
    ...each.head(),
    path: pathIn(site, each.head().path),
    stories: list.storiesOf(each),
  }))
  const year = yearHeading(place.year, site.language)
  const isNewest = place.newer === null
  const title = isNewest ? list.title : `${list.title} · ${year}`
  const titles = shown.flatMap(({ stories }) => stories.map(story => story.title)).join(' · ')
  return renderPage(site, site.language, templates, 'list.html', {
    head: {
      title,
      description: cutAtSentence(titles, DESCRIPTION_UNITS).text || title,
      canonical: urlIn(site, place.path),
      kind: 'website',
      jsonLd: jsonLd({
        '@type': 'CollectionPage',
        name: title,
        url: urlIn(site, place.path),
        inLanguage: site.language,
      }),
      previous: link(place.newer),
      next: link(place.older),
    },
    title: list.title,
    titleLanguage: languageOfScript(list.title),
    year,
    // Of this page alone: the pages of past years stay as they are.
    count: storyCount(shown.flatMap(({ stories }) => stories).length, site.language),
    parent: { title: place.parent, path: pathIn(site, `${list.path.split('/')[0] ?? ''}/`) },
    links: place.links,
    issues: shown,
  })
}

function planOverview(
  { site, templates, plan }: ListShop,
  path: string,
  title: string,
  lists: readonly StoryList[],
  links: readonly ListLink[],
): PlannedFile {
  const listed = lists
    .map(list => ({
      title: list.title,
      language: languageOfScript(list.title),
      path: pathIn(site, list.path),
      stories: list.stories,
      count: storyCount(list.stories, site.language),
    }))
    .toSorted((a, b) => b.stories - a.stories)
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
  return parseHttpUrl(text ?? '')?.href ?? ''
}
