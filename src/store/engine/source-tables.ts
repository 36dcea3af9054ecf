// Tables of sources: what is configured of each, and what its visits left behind.
import type { Generated } from 'kysely'
import type { Instant } from '../../core/types.ts'

/** 0 or 1: neither dialect's driver has to translate it. */
export type Flag = 0 | 1

/** A source as configured. */
export interface SourceTable {
  id: Generated<number>
  /** The address as configured: the source's identity. */
  url: string
  /** `hand`: the one source of what the curator added by hand; it is in no file and never visited. */
  kind: 'feed' | 'page' | 'sitemap' | 'json' | 'hand' | 'github-issues' | 'mail'
  /** The configured title, else null. */
  title: string | null
  section: string | null
  weight: number
  language: string | null
  /** The rest of the configuration as JSON: select, include, exclude, headers, fullText, intervalMinutes. */
  options: string
  paused: Flag
  /** 0 once the source has left sources.yaml and the store; its items stay. */
  active: Flag
  position: number
  /** 1 where the columns above say what sources.yaml does; 0 where they say what `stored` does. */
  from_file: Generated<Flag>
  /** What the store itself keeps of a source of a long list, as sources.yaml would say it, as JSON without the address; null: the file's alone. */
  stored?: string | null | undefined
}

/** What the visits of a source left behind. */
export interface SourceStateTable {
  source_id: number
  /** Where the source is asked now: the configured address, or where it moved for good. */
  fetch_url: string
  /** Of `fetch_url`, `name` or `name:port`: one worker at a time asks it. A file stands for itself. */
  host: string
  feed_title: string | null
  site_url: string | null
  feed_language: string | null
  etag: string | null
  last_modified: string | null
  body_sha256: string | null
  checked_at: Instant | null
  next_check_at: Instant
  next_check_reason: string | null
  succeeded_at: Instant | null
  /** When it had been read in full for the first time; until then what it lists may be backlog. */
  backlog_read_at: Instant | null
  /** When its newest item came, or was published if that was before the source was followed. */
  last_item_at: Instant | null
  /** How often it publishes and asks to be read, as JSON (collect/rhythm.ts); for answers without a body. */
  rhythm: string | null
  failures_in_row: number
  failing_since: Instant | null
  /** Since when it has answered 404, with nothing better in between. */
  missing_since: Instant | null
  last_error: string | null
  /** Where a permanent redirect points, since when and how often it was seen. */
  moving_to: string | null
  moving_since: Instant | null
  moving_count: number
  disabled_reason: string | null
  claimed_by: string | null
  claimed_until: Instant | null
  /** Of the issues of a repository: when the last that was read had changed; of a mailbox what was read, as JSON. */
  cursor?: string | null | undefined
}

/** An address that a source had before it moved for good. */
export interface SourceAddressTable {
  source_id: number
  url: string
  left_at: Instant
}
