// Those who work at the desk, how they sign in, and where they are signed in, as types.
import type { Generated } from 'kysely'
import type { DeliveryState, Instant, InterfaceLanguage, WeekId } from '../../core/types.ts'

/** What somebody at the desk may do: owners all; editors the issue; contributors save links and write notes. */
export type DeskRole = 'owner' | 'editor' | 'contributor'

/** Somebody who may sign in to the desk. */
export interface EditorTable {
  id: Generated<number>
  email: string
  /** Normalised address: the unique one. */
  email_key: string
  name: string
  role: DeskRole
  /** 1 for an editor who may release issues; an owner always may. */
  may_release: number
  /** `scrypt:SALT:HASH`, both base64url; null for those who use none. */
  password: string | null
  created_at: Instant
}

/** A browser that is signed in. */
export interface DeskSessionTable {
  /** SHA-256 of the key that the browser keeps, hexadecimal. */
  key_hash: string
  editor_id: number
  /** The browser's own words for itself, shortened. */
  device: string
  /** The network it came from last, shortened so that it names no person. */
  network: string
  /** When its editor signed in last: what is dangerous asks for it again. */
  signed_in_at: Instant
  used_at: Instant
}

/** What works once: a code that was mailed, a link that the server's console printed, the challenge that a passkey signs. */
export interface DeskKeyTable {
  /** SHA-256 of what must be shown, hexadecimal: of a link its token, of a code or a challenge the key of the browser that asked. */
  key_hash: string
  kind: 'code' | 'link' | 'passkey' | 'new-passkey'
  /** Null for a code that was asked for by an address that nobody here has, and for a passkey's challenge before it is known whose it is. */
  editor_id: number | null
  /** SHA-256 of the code or challenge with its browser's key; null for a link. */
  code_hash: string | null
  expires_at: Instant
  tries: number
}

/** A browser in which an editor has signed in: there a link of an editors' mail may approve, and nothing else is opened by it. */
export interface DeskDeviceTable {
  /** SHA-256 of the key that the browser keeps, hexadecimal. */
  key_hash: string
  editor_id: number
  expires_at: Instant
}

/** A passkey of an editor: what its signatures are checked with (WebAuthn Level 3, §4). */
export interface DeskPasskeyTable {
  /** The credential's id, base64url. */
  id: string
  editor_id: number
  /** COSE key, base64url. */
  public_key: string
  /** How often its device says that it has signed, in decimal digits: up to 2^32 - 1, more than an integer of PostgreSQL. */
  counter: string
  /** The ways to its device, as JSON: `["internal"]`. */
  transports: string
  /** What its editor calls it. */
  name: string
  created_at: Instant
  used_at: Instant | null
}

/** Why editors are written to: the week has closed, half the time is over, it is nearly over; it was approved, stopped, or cannot go out. */
export type EditorLetterKind = 'closed' | 'half' | 'last' | 'approved' | 'stopped' | 'blocked'

/** A mail to one editor about one draft, as it was rendered: what is repeated after a crash is the same to the byte. */
export interface EditorLetterTable {
  id: Generated<number>
  week: WeekId
  editor_id: number
  kind: EditorLetterKind
  /** Name of the draft that it tells of; of an approval the command. */
  base: string
  /** Since when its editors were asked. */
  asked_at: Instant
  language: InterfaceLanguage
  subject: string
  html: string
  text: string
  state: DeliveryState
  message_id: string
  /** The Date header, fixed once. */
  dated_at: Instant
  attempts: number
  first_attempt_at: Instant | null
  next_attempt_at: Instant | null
  claimed_by: string | null
  claimed_until: Instant | null
  response: string | null
  updated_at: Instant
}

/** A link that somebody of the desk saved; one row for each page. */
export interface SavedLinkTable {
  id: Generated<number>
  /** As it may be followed. */
  url: string
  /** Its canonical spelling: the unique one. */
  link: string
  /** Empty where nobody gave one. */
  title: string
  /** It enters the issue with the link. */
  note: string
  /** Name of who saved it first. */
  saved_by: string
  saved_at: Instant
  state: 'waiting' | 'taken' | 'dismissed'
  decided_at: Instant | null
  decided_by: string | null
  /** The week whose draft took it. */
  week: WeekId | null
  /** The week whose draft has got its note, with the story that brought the link; null: none yet. */
  noted_in: Generated<WeekId | null>
}

/** What a program may do with a token: save links; read; edit the draft; release issues; see subscribers. */
export type TokenScope = 'save' | 'read' | 'edit' | 'release' | 'subscribers'

/** A key by which a program acts for an editor. */
export interface DeskTokenTable {
  id: Generated<number>
  /** SHA-256 of the token, hexadecimal. */
  key_hash: string
  editor_id: number
  name: string
  /** Names of scopes with spaces between. */
  scopes: string
  made_at: Instant
  expires_at: Instant
  used_at: Instant | null
}

/** A foreword that a program suggests; one for a week. */
export interface ForewordSuggestionTable {
  week: WeekId
  text: string
  /** Name of the editor whose token it came by. */
  suggested_by: string
  suggested_at: Instant
}

/** The tables of the desk by their names. */
export interface DeskTables {
  editors: EditorTable
  desk_sessions: DeskSessionTable
  desk_keys: DeskKeyTable
  desk_devices: DeskDeviceTable
  desk_passkeys: DeskPasskeyTable
  editor_letters: EditorLetterTable
  saved_links: SavedLinkTable
  desk_tokens: DeskTokenTable
  foreword_suggestions: ForewordSuggestionTable
}
