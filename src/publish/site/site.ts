// The whole public site as planned files: hands to the planner of each kind what all kinds are made from.
import { type Aftercare } from '../aftercare.ts'
import { planOpml, type ListedSource } from '../feeds/opml.ts'
import { planFeeds } from '../feeds/site-feeds.ts'
import type { PlannedFile } from '../files/site-file.ts'
import { planPastePages } from '../paste/paste-pages.ts'
import type { AboutText, Post } from '../posts/post.ts'
import { planPosts } from '../posts/post-page.ts'
import { planSearch } from '../search/search-site.ts'
import type { SiteDescription } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { planAbout } from './about-page.ts'
import { type ListIdentities, openShelf } from './archive.ts'
import { planIndex } from './index-page.ts'
import { planBooks } from './issue-books.ts'
import { planIssuePages } from './issue-page.ts'
import { planTexts } from './issue-texts.ts'
import { planLists } from './list-pages.ts'
import { planNotFound } from './not-found-page.ts'
import type { ShelvedIssue } from './outline.ts'
import { type EditionMarks, openPresses } from './press.ts'
import { mergeByDate, openPosts } from './publications.ts'
import { planRetracted } from './retracted-page.ts'
import { planRobots } from './robots.ts'
import { planSitemap } from './sitemap.ts'
import { planStyles } from './styles.ts'

/** What the site is made from; issues, of which the outlines are at hand, and posts come newest first. */
export interface SiteMaterial extends Aftercare {
  readonly site: SiteDescription
  readonly issues: readonly ShelvedIssue[]
  readonly posts: readonly Post[]
  /** The curator's words on the page about the list; without them it has ours. */
  readonly about?: AboutText | null
  readonly sources: readonly ListedSource[]
  /** What lists are, beside what they are called. */
  readonly identities?: ListIdentities
  readonly templates: Templates
  /** Change with the program, which may render other bytes from the same material. */
  readonly marks: EditionMarks
  /** Folders of the issues and posts whose card could not be drawn: their pages name none. */
  readonly withoutCard?: ReadonlySet<string>
}

/** Plans every file of the site. The same material gives the same bytes; issues are read only for what must be rendered. */
export function planSite(material: SiteMaterial): PlannedFile[] {
  const { site, about = null, sources, withoutCard } = material
  const archive = openShelf(site, material.issues, material, material.identities)
  const posts = openPosts(site, material.posts, material.identities?.firstTags)
  const publications = mergeByDate(archive.issues, posts)
  const press = openPresses(site, material.templates, material.marks)
  return [
    ...planIssuePages(press.issuePages, archive.issues, withoutCard),
    ...planBooks(press.books, archive.issues),
    ...planTexts(press.texts, archive.issues),
    ...planPastePages(press.pastePages, archive.issues),
    ...planRetracted(press.retracted, archive.retracted),
    ...planPosts(press.posts, posts, withoutCard),
    ...planIndex(press.index, publications),
    ...planLists(press.lists, archive, posts, sources),
    ...planSearch(press.search, publications),
    ...planAbout(press.about, archive, posts, about),
    ...planFeeds(press.feeds, archive, publications),
    planOpml(press.sources, sources),
    planSitemap(press.sitemap, archive, publications),
    planRobots(press.robots, material.copies.size > 0),
    planNotFound(press.notFound),
    ...planStyles(press.styles, posts.length > 0 || about !== null),
  ]
}
