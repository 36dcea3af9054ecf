// Corrections of a sealed issue through its text: words, links, foreword and order; its stories and sections stay.
import { addMinutes } from '../core/clock.ts'
import { type ArrangedSection, correctIssue, type CorrectedIssue, type Erratum } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import { nameOfStory } from '../core/story-names.ts'
import type { Instant, InterfaceLanguage, Section, Story, WeekId } from '../core/types.ts'
import { readWritten, readWrittenPoints, readWrittenSummary, sourceOf, type Written } from '../core/written-words.ts'
import type { Connection } from '../store/engine/database.ts'
import { saveDraftText } from '../store/draft-texts.ts'
import { insertErrata, readCorrectedIssue, readCorrectedIssues } from '../store/errata.ts'
import { noteLink } from '../store/link-checks.ts'
import { checkDraftText } from './check-draft-text.ts'
import { alignLinks, type AlignedTexts, checkLink, withLinks } from './corrected-links.ts'
import { type CurateDeps, inTurn } from '../curate/curate.ts'
import { renderDraftMarkdown } from './draft-markdown.ts'
import { describeIssue, type DraftText, nameOf, sourcesOf, type StoryText, storiesIn } from './draft-text.ts'
import { nameText } from './edit-draft.ts'
import { requireBase } from './given-draft.ts'
import { isUndecided, mergeDraft } from './merge-draft.ts'
import { isSame } from './merge-values.ts'
import { draftTextError, parseDraftMarkdown, type ParsedDraft } from './parse-draft.ts'

/** What became of a saved text: how many fields it corrected, or the text with both versions of what must be decided. */
export type Corrected =
  { readonly kind: 'corrected'; readonly fields: number } | { readonly kind: 'conflict'; readonly markdown: string }

async function requireIssue(db: Connection, week: WeekId): Promise<CorrectedIssue> {
  const issue = await readCorrectedIssue(db, week)
  if (issue) return issue
  throw new WeeklyError('ISSUE_MISSING', `week ${week} has no issue`, {
    hint: '`weekly issue list` shows what there is.',
  })
}

async function giveOut(db: Connection, issue: CorrectedIssue, language: InterfaceLanguage, now: Instant) {
  const named = nameText(describeIssue(issue, language), language)
  await saveDraftText(db, { week: issue.week, base: named.text.base, text: named.markdown }, now)
  return named
}

/** Gives a sealed issue out as text, as it reads now, and keeps what was given out. Throws ISSUE_MISSING. */
export async function giveOutIssue(deps: CurateDeps, week: WeekId): Promise<string> {
  return inTurn(deps, async db => {
    const issue = await requireIssue(db, week)
    return (await giveOut(db, issue, deps.language, deps.clock.now())).markdown
  })
}

const idsIn = (sections: readonly Section[]): readonly ArrangedSection[] =>
  sections.map(({ title, stories }) => ({ title, stories: stories.map(({ id }) => id) }))

/** The sections of a sealed issue stay; their stories may change places, within them and between them. */
function checkSections({ text, lines }: ParsedDraft, base: DraftText): void {
  const known = base.sections.map(({ title }) => title)
  const hint = 'A sealed issue keeps its sections; put the headings back as they were given out.'
  const fresh = text.sections.find(({ title }) => !known.includes(title))
  if (fresh)
    throw draftTextError(lines.get(`## ${fresh.title}`) ?? 1, `the issue has no section "${fresh.title}"`, hint)
}

/** An order with the stories that were taken back, each behind the one that it stood behind: there it comes back. */
function withTakenBack(order: readonly ArrangedSection[], issue: CorrectedIssue): readonly ArrangedSection[] {
  const before = idsIn(correctIssue(issue.sealed, issue.errata).sections)
  const named = new Set(order.flatMap(({ stories }) => stories))
  return before.reduce((sections, { title, stories }) => {
    const hidden = stories.map((id, place) => ({ id, behind: stories[place - 1] })).filter(({ id }) => !named.has(id))
    return hidden.reduce(
      (now, { id, behind }) =>
        now.map(section => {
          const place = behind === undefined ? -1 : section.stories.indexOf(behind)
          const isHere = behind === undefined ? section.title === title : place >= 0
          return isHere ? { ...section, stories: section.stories.toSpliced(place + 1, 0, id) } : section
        }),
      sections,
    )
  }, order)
}

/** The corrections of foreword and order that a merged text makes. */
function correctParts(
  merged: DraftText,
  issue: CorrectedIssue,
  idOf: (block: StoryText) => string | undefined,
  made: Pick<Erratum, 'reason' | 'madeAt'>,
): Erratum[] {
  const foreword = merged.foreword === '' ? { value: null } : readWritten(merged.foreword)
  const order = merged.sections
    .map(({ title, stories }) => ({ title, stories: stories.flatMap(block => idOf(block) ?? []) }))
    .filter(({ stories }) => stories.length > 0)
  const shown = idsIn(issue.sections).filter(({ stories }) => stories.length > 0)
  return [
    ...(merged.foreword === sourceOf(issue.foreword ?? '', issue.markup)
      ? []
      : [{ storyId: '', field: 'foreword' as const, ...foreword, ...made }]),
    ...(isSame(order, shown)
      ? []
      : [{ storyId: '', field: 'order' as const, value: withTakenBack(order, issue), ...made }]),
  ]
}

