// Renders everything once before it counts: what a template breaks is found before an issue is sealed and before a page is served.
import type { Issue, SafeHtml, WeekId } from '../core/types.ts'
import { interfaceLanguages } from '../core/words/words.ts'
import type { StoredMail } from '../store/issue-mails.ts'
import { storiesChoices } from '../store/reader-choices.ts'
import { renderArticleCopy } from './article-copy.ts'
import { type MailParts, type MailSite, renderConfirmation, renderMail, renderThanks } from './mail/email.ts'
import { findMonthBefore, renderMonthMail } from './mail/month-mail.ts'
import { readerPages, renderReaderPage } from './site/reader-page.ts'
import { renderSite } from './site/site-in-memory.ts'
import type { Templates } from './template.ts'

/**
 * Renders every edition of an issue, and what readers get beside it; answers its mails, with the best of a month where `all`
 * issues say that one is over. Throws TEMPLATE_FAILED, TEMPLATE_MISSING.
 */
export function rehearseIssue(
  site: MailSite,
  issue: Issue,
  all: readonly Issue[],
  templates: Templates,
): readonly StoredMail[] {
  renderSite(site, [issue], [], templates)
  rehearseReaderPages(site, templates)
  rehearseArticleCopy(site, issue, templates)
  return renderMails(site, issue, all, templates)
}

/** Renders the mails of an issue: for each language, cadence and choice of stories. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export function renderMails(
  site: MailSite,
  issue: Issue,
  all: readonly Issue[],
  templates: Templates,
): readonly StoredMail[] {
  const month = findMonthBefore(issue, all)
  return interfaceLanguages().flatMap(language =>
    storiesChoices.flatMap((stories): StoredMail[] => {
      const weekly = renderMail(site, issue, language, templates, { stories })
      const monthly = renderMonthMail(site, month, language, templates, stories)
      return [
        keepParts(weekly, { language, stories, cadence: 'weekly' }),
        ...(monthly ? [keepParts(monthly, { language, stories, cadence: 'monthly' })] : []),
      ]
    }),
  )
}

function keepParts(
  { subject, html, text }: MailParts,
  readers: Pick<StoredMail, 'language' | 'cadence' | 'stories'>,
): StoredMail {
  const isForNobody = subject === '' && readers.stories !== 'both'
  return { ...readers, subject, ...(isForNobody ? { html: '', text: '' } : { html, text }) }
}

/** Renders the readers' pages and the confirmation mail in every language. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export function rehearseReaderPages(site: MailSite, templates: Templates): void {
  // Every branch: with a problem, an address, a second form, sections.
  const sections = [{ title: '—', isOn: true }]
  const actions = { unsubscribeAction: '/', returnAction: '/', latestWeek: '2016-W49' as WeekId }
  const hidden = [{ name: 'from', value: '—' }]
  const vote = { number: 1, week: actions.latestWeek, isOver: false, verdict: 'good', words: '—' } as const
  const scope = {
    ...actions,
    hidden,
    email: 'reader@example.org',
    problem: '—',
    isSaved: true,
    sections,
    welcome: ['—'],
    vote,
  }
  for (const language of interfaceLanguages()) {
    renderConfirmation(site, { language }, templates)
    renderThanks(site, language, templates)
    for (const kind of readerPages) renderReaderPage(site, kind, { ...scope, language }, templates)
  }
}

function rehearseArticleCopy(site: MailSite, { sealedAt }: Issue, templates: Templates): void {
  const article = { title: '—', byline: '—', siteName: '—', language: null, html: '' as SafeHtml, url: site.url }
  renderArticleCopy(site, { ...article, publishedAt: sealedAt, readAt: sealedAt, savedAt: sealedAt }, templates)
}
