// What a mailbox shows of the mail before it is opened: its subject and preheader.
import { sectionEnd, sectionMark } from '../../core/mail-marks.ts'
import { countColumns } from '../../core/text.ts'
import type { IssueView, StoryView } from '../issue-view.ts'
import { cleanLine, cutToColumns } from '../plain-text.ts'
import type { SiteDescription } from '../site-urls.ts'

/** Both as they are sent, with section marks. */
export interface MailHead {
  readonly subject: string
  readonly preheader: string
}

/** Phones show less of a subject, others hardly more. */
export const SUBJECT_COLUMNS = 60
const PREHEADER_COLUMNS = { min: 60, max: 90 }
const LIST_NAME_COLUMNS = 14

/**
 * The subject with the top story's title and the preheader with the next two. A reader who has switched a
 * section off reads nothing of it here either: section marks choose the first story that they get, and what its section has besides. `called` is the
 * number behind the list's name, with the colon behind it; `facts` are for the preheader of an issue that says little.
 */
export function writeMailHead(
  site: SiteDescription,
  { sections, stories }: Pick<IssueView, 'sections' | 'stories'>,
  called: string,
  facts: readonly string[],
): MailHead {
  const titles = sections.map(({ title }) => title)
  const ofFirstWanted = (write: (stories: readonly StoryView[]) => string): string =>
    sections
      .map((section, place) => {
        const own = `${sectionMark([section.title])}${write(section.stories)}${sectionEnd}`
        return place === 0 ? own : `${sectionMark(titles.slice(0, place), 'WITHOUT')}${own}${sectionEnd}`
      })
      .join('')
  const subjectOf = ([first]: readonly StoryView[]): string =>
    cutToColumns(`${listName(site)} ${called}${first?.title ?? ''}`, SUBJECT_COLUMNS)
  const preheaderOf = (some: readonly StoryView[]): string => writePreheader(site, some, facts)
  return {
    subject: ofFirstWanted(subjectOf),
    preheader:
      `${sectionMark(titles, 'WHOLE')}${preheaderOf(stories)}${sectionEnd}` +
      `${sectionMark(titles, 'PART')}${ofFirstWanted(preheaderOf)}${sectionEnd}`,
  }
}

// `Weekly reading list` goes by `Weekly`; a short or an unspaced name by itself.
function listName(site: SiteDescription): string {
  const title = cleanLine(site.title)
  const short = countColumns(title) <= LIST_NAME_COLUMNS ? title : (title.split(' ')[0] ?? title)
  return cutToColumns(short, LIST_NAME_COLUMNS)
}

// The next two titles; where those are short or missing, what else there is, so that mail programs do not show the mail's head there.
function writePreheader(
  site: SiteDescription,
  [top, second, third, ...others]: readonly StoryView[],
  facts: readonly string[],
): string {
  const separator = ' · '
  const next = third?.title ?? ''
  const { max } = PREHEADER_COLUMNS
  // Of two long titles each gets its half.
  const room = Math.max(max / 2, max - countColumns(separator + next))
  const titles = [cutToColumns(second?.title ?? '', room), next].filter(title => title !== '').join(separator)
  const fillers = [...others.map(({ title }) => title), top?.summary ?? '', cleanLine(site.description), ...facts]
  return fillPreheader([titles, ...fillers], separator)
}

/** The first of some texts, and the next ones while it is short: 60 to 90 columns where they give as much. */
export function fillPreheader(texts: readonly string[], separator: string): string {
  let line = ''
  for (const text of texts)
    if (countColumns(line) < PREHEADER_COLUMNS.min && text !== '') line += (line === '' ? '' : separator) + text
  return cutToColumns(line, PREHEADER_COLUMNS.max)
}
