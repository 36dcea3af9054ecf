// From the fields of a form of the draft's page to the commands that they mean. Pure.
import type { Act, Command } from '../../core/acts.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { WeekId } from '../../core/types.ts'

/** What all commands of a form have in common. */
export interface CommandFrame {
  readonly week: WeekId
  readonly editor: string
}

/** A place or a link in a form's field is no longer. */
const PARTS_CHARACTERS = 8_000

/** A UUID for each field of one form: the last sign is the field's. */
const idOf = (command: string, field: number): string => command.slice(0, -1) + field.toString(16)

const lines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')

/** Browsers send line ends as CRLF. */
const read = (fields: URLSearchParams, name: string): string => (fields.get(name) ?? '').replace(/\r\n/g, '\n').trim()

/** A list of texts that one field of a form of ours carries; empty for anything else. */
function readParts(text: string | null): readonly (string | null)[] {
  try {
    const parts: unknown = JSON.parse((text ?? '').slice(0, PARTS_CHARACTERS))
    return Array.isArray(parts) ? parts.map(part => (typeof part === 'string' ? part : null)) : []
  } catch {
    return []
  }
}

/** Where a story is put: a section, and the link behind which it stands; null there: before all others. */
export function writePlace(section: string, after: string | null): string {
  return JSON.stringify([section, after])
}

/** Which story joins: its link, and what was seen of who stands with whom. */
export function writeOther(link: string, was: string): string {
  return JSON.stringify([link, was])
}

function actOf(kind: string, fields: URLSearchParams): Act | null {
  const story = fields.get('story') ?? ''
  const section = fields.get('section') ?? ''
  if (kind === 'drop' || kind === 'pick' || kind === 'hold' || kind === 'top' || kind === 'split')
    return { kind, story }
  if (kind === 'up') return { kind: 'move', story, section, after: fields.get('up') || null }
  if (kind === 'down') return { kind: 'move', story, section, after: fields.get('down') || null }
  if (kind === 'place' && fields.has('to'))
    return { kind: 'move', story, section: fields.get('to') ?? '', after: fields.get('after') || null }
  if (kind === 'to') return { kind: 'section', story, section: fields.get('to') ?? '' }
  if (kind === 'place') {
    const [place, after = null] = readParts(fields.get('place'))
    return { kind: 'move', story, section: place ?? '', after }
  }
  if (kind === 'join')
    return {
      kind,
      story,
      others: readParts(fields.get('other'))
        .slice(0, 1)
        .flatMap(link => link ?? []),
    }
  if (kind === 'foreword') return { kind, value: read(fields, 'value') }
  if (kind === 'title' || kind === 'summary' || kind === 'note' || kind === 'translation')
    return { kind, story, value: read(fields, 'value') }
  if (kind === 'points') return { kind, story, value: lines(read(fields, 'value')) }
  return null
}

/** The form of a story's words: a command for each field that its editor changed. */
function readWords(fields: URLSearchParams, frame: CommandFrame, base: string, id: string): readonly Command[] {
  const story = fields.get('story') ?? ''
  return (['title', 'summary', 'points', 'note', 'translation'] as const).flatMap((kind, place) => {
    const value = read(fields, kind)
    if (!fields.has(kind) || value === read(fields, `before-${kind}`)) return []
    const act: Act = kind === 'points' ? { kind, story, value: lines(value) } : { kind, story, value }
    return [{ ...frame, base, id: idOf(id, place), was: fields.get(`was-${kind}`) ?? '', act }]
  })
}

/** The commands that a form sends; none where nothing was changed. Throws USAGE_INVALID for a form that is not ours. */
export function readCommands(fields: URLSearchParams, frame: CommandFrame): readonly Command[] {
  const kind = fields.get('kind') ?? ''
  const [base, id] = [fields.get('base') ?? '', fields.get('command') ?? '']
  // At the end of its section a story goes no further down.
  if (kind === 'down' && !fields.get('down')) return []
  if (kind === 'words') return readWords(fields, frame, base, id)
  const act = actOf(kind, fields)
  if (act === null)
    throw new WeeklyError('USAGE_INVALID', `no command of the desk is called "${kind.slice(0, 40)}"`, {
      hint: 'Load the page again; nothing was changed.',
    })
  const was = act.kind === 'join' ? readParts(fields.get('other'))[1] : fields.get('was')
  return [{ ...frame, base, id, was: was ?? '', act }]
}
