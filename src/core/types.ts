// The words of the program as types: everything that travels between the stages. No behaviour lives here.
import type { Appraisal } from './appraisal.ts'
import type { ChineseScript } from './chinese-script.ts'
import type { InterfaceLanguage } from './words/words.ts'
import type { MarkedField, Markup } from './written-words.ts'

export type { InterfaceLanguage } from './words/words.ts'

/** A moment: ISO 8601 in UTC with milliseconds and `Z`, 24 characters, so that text order is time order. Made by `core/clock.ts`. */
export type Instant = string & { readonly __instant: true }
/** A calendar day without time or zone, `YYYY-MM-DD`. */
export type CivilDate = string & { readonly __civilDate: true }
/** An ISO 8601 week, `2026-W47`; the key and slug of an issue. */
export type WeekId = string & { readonly __weekId: true }
/** HTML that passed the sanitiser. Only `extract/sanitize.ts` makes one. */
export type SafeHtml = string & { readonly __safeHtml: true }

/** Somebody whom a feed names; what it does not say is null. */
export interface Person {
  readonly name: string | null
  readonly email: string | null
  readonly url: string | null
}

/** A file that a feed attaches to an item. */
export interface Enclosure {
  readonly url: string
  readonly type: string | null
  readonly lengthBytes: number | null
  /** How long it plays; only where the feed says so. */
  readonly durationSeconds?: number
  /** What is said in another of the item's files, as text. */
  readonly isTranscript?: true
}

/** CSS selectors of a page source, each `selector` or `selector@attribute`; `item` selects the repeated element. */
export interface PageSelectors {
  readonly item: string
  readonly title?: string | undefined
  readonly link?: string | undefined
  readonly date?: string | undefined
  readonly summary?: string | undefined
  /** Of an API: what its owner wrote on an entry. */
  readonly note?: string | undefined
  /** Of an API: where an entry is discussed, and how much. */
  readonly discussion?: string | undefined
  readonly points?: string | undefined
  readonly comments?: string | undefined
}

/** A configured feed or page, as `sources.yaml` has it. Its changing part is the SourceState. */
export interface Source {
  readonly id: number
  readonly kind: 'feed' | 'page' | 'sitemap' | 'json' | 'hand' | 'github-issues' | 'mail'
  readonly url: string
  /** The configured title, else null: then the feed's own title names it. */
  readonly title: string | null
  readonly section: string | null
  /** 0–3, 1 is usual: how much the curator trusts the source. */
  readonly weight: number
  readonly language: string | null
  readonly paused: boolean
  readonly fullText: boolean
  readonly select: PageSelectors | null
  /** A CSS selector for the article in the pages of its items; null: it is found. */
  readonly article: string | null
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly intervalMinutes: number | null
  /** Zone of its dates that name none; null: UTC. */
  readonly timezone: string | null
  /** Whether its address is kept from everybody but the operator. */
  readonly private: boolean
  /** It leads at most so many stories of an issue; missing: `issue.perSource` holds. */
  readonly most?: number | undefined
  /** Whether its items are picked, each with its note: bookmarks of the curator. */
  readonly picks?: boolean
  /** Whether the items of its reading lists are items of ours; missing: a list is one item. */
  readonly explode?: boolean
  /** Whether its short films are left out. */
  readonly noShorts?: boolean
  /** Proxy over which it, its files and the pages of its items are asked; a secret. */
  readonly proxy?: string | undefined
  /** Where the issues of a repository are asked for; missing: at GitHub. */
  readonly api?: string | undefined
}

/** A link that somebody suggests in the issues of a repository. */
export interface Suggestion {
  /** Number of the issue. */
  readonly remote: string
  /** Its page. */
  readonly page: string | null
  readonly url: string
  readonly title: string
  readonly why: string
  /** Name of the account. */
  readonly author: string | null
  /** They suggest what they made themselves. */
  readonly isOwn: boolean
}

