// Outlines issues.
import type { CorrectedIssue } from '../../core/edits.ts'
import type { Issue, Story } from '../../core/types.ts'
import { describeIssueCard } from '../card/issue-card.ts'
import { errataOf, retractionsOf, sealedOf } from '../correction-view.ts'
import { feedBytesOfIssue } from '../feeds/feed-size.ts'
import { fingerprintOf } from '../files/site-file.ts'
import { viewIssueHead } from '../issue-view.ts'
import { amountOfIssue } from '../search/search-units.ts'
import type { SiteDescription } from '../site-urls.ts'
import type { IssueOutline, OutlinedSection, OutlinedStory } from './outline.ts'

/** Outlines an issue. Pure. */
export function outlineIssue(site: SiteDescription, issue: Issue | CorrectedIssue): IssueOutline {
  const { week, number, title, date, sealedAt } = issue
  const [errata, retractions, sealed] = [errataOf(issue), retractionsOf(issue), sealedOf(issue)]
  const sections = issue.sections.map(outlineSection)
  const sealedSections = sealed.sections === issue.sections ? sections : sealed.sections.map(outlineSection)
  return {
    issue: { week, number, title, date, sealedAt, errata, retractions, sections, sealedSections },
    toldFingerprint: fingerprintOf([sealed, errata, retractions]),
    head: viewIssueHead(site, issue, site.language),
    card: describeIssueCard(site, issue),
    searched: amountOfIssue(issue),
    feedBytes: feedBytesOfIssue(issue),
  }
}

function outlineSection({ title, stories }: Issue['sections'][number]): OutlinedSection {
  return { title, stories: stories.map(outlineStory) }
}

function outlineStory({ id, language, lead, others, translation }: Story): OutlinedStory {
  const { itemId, url, sourceTitle } = lead
  return {
    id,
    language,
    lead: { itemId, url, sourceTitle },
    others: others.map(other => ({ itemId: other.itemId, sourceTitle: other.sourceTitle })),
    ...(translation ? { translation: { language: translation.language } } : {}),
  }
}
