// Both versions of what two people changed, as a page whose form says what it shall be: each field of a story that was in question, or the one
// place or foreword. Pure.
import { randomUUID } from 'node:crypto'
import type { DeskWords } from '../../core/words/desk-words.ts'
import type { CommandConflict } from '../merge-command.ts'
import { writeOther } from './read-command.ts'

/** A field in question, and under which names the form that decides it bears it. */
export interface FieldInQuestion {
  readonly label: string
  readonly name: string
  readonly mine: string
  readonly theirs: string
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
}

/** What the page shows. */
export interface VersionsView {
  readonly reason: string
  readonly story: string
  readonly fields: readonly FieldInQuestion[]
  readonly draftBase: string
  readonly command: string
  /** Fields of the form that come back as they were. */
  readonly kept: readonly { readonly name: string; readonly value: string }[]
  /** The act of the form's button. */
  readonly given: string
}

const shown = (value: CommandConflict['theirs']): string =>
  value === null ? '' : typeof value === 'string' ? value : value.join('\n')

function viewField({ mine, theirs, was }: CommandConflict, words: DeskWords): readonly FieldInQuestion[] {
  if (!('value' in mine) || mine.kind === 'sections') return []
  const text = { label: words[mine.kind], mine: shown(mine.value), theirs: shown(theirs) }
  if (mine.kind === 'foreword') return [{ ...text, name: 'value', hidden: [{ name: 'was', value: was }] }]
  const hidden = [
    { name: `was-${mine.kind}`, value: was },
    { name: `before-${mine.kind}`, value: text.theirs },
  ]
  return [{ ...text, name: mine.kind, hidden }]
}

/** Shows conflicts of one form; the last one names the draft as it is now. */
export function viewVersions(
  conflicts: readonly [CommandConflict, ...CommandConflict[]],
  base: string,
  form: URLSearchParams,
  words: DeskWords,
): VersionsView {
  const [{ mine, reason, was }] = conflicts
  const fields = conflicts.flatMap(conflict => viewField(conflict, words))
  const isPlace = fields.length === 0
  const placed = [...form].filter(([name]) => ['section', 'up', 'down', 'to', 'after', 'place'].includes(name))
  const other = mine.kind === 'join' ? [['other', writeOther(mine.others[0] ?? '', was)] as const] : []
  return {
    reason: words.conflicts[reason],
    story: 'story' in mine ? mine.story : '',
    fields,
    draftBase: base,
    command: randomUUID(),
    kept: isPlace
      ? [{ name: 'was', value: was }, ...[...placed, ...other].map(([name, value]) => ({ name, value }))]
      : [],
    given: isPlace ? (form.get('kind') ?? '') : mine.kind === 'foreword' ? 'foreword' : 'words',
  }
}
