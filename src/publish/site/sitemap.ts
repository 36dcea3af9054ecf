// The site map for search engines (https://www.sitemaps.org/protocol.html).
import type { CivilDate } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import type { Archive, StoryList } from './archive.ts'
import { languagesOf } from './outline.ts'
import { LISTED_PER_PAGE, lastChangeOf, listTags, type Publication } from './publications.ts'
import type { PlannedFile } from '../files/site-file.ts'
import type { Press } from './press.ts'
import { issuePath, type SiteDescription, urlIn } from '../site-urls.ts'
import { postPath } from '../posts/post.ts'
import { escapeXml } from '../feeds/xml.ts'

/** A page, and the languages in which it can be read alone, at addresses below its own. */
interface Place {
  readonly path: string
  readonly date: CivilDate | null
  readonly languages?: readonly string[]
}

/**
 * One page as the map names it, and each of its languages with it: all name all of them, as hreflang wants it
 * (https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap).
 */
function renderPlace(site: SiteDescription, { path, date, languages = [] }: Place): readonly string[] {
  const changed = date === null ? '' : `<lastmod>${date}</lastmod>`
  const addressOf = (language: string | null): string =>
    escapeXml(urlIn(site, language === null ? path : `${path}${language}/`))
  const all = [null, ...languages]
  const named = languages.length === 0 ? [] : all
  const alternates = named.map(
    language => `<xhtml:link rel="alternate" hreflang="${language ?? 'x-default'}" href="${addressOf(language)}"/>`,
  )
  return all.map(language => `<url><loc>${addressOf(language)}</loc>${changed}${alternates.join('')}</url>`)
}

const latest = (dates: readonly CivilDate[]): CivilDate | null => dates.toSorted().at(-1) ?? null

/** Those of the newest year, which the first page of a list shows; they come newest first. */
function yearOf<Dated>(all: readonly Dated[], dateOf: (each: Dated) => CivilDate): readonly Dated[] {
  const [newest] = all
  return newest ? all.filter(each => dateOf(each).slice(0, 4) === dateOf(newest).slice(0, 4)) : []
}

/** Plans the map: the front page, every issue, in each language too that it can be read in, every post, and the newest page of each section, source and tag. */
export function planSitemap(
  { site, planPlain }: Press<'sitemap'>,
  archive: Archive,
  publications: readonly Publication[],
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
  const places: readonly Place[] = [
    { path: '', date: latest(publications.slice(0, LISTED_PER_PAGE).map(dateOf)) },
    ...['about/', 'sections/', 'sources/', ...(tags.length > 0 ? ['tags/'] : [])].map(path => ({ path, date: null })),
    ...publications.map((each): Place => {
      const date = dateOf(each)
      if (each.kind === 'post') return { path: postPath(each.post.slug), date }
      const languages = languagesOf(each.issue)
      return { path: issuePath(each.issue), date, ...(languages.length === 0 ? {} : { languages }) }
    }),
    ...lists.map(list => ({ path: list.path, date: dateOfList(list) })),
    ...tags.map(({ path, posts }) => ({
      path,
      date: latest(yearOf(posts, ({ post }) => post.date).map(post => dateOf({ kind: 'post', ...post }))),
    })),
  ]
  const isInLanguages = places.some(({ languages }) => languages !== undefined)
  return planPlain('sitemap.xml', places, () =>
    [
      '<?xml version="1.0" encoding="utf-8"?>',
      `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"${isInLanguages ? ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' : ''}>`,
      ...places.flatMap(place => renderPlace(site, place)),
      '</urlset>',
      '',
    ].join('\n'),
  )
}
