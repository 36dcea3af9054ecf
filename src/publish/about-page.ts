// The page about the list: what it is, who makes it, how much there is, and every feed. site.ts plans it.
import type { Archive } from './archive.ts'
import { issueCount, since, storyCount, wordsOf } from './interface-text.ts'
import { jsonLd, renderPage } from './pages.ts'
import { cleanLine } from './plain-text.ts'
import { listFeeds } from './site-feeds.ts'
import type { Plan, PlannedFile } from './site-file.ts'
import { pathIn, type SiteDescription, urlIn } from './site-urls.ts'
import type { Templates } from './template.ts'

/** Plans the page; a list without an issue has one too. */
export function planAbout(site: SiteDescription, archive: Archive, templates: Templates, plan: Plan): PlannedFile {
  const { language } = site
  const words = wordsOf(language)
  const feeds = listFeeds(site, archive).map(({ title, rss, atom, json }) => ({
    title,
    formats: [
      { name: 'RSS', path: pathIn(site, rss) },
      { name: 'Atom', path: pathIn(site, atom) },
      { name: 'JSON', path: pathIn(site, json) },
    ],
  }))
  const { issues } = archive
  const stories = issues.reduce((sum, { issue }) => sum + issue.sections.flatMap(section => section.stories).length, 0)
  const first = issues.at(-1)?.issue
  const extent = first
    ? [issueCount(issues.length, language), storyCount(stories, language), since(first.date, language)].join(' · ')
    : words.noIssues
  const url = urlIn(site, 'about/')
  const head = {
    title: words.aboutTitle,
    description: cleanLine(site.description) || words.aboutText,
    canonical: url,
    kind: 'website' as const,
    jsonLd: jsonLd({ '@type': 'AboutPage', name: words.aboutTitle, url, inLanguage: language }),
    previous: null,
    next: null,
  }
  return plan('about/index.html', [feeds, extent], () =>
    renderPage(site, language, templates, 'about.html', { head, feeds, extent }),
  )
}
