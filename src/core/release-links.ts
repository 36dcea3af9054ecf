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
  /** What stands behind the numbers: `-rc.2`, `.windows.1`. */
  readonly rest: string
}

/** Paths behind the host: the project's path, its name, and the tag. */
const habits: readonly RegExp[] = [
  /^\/(?<project>[^/]+\/(?<name>[^/]+))\/releases\/tag\/(?<tag>[^/]+(?:\/[^/]+){0,4})\/?$/,
  /^\/(?<project>(?:[^/]+\/){1,8}(?<name>[^/]+))\/-\/(?:releases|tags)\/(?<tag>[^/]+(?:\/[^/]+){0,4})\/?$/,
]
const ofHosts: Readonly<Record<string, RegExp>> = {
  'pypi.org': /^\/(?<project>project\/(?<name>[^/]+))\/(?<tag>[^/]+)\/?$/,
  'npmjs.com': /^\/(?<project>package\/(?<name>(?:@[^/]+\/)?[^/]+))\/v\/(?<tag>[^/]+)\/?$/,
  'crates.io': /^\/(?<project>crates\/(?<name>[^/]+))\/(?<tag>\d[^/]*)\/?$/,
  'rubygems.org': /^\/(?<project>gems\/(?<name>[^/]+))\/versions\/(?<tag>[^/]+)\/?$/,
  'nuget.org': /^\/(?<project>packages\/(?<name>[^/]+))\/(?<tag>\d[^/]*)\/?$/,
  'hex.pm': /^\/(?<project>packages\/(?<name>[^/]+))\/(?<tag>\d[^/]*)\/?$/,
  'git.sr.ht': /^\/(?<project>~[^/]+\/(?<name>[^/]+))\/refs\/(?<tag>[^/]+)\/?$/,
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

const preview =
  /^[-._+]?(?:alpha|beta|rc|pre|preview|dev|canary|nightly|next|snapshot|unstable|insiders?|experimental|exp|edge|milestone|eap?|test|m\d|[abc]\d)/i
/** Builds that come by themselves, without a version, each day or each change. */
const build =
  /^(?<kind>.{0,40}(?:nightly|canary|snapshot|weekly|daily|edge|dev)|b|r|build|rev)[-_./@]?(?<at>\d[\d\-_.T]{2,20})(?:[-_+.][\da-f]{6,40})?$/i

/** A build as the version that it is of nothing; null for other tags. */
function parseBuild(tag: string): Version | null {
  const { kind, at } = build.exec(tag.slice(0, 120))?.groups ?? {}
  if (kind === undefined || at === undefined) return null
  const numbers = at
    .split(/\D+/)
    .filter(part => part !== '')
    .map(Number)
  return { line: `${kind.toLowerCase()} builds`, numbers, isPreview: true, rest: '' }
}

/** The version that a tag names, `v1.2.3`, `name-1.2.3-rc.1`, `@scope/name@1.2.3`; null for one that names none. */
export function parseVersion(tag: string): Version | null {
  const own = parseBuild(tag)
  if (own !== null) return own
  const found = /(?:^|[^\d.])(\d{1,6}(?:\.\d{1,6}){1,4})(?![\d.]*\d)(.{0,60})$/s.exec(tag.slice(-120))
  if (!found) return null
  const numbers = (found[1] ?? '').split('.').map(Number)
  const line = `${tag.slice(0, Math.max(0, tag.lastIndexOf(found[1] ?? ''))).toLowerCase()}${numbers.slice(0, 2).join('.')}`
  return {
    line,
    numbers,
    isPreview: preview.test(found[2] ?? ''),
    rest: (found[2] ?? '').toLowerCase(),
  }
}

/** Which of two versions came out first, as their numbers say. */
export function compareVersions(a: Version, b: Version): number {
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const gap = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0)
    if (gap !== 0) return gap
  }
  return Number(b.isPreview) - Number(a.isPreview) || compareRests(a.rest, b.rest)
}

/** `-rc.9` before `-rc.10`, and `-beta.3` before `-rc.1`. */
function compareRests(a: string, b: string): number {
  const [left, right] = [a, b].map(text => text.match(/\d{1,15}|\D+/g) ?? [])
  for (const [at, part] of (left ?? []).entries()) {
    const other = right?.[at]
    if (other === undefined) return 1
    const gap = Number(part) - Number(other)
    const order = Number.isNaN(gap) ? Number(part > other) - Number(part < other) : gap
    if (order !== 0) return order
  }
  return (left?.length ?? 0) - (right?.length ?? 0)
}

/** Whether a version is the first of its line, `2.1.0` or `2.1`, and no candidate: what the patches behind it mend. */
export function beginsLine({ numbers, isPreview }: Version): boolean {
  return !isPreview && numbers.length > 1 && numbers.slice(2).every(number => number === 0)
}
