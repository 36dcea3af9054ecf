// Whether the relay would take mail, and whether readers could follow its links; no mail is sent. Called by commands/doctor.ts.
import type { Clock } from '../../core/clock.ts'
import type { WeeklyConfig } from '../../core/config.ts'
import { createHttpClient } from '../../net/http.ts'
import { createMailLogin } from '../mail-login.ts'
import { failureOf, type Finding, ok, warn } from './finding.ts'

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host)

/** Connects to the relay and logs in. */
export async function checkRelay({ url, mail, fetch }: WeeklyConfig, clock: Clock): Promise<readonly Finding[]> {
  if (mail.transport.startsWith('outbox:')) return []
  const { probeRelay } = await import('../../deliver/smtp.ts')
  const relay = new URL(mail.transport)
  const http = createHttpClient({ ...fetch, userAgent: fetch.userAgent ?? 'weekly' })
  try {
    const { isEncrypted, isLoggedIn } = await probeRelay({
      url: mail.transport,
      clientName: new URL(url).hostname,
      ratePerSecond: mail.ratePerSecond,
      oauth2: mail.oauth2 && createMailLogin(mail.oauth2, http, clock),
    })
    const words = `${relay.host} answers${isLoggedIn ? ', the login is right' : ''}`
    if (isEncrypted || isLoopback(relay.hostname)) return [ok('relay', `${words}${isEncrypted ? ', encrypted' : ''}`)]
    return [warn('relay', `${words}, not encrypted`, 'Use smtps://, or a relay that offers STARTTLS.')]
  } catch (error) {
    return [failureOf('relay', error)]
  } finally {
    http.close()
  }
}

/** Whether the links in mails lead where readers can go. */
export function checkPublicUrl({ url, mail }: WeeklyConfig): readonly Finding[] {
  const { protocol, hostname } = new URL(url)
  if (mail.transport.startsWith('outbox:')) return [ok('public address', url)]
  if (isLoopback(hostname))
    return [
      warn(
        'public address',
        `${url} is this machine alone`,
        'Set `url` to the address that readers use; the links to leave the list are made from it.',
      ),
    ]
  return protocol === 'https:'
    ? [ok('public address', url)]
    : [
        warn(
          'public address',
          `${url} is not https`,
          'Mail providers use one-click unsubscription over https only (RFC 8058).',
        ),
      ]
}
