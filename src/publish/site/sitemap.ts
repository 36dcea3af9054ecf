// The site map for search engines (https://www.sitemaps.org/protocol.html). site.ts plans it.
import type { CivilDate } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import type { Archive } from './archive.ts'
import { lastChangeOf, listTags, type Publication } from './publications.ts'
import type { Plan, PlannedFile } from '../files/site-file.ts'
import { issuePath, type SiteDescription, urlIn } from '../site-urls.ts'
import { postPath } from '../posts/post.ts'
import { escapeXml } from '../feeds/xml.ts'

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
  const places = [
    { path: '', date: publications[0] ? dateOf(publications[0]) : null },
    ...['about/', 'sections/', 'sources/', ...(tags.length > 0 ? ['tags/'] : [])].map(path => ({ path, date: null })),
    ...publications.map(each => ({
      path: each.kind === 'issue' ? issuePath(each.issue) : postPath(each.post.slug),
      date: dateOf(each),
    })),
    ...lists.map(({ path, issues }) => ({ path, date: issues[0]?.issue.date ?? null })),
    ...tags.map(({ path, posts }) => ({ path, date: posts[0]?.post.date ?? null })),
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
