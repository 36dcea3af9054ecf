// The one error class of the program and the closed list of its codes. docs/errors.md explains each; a test holds the two together.

/** All codes of expected failures. */
export const errorCodes = [
  'CONFIG_INVALID',
  'CONFIG_MISSING',
  'CONFIG_CHANGED',
  'CONFIG_EXISTS',
  'CONFIG_ENVIRONMENT_UNSET',
  'USAGE_INVALID',
  'CONTENT_INVALID',
  'FETCH_ADDRESS_UNKNOWN',
  'FETCH_BODY_TRUNCATED',
  'FETCH_CONNECTION_FAILED',
  'FETCH_ENCODING_UNSUPPORTED',
  'FETCH_HOST_WAITING',
  'FETCH_HTTP_STATUS',
  'FETCH_PRIVATE_ADDRESS',
  'FETCH_REDIRECT_INVALID',
  'FETCH_REDIRECT_LIMIT',
  'FETCH_ROBOTS_DISALLOWED',
  'FETCH_SCHEME_FORBIDDEN',
  'FETCH_TIMEOUT',
  'FETCH_TLS_FAILED',
  'FETCH_TOO_LARGE',
  'FETCH_UNEXPECTED_NOT_MODIFIED',
  'FILE_UNREADABLE',
  'FEED_UNPARSABLE',
  'FEED_NOT_FOUND',
  'PAGE_LIST_EMPTY',
  'PAGE_SELECTOR_INVALID',
  'ARTICLE_UNREADABLE',
  'ARTICLE_TOO_COSTLY',
  'ARTICLE_LATE',
  'ARTICLE_WALLED',
  'PDF_UNREADABLE',
  'MODEL_UNAVAILABLE',
  'MODEL_ANSWER_REFUSED',
  'MODEL_BUDGET_SPENT',
  'STORE_LOCKED',
  'STORE_NEWER',
  'STORE_OF_ANOTHER_LIST',
  'STORE_UNAVAILABLE',
  'STORE_FULL',
  'STORE_DAMAGED',
  'STORE_MOVED',
  'MOVE_REFUSED',
  'CLOCK_UNTRUSTED',
  'SITE_KNOWS_MORE',
  'BACKUP_REFUSED',
  'WEEK_INVALID',
  'WEEK_NOT_CLOSED',
  'DRAFT_CHANGED',
  'DRAFT_CONFLICT',
  'DRAFT_MISSING',
  'DRAFT_TEXT_CONFLICT',
  'DRAFT_TEXT_INVALID',
  'EDITOR_FAILED',
  'ISSUE_ALREADY_SEALED',
  'ISSUE_ALREADY_RETRACTED',
  'ISSUE_NOT_RETRACTED',
  'ISSUE_APPROVED',
  'ISSUE_BLOCKED',
  'ISSUE_EMPTY',
  'ISSUE_MISSING',
  'ISSUE_NOT_RELEASED',
  'NOTHING_TO_UNDO',
  'STORY_MISSING',
  'STORY_PLACED',
  'DELIVERY_MISSING',
  'TEMPLATE_FAILED',
  'TEMPLATE_MISSING',
  'FEED_READBACK_FAILED',
  'OUTPUT_UNWRITABLE',
  'CHROMIUM_MISSING',
  'PRINT_FAILED',
  'FONT_MISSING',
  'MAIL_CONFIG_INCOMPLETE',
  'DKIM_KEY_INVALID',
  'RELAY_REFUSES',
  'SMTP_ADDRESS_UNSUPPORTED',
  'SMTP_AUTHENTICATION_FAILED',
  'SMTP_DEFERRED',
  'SMTP_REJECTED',
  'SMTP_TLS_FAILED',
  'SMTP_UNAVAILABLE',
  'OUTBOX_UNWRITABLE',
  'BOUNCES_UNREADABLE',
  'MAILBOX_UNREADABLE',
  'EDITOR_MISSING',
  'EDITOR_NEEDED',
  'SUBSCRIBER_INVALID',
  'CSV_INVALID',
  'SUBSCRIBER_MISSING',
  'TOKEN_INVALID',
  'TOKEN_IN_QUERY',
  'TOKEN_SCOPE_MISSING',
  'API_CALLS_TOO_MANY',
  'API_REQUEST_INVALID',
  'API_REQUEST_TOO_LARGE',
  'API_ROUTE_MISSING',
  'PICTURE_REFUSED',
  'PICTURE_TOO_LARGE',
  'SOURCE_EXISTS',
  'SOURCE_MISSING',
  'PORT_UNAVAILABLE',
  'JOB_MISSING',
  'TARGET_GONE',
  'TARGET_MISSING',
  'TARGET_REFUSED',
  'TARGET_UNAVAILABLE',
  'TARGET_UNCERTAIN',
] as const

/** The code of an expected failure. */
export type ErrorCode = (typeof errorCodes)[number]

/** What an expected failure says besides its code and message. */
export interface WeeklyErrorOptions {
  /** The operator's next step, one sentence. */
  readonly hint?: string
  /** True when the same call may succeed later without anybody's help. */
  readonly retryable?: boolean
  readonly context?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** An expected failure: the message says what happened to what, with its figures; the hint says what to do next. */
export class WeeklyError extends Error {
  override readonly name = 'WeeklyError'
  readonly code: ErrorCode
  readonly hint: string | null
  readonly retryable: boolean
  readonly context: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: WeeklyErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint ?? null
    this.retryable = options.retryable ?? false
    this.context = options.context ?? {}
  }
}

/** Whether a caught value is one of our expected failures; anything else is a bug and is thrown on. */
export function isWeeklyError(value: unknown): value is WeeklyError {
  return value instanceof WeeklyError
}
