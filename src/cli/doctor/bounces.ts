// Whether reports on mails that did not arrive are heard of: the mailbox of `mail.bounces` is opened, nothing in it is changed.
import type { WeeklyConfig } from '../../core/config.ts'
import type { ReportMailbox } from '../../deliver/bounces/take-reports.ts'
import { openMailbox } from '../../app/bounces.ts'
import { describeCount } from '../terminal/terminal.ts'
import { failureOf, type Finding, ok, warn } from './finding.ts'

const advice = 'Set `mail.bounces` with a maildir, an imap mailbox or a hookSecret (docs/technotes/bounces.md).'

async function checkMailbox(mailbox: ReportMailbox, address: string): Promise<Finding> {
  try {
    const waiting = await mailbox.countNew()
    return ok('bounces', `the mailbox of ${address} opens, ${describeCount(waiting, 'reports')} to be read`)
  } catch (error) {
    return failureOf('bounces', error)
  }
}

/** Looks at the mailbox and the hook; warns when mail goes to a relay and neither is there. */
export async function checkBounces({ mail, url }: WeeklyConfig): Promise<readonly Finding[]> {
  const { bounces, transport } = mail
  if (!bounces)
    return transport.startsWith('outbox:') ? [] : [warn('bounces', 'nobody hears of mails that do not arrive', advice)]
  const mailbox = await openMailbox(bounces)
  const findings = mailbox ? [await checkMailbox(mailbox, bounces.address)] : []
  if (bounces.hookSecret !== undefined)
    findings.push(ok('bounces', `a relay with the secret may post to ${new URL('hooks/bounce', url).href}`))
  return findings.length > 0
    ? findings
    : [warn('bounces', `reports come to ${bounces.address}, and nothing reads them`, advice)]
}
