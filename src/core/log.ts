// What a stage may say while it works. app/ decides where it goes.

/** Takes an event by its name, with what belongs to it as plain values. */
export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void
  info(event: string, fields?: Readonly<Record<string, unknown>>): void
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/** Says nothing: for tests and for the library. */
export const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined }

/** Fields that are secrets by their name. */
const secretField = /^(?:authorization|cookie|pass(?:word)?|secret|token|key|signature)$/i
/** Addresses of ours that end with a token: who has it may do what its reader, hub or curator may. */
const tokenPath = /((?:\/|%2F)(?:confirm|unsubscribe|preferences|websub|desk|hooks)(?:\/|%2F))[^\s/?#"'<>]+/gi
const tokenParameter = /([?&;](?:[a-z]+[-_])*(?:token|key|secret|password|code|sig|signature|auth)=)[^\s&;#"'<>]+/gi
const userInfo = /(:\/\/)[^\s/?#@"'<>]+@/g

/** A text without the tokens, passwords and user names that addresses in it have. Takes time in proportion to its length. */
export function hideSecrets(text: string): string {
  return text.replace(userInfo, '$1…@').replace(tokenPath, '$1…').replace(tokenParameter, '$1…')
}

/** The fields of an event as they may be kept: without secrets, however deep they stand. */
export function hideSecretFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const hide = (value: unknown): unknown => {
    if (typeof value === 'string') return hideSecrets(value)
    if (Array.isArray(value)) return value.map(hide)
    if (value instanceof Error) return hideSecrets(value.message)
    return typeof value === 'object' && value !== null ? hideSecretFields(value as Record<string, unknown>) : value
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, secretField.test(name) ? '…' : hide(value)]),
  )
}
