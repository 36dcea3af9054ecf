// What the search finds: the stories of issues and the curator's own posts, oldest first, and what a hit shows of each.
import type { IssueView, StoryView } from '../issue-view.ts'
import type { ArchivedPost, Publication } from '../site/publications.ts'
import { pathIn, type SiteDescription } from '../site-urls.ts'
import { amountOf, linesOf, type SearchedAmount } from './search-units.ts'
import type { SearchedDocument } from './word-places.ts'

/** What a list of hits shows of a document: title, path, line below, language or ''. */
export type Hit = readonly [title: string, path: string, line: string, language: string]

/** The most that a publication has to search. */
export interface SearchExtent {
  readonly documents: number
  readonly searched: SearchedAmount
}

/** Tells publications apart by what is searched of them. */
export function toldOf(publication: Publication): string {
  return publication.kind === 'issue' ? publication.toldFingerprint : publication.fingerprint
}

/** How much there is to search, from what was sealed: no view is made. */
export function extentOf(publication: Publication): SearchExtent {
  if (publication.kind === 'post') return { documents: 1, searched: amountOf(publication.post.html) }
  const documents = publication.issue.sections.reduce((sum, { stories }) => sum + stories.length, 0)
  return { documents, searched: publication.searched }
}

/** The documents of a publication; the first story of an issue comes last, so that it is the newest. */
export function documentsOf(site: SiteDescription, publication: Publication): readonly SearchedDocument[] {
  if (publication.kind === 'post') return [documentOfPost(site, publication)]
  const view = publication.view()
  const { pathname } = new URL(view.url)
  return view.stories.map(story => documentOfStory(view, pathname, story)).toReversed()
}

/** What is shown of it. */
export function hitOf({ title, path, line, language }: SearchedDocument): Hit {
  return [title, path, line, language]
}

function documentOfStory({ date }: IssueView, path: string, story: StoryView): SearchedDocument {
  const { title, summary, points, note, site, sourceTitles, authors, fragment, language, translation } = story
  return {
    title,
    text: [
      summary,
      ...points,
      ...linesOf(translation),
      ...note.map(({ text }) => text),
      site,
      ...sourceTitles,
      authors,
    ].join('\n'),
    path: fragment === '' ? path : `${path}#${fragment}`,
    line: `${site} · ${date}`,
    language: language ?? '',
  }
}

function documentOfPost(site: SiteDescription, { view }: ArchivedPost): SearchedDocument {
  return {
    title: view.title,
    text: [view.description, textOf(view.html), view.author, ...view.tags.map(({ title }) => title)].join('\n'),
    path: pathIn(site, view.path),
    line: `${view.author} · ${view.date}`,
    language: view.language ?? '',
  }
}

const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** The text of HTML that our own renderer wrote: addresses and marks are no words. */
function textOf(html: string): string {
  return html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot);/g, (reference, name: string) => references[name] ?? reference)
}
