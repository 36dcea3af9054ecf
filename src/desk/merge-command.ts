// One command of an editor and the draft as it is now become one: the act is done to the draft that the editor had before them, and that is
// merged like any saved text. Pure.
import type { Act } from '../core/acts.ts'
import { decisionOf, type Edit } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Instant, InterfaceLanguage } from '../core/types.ts'
import { nameOfLink } from '../core/story-names.ts'
import { writeTranslation } from '../core/translation.ts'
import type { RankedEntry } from '../curate/draft.ts'
import { findOwn, layOnStory } from '../curate/lay-edits.ts'
import {
  applyAct,
  type FieldValue,
  findFirst,
  findName,
  hashField,
  readField,
  type TextAct,
  writeField,
  writtenField,
} from './apply-act.ts'
import { type DraftText, sourcesOf } from './draft-text.ts'
import { isSame, mergeValue } from './merge-values.ts'
import { type DraftNow, findTop, mergeSaved } from './merge-saved.ts'

/**
 * Why a command cannot act: the field was `changed` to something else, the story was left out (`dropped`) or put elsewhere (`moved`)
 * meanwhile, it is `gone`, or it is now a telling of another story (`absorbed`).
 */
export type ConflictReason = 'changed' | 'dropped' | 'moved' | 'gone' | 'absorbed'

/** Both versions of what two people changed: nothing is saved until an editor has chosen. */
export interface CommandConflict {
  readonly kind: 'conflict'
  readonly reason: ConflictReason
  /** What the command wanted. */
  readonly mine: Act
  /** What the field says now; null where there is no such story any more. */
  readonly theirs: FieldValue
  /** What a new command says that knows `theirs`. */
  readonly was: string
}

/** What a command makes of the draft. */
export type MergedCommand =
  { readonly kind: 'merged'; readonly hasChanged: boolean; readonly edits: readonly Edit[] } | CommandConflict

/** A command as far as merging goes. */
export interface TextCommand {
  readonly act: TextAct
  readonly was: string
}

/** The entry of the story that an act is about; null for acts on the whole issue and where the week has it no longer. */
export function findEntry({ ranked }: Pick<DraftNow, 'ranked'>, act: Act): RankedEntry | null {
  if (!('story' in act)) return null
  const link = nameOfLink(act.story)
  return ranked.entries.find(({ links }) => links.includes(link)) ?? null
}

const ownEdits = ({ edits }: DraftNow, entry: RankedEntry): readonly Edit[] =>
  findOwn(
    entry,
    Map.groupBy(edits, ({ link }) => link),
  )

/** What the field of an act says now, in full: a text shows of what is left out the title alone. */
export function readFieldNow(now: DraftNow, act: TextAct): FieldValue {
  const field = writtenField(act)
  const entry = findEntry(now, act)
  if (field === null || entry === null)
    return readField(now.text, act, 'story' in act ? findName(now.text, act.story, now.ranked) : null)
  const story = layOnStory(entry.story, ownEdits(now, entry), now.ranked.translations ?? null)
  if (field === 'translation') return story.translation ? writeTranslation(story.translation) : ''
  // In Markdown, as the text has it: an act writes it so.
  return field === 'title' ? story.title : sourcesOf(story)[field]
}

/** Why a merge could not decide. */
function findReason(base: DraftText, now: DraftNow, act: TextAct): ConflictReason {
  if (!('story' in act)) return 'changed'
  const entry = findEntry(now, act)
  if (entry === null) return 'gone'
  const name = findName(base, act.story, now.ranked)
  if (name !== null && name !== entry.links[0] && findName(base, entry.links[0], now.ranked) === entry.links[0])
    return 'absorbed'
  const place = readField(now.text, { kind: 'drop', story: act.story }, findName(now.text, act.story, now.ranked))
  if (place === readField(base, { kind: 'drop', story: act.story }, name)) return 'changed'
  return place === 'leftOut' ? 'dropped' : 'moved'
}

