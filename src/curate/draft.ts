// Builds a week's draft from its candidates, with the curator's edits laid over. Pure: the same input gives the same draft. Called by curate.ts.
import type { Appraisal } from '../core/appraisal.ts'
import { cutAtSentence, contentTokens } from '../core/text.ts'
import type { InterfaceLanguage, IssueWindow, LeftOut, Section, Story } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { vectorOf } from '../core/vectors.ts'
import type { EditTable } from '../store/schema.ts'
import type { SectionedStory } from '../store/section-examples.ts'
import { placeByTopic, placeStories } from './place.ts'
import { type RankCandidate, type RankedStory, rankStories, type RankOptions } from './rank.ts'
import { describeReason, type Reason } from './reasons.ts'
import { noSection, type SectionChoice, type SectionRule } from './sections.ts'
import { type StoryGroup, storyOf, textOf, titleOf } from './tellings.ts'

/** How the curator wants drafts. */
export interface DraftOptions {
  readonly sections: readonly SectionRule[]
  readonly limits: { readonly stories: number; readonly perSource: number }
  readonly language: InterfaceLanguage
}

type Edits = readonly Pick<EditTable, 'kind' | 'url' | 'value'>[]

interface Entrant {
  readonly id: string
  readonly group: StoryGroup
  readonly choice: SectionChoice
  readonly isDropped: boolean
  readonly isPinned: boolean
  readonly note: string | null
}

const POINT_CHARACTERS = 220
const VECTOR_CHARACTERS = 1_200
/** Section of what fits nowhere; and of everything when no sections are configured and no source has one. */
const otherSection: Readonly<Record<InterfaceLanguage, string>> = { 'zh-CN': '其他', en: 'Other' }
export const onlySection: Readonly<Record<InterfaceLanguage, string>> = { 'zh-CN': '本周文章', en: 'This week' }
const droppedReason: Readonly<Record<InterfaceLanguage, string>> = { 'zh-CN': '编者剔除', en: 'dropped by the curator' }

/** The edits that concern any of a group's links; of several notes the last. */
function editsOf({ lead, others }: StoryGroup, edits: Edits): Pick<Entrant, 'isDropped' | 'isPinned' | 'note'> {
  const links = new Set([lead, ...others].flatMap(({ item }) => (item.url === null ? [] : canonicalUrl(item.url))))
  const own = edits.filter(({ url }) => links.has(url))
  return {
    isDropped: own.some(({ kind }) => kind === 'drop'),
    isPinned: own.some(({ kind }) => kind === 'pick'),
    note: own.findLast(({ kind }) => kind === 'note')?.value ?? null,
  }
}

function enter(groups: readonly StoryGroup[], edits: Edits, choices: readonly SectionChoice[]): readonly Entrant[] {
  return groups.map((group, i) => {
    const { item } = group.lead
    const id = item.url ?? `item:${item.source_id}:${item.guid}`
    return { id, group, choice: choices[i] ?? noSection, ...editsOf(group, edits) }
  })
}

function toRank({ id, group, choice, isPinned }: Entrant): RankCandidate {
  const { lead, others } = group
  const tellings = [lead, ...others]
  const tellers = tellings.flatMap(({ item, sameLink }) => [item, ...sameLink])
  // A story is as fresh as its latest telling and as full as its fullest, so that one more never lowers it.
  const dates = tellings.flatMap(({ item, article }) => item.published_at ?? article?.publishedAt ?? [])
  return {
    id,
    sources: tellers.map(({ source_title, weight }) => ({ name: source_title, weight })),
    sectionFit: choice.fit,
    keyword: choice.keyword,
    publishedAt: dates.toSorted().at(-1) ?? null,
    words: Math.max(0, ...tellings.map(({ article }) => article?.words ?? 0)),
    hasText: tellings.some(({ article }) => (article?.text.trim().length ?? 0) > 0),
    pinned: isPinned,
    sourceId: lead.item.source_id,
    vector: vectorOf(contentTokens(`${titleOf(lead)}\n${textOf(lead).slice(0, VECTOR_CHARACTERS)}`)),
  }
}

