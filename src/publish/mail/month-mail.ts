// The mail for those who read monthly: the best of the month before, sent in place of the first issue of a month.
import { formatMonth } from '../../core/date-words.ts'
import { retractionOf } from '../../core/edits.ts'
import type { InterfaceLanguage, Issue, Section, StoriesWanted, Story } from '../../core/types.ts'
import { chooseStories } from './readers-language.ts'
import { type MailParts, type MailSite, renderMail } from './email.ts'
import { issueNumbers } from '../words/interface-text.ts'
import { urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'

const BEST_STORIES = 12

/**
 * The mailed issues of the month before, oldest first, when `issue` is the first mailed one of its month; none otherwise. An
 * issue that was built for the past on purpose is mailed to nobody, so it begins no month and adds nothing to one.
 */
export function findMonthBefore(issue: Issue, all: readonly Issue[]): readonly Issue[] {
  return findAllBefore(issue, all).filter(each => retractionOf(each) === null)
}

/** The same with those that were taken back since: they still made their month, and whose mail it goes with. */
export function findAllBefore(issue: Issue, all: readonly Issue[]): readonly Issue[] {
  const earlier = all.filter(({ mailUntil, date }) => mailUntil !== null && date < issue.date)
  const isOf = (month: string) => (each: Issue) => each.date.startsWith(month)
  if (issue.mailUntil === null || earlier.some(isOf(issue.date.slice(0, 7)))) return []
  return earlier.filter(isOf(monthBefore(issue.date))).toSorted((a, b) => a.number - b.number)
}

/** `2016-11` for a day in December 2016. */
function monthBefore(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

/** Renders the best of a month's issues: the first story of each, which the curator put there, then the highest scores. Null without issues. */
export function renderMonthMail(
  site: MailSite,
  issues: readonly Issue[],
  language: InterfaceLanguage,
  templates: Templates,
  stories: StoriesWanted = 'both',
): MailParts | null {
  const last = issues.at(-1)
  if (!last) return null
  const best = { ...last, foreword: null, sections: bestSections(issues.map(issue => chooseStories(issue, stories))) }
  const calledBy = {
    number: formatMonth(last.date, language),
    date: issueNumbers(issues[0]?.number ?? last.number, last.number, language),
    url: urlIn(site, ''),
  }
  return renderMail(site, best, language, templates, { calledBy, stories })
}

function bestSections(issues: readonly Issue[]): readonly Section[] {
  const byIssue = issues.map(({ sections }) => sections.flatMap(({ stories }) => stories))
  const first = byIssue.flatMap(stories => stories.slice(0, 1))
  const others = byIssue.flatMap(stories => stories.slice(1)).toSorted((a, b) => b.score - a.score)
  // The mail has no page of its own to which a story without a link could lead.
  const best = new Set([...first, ...others].filter(({ lead }) => lead.url !== null).slice(0, BEST_STORIES))
  const sections = new Map<string, Story[]>()
  for (const { title, stories } of issues.flatMap(issue => issue.sections))
    sections.set(title, [...(sections.get(title) ?? []), ...stories.filter(story => best.has(story))])
  return [...sections].map(([title, stories]) => ({ title, stories }))
}
