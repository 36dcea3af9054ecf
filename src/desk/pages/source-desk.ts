// What the pages of the sources ask of the program around them: the file of sources, and a look at an address.
import type { Instant, PageSelectors, Source } from '../../core/types.ts'

/** An item that a visit would bring. */
export interface SeenItem {
  readonly title: string | null
  readonly url: string | null
  readonly publishedAt: Instant | null
}

/** A feed that was found at an address. */
export interface SeenFeed {
  readonly url: string
  readonly title: string | null
  readonly items: readonly SeenItem[]
}

/** What an address leads to: feeds, or where there are none the list that its page shows. */
export interface SeenAddress {
  readonly feeds: readonly SeenFeed[]
  /** The page without a feed; null where feeds were found. */
  readonly page: { readonly url: string; readonly title: string | null; readonly items: readonly SeenItem[] } | null
}

/** What is said of a source, without anything that is secret. */
export interface SourceEntry {
  /** Names the entry as it was seen; a form brings it back. */
  readonly was: string
  readonly headerNames: readonly string[]
  /** Whether it stands in sources.yaml, or in the store itself. */
  readonly place: 'file' | 'store'
  readonly kind: Source['kind']
  /** What is said, keys as in sources.yaml, without headers, proxy and mailbox. */
  readonly said: Readonly<Record<string, unknown>>
  readonly isProxied: boolean
}

/** The rarer things that a source may say. Undefined leaves out what has a default. */
export interface MoreSettings {
  readonly kind?: 'page' | 'sitemap' | 'json' | undefined
  readonly select?: Readonly<Record<string, string>> | undefined
  readonly most?: number | undefined
  readonly language?: string | undefined
  readonly timezone?: string | undefined
  readonly intervalMinutes?: number | undefined
  readonly include?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  readonly article?: string | undefined
  readonly explode?: true | undefined
  readonly picks?: true | undefined
  readonly fullText?: false | undefined
  readonly shorts?: false | undefined
  /** Laid over what is said of the mailbox. */
  readonly mail?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined
}

/** What a source of the desk may say, besides its address. Undefined leaves out what has a default. */
export interface SourceSettings extends Omit<MoreSettings, 'select'> {
  readonly title?: string | undefined
  readonly section?: string | undefined
  readonly weight?: number | undefined
  readonly paused?: true | undefined
  readonly private?: true | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly select?: PageSelectors | Readonly<Record<string, string>> | undefined
}

/** How many of a list of subscriptions were added, were known, or could not be. */
export interface ImportedList {
  readonly added: number
  readonly known: number
  readonly skipped: readonly string[]
}

/** All of it. Addresses are those of the store: without secrets. Everything throws a WeeklyError for what cannot be done. */
export interface SourceDesk {
  /** What a source's entry says; null when neither the file nor the store has one with this address. */
  readonly readEntry: (url: string) => Promise<SourceEntry | null>
  /** Adds a source, at once for the running server too. SOURCE_EXISTS when it is followed already. */
  readonly add: (url: string, settings: SourceSettings) => Promise<void>
  /** Changes what it names, also to undefined; headers are added to those there are. CONFIG_CHANGED when the entry is not as it was seen. */
  readonly change: (url: string, was: string, settings: SourceSettings) => Promise<void>
  readonly remove: (url: string, was: string) => Promise<void>
  /** Adds the feeds of an OPML file; a list that is too long for sources.yaml goes into the store. */
  readonly importList: (file: Uint8Array) => Promise<ImportedList>
  /** Asks an address, as `weekly source add` does. */
  readonly look: (url: string) => Promise<SeenAddress>
  /** Reads one page by selectors, or with null by its own list; as a visit does, where robots.txt lets it. The headers of a source go along. */
  readonly tryPage: (url: string, select: PageSelectors | null) => Promise<readonly SeenItem[]>
}