/** Whether somebody made another story the first one, or took this one out, and the editor's draft does not show it. */
function isTopUnseen(base: DraftText, now: DraftNow, act: Extract<Act, { readonly kind: 'top' }>): boolean {
  const top = findTop(now)
  if (top !== null && top !== findFirst(base) && top !== findName(now.text, act.story, now.ranked)) return true
  const entry = findEntry(now, act)
  if (entry === null) return true
  const decision = decisionOf(ownEdits(now, entry))
  const seen = readField(base, act, findName(base, act.story, now.ranked))
  return (decision === 'drop' && seen !== 'leftOut') || (decision === 'hold' && seen !== 'held')
}

/** The value that an act writes; null where it writes no words. */
function valueOf(act: TextAct, now: DraftNow): FieldValue {
  if (!('value' in act)) return null
  return act.kind === 'title' && act.value === '' ? (findEntry(now, act)?.story.title ?? '') : act.value
}

/**
 * The draft that the editor had before them. What they saw in the field decides: where it is not what their draft had (they wrote there before,
 * or looked at the story on a page of its own), it must be what stands there now. Null where it is neither.
 */
function findGiven(base: DraftText, now: DraftNow, { act, was }: TextCommand): DraftText | null {
  const name = 'story' in act ? findName(base, act.story, now.ranked) : null
  if (hashField(readField(base, act, name)) === was) return base
  const theirs = readFieldNow(now, act)
  if (hashField(theirs) !== was) return null
  if (act.kind === 'foreword') return { ...base, foreword: now.text.foreword }
  const field = writtenField(act)
  return field === null || name === null ? now.text : writeField(base, name, field, theirs)
}

/**
 * Merges one command into the draft, over the draft that its editor had before them with all that they have done to it since. The result is what
 * the act does to the draft now, or both versions. Throws STORY_MISSING for a story that neither has.
 */
export function mergeCommand(
  command: TextCommand,
  base: DraftText,
  now: DraftNow,
  context: { readonly now: Instant; readonly language: InterfaceLanguage; readonly editor?: string | undefined },
): MergedCommand {
  const { act } = command
  const theirs = readFieldNow(now, act)
  const conflict = (reason: ConflictReason): CommandConflict => ({
    kind: 'conflict',
    reason,
    mine: act,
    theirs,
    was: hashField(theirs),
  })
  if ('story' in act && findName(base, act.story, now.ranked) === null && findEntry(now, act) === null)
    throw new WeeklyError('STORY_MISSING', `${act.story} is not among the stories of ${base.week}`, {
      hint: '`weekly issue show` lists the stories and what was left out.',
    })
  const found = findGiven(base, now, command)
  if (found === null && !isSame(valueOf(act, now), theirs)) return conflict(findReason(base, now, act))
  if (act.kind === 'top' && isTopUnseen(base, now, act)) return conflict(findReason(base, now, act))
  // Of what is left out the text shows the title alone: what others wrote there would be written over unseen.
  const name = 'story' in act && found !== null ? findName(found, act.story, now.ranked) : null
  const before = found === null || name === null ? theirs : readField(found, act, name)
  if (writtenField(act) !== null && mergeValue({ base: before, yours: valueOf(act, now), theirs }) === undefined)
    return conflict(findReason(base, now, act))
  // What is to be the first is so among the stories of now, also where others have outranked it meanwhile.
  const given = found === null || act.kind === 'top' || ('story' in act && name === null) ? now.text : found
  const text = applyAct(given, act, now)
  const top = act.kind === 'top' ? { top: findName(text, act.story, now.ranked) ?? undefined } : {}
  const merged = mergeSaved({ text, lines: new Map(), regroupings: [] }, given, now, { ...context, ...top })
  return merged.kind === 'conflict' ? conflict(findReason(given, now, act)) : merged
}
