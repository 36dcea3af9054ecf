// Where things stand on the site: every address is made from the configured one, which may have a path.
import type { InterfaceLanguage, Issue } from '../core/types.ts'
import type { SitePicture } from './prose/prose.ts'

/** The list's own picture, drawn when a file of it is written. */
export interface SiteIcon {
  /** Changes with the picture. */
  readonly version: string
  /** As PNG: square with so many pixels, or as the cover of a book. Never rejects. */
  readonly draw: (what: 64 | 144 | 180 | 512 | 'cover') => Promise<Uint8Array>
}

/** What the configuration says about the site. */
export interface SiteDescription {
  readonly title: string
  readonly description: string
  /** Public address, http(s), with or without a path and a slash at its end. */
  readonly url: string
  readonly language: InterfaceLanguage
  /** IANA zone of every date shown. */
  readonly timezone: string
  readonly author: { readonly name: string; readonly email?: string | undefined }
  /** Address of the WebSub hub that tells readers of the feeds at once. */
  readonly hub?: string | undefined
  /** The server has a page where readers propose links. */
  readonly takesProposals?: boolean | undefined
  /** Each issue has editions beside it that are pasted into editors elsewhere. */
  readonly hasPaste?: boolean | undefined
  /** A share card lies beside each issue and each post. */
  readonly hasCards?: boolean | undefined
  /** The picture of the list; without it pages and feeds name none. */
  readonly icon?: SiteIcon | undefined
  /** Where the forms of readers are, where the site itself has none: nowhere, or at this address of another server. */
  readonly forms?: string | undefined
  /** Of what permanent ids are made (identity.ts); of the address when missing. */
  readonly identity?: string | undefined
  /** The picture that the curator's words call so; null when there is none. Without it no words have pictures. */
  readonly pictureAt?: ((target: string) => SitePicture | null) | undefined
}

/** Name of a share card in the folder of its issue or post. */
export const CARD_FILE = 'card.png'

/** Absolute address of a path inside the site; the empty path is the front page. */
export function urlIn(site: SiteDescription, path: string): string {
  const base = new URL(site.url)
  base.search = ''
  base.hash = ''
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return new URL(path, base).href
}

/** Absolute address of the share card of an issue or post, whose folder ends with a slash; null where there are none. */
export function cardUrlIn(site: SiteDescription, folder: string): string | null {
  return site.hasCards === true ? urlIn(site, `${folder}${CARD_FILE}`) : null
}

/** The same without scheme and host, so that a page works under every name its server has. */
export function pathIn(site: SiteDescription, path: string): string {
  return new URL(urlIn(site, path)).pathname
}

/** Folder of an issue's page, `issues/2016-W49/`. */
export function issuePath(issue: Pick<Issue, 'week'>): string {
  return `issues/${issue.week}/`
}

/** Lies beside the page of an issue that was taken back: a server then answers 410 for all of the folder. */
export const GONE_FILE = '.gone'
