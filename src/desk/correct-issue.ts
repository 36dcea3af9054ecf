// Corrections of a sealed issue through its text: titles, summaries, points and notes, and nothing else.
import type { CorrectableField, CorrectedIssue, Erratum } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import { nameOfStory } from '../core/story-names.ts'
import type { Instant, InterfaceLanguage, Story, WeekId } from '../core/types.ts'
import type { Connection } from '../store/engine/database.ts'
import { saveDraftText } from '../store/draft-texts.ts'
import { insertErrata, readCorrectedIssue } from '../store/errata.ts'
import { checkDraftText } from './check-draft-text.ts'
import { type CurateDeps, inTurn } from '../curate/curate.ts'
import { renderDraftMarkdown } from './draft-markdown.ts'
import { describeIssue, type DraftText, nameOf, type StoryText, storiesIn } from './draft-text.ts'
import { nameText, requireBase } from './edit-draft.ts'
import { isUndecided, mergeDraft } from './merge-draft.ts'
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
  const named = nameText(describeIssue(issue), language)
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

/** Order, sections and foreword of a sealed issue stay. */
function checkArrangement({ text, lines }: ParsedDraft, base: DraftText): void {
  const arrangementOf = ({ sections }: DraftText): readonly string[] =>
    sections.flatMap(({ title, stories }) => [`## ${title}`, ...stories.map(nameOf)])
  const [now, before] = [arrangementOf(text), arrangementOf(base)]
  const place = before.findIndex((name, index) => now[index] !== name)
  const hint = 'A sealed issue keeps its order, its sections and its foreword; put this back as it was given out.'
  if (place >= 0 || now.length > before.length)
    throw draftTextError(lines.get(now[Math.max(0, place)] ?? '') ?? 1, 'the order of a sealed issue was changed', hint)
  if (text.foreword !== base.foreword) throw draftTextError(1, 'the foreword of a sealed issue was changed', hint)
}

const fields: readonly CorrectableField[] = ['title', 'summary', 'points', 'note']

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
  const current = { ...story, note: story.note === '' ? null : story.note }
  return fields
    .filter(field => JSON.stringify(wanted[field]) !== JSON.stringify(current[field]))
    .map(field => ({ storyId: story.id, field, value: wanted[field], ...made }))
}

/** Takes a saved text of a sealed issue in as corrections. Throws DRAFT_TEXT_INVALID with the line, ISSUE_MISSING. */
export async function takeInCorrections(deps: CurateDeps, week: WeekId, markdown: string): Promise<Corrected> {
  const parsed = parseDraftMarkdown(markdown)
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
    const base = await requireBase(db, parsed.text)
    const now = deps.clock.now()
    const { text: arrivals } = await giveOut(db, issue, deps.language, now)
    checkDraftText(parsed, base, arrivals)
    checkArrangement(parsed, base)
    const none = { dropped: new Set<string>(), absorbed: new Map<string, string>() }
    const merged = mergeDraft({ base, curator: parsed.text, arrivals, ...none }, deps.language)
    if (isUndecided(merged)) return { kind: 'conflict', markdown: renderDraftMarkdown(merged, deps.language) }
    const storyOf = (name: string, { sections }: Pick<CorrectedIssue, 'sections'>): Story | undefined =>
      sections.flatMap(({ stories }) => stories).find(story => nameOfStory(story) === name)
    const made = { reason: merged.reason === '' ? null : merged.reason, madeAt: now }
    const errata = storiesIn(merged).flatMap(block => {
      const story = storyOf(nameOf(block), issue)
      return story ? correctStory(block, story, storyOf(nameOf(block), issue.sealed), made) : []
    })
    await insertErrata(db, week, errata)
    return { kind: 'corrected', fields: errata.length }
  })
}
