// A site whose issues lie in memory: rehearsals, and whoever wants its files without a store.
import type { Issue } from '../../core/types.ts'
import { type Aftercare, noAftercare } from '../aftercare.ts'
import type { ListedSource } from '../feeds/opml.ts'
import type { PlannedFile, SiteFile } from '../files/site-file.ts'
import type { Post } from '../posts/post.ts'
import type { SiteDescription } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { type Archive, type ListIdentities, openShelf } from './archive.ts'
import { outlineIssue } from './make-outline.ts'
import type { ShelvedIssue } from './outline.ts'
import { type EditionMarks, markAll } from './press.ts'
import { planSite, type SiteMaterial } from './site.ts'

/** The same as a site is made from, with whole issues. */
export interface MaterialInMemory extends Omit<SiteMaterial, 'issues' | 'marks'> {
  readonly issues: readonly Issue[]
  /** Without them every file bears the same. */
  readonly marks?: EditionMarks
}

/** An issue that lies in memory, with its outline. */
function shelve(site: SiteDescription, issue: Issue): ShelvedIssue {
  return { outline: outlineIssue(site, issue), whole: issue, read: () => Promise.resolve(issue) }
}

/** Opens an archive that lies in memory. */
export function openArchive(
  site: SiteDescription,
  issues: readonly Issue[],
  aftercare: Aftercare,
  identities: ListIdentities = {},
): Archive {
  const shelved = issues.map(issue => shelve(site, issue))
  return openShelf(site, shelved, aftercare, identities)
}

/** Plans every file of a site. */
export function planInMemory({ issues, marks = markAll(''), ...material }: MaterialInMemory): PlannedFile[] {
  return planSite({ ...material, marks, issues: issues.map(issue => shelve(material.site, issue)) })
}

/** Renders every file of a site at once: the rehearsal before an issue is sealed. */
export function renderSite(
  site: SiteDescription,
  issues: readonly Issue[],
  sources: readonly ListedSource[],
  templates: Templates,
  posts: readonly Post[] = [],
): SiteFile[] {
  const material = { site, issues, posts, sources, templates, ...noAftercare }
  return planInMemory(material).map(({ path, render }) => ({ path, content: render() }))
}
