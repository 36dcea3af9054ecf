// Fills every template with a made-up issue, as it would be for readers.
import type { WeeklyConfig } from '../../core/config.ts'
import type { CivilDate, Instant, Issue, Story, WeekId } from '../../core/types.ts'
import { interfaceLanguages } from '../../core/words/words.ts'
import { type MailSite, renderConfirmation, renderMail, renderThanks } from '../../publish/mail/email.ts'
import { readerPages, renderReaderPage } from '../../publish/site/reader-page.ts'
import { renderSite } from '../../publish/site/site-in-memory.ts'
import { loadTemplates, type Templates } from '../../publish/template.ts'
import { failureOf, type Finding, ok } from './finding.ts'

/** A story in which everything occurs that a template may show. */
const sampleStory = (place: number, isLong: boolean): Story => {
  const telling = {
    itemId: place,
    url: `https://example.org/${place}`,
    title: '一篇 <sample> & title',
    sourceTitle: 'A source',
    site: 'example.org',
  }
  return {
    id: `sample-${place}`,
    lead: telling,
    others: isLong ? [{ ...telling, sourceTitle: 'Another source' }] : [],
    sameLinkItemIds: [],
    title: telling.title,
    authors: isLong ? ['A Writer'] : [],
    publishedAt: null,
    language: isLong ? 'en' : null,
    readingMinutes: isLong ? 12 : 1,
    pdfUrl: isLong ? 'https://example.org/sample.pdf' : null,
    summary: isLong ? 'A sentence. Another sentence.' : '',
    points: isLong ? ['A point.', 'Another point.'] : [],
    summaryMethod: isLong ? 'llm' : 'extractive',
    note: isLong ? 'A note.' : null,
    score: 0.5,
    reasons: [],
  }
}

const sampleIssue: Issue = {
  number: 1,
  week: '2016-W49' as WeekId,
  date: '2016-12-09' as CivilDate,
  title: 'Sample',
  foreword: 'A word before.',
  // More stories than a mail tells in full.
  sections: [{ title: 'A section', stories: Array.from({ length: 24 }, (_, place) => sampleStory(place, place < 12)) }],
  sealedAt: '2016-12-09T00:00:00.000Z' as Instant,
  contentSha256: '0'.repeat(64),
  mailUntil: null,
}

function renderAll(site: MailSite, templates: Templates): readonly (() => unknown)[] {
  return [
    () => renderSite(site, [sampleIssue], [], templates),
    ...interfaceLanguages().flatMap(language => [
      () => renderMail(site, sampleIssue, language, templates),
      () => renderConfirmation(site, { language }, templates),
      () => renderThanks(site, language, templates),
      ...readerPages.map(page => () => renderReaderPage(site, page, { language }, templates)),
    ]),
  ]
}

/** Each template that does not parse, or names what is not there, with file, line and column. */
export function checkTemplates(config: WeeklyConfig, folder: string): readonly Finding[] {
  const { title, description, url, language, timezone, author, mail } = config
  const { postalAddress = '', feedback: asksFeedback } = mail
  const site = { title, description, url, language, timezone, author, postalAddress, asksFeedback }
  const attempt = <Result>(work: () => Result): Result | Finding => {
    try {
      return work()
    } catch (error) {
      return failureOf('templates', error)
    }
  }
  const templates = attempt(() => loadTemplates(folder))
  if ('level' in templates) return [templates]
  const failures = renderAll(site, templates).flatMap(render => {
    const failure = attempt(() => {
      render()
      return null
    })
    return failure === null ? [] : [failure]
  })
  // One broken template may be part of many pages.
  const different = [...new Map(failures.map(failure => [failure.message, failure])).values()]
  return different.length > 0 ? different : [ok('templates', 'all parse, and show a sample issue in every language')]
}
