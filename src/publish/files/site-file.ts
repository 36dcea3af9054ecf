// Files of the site as plans: what each is made from, and how it is rendered once that has changed. site.ts makes them, write-site.ts carries them out.
import { hash } from 'node:crypto'

/** Answers the bytes of another planned file that lies in the folder just as it would be rendered; null when it does not. */
export type KeptFiles = (path: string) => Buffer | null

/** Renders a file. What lies there already saves work, and never changes the bytes. */
export type Render = (kept?: KeptFiles) => string | Uint8Array

/** What renderings need and what is too much to lie in memory for all of them: it is there between the two. */
export interface Needed {
  load(): Promise<void>
  drop(): void
}

/** One rendered file of the site. */
export interface SiteFile {
  /** Relative to the site's folder, with `/`: `issues/2016-W49/index.html`. */
  readonly path: string
  readonly content: string | Uint8Array
}

/** One file of the site before it is rendered. */
export interface PlannedFile {
  readonly path: string
  /** Fingerprint of everything that the content depends on: the same one always gives the same bytes. */
  readonly madeFrom: string
  readonly render: Render
  /** Rejects with FEED_READBACK_FAILED when the content must not replace what was published. */
  readonly check?: ((content: string) => Promise<void>) | undefined
  /** What must be loaded while it is rendered; files that need the same have the very same list. */
  readonly needs?: readonly Needed[] | undefined
  /** When it is planned no longer it stays until the publishing after: who has an older page open may still ask for it. */
  readonly isKeptOnce?: boolean
}

/** One file of the site whose content lies in the store; it is read only when the file must be written. */
export interface StoredFile extends Pick<PlannedFile, 'path' | 'madeFrom'> {
  readonly read: () => Promise<Uint8Array>
}

/** How a file is rendered, what for, and, if it is a feed, checked. */
export type Rendering = Pick<PlannedFile, 'render' | 'check' | 'needs'>

/** Plans a file: its path, what it is made from besides what all files share, and its rendering. */
export type Plan = (path: string, parts: unknown, rendering: Rendering | Render) => PlannedFile

/** How files are planned that templates are in, and those that none is in. */
export interface Plans {
  readonly plan: Plan
  readonly planPlain: Plan
}

/** SHA-256 over a value as JSON, hexadecimal. */
export function fingerprintOf(value: unknown, replace?: (key: string, value: unknown) => unknown): string {
  return hash('sha256', JSON.stringify(value, replace))
}

/** Lets JSON tell what is in a map, for fingerprintOf. */
export function mapAsPairs(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : value
}

/** Makes the plans of files that all depend on one more thing, such as the templates. */
export function planWith(shared: unknown): Plan {
  const base = fingerprintOf(shared)
  return (path, parts, rendering) => ({
    path,
    madeFrom: fingerprintOf([base, path, parts]),
    ...(typeof rendering === 'function' ? { render: rendering } : rendering),
  })
}