/** Sections in the order of the configuration, then the sources' own in order of their first story, then the rest. */
function arrange(
  stories: readonly { readonly section: string | null; readonly story: Story }[],
  options: DraftOptions,
): Section[] {
  const titles = new Set([
    ...options.sections.map(({ title }) => title),
    ...stories.flatMap(({ section }) => section ?? []),
  ])
  const named = [...titles].map(title => ({
    title,
    stories: stories.flatMap(({ section, story }) => (section === title ? [story] : [])),
  }))
  const rest = stories.flatMap(({ section, story }) => (section === null ? [story] : []))
  const isOnly = titles.size === 0
  const others = { title: (isOnly ? onlySection : otherSection)[options.language], stories: rest }
  return [...named, others].filter(section => section.stories.length > 0)
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

function appraise({ section, by, keyword }: SectionChoice, { score, terms, isRead }: RankedStory): Appraisal {
  return {
    score: round(score),
    terms: {
      coverage: round(terms.coverage),
      source: round(terms.source),
      section: round(terms.section),
      recency: round(terms.recency),
      substance: round(terms.substance),
    },
    isRead,
    section,
    sectionBy: by,
    keyword,
  }
}

/** Every item that a group holds, as left out for one reason. */
function leaveOut({ lead, others }: StoryGroup, reason: string, appraisal?: Appraisal): LeftOut[] {
  return [lead, ...others].flatMap(candidate =>
    [candidate.item, ...candidate.sameLink].map(({ id, raw_url }) => ({
      itemId: id,
      title: titleOf(candidate),
      url: raw_url,
      reason,
      ...(appraisal ? { appraisal } : {}),
    })),
  )
}

function shorten(story: Story): Story {
  return { ...story, points: story.points.map(point => cutAtSentence(point, POINT_CHARACTERS).text) }
}

/** The content of a draft: ranked stories in sections, and what was left out with the reason. */
export function buildDraft(
  groups: readonly StoryGroup[],
  edits: Edits,
  archive: readonly SectionedStory[],
  window: IssueWindow,
  options: DraftOptions,
): { readonly sections: readonly Section[]; readonly leftOut: readonly LeftOut[] } {
  const entrants = enter(groups, edits, placeStories(groups, archive, options.sections))
  const byId = new Map(entrants.map(entrant => [entrant.id, entrant]))
  const rankOptions: RankOptions = {
    now: window.closesAt,
    limit: options.limits.stories,
    perSource: options.limits.perSource,
  }
  const { taken, leftOut } = rankStories(entrants.filter(({ isDropped }) => !isDropped).map(toRank), rankOptions)
  const describe = (reason: Reason): string => describeReason(reason, options.language)
  const chosen = taken.flatMap(judged => {
    const entrant = byId.get(judged.id)
    return entrant ? [{ judged, entrant }] : []
  })
  const inIssue = chosen.map(({ entrant }) => entrant)
  const choices = options.sections.length === 0 ? placeByTopic(inIssue, groups) : inIssue.map(({ choice }) => choice)
  const stories = chosen.map(({ judged, entrant: { group, note } }, i) => {
    const choice = choices[i] ?? noSection
    const appraisal = appraise(choice, judged)
    const verdict = { note, score: appraisal.score, reasons: judged.reasons.map(describe), appraisal }
    return { section: choice.section, story: shorten(storyOf(group, verdict)) }
  })
  const dropped = entrants.filter(({ isDropped }) => isDropped)
  return {
    sections: arrange(stories, options),
    leftOut: [
      ...dropped.flatMap(({ group }) => leaveOut(group, droppedReason[options.language])),
      ...leftOut.flatMap(judged => {
        const entrant = byId.get(judged.id)
        const reason = judged.reasons.map(describe).join(', ')
        return entrant ? leaveOut(entrant.group, reason, appraise(entrant.choice, judged)) : []
      }),
    ],
  }
}
