// What a stage may say while it works. app/ decides where it goes.

export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void
  info(event: string, fields?: Readonly<Record<string, unknown>>): void
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/** Says nothing: for tests and for the library. */
export const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined }
