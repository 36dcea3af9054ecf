// What carries mail and signs it, and what renders mails that belong to no issue.
import type { Clock } from '../core/clock.ts'
import type { WeeklyConfig } from '../core/config.ts'
import type { DeliverDeps } from '../deliver/send.ts'
import type { MailTransport } from '../deliver/transport/transport.ts'
import type { HttpClient } from '../net/http.ts'
import type { PublishDeps } from '../publish/publish.ts'
import type { OpenConfirmationMail } from './confirm.ts'
import { shareRelay } from './host-ledger.ts'
import type { LoadedConfig } from './load-config.ts'
import { readRelayOptions } from './relay-options.ts'

async function createMailTransport(
  config: LoadedConfig,
  http: HttpClient,
  clock: Clock,
  { store, worker = 'alone' }: Pick<PublishDeps, 'store' | 'worker'>,
): Promise<MailTransport> {
  const { transport } = config.weekly.mail
  if (transport.startsWith('outbox:')) {
    const { createOutbox } = await import('../deliver/transport/outbox.ts')
    return createOutbox(transport.slice('outbox:'.length))
  }
  const { createSmtpTransport } = await import('../deliver/transport/smtp.ts')
  return createSmtpTransport({
    ...readRelayOptions(config, http, clock),
    ...shareRelay(config.weekly.mail, store, worker),
  })
}

/** Opens the keys that sign mails. Throws DKIM_KEY_INVALID. */
export async function openSigners({ weekly, folder }: LoadedConfig): Promise<DeliverDeps['signers']> {
  if (weekly.mail.dkim.length === 0) return []
  return (await import('../deliver/message/dkim.ts')).openDkimSigners(weekly.mail.dkim, folder)
}

async function openTxtLookup({ mail: { transport } }: WeeklyConfig): Promise<DeliverDeps['lookupTxt']> {
  if (transport.startsWith('outbox:')) return undefined
  return (await import('../deliver/transport/mail-dns.ts')).createTxtLookup()
}

/** What carries mail, and what renders mails that belong to no issue; the code for those is loaded when the first one is due. */
export async function openMailing(
  config: LoadedConfig,
  http: HttpClient,
  clock: Clock,
  publish: PublishDeps,
): Promise<Pick<DeliverDeps, 'transport' | 'lookupTxt' | 'renderConfirmation' | 'renderThanks'>> {
  let render: ReturnType<OpenConfirmationMail> | null = null
  let renderThanks: ReturnType<OpenConfirmationMail> | null = null
  return {
    transport: await createMailTransport(config, http, clock, publish),
    lookupTxt: await openTxtLookup(config.weekly),
    renderConfirmation: async language => {
      render ??= (await import('./confirm.ts')).openConfirmationMail(publish)
      return render(language)
    },
    renderThanks: async language => {
      renderThanks ??= (await import('./confirm.ts')).openThanksMail(publish)
      return renderThanks(language)
    },
  }
}