const fields = ['title', 'summary', 'points', 'note'] as const
const REASON_CHARACTERS = 1_000
/** A new link has been opened by the curator: it is looked at like the others, in a month. */
const FIRST_CHECK_MINUTES = 30 * 24 * 60

/** What a block says otherwise than the story does now; an emptied title is the sealed one again. */
function correctStory(
  block: StoryText,
  story: Story,
  sealed: Story | undefined,
  made: Pick<Erratum, 'reason' | 'madeAt'>,
): Erratum[] {
  const wanted = {
    title: block.title === '' ? (sealed?.title ?? story.title) : block.title,
    summary: block.summary ?? '',
    points: block.points ?? [],
    note: block.note === '' ? null : block.note,
  }
  const sources = sourcesOf(story)
  const current = { title: story.title, ...sources, note: sources.note === '' ? null : sources.note }
  const written: Readonly<Record<(typeof fields)[number], Written<Erratum['value']>>> = {
    title: { value: wanted.title },
    summary: readWrittenSummary(wanted.summary),
    points: readWrittenPoints(wanted.points),
    note: wanted.note === null ? { value: null } : readWritten(wanted.note),
  }
  return fields
    .filter(field => JSON.stringify(wanted[field]) !== JSON.stringify(current[field]))
    .map(field => ({ storyId: story.id, field, ...written[field], ...made }))
}

/** Takes a saved text of a sealed issue in as corrections. Throws DRAFT_TEXT_INVALID with the line, STORY_PLACED, ISSUE_MISSING. */
export async function takeInCorrections(deps: CurateDeps, week: WeekId, markdown: string): Promise<Corrected> {
  const parsed = parseDraftMarkdown(markdown)
  if (parsed.text.reason.length > REASON_CHARACTERS)
    throw draftTextError(1, `the reason has more than ${REASON_CHARACTERS} characters`, 'Write a shorter one.')
  return inTurn(deps, async db => {
    const issue = await requireIssue(db, week)
    if (parsed.text.state !== null)
      throw new WeeklyError(
        'ISSUE_ALREADY_SEALED',
        `the issue of ${week} was sealed while this text of its draft was open`,
        {
          hint: `\`weekly issue correct ${week}\` corrects its words, and says so on the page.`,
        },
      )
    const base = await requireBase(deps, db, parsed.text)
    const now = deps.clock.now()
    const { text: arrivals } = await giveOut(db, issue, deps.language, now)
    const aligned = alignLinks(parsed, base, issue)
    checkDraftText(aligned.parsed, aligned.base, arrivals)
    checkSections(aligned.parsed, aligned.base)
    const none = { dropped: new Set<string>(), absorbed: new Map<string, string>() }
    const versions = { base: aligned.base, curator: aligned.parsed.text, arrivals, ...none }
    const merged = mergeDraft(versions, deps.language)
    if (isUndecided(merged)) {
      const undecided = withLinks(merged, aligned.links)
      return { kind: 'conflict', markdown: renderDraftMarkdown(undecided, deps.language) }
    }
    const made = { reason: merged.reason === '' ? null : merged.reason, madeAt: now }
    const errata = deriveErrata(merged, issue, aligned.links, made)
    const relinked = errata.filter(({ field }) => field === 'link')
    if (relinked.length > 0) await checkLinks(db, issue, relinked)
    await insertErrata(db, week, errata)
    for (const { value } of relinked)
      if (typeof value === 'string') await noteLink(db, value, addMinutes(now, FIRST_CHECK_MINUTES))
    return { kind: 'corrected', fields: errata.length }
  })
}

function deriveErrata(
  merged: DraftText,
  issue: CorrectedIssue,
  links: AlignedTexts['links'],
  made: Pick<Erratum, 'reason' | 'madeAt'>,
): readonly Erratum[] {
  const stories = new Map(
    issue.sections.flatMap(section => section.stories.map(story => [nameOfStory(story), story] as const)),
  )
  const sealed = new Map(
    issue.sealed.sections.flatMap(section => section.stories.map(story => [story.id, story] as const)),
  )
  const ofStories = storiesIn(merged).flatMap((block): Erratum[] => {
    const story = stories.get(nameOf(block))
    if (!story) return []
    const link = links.get(nameOf(block))
    const relinked = link === undefined ? [] : [{ storyId: story.id, field: 'link' as const, value: link, ...made }]
    return [...relinked, ...correctStory(block, story, sealed.get(story.id), made)]
  })
  return [...ofStories, ...correctParts(merged, issue, block => stories.get(nameOf(block))?.id, made)]
}

/** Holds the corrected links against all issues, as they will read. */
async function checkLinks(db: Connection, issue: CorrectedIssue, relinked: readonly Erratum[]): Promise<void> {
  const all = (await readCorrectedIssues(db)).map(each =>
    each.week === issue.week ? { ...each, errata: [...each.errata, ...relinked] } : each,
  )
  const stories = issue.sections.flatMap(section => section.stories)
  for (const { storyId, value } of relinked) {
    const story = stories.find(({ id }) => id === storyId)
    if (story && typeof value === 'string') checkLink(value, { week: issue.week, story }, all)
  }
}
