// Patch releases of one project in a week are one story, led by the newest. Pure.
import { compareVersions, parseReleaseLink, parseVersion, type Version } from '../core/release-links.ts'
import type { Grouping } from './regroup.ts'

interface Release {
  readonly link: string
  readonly version: Version
}

/** A week has no more of one project; what is beyond stands for itself. */
const MOST_FOLDED = 100

/** The curator's grouping, with releases that differ in their patch alone put to the newest of them. What the curator took apart stays so. */
export function foldReleases(grouping: Grouping, links: readonly string[]): Grouping {
  const releases = links.flatMap(link => {
    const release = grouping.apart.has(link) ? null : parseReleaseLink(link)
    const version = release ? parseVersion(release.tag) : null
    return release && version ? [{ key: `${release.project} ${version.line}`, link, version }] : []
  })
  const decided = new Set(grouping.joins.map(({ link }) => link))
  const joins = [...Map.groupBy(releases, ({ key }) => key).values()].flatMap((same: readonly Release[]) => {
    const [newest, ...older] = same.toSorted(
      (a, b) => compareVersions(b.version, a.version) || (a.link < b.link ? -1 : 1),
    )
    if (!newest) return []
    return older
      .filter(({ link }) => !decided.has(link))
      .slice(0, MOST_FOLDED)
      .map(({ link }) => ({ link, to: newest.link }))
  })
  if (joins.length === 0) return grouping
  return {
    apart: grouping.apart,
    joins: [...joins, ...grouping.joins],
    leads: new Set([...grouping.leads, ...joins.map(({ to }) => to)]),
  }
}
