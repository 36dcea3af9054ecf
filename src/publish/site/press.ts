// The kinds of files that the site has, and what the files of one kind are planned with. A file bears what its own kind is made by: a change
// of the program or of a template makes those kinds anew that it is part of, and no other.
import { type Plans, planWith } from '../files/site-file.ts'
import type { SiteDescription } from '../site-urls.ts'
import type { Templates } from '../template.ts'

/** How a kind is made. */
interface Making {
  /** The module, below src/publish, that plans all files of the kind: what it imports renders them, beside what site.ts makes for all kinds. */
  readonly planner: string
  /** The templates that it fills; what these include comes along. */
  readonly templates: readonly string[]
}

/** Every kind of file, in the order in which they are planned. Only site.ts hands the press of a kind to its planner. */
export const editionKinds = {
  issuePages: { planner: 'site/issue-page.ts', templates: ['issue.html'] },
  books: { planner: 'site/issue-books.ts', templates: ['epub-chapter.html', 'epub.css'] },
  texts: { planner: 'site/issue-texts.ts', templates: [] },
  pastePages: { planner: 'paste/paste-pages.ts', templates: ['feed-issue.html', 'paste.html', 'paste.js'] },
  retracted: { planner: 'site/retracted-page.ts', templates: ['retracted.html'] },
  posts: { planner: 'posts/post-page.ts', templates: ['post.html'] },
  index: { planner: 'site/index-page.ts', templates: ['index.html'] },
  lists: { planner: 'site/list-pages.ts', templates: ['list.html', 'moved.html', 'overview.html'] },
  search: { planner: 'search/search-site.ts', templates: ['search.html', 'search.js'] },
  about: { planner: 'site/about-page.ts', templates: ['about.html'] },
  feeds: { planner: 'feeds/site-feeds.ts', templates: ['feed-issue.html', 'feed-story.html'] },
  sources: { planner: 'feeds/opml.ts', templates: [] },
  sitemap: { planner: 'site/sitemap.ts', templates: [] },
  robots: { planner: 'site/robots.ts', templates: [] },
  notFound: { planner: 'site/not-found-page.ts', templates: ['not-found.html'] },
  styles: { planner: 'site/styles.ts', templates: ['feed.css', 'post.css', 'style.css'] },
} as const satisfies Readonly<Record<string, Making>>

/** A kind of file. */
export type EditionKind = keyof typeof editionKinds

/** For each kind a mark that changes when the program may make other bytes of the same. */
export type EditionMarks = Readonly<Record<EditionKind, string>>

/** Marks of the program as it makes the site. */
export interface ProgramMarks {
  /** Changes when it may plan or write something else: nothing is made anew for that alone. */
  readonly planning: string
  /** Changes when it may read something else from the same store. */
  readonly reading: string
  readonly editions: EditionMarks
}

/** What the files of one kind are planned with. */
export interface Press<Kind extends EditionKind = EditionKind> extends Plans {
  readonly kind: Kind
  readonly site: SiteDescription
  /** The templates of the kind alone. */
  readonly templates: Templates
}

/** The same for each kind. */
export type Presses = { readonly [Kind in EditionKind]: Press<Kind> }

/** Opens the presses of all kinds. What no template is in stays when somebody edits one. */
export function openPresses(site: SiteDescription, templates: Templates, marks: EditionMarks): Presses {
  const open = <Kind extends EditionKind>(kind: Kind): Press<Kind> => {
    const own = templates.only(editionKinds[kind].templates)
    const [plan, planPlain] = [planWith([marks[kind], own.fingerprint, site]), planWith([marks[kind], site])]
    return { kind, site, templates: own, plan, planPlain }
  }
  const kinds = Object.keys(editionKinds) as readonly EditionKind[]
  return Object.fromEntries(kinds.map(kind => [kind, open(kind)])) as unknown as Presses
}

/** One mark for all kinds. */
export function markAll(mark: string): EditionMarks {
  const kinds = Object.keys(editionKinds) as readonly EditionKind[]
  return Object.fromEntries(kinds.map(kind => [kind, mark])) as EditionMarks
}
