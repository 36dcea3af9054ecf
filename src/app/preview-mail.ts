// The mail of an issue, or of a draft as if it were sealed now, for looking at: outside the ledger.
import { WeeklyError } from '../core/errors.ts'
import type { Draft, Instant, InterfaceLanguage, Issue, WeekId } from '../core/types.ts'
import { type Addressee, createComposer } from '../deliver/message/composer.ts'
import { openMailingList } from '../deliver/mailing-list.ts'
import { openTokens } from '../deliver/tokens.ts'
import { sendNow } from '../deliver/transport/send-now.ts'
import type { OutgoingMessage } from '../deliver/transport/transport.ts'
import { wordsOf } from '../core/words/words.ts'
import { rehearseIssue } from '../publish/rehearse.ts'
import { loadTemplates } from '../publish/template.ts'
import { readDraft } from '../store/drafts.ts'
import { readCorrectedIssues } from '../store/errata.ts'
import { readMails, type StoredMail } from '../store/issue-mails.ts'
import type { ReaderChoices } from '../store/reader-choices.ts'
import { readIssue, readIssues } from '../store/issues.ts'
import { findSubscriber } from '../store/subscribers.ts'
import { issueOf } from './issue-editions.ts'
import { planWindows } from './windows.ts'
import type { App } from './wire.ts'

/** Somebody to compose a mail for; a stranger has the id 0, and links that lead to the page for links that do not work. */
export interface PreviewReader extends Omit<ReaderChoices, 'language'> {
  readonly id: number
  readonly email: string
  readonly language: InterfaceLanguage
  readonly confirmedAt: Instant | null
}

/** The mail of a week, to be composed for anybody. */
export interface MailPreview {
  readonly week: WeekId
  /** Whether the week ends a month: only then monthly readers get a mail. */
  readonly hasMonth: boolean
  readonly compose: (reader: PreviewReader) => OutgoingMessage
}

/**
 * Renders the mail of a week; without one, of the coming draft, or of the newest issue while there is no draft with stories.
 * A `test` says so in its subject. Throws DRAFT_MISSING, MAIL_CONFIG_INCOMPLETE and TEMPLATE_FAILED.
 */
export async function previewMail(
  app: App,
  week: WeekId | undefined,
  kind: 'test' | 'dry-run' | 'preview',
): Promise<MailPreview> {
  const edition = await (week === undefined ? findNext(app) : findEdition(app, week))
  if (edition === null)
    throw new WeeklyError('DRAFT_MISSING', `there is no draft and no issue${week ? ` of ${week}` : ''} to be mailed`, {
      hint: '`weekly run` drafts what is due and what is coming; `weekly curate --week` drafts a past week.',
    })
  const { config, store, clock } = app
  const mark = (each: StoredMail): StoredMail =>
    kind === 'test' && each.subject !== ''
      ? { ...each, subject: `${wordsOf(each.language).testMark} ${each.subject}` }
      : each
  const mails = await readOrRender(app, edition)
  const list = await openMailingList(app.deliver)
  const compose = createComposer(
    mails.map(mark),
    list,
    config.weekly,
    // What becomes of a mail that nobody is owed is nobody's concern: no return path of its own.
    { tokens: await openTokens(store.db), verp: null },
    edition.week,
  )
  const now = clock.now()
  const addresseeOf = ({
    id,
    email,
    language,
    confirmedAt,
    sectionsOff,
    cadence,
    stories,
  }: PreviewReader): Addressee => ({
    id,
    subscriber_id: id,
    email,
    language,
    // Mail programs hide a second mail of the same id, and a test is often repeated.
    message_id: `<${kind}.${edition.week}.${id}.${now.replace(/\D/g, '')}@${list.id}>`,
    dated_at: now,
    confirmed_at: confirmedAt ?? now,
    cadence,
    sections_off: JSON.stringify(sectionsOff),
    stories,
  })
  return {
    week: edition.week,
    hasMonth: mails.some(({ cadence }) => cadence === 'monthly'),
    compose: reader => compose(addresseeOf(reader)),
  }
}

/** Sends one mail to an address, marked as a test; answers its week and the address as it was written to. Throws what `previewMail` and `sendNow` throw. */
export async function sendTestMail(
  app: App,
  week: WeekId | undefined,
  to: string,
): Promise<{ readonly week: WeekId; readonly to: string }> {
  const known = await findSubscriber(app.store.db, { email: to })
  const stranger = { id: 0, language: app.config.weekly.language, confirmedAt: null, sectionsOff: [] }
  const reader = known ?? { ...stranger, email: to, cadence: 'weekly' as const, stories: 'both' as const }
  const preview = await previewMail(app, week, 'test')
  const message = preview.compose({ ...reader, email: to })
  // A name of its own: it must not replace the file of the real mail in an outbox.
  const name = `test-${preview.week}-${app.clock.now().replace(/\D/g, '')}`
  await sendNow(app.deliver.transport, { ...message, name }, 'the test mail')
  return { week: preview.week, to: message.to }
}

async function findEdition({ store }: App, week: WeekId): Promise<Issue | Draft | null> {
  return (await readIssue(store.db, week)) ?? (await readDraft(store.db, week))
}

async function findNext(app: App): Promise<Issue | Draft | null> {
  const { due, upcoming } = await planWindows(app)
  for (const { week } of [...due, upcoming]) {
    const draft = await readDraft(app.store.db, week)
    if (draft?.sections.some(({ stories }) => stories.length > 0)) return draft
  }
  return (await readIssues(app.store.db))[0] ?? null
}

/** The mails as they were sealed, or as they would be. */
async function readOrRender(app: App, edition: Issue | Draft): Promise<readonly StoredMail[]> {
  const { db } = app.store
  if ('number' in edition) {
    const sealed = await readMails(db, edition.week)
    if (sealed.length > 0) return sealed
  }
  const issue = await issueOf(app, edition)
  const templates = loadTemplates(app.publish.templatesFolder)
  // A draft is to be mailed, and may be the first of a month.
  const asMailed = 'number' in edition ? issue : { ...issue, mailUntil: issue.sealedAt }
  return rehearseIssue(app.publish.site, asMailed, await readCorrectedIssues(db), templates)
}
