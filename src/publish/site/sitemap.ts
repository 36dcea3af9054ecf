// The site map for search engines (https://www.sitemaps.org/protocol.html).
import type { CivilDate } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import type { Archive, StoryList } from './archive.ts'
import { LISTED_PER_PAGE } from './pages.ts'
import { lastChangeOf, listTags, type Publication } from './publications.ts'
import type { Plan, PlannedFile } from '../files/site-file.ts'
import { issuePath, type SiteDescription, urlIn } from '../site-urls.ts'
import { postPath } from '../posts/post.ts'
import { escapeXml } from '../feeds/xml.ts'

const latest = (dates: readonly CivilDate[]): CivilDate | null => dates.toSorted().at(-1) ?? null

/** Those of the newest year, which the first page of a list shows; they come newest first. */
function yearOf<Dated>(all: readonly Dated[], dateOf: (each: Dated) => CivilDate): readonly Dated[] {
  const [newest] = all
  return newest ? all.filter(each => dateOf(each).slice(0, 4) === dateOf(newest).slice(0, 4)) : []
}

/** Plans the map: the front page, every issue and post, and the newest page of each section, source and tag. */
export function planSitemap(
  site: SiteDescription,
  archive: Archive,
  publications: readonly Publication[],
  plan: Plan,
): PlannedFile {
  const lists = [...archive.sections, ...archive.sources]
  const tags = listTags(publications.filter(each => each.kind === 'post'))
  const dateOf = (publication: Publication): CivilDate => {
    const { date } = publication.kind === 'issue' ? publication.issue : publication.post
    const changed = civilDateOf(lastChangeOf(publication), site.timezone)
    return changed > date ? changed : date
  }
  // A list shows the titles of its newest year; of a correction elsewhere in an issue it shows nothing.
  const dateOfList = (list: StoryList): CivilDate | null => {
    const shown = yearOf(list.issues, ({ issue }) => issue.date)
    const corrected = shown.flatMap(({ issue }) => list.correctedAt.get(issue.week) ?? [])
    return latest([...shown.map(({ issue }) => issue.date), ...corrected.map(at => civilDateOf(at, site.timezone))])
  }
  const places = [
    { path: '', date: latest(publications.slice(0, LISTED_PER_PAGE).map(dateOf)) },
    ...['about/', 'sections/', 'sources/', ...(tags.length > 0 ? ['tags/'] : [])].map(path => ({ path, date: null })),
    ...publications.map(each => ({
      path: each.kind === 'issue' ? issuePath(each.issue) : postPath(each.post.slug),
      date: dateOf(each),
    })),
    ...lists.map(list => ({ path: list.path, date: dateOfList(list) })),
    ...tags.map(({ path, posts }) => ({
      path,
      date: latest(yearOf(posts, ({ post }) => post.date).map(post => dateOf({ kind: 'post', ...post }))),
    })),
  ]
  return plan('sitemap.xml', places, () =>
    [
      '<?xml version="1.0" encoding="utf-8"?>',
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
      ...places.map(({ path, date }) => {
        const changed = date === null ? '' : `<lastmod>${date}</lastmod>`
        return `<url><loc>${escapeXml(urlIn(site, path))}</loc>${changed}</url>`
      }),
      '</urlset>',
      '',
    ].join('\n'),
  )
}
