// The mails that ask readers to confirm: how they are rendered, and how those that were just queued are sent at once.
import type { InterfaceLanguage } from '../core/types.ts'
import { deliverLetters } from '../deliver/deliver.ts'
import type { MailParts } from '../deliver/message/compose.ts'
import type { DeliverDeps } from '../deliver/send.ts'
import { renderConfirmation, renderThanks } from '../publish/mail/email.ts'
import type { PublishDeps } from '../publish/publish.ts'
import { loadTemplates, type Templates } from '../publish/template.ts'

/** Makes what renders a mail that belongs to no issue in a language; it throws TEMPLATE_MISSING and TEMPLATE_FAILED. */
export type OpenConfirmationMail = (
  deps: Pick<PublishDeps, 'site' | 'templatesFolder'>,
) => (language: InterfaceLanguage) => MailParts

/** The mail that thanks for a suggestion, by the operator's templates, as they were at the first mail. */
export const openThanksMail: OpenConfirmationMail = ({ site, templatesFolder }) => {
  let templates: Templates | null = null
  return language => {
    templates ??= loadTemplates(templatesFolder)
    return renderThanks(site, language, templates)
  }
}

/** The confirmation mail by the operator's templates, as they were at the first mail. */
export const openConfirmationMail: OpenConfirmationMail = ({ site, templatesFolder }) => {
  let templates: Templates | null = null
  return language => {
    templates ??= loadTemplates(templatesFolder)
    return renderConfirmation(site, { language }, templates)
  }
}

/**
 * Makes what sends the queued letters now, one run at a time: who asks during a run is answered by one more. What fails waits for the
 * worker, and is logged.
 */
export function createLetterSender(deps: DeliverDeps): () => Promise<void> {
  let current: Promise<void> | null = null
  let next: Promise<void> | null = null
  const sendNow = async (): Promise<void> => {
    for (const { level, subject, code, message } of (await deliverLetters(deps)).notes)
      if (level === 'failed') deps.log.warn('letters.failed', { subject, code, message })
  }
  const begin = (): Promise<void> => {
    const run = sendNow().finally(() => {
      if (current === run) current = null
    })
    current = run
    return run
  }
  return () => {
    if (!current) return begin()
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = null
        return begin()
      })
    return next
  }
}