/** One issue that was read; null where it suggests nothing. */
export interface SuggestionEntry {
  readonly updatedAt: Instant
  readonly suggestion: Suggestion | null
}

/** What the last visits to a source left behind. */
export interface SourceState {
  readonly etag: string | null
  readonly lastModified: string | null
  readonly bodySha256: string | null
  readonly checkedAt: Instant | null
  readonly nextCheckAt: Instant
  readonly succeededAt: Instant | null
  readonly failuresInRow: number
  readonly lastError: string | null
}

/** Where others discuss an item, with the counts that its feed gave when it was read last. */
export interface Discussion {
  readonly url: string
  readonly points?: number
  readonly comments?: number
}

/** Another's reading list that led to an item. */
export interface Via {
  readonly name: string
  readonly url: string
}

/** What a feed parser gives for one item; HTML is as the feed gave it, with URLs resolved. Titles are plain text. */
export interface ParsedItem {
  readonly guid: string | null
  readonly url: string | null
  readonly title: string | null
  readonly authors: readonly Person[]
  readonly contentHtml: string | null
  readonly summaryHtml: string | null
  readonly publishedAt: Instant | null
  readonly updatedAt: Instant | null
  readonly categories: readonly string[]
  readonly enclosures: readonly Enclosure[]
  readonly image: string | null
  readonly language: string | null
  /** Absent unless the feed names a thread, or a page with many comments. */
  readonly discussion?: Discussion
  /** The reading list that it was taken from; absent for what a feed announces itself. */
  readonly via?: Via
  /** What its owner wrote on it, as a bookmark has it. */
  readonly note?: string
}

/** A feed of any dialect, normalised. */
export interface ParsedFeed {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json'
  readonly id: string | null
  readonly title: string | null
  readonly link: string | null
  readonly description: string | null
  readonly language: string | null
  readonly authors: readonly Person[]
  readonly categories: readonly string[]
  readonly self: string | null
  readonly hubs: readonly string[]
  readonly publishedAt: Instant | null
  readonly updatedAt: Instant | null
  /** How long the feed asks to be left alone: RSS `ttl`, else the `sy:` module; minutes. */
  readonly ttlMinutes: number | null
  /** UTC hours 0–23 in which the feed asks not to be read. */
  readonly skipHours: readonly number[]
  /** English day names as RSS 2.0 has them, `Monday` … `Sunday`. */
  readonly skipDays: readonly string[]
  readonly items: readonly ParsedItem[]
}

/** What a source announced, as the store keeps it. */
export interface Item {
  readonly id: number
  readonly sourceId: number
  readonly guid: string
  readonly rawUrl: string | null
  /** Canonical link; null when the item has none. */
  readonly url: string | null
  /** Empty when the feed gave none; then the article's names it. */
  readonly title: string
  readonly authors: readonly string[]
  /** Null when the feed did not say: never invented. */
  readonly publishedAt: Instant | null
  readonly firstSeenAt: Instant
  /** The moment that decides which issue's window the item falls into; null for backlog. See docs/technotes/windows.md. */
  readonly entersAt: Instant | null
  readonly language: string | null
  readonly summaryHtml: string | null
  readonly contentHtml: string | null
  readonly enclosures: readonly Enclosure[]
  readonly image: string | null
}

/** A summary. Extractive sentences stand word for word in the text they come from; those of a feed, a model or the curator need not. */
export interface Summary {
  readonly lead: string
  readonly points: readonly string[]
  readonly method: 'feed' | 'extractive' | 'llm' | 'curator'
  /** UTF-16 offsets [start, end) into the article's text: first the lead's sentences, then the points. Empty for `llm`. */
  readonly sourceSpans: readonly (readonly [start: number, end: number])[]
}

