// The page about the list: the curator's words on it or ours, how much there is, and every feed.
import { cutAtSentence } from '../../core/text.ts'
import type { Archive } from './archive.ts'
import { readCopied, stampOf } from '../files/copied-file.ts'
import { formatDate } from '../../core/date-words.ts'
import { wordsOf } from '../../core/words/words.ts'
import { jsonLd, renderPage } from './page.ts'
import type { Press } from './press.ts'
import { cleanLine, DESCRIPTION_UNITS } from '../plain-text.ts'
import { wordsOfPart } from '../posts/intro.ts'
import { aboutPath, type AboutText } from '../posts/post.ts'
import { type ArchivedPost, listTags } from './publications.ts'
import { listFeeds } from '../feeds/listed-feeds.ts'
import type { PlannedFile } from '../files/site-file.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'

/** Plans the page and the files beside the curator's text; a list without an issue has the page too. */
export function planAbout(
  { site, templates, plan, planPlain }: Press<'about'>,
  archive: Archive,
  posts: readonly ArchivedPost[],
  text: AboutText | null,
): PlannedFile[] {
  const { language } = site
  const words = wordsOf(language)
  const listed = listFeeds(site, archive, posts).map(({ title, isOfTag, rss, atom, json }) => ({
    title,
    isOfTag,
    formats: [
      { name: 'RSS', path: pathIn(site, rss) },
      { name: 'Atom', path: pathIn(site, atom) },
      { name: 'JSON', path: pathIn(site, json) },
    ],
  }))
  const feeds = [
    { intro: words.aboutFeeds, listed: listed.filter(({ isOfTag }) => !isOfTag) },
    { intro: words.aboutTagFeeds, listed: listed.filter(({ isOfTag }) => isOfTag) },
  ].filter(group => group.listed.length > 0)
  const extent = extentOf(site, archive)
  const tags = listTags(posts).length > 0 ? pathIn(site, 'tags/') : null
  const title = cleanLine(text?.title ?? '') || words.aboutTitle
  const url = urlIn(site, aboutPath)
  const head = {
    title,
    description: describe(text) || cleanLine(site.description) || words.aboutText,
    canonical: url,
    kind: 'website' as const,
    jsonLd: jsonLd({ '@type': 'AboutPage', name: title, url, inLanguage: language }),
    previous: null,
    next: null,
  }
  const own = text && { html: text.html, language: text.language }
  return [
    ...(text?.files ?? []).map(({ path, from }) => planPlain(path, stampOf(from), () => readCopied(from))),
    plan(`${aboutPath}index.html`, [feeds, extent, tags, head, own], () =>
      renderPage(site, language, templates, 'about.html', { head, feeds, extent, tags, text: own }),
    ),
  ]
}

/** The curator's description, else the beginning of the text; empty without either. */
function describe(text: AboutText | null): string {
  const paragraphs = text?.intro.paragraphs.map(wordsOfPart).join(' ') ?? ''
  return cleanLine(text?.description ?? '') || cutAtSentence(cleanLine(paragraphs), DESCRIPTION_UNITS).text
}

/** How much there is, and since when. */
function extentOf({ language }: SiteDescription, { issues }: Archive): readonly string[] {
  const words = wordsOf(language)
  const first = issues.at(-1)?.issue
  if (!first) return [words.noIssues]
  const stories = issues.reduce((sum, { issue }) => sum + issue.sections.flatMap(section => section.stories).length, 0)
  return [words.issueCount(issues.length), words.storyCount(stories), words.since(formatDate(first.date, language))]
}
