// Mail: rendering an issue's mail, against JSON both ways of the same issue; and composing one reader's message, against filling the
// reader's links into its text.
import { join } from 'node:path'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Instant } from '../../src/core/types.ts'
import { compileMail, composeIssueMail } from '../../src/deliver/message/compose.ts'
import { renderMail } from '../../src/publish/mail/email.ts'
import { loadTemplates } from '../../src/publish/template.ts'
import { site, writeIssues } from '../issues.ts'
import { compareCpuMs, projectFolder } from '../measure.ts'
import type { Measure } from '../report.ts'

const list = {
  id: 'weekly.example.org',
  url: site.url,
  from: 'Weekly <weekly@example.org>',
  replyTo: 'weekly@example.org',
  signers: [],
}
const identity = {
  to: 'reader@example.org',
  messageId: '<1.2026-W47@weekly.example.org>',
  datedAt: '2026-11-20T00:00:00.000Z' as Instant,
}
const links = {
  unsubscribeUrl: `${site.url}unsubscribe/abcdefghijklmnopqrstuvwxyz`,
  preferencesUrl: `${site.url}preferences/abcdefghijklmnopqrstuvwxyz`,
  confirmedDate: '' as const,
}

/** CPU time of an issue of twenty stories, unsigned. */
export async function measure(): Promise<readonly Measure[]> {
  const templates = loadTemplates(join(projectFolder, 'templates'))
  const [issue] = writeIssues(1)
  if (!issue) throw new Error('there is no issue')
  const parts = renderMail(site, issue, 'en', templates)
  const mail = compileMail(parts)
  const fill = (text: string): Buffer =>
    Buffer.from(
      text
        .replaceAll('@@UNSUBSCRIBE_URL@@', links.unsubscribeUrl)
        .replaceAll('@@PREFERENCES_URL@@', links.preferencesUrl)
        .replaceAll('@@CONFIRMED_DATE@@', links.confirmedDate),
    )
  const cpuMs = await compareCpuMs({
    render: () => renderMail(site, issue, 'en', templates),
    json: () => JSON.parse(JSON.stringify(issue)) as unknown,
    compose: () => composeIssueMail(list, mail, identity, links, issue.week),
    fill: () => [fill(parts.html), fill(parts.text)],
    nodemailer: () =>
      new MailComposer({
        from: list.from,
        to: identity.to,
        subject: parts.subject,
        messageId: identity.messageId,
        html: fill(parts.html),
        text: fill(parts.text),
      })
        .compile()
        .build(),
  })
  const base = { step: 'mail', better: 'less', aim: null } as const
  return [
    {
      ...base,
      name: "rendering an issue's mail",
      ratio: cpuMs.render / cpuMs.json,
      against: 'JSON both ways',
      figure: { value: cpuMs.render, unit: 'ms CPU' },
    },
    {
      ...base,
      name: "composing a reader's message",
      ratio: cpuMs.compose / cpuMs.fill,
      against: 'filling in links',
      figure: { value: cpuMs.compose, unit: 'ms CPU' },
    },
    {
      ...base,
      name: "composing a reader's message",
      ratio: cpuMs.compose / cpuMs.nodemailer,
      against: 'nodemailer',
      figure: { value: cpuMs.compose, unit: 'ms CPU' },
    },
  ]
}
