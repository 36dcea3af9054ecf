// Builds a week's draft from its candidates, with the curator's edits laid over. Pure: the same input gives the same draft. Called by curate.ts.
import { cutAtSentence, contentTokens } from '../core/text.ts'
import type { InterfaceLanguage, IssueWindow, LeftOut, Section, Story } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { countTokens } from '../core/vectors.ts'
import type { EditTable } from '../store/schema.ts'
import { type RankCandidate, rankStories, type RankOptions } from './rank.ts'
import { describeReason, type Reason } from './reasons.ts'
import { assignSection, type SectionChoice, type SectionRule } from './sections.ts'
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
const onlySection: Readonly<Record<InterfaceLanguage, string>> = { 'zh-CN': '本周文章', en: 'This week' }
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

function enter(group: StoryGroup, edits: Edits, options: DraftOptions): Entrant {
  const { lead, others } = group
  const sourceSections = [lead, ...others].flatMap(({ item }) => item.section ?? [])
  const choice = assignSection({ title: titleOf(lead), text: textOf(lead), sourceSections }, options.sections)
  return { id: lead.item.url ?? `item:${lead.item.id}`, group, choice, ...editsOf(group, edits) }
}

function toRank({ id, group, choice, isPinned }: Entrant): RankCandidate {
  const { lead, others } = group
  const tellers = [lead, ...others].flatMap(({ item, sameLink }) => [item, ...sameLink])
  const { article, item } = lead
  return {
    id,
    sources: tellers.map(({ source_title, weight }) => ({ name: source_title, weight })),
    sectionFit: choice.fit,
    keyword: choice.keyword,
    publishedAt: item.published_at ?? article?.publishedAt ?? null,
    words: article?.words ?? 0,
    hasText: (article?.text.trim().length ?? 0) > 0,
    pinned: isPinned,
    sourceId: item.source_id,
    vector: countTokens(contentTokens(`${titleOf(lead)}\n${textOf(lead).slice(0, VECTOR_CHARACTERS)}`)),
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

/** Every item that a group holds, as left out for one reason. */
function leaveOut({ lead, others }: StoryGroup, reason: string): LeftOut[] {
  return [lead, ...others].flatMap(candidate =>
    [candidate.item, ...candidate.sameLink].map(({ id, raw_url }) => ({
      itemId: id,
      title: titleOf(candidate),
      url: raw_url,
      reason,
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
  window: IssueWindow,
  options: DraftOptions,
): { readonly sections: readonly Section[]; readonly leftOut: readonly LeftOut[] } {
  const entrants = groups.map(group => enter(group, edits, options))
  const byId = new Map(entrants.map(entrant => [entrant.id, entrant]))
  const rankOptions: RankOptions = {
    now: window.closesAt,
    limit: options.limits.stories,
    perSource: options.limits.perSource,
  }
  const { taken, leftOut } = rankStories(entrants.filter(({ isDropped }) => !isDropped).map(toRank), rankOptions)
  const describe = (reason: Reason): string => describeReason(reason, options.language)
  const stories = taken.flatMap(({ id, score, reasons }) => {
    const entrant = byId.get(id)
    if (!entrant) return []
    const verdict = { note: entrant.note, score: Math.round(score * 1000) / 1000, reasons: reasons.map(describe) }
    return { section: entrant.choice.section, story: shorten(storyOf(entrant.group, verdict)) }
  })
  const dropped = entrants.filter(({ isDropped }) => isDropped)
  return {
    sections: arrange(stories, options),
    leftOut: [
      ...dropped.flatMap(({ group }) => leaveOut(group, droppedReason[options.language])),
      ...leftOut.flatMap(({ id, reason }) => {
        const entrant = byId.get(id)
        return entrant ? leaveOut(entrant.group, describe(reason)) : []
      }),
    ],
  }
}
