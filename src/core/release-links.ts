// Links to releases of software: which project and which version they name, by the habits of the places where projects are kept. Pure.
import { parseHttpUrl } from './url.ts'

/** A release as its link names it. */
export interface ReleaseLink {
  /** Host and path of the project: what its releases share. */
  readonly project: string
  /** The project's own name. */
  readonly name: string
  readonly tag: string
}

/** What orders two versions of a project; `line` is what patches of one version share. */
export interface Version {
  readonly line: string
  /** Major, minor, patch and further numbers. */
  readonly numbers: readonly number[]
  /** A candidate comes before its release. */
  readonly isPreview: boolean
}

/** Paths behind the host: the project's path, its name, and the tag. */
const habits: readonly RegExp[] = [
  /^\/(?<project>[^/]+\/(?<name>[^/]+))\/releases\/tag\/(?<tag>[^/]+)\/?$/,
  /^\/(?<project>(?:[^/]+\/){1,8}(?<name>[^/]+))\/-\/(?:releases|tags)\/(?<tag>[^/]+)\/?$/,
]
const ofHosts: Readonly<Record<string, RegExp>> = {
  'pypi.org': /^\/(?<project>project\/(?<name>[^/]+))\/(?<tag>[^/]+)\/?$/,
  'npmjs.com': /^\/(?<project>package\/(?<name>(?:@[^/]+\/)?[^/]+))\/v\/(?<tag>[^/]+)\/?$/,
}

const LONGEST = 500

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The release that a link leads to; null for other links. */
export function parseReleaseLink(link: string): ReleaseLink | null {
  const url = link.length > LONGEST ? null : parseHttpUrl(link)
  if (!url) return null
  const host = url.hostname.replace(/^www\./, '')
  const own = ofHosts[host]
  for (const habit of own === undefined ? habits : [own]) {
    const { project, name, tag } = habit.exec(url.pathname)?.groups ?? {}
    if (project === undefined || name === undefined || tag === undefined) continue
    return { project: `${host}/${project}`.toLowerCase(), name: decode(name), tag: decode(tag) }
  }
  return null
}

/** The version that a tag names, `v1.2.3`, `name-1.2.3-rc.1`, `@scope/name@1.2.3`; null for one that names none. */
export function parseVersion(tag: string): Version | null {
  const found = /(?:^|[^\d.])(\d{1,6}(?:\.\d{1,6}){1,4})(?![\d.]*\d)(.{0,60})$/s.exec(tag.slice(-120))
  if (!found) return null
  const numbers = (found[1] ?? '').split('.').map(Number)
  const line = `${tag.slice(0, Math.max(0, tag.lastIndexOf(found[1] ?? ''))).toLowerCase()}${numbers.slice(0, 2).join('.')}`
  return {
    line,
    numbers,
    isPreview: /^[-._+]?(?:alpha|beta|rc|pre|preview|dev|canary|nightly|next|snapshot|[abc]\d)/i.test(found[2] ?? ''),
  }
}

/** Which of two versions came out first, as their numbers say. */
export function compareVersions(a: Version, b: Version): number {
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const gap = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0)
    if (gap !== 0) return gap
  }
  return Number(b.isPreview) - Number(a.isPreview)
}
