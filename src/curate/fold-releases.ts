// Patch releases of one project in a week are one story, led by the release that they mend, else by the newest. Pure.
import { beginsLine, compareVersions, parseReleaseLink, parseVersion, type Version } from '../core/release-links.ts'
import type { Grouping } from './regroup.ts'

interface Release {
  readonly link: string
  readonly version: Version
}

/** A week has no more of one project; what is beyond stands for itself. */
const MOST_FOLDED = 100

/**
 * The curator's grouping, with releases that differ in their patch alone put together: led by the one that begins their line, which is
 * the news, else by the newest that is no candidate, else by the newest. What the curator took apart stays so.
 */
export function foldReleases(grouping: Grouping, links: readonly string[]): Grouping {
  const releases = links.flatMap(link => {
    const release = grouping.apart.has(link) ? null : parseReleaseLink(link)
    const version = release ? parseVersion(release.tag) : null
    return release && version ? [{ key: `${release.project} ${version.line}`, link, version }] : []
  })
  const decided = new Set(grouping.joins.map(({ link }) => link))
  const joins = [...Map.groupBy(releases, ({ key }) => key).values()].flatMap((same: readonly Release[]) => {
    const newestFirst = same.toSorted((a, b) => compareVersions(b.version, a.version) || (a.link < b.link ? -1 : 1))
    const lead =
      newestFirst.find(({ version }) => beginsLine(version)) ??
      newestFirst.find(({ version }) => !version.isPreview) ??
      newestFirst[0]
    if (!lead) return []
    return newestFirst
      .filter(({ link }) => link !== lead.link && !decided.has(link))
      .slice(0, MOST_FOLDED)
      .map(({ link }) => ({ link, to: lead.link }))
  })
  if (joins.length === 0) return grouping
  return {
    apart: grouping.apart,
    joins: [...joins, ...grouping.joins],
    leads: new Set([...grouping.leads, ...joins.map(({ to }) => to)]),
  }
}
