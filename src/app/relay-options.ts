// What the configuration says about the relay, for those who connect to it.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Clock } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { SmtpOptions } from '../deliver/transport/relay-connection.ts'
import type { HttpClient } from '../net/http.ts'
import type { LoadedConfig } from './load-config.ts'
import { createMailLogin } from './mail-login.ts'

/** The options of a relay, with its own authority read from `mail.tls.caFile`. Throws FILE_UNREADABLE. */
export function readRelayOptions(
  { weekly, folder }: Pick<LoadedConfig, 'weekly' | 'folder'>,
  http: Pick<HttpClient, 'postForm'>,
  clock: Clock,
): SmtpOptions {
  const { transport: url, ratePerSecond, oauth2, tls } = weekly.mail
  return {
    url,
    ratePerSecond,
    clientName: new URL(weekly.url).hostname,
    oauth2: oauth2 && createMailLogin(oauth2, http, clock),
    tls: {
      required: tls.required,
      authorities: tls.caFile === undefined ? undefined : readAuthorities(resolve(folder, tls.caFile)),
    },
  }
}

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new WeeklyError('FILE_UNREADABLE', `the file of \`mail.tls.caFile\` cannot be read: ${String(cause)}`, {
      hint: 'Name a PEM file, relative to the configuration folder.',
      cause,
    })
  }
}