/** The text read behind an item. */
export interface Article {
  readonly itemId: number
  /** Where the text was found, after redirects. */
  readonly url: string | null
  readonly title: string
  readonly byline: string | null
  readonly siteName: string | null
  /** BCP 47 primary language, `zh`, `en`, …; null when unknown. */
  readonly language: string | null
  readonly html: SafeHtml
  readonly text: string
  readonly words: number
  readonly readingMinutes: number
  readonly summary: Summary
  readonly pdfUrl: string | null
  readonly image: string | null
  readonly publishedAt: Instant | null
  /** Which way the text was found; `selector` is the source's own. */
  readonly method: 'selector' | 'page' | 'feed' | 'pdf' | 'excerpt'
  /** 0–1: how sure it is that this is the whole article and nothing else; null where nothing was measured. */
  readonly confidence: number | null
  /** What the confidence rests on, in English words. */
  readonly confidenceReasons: readonly string[]
}

/** An article as a ranking reads it: without its HTML. */
export interface ToldArticle extends Pick<
  Article,
  'itemId' | 'url' | 'title' | 'byline' | 'language' | 'words' | 'readingMinutes' | 'pdfUrl' | 'publishedAt'
> {
  /** Null: it is read when it is asked for, some at a time. */
  readonly text: string | null
  /** Addresses of its links as they stand there; none where its text is not at hand. */
  readonly hrefs: readonly string[]
  /** Null: not read yet. Most of a week's articles are left out, and nobody reads what sums them up. */
  readonly summary: ToldWords | null
}

/** What sums an article up. */
export type ToldWords = Omit<Summary, 'sourceSpans'>

/** One source's telling of a story. */
export interface Telling {
  readonly itemId: number
  readonly url: string | null
  readonly title: string
  readonly sourceTitle: string
  /** Host of the link without `www.`, for the meta line. */
  readonly site: string
  /** What readers of its language get; only of a telling in another language than the lead's. Missing in issues sealed before it was kept. */
  readonly edition?: TellingEdition
}

/** What is translated of a story, and what comes of it: never a part of it alone. */
export type TranslatedText = Pick<Story, 'title' | 'summary' | 'points'>

/** A language that stories are translated into. */
export type TranslationLanguage = 'zh' | 'en'

/** A story in another language than its own. */
export interface Translation extends TranslatedText {
  readonly language: TranslationLanguage
  /** Readers are told what a machine wrote. */
  readonly by: 'machine' | 'curator'
  /** Of Chinese; missing where it is in neither script alone, and in issues sealed before it was kept. */
  readonly script?: ChineseScript
}

/** A story as one of its tellings has it. */
export interface TellingEdition extends Pick<Summary, 'points'> {
  /** BCP 47 primary language. */
  readonly language: string
  readonly summary: string
  readonly summaryMethod: Summary['method']
  readonly readingMinutes: number
}

/** What the reader gets: one or more articles on one matter. */
export interface Story {
  /** Stable across rebuilds: made from the lead's canonical link. */
  readonly id: string
  readonly lead: Telling
  readonly others: readonly Telling[]
  /** Items of other sources with the very link of one of the tellings. */
  readonly sameLinkItemIds: readonly number[]
  readonly title: string
  readonly authors: readonly string[]
  readonly publishedAt: Instant | null
  readonly language: string | null
  readonly readingMinutes: number
  readonly pdfUrl: string | null
  readonly summary: string
  readonly points: readonly string[]
  readonly summaryMethod: Summary['method']
  /** Title, summary and points in the other of the two languages; absent for most. */
  readonly translation?: Translation
  readonly note: string | null
  /** The liveliest discussion that a feed told of; absent where none did. */
  readonly discussion?: Discussion
  /** Which of summary, points and note the curator wrote as Markdown; the others are plain. */
  readonly markdown?: readonly MarkedField[]
  /** The reading list that its lead was taken from; absent for most. */
  readonly via?: Via
  /** Name of the reader who suggested it; absent for most. */
  readonly suggestedBy?: string
  readonly score: number
  readonly reasons: readonly string[]
  /** Missing in issues that were sealed before it was kept. */
  readonly appraisal?: Appraisal
}

/** A part of an issue under a title of its own. */
export interface Section {
  readonly title: string
  readonly stories: readonly Story[]
}

/** What was considered and not taken, with the reason. */
export interface LeftOut {
  readonly itemId: number
  readonly title: string
  readonly url: string | null
  readonly reason: string
  /** The lead link, as edits name it, of the story that it belongs to. */
  readonly storyLink: string
  /** How its story was judged. */
  readonly appraisal?: Appraisal
}

/** A week as it fills up, before it is sealed. */
export interface Draft {
  readonly week: WeekId
  readonly opensAt: Instant
  readonly closesAt: Instant
  readonly state: 'draft' | 'approved' | 'held'
  readonly foreword: string | null
  /** Of the foreword. */
  readonly markup?: Markup
  readonly sections: readonly Section[]
  readonly leftOut: readonly LeftOut[]
  /** What the curator keeps for the next issue: sealing places it nowhere, so that it is a candidate again. */
  readonly held: readonly LeftOut[]
  /** Approved: when it goes out at the earliest; missing: at its closing. */
  readonly releaseAt?: Instant
  /** When it became a draft again: the time to answer begins anew then. */
  readonly askedAt?: Instant
}

/** One week's edition, sealed and numbered; it never changes. */
export interface Issue {
  readonly number: number
  readonly week: WeekId
  readonly date: CivilDate
  readonly title: string
  readonly foreword: string | null
  /** Of the foreword; missing in issues that were sealed before it could be Markdown. */
  readonly markup?: Markup
  readonly sections: readonly Section[]
  readonly sealedAt: Instant
  /** SHA-256 over the content as canonical JSON, hexadecimal. */
  readonly contentSha256: string
  /** Until when the issue may be mailed without being asked for; null: only when asked. */
  readonly mailUntil: Instant | null
}

/** How often a reader wants mail: each issue, or the best of each month. */
export type Cadence = 'weekly' | 'monthly'

/** In which languages a reader wants stories; the interface is another matter. */
export type StoriesWanted = 'both' | TranslationLanguage

/** A reader of the mail. */
export interface Subscriber {
  readonly id: number
  readonly email: string
  readonly name: string | null
  readonly language: InterfaceLanguage
  readonly state: 'pending' | 'confirmed' | 'unsubscribed' | 'bounced' | 'complained'
  readonly confirmedAt: Instant | null
}

/** States of one issue on its way to one subscriber; see docs/technotes/delivery.md. */
export type DeliveryState = 'pending' | 'claimed' | 'data' | 'sent' | 'deferred' | 'bounced' | 'skipped' | 'uncertain'

/** Half-open [opensAt, closesAt): what falls into one issue. */
export interface IssueWindow {
  readonly week: WeekId
  readonly opensAt: Instant
  readonly closesAt: Instant
}

/** What a reader says of an issue: that it was worth their time, or that it was not for them. */
export type Verdict = 'good' | 'poor'

/** The stages of a pass, as reports name them. */
export type StageName =
  | 'collect'
  | 'extract'
  | 'curate'
  | 'translate'
  | 'publish'
  | 'announce'
  | 'deliver'
  | 'copy'
  | 'bounces'
  | 'save'
  | 'replies'
  | 'keep'

/** A failure or a remark about one thing, for the report of a run. */
export interface StageNote {
  readonly level: 'failed' | 'skipped' | 'note'
  /** What it is about: a source's URL, a week, an address. */
  readonly subject: string
  readonly code: string | null
  readonly message: string
  readonly hint: string | null
}

/** What a stage did: counts, and a note for everything that did not go by itself. */
export interface StageReport {
  readonly stage: StageName
  readonly done: number
  readonly skipped: number
  readonly failed: number
  /** What `done` counts, in words: `items new`, `mails sent`. */
  readonly unit: string
  readonly notes: readonly StageNote[]
}
