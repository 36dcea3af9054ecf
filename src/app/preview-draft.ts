// A week's draft as it would come out, for the frames of the desk: page, mail and text, by the renderers that publish it.
import { chooseSections } from '../core/mail-marks.ts'
import type { WeekId } from '../core/types.ts'
import type { Preview } from '../desk/pages/frame.ts'
import { largestMailBytes } from '../publish/check-draft.ts'
import { rehearseIssue } from '../publish/rehearse.ts'
import { loadTemplates } from '../publish/template.ts'
import { readDraft } from '../store/drafts.ts'
import { readCorrectedIssues } from '../store/errata.ts'
import { issueOf, renderEdition } from './issue-editions.ts'
import type { App } from './wire.ts'

/** Renders a draft; null for a week without one. Readers' own links lead nowhere. Throws TEMPLATE_FAILED with file and line. */
export async function previewDraft(app: App, week: WeekId): Promise<Preview | null> {
  const { db } = app.store
  const draft = await readDraft(db, week)
  if (!draft) return null
  const issue = await issueOf(app, draft)
  const templates = loadTemplates(app.publish.templatesFolder)
  const mails = rehearseIssue(
    app.publish.site,
    { ...issue, mailUntil: issue.sealedAt },
    await readCorrectedIssues(db),
    templates,
  )
  const { language } = app.config.weekly
  const mail = mails.find(each => each.cadence === 'weekly' && each.stories === 'both' && each.language === language)
  const plain = (part = ''): string => chooseSections(part, []).replace(/@@[A-Z_]+@@/g, '#')
  const html = plain(mail?.html)
  return {
    page: String(await renderEdition(app, draft, 'html')),
    subject: plain(mail?.subject),
    mail: html,
    text: plain(mail?.text),
    mailBytes: largestMailBytes(mails),
  }
}
