// Whether the relay would take mail, and whether readers could follow its links; no mail is sent.
import type { Clock } from '../../core/clock.ts'
import type { WeeklyConfig } from '../../core/config.ts'
import { createHttpClient } from '../../net/http.ts'
import { openStore } from '../../store/engine/database.ts'
import { countForeignAddresses } from '../../store/subscribers.ts'
import type { RelayProbe } from '../../deliver/transport/relay-connection.ts'
import type { LoadedConfig } from '../../app/load-config.ts'
import { readRelayOptions } from '../../app/relay-options.ts'
import { describeCount } from '../terminal/terminal.ts'
import { failureOf, type Finding, ok, warn } from './finding.ts'

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host)

/** Connects to the relay and logs in, and asks the store whether there are readers whom it cannot carry mail to. */
export async function checkRelay(config: LoadedConfig, clock: Clock): Promise<readonly Finding[]> {
  const { mail, fetch } = config.weekly
  if (mail.transport.startsWith('outbox:')) return []
  const { probeRelay } = await import('../../deliver/transport/relay-connection.ts')
  const relay = new URL(mail.transport)
  const http = createHttpClient({ ...fetch, userAgent: fetch.userAgent ?? 'weekly' })
  try {
    const probe = await probeRelay(readRelayOptions(config, http, clock))
    const foreign = probe.takesUtf8 ? 0 : await countForeignReaders(config)
    return [findingOfProbe(relay, probe), ...(foreign > 0 ? [missingUtf8(relay, foreign)] : [])]
  } catch (error) {
    return [failureOf('relay', error)]
  } finally {
    http.close()
  }
}

function findingOfProbe(relay: URL, { isEncrypted, isLoggedIn }: RelayProbe): Finding {
  const words = `${relay.host} answers${isLoggedIn ? ', the login is right' : ''}`
  if (isEncrypted || isLoopback(relay.hostname)) return ok('relay', `${words}${isEncrypted ? ', encrypted' : ''}`)
  return warn('relay', `${words}, not encrypted`, 'Use smtps://, or a relay that offers STARTTLS.')
}

async function countForeignReaders({ weekly }: LoadedConfig): Promise<number> {
  const store = await openStore(weekly.store, '.')
  return countForeignAddresses(store.db).finally(() => store.close())
}

const missingUtf8 = (relay: URL, readers: number): Finding =>
  warn(
    'SMTPUTF8',
    `${relay.host} does not offer it: ${describeCount(readers, 'subscribers')} with other scripts before the @ get no mail`,
    'Use a relay that offers SMTPUTF8, or ask these readers for another address.',
  )

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
