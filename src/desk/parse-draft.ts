// Reads the Markdown of a draft as its curator saved it. Pure. Every mistake is an error with its line; nothing is guessed.
import { WeeklyError } from '../core/errors.ts'
import { readTranslation, writeTranslation } from '../core/translation.ts'
import type { Draft, WeekId } from '../core/types.ts'
import { parseWeek } from '../core/week.ts'
import { ABOUT_MARK } from './draft-markdown.ts'
import { type DraftText, nameOf, type StoryText } from './draft-text.ts'
import { allWords } from '../curate/draft-words.ts'
import { findCodeLines } from './code-lines.ts'
import { decodeLine, decodeLines, signsOf, unescapeText } from './markdown-signs.ts'
import type { Regrouping } from './regrouping.ts'

/** A text with the lines at which its stories (by name) and sections (`## title`) stand, counted from 1. */
export interface ParsedDraft {
  readonly text: DraftText
  readonly lines: ReadonlyMap<string, number>
  /** What the front matter says about who stands with whom, in its order. */
  readonly regroupings: readonly Regrouping[]
}

type Part = 'foreword' | 'stories' | 'heldPart' | 'leftOutPart'

interface Line {
  readonly number: number
  readonly text: string
  /** Between fences: a part of the words, whatever it begins with. */
  readonly isCode: boolean
}

interface StoryBlock {
  readonly heading: Line
  readonly link: string
  readonly title: string
  readonly lines: Line[]
  /** Whether the program's comment under the heading has come. */
  hasAbout: boolean
}

const parts: readonly Part[] = ['foreword', 'stories', 'heldPart', 'leftOutPart']
const storyHeading = /^###\s+\[((?:\\.|[^\\])*)\]\(<?((?:\\.|[^\\\s])*?)>?\)$/

/** The error of a text that cannot be taken in, at a line counted from 1. */
export function draftTextError(line: number, problem: string, hint: string): WeeklyError {
  return new WeeklyError('DRAFT_TEXT_INVALID', `line ${line}: ${problem}`, { hint, context: { line } })
}

function readFrontMatter(lines: readonly Line[]): Pick<DraftText, 'week' | 'state' | 'base' | 'reason'> & {
  readonly end: number
  readonly regroupings: readonly Regrouping[]
} {
  if (lines.every(({ text }) => text === ''))
    throw draftTextError(1, 'the text is empty', 'Nothing was changed; `weekly issue edit` gives the text out again.')
  const hint = 'The text begins with ---, the lines week, state and base, and ---, as it was given out.'
  const end = lines.findIndex(({ text }, index) => index > 0 && text === '---')
  if (lines[0]?.text !== '---' || end < 0) throw draftTextError(1, 'the front matter is missing or has no end', hint)
  const values = new Map<string, Line>()
  const regroupings: Regrouping[] = []
  for (const { number, text } of lines.slice(1, end)) {
    const regrouping = readRegrouping(number, text)
    if (regrouping) {
      regroupings.push(regrouping)
      continue
    }
    const [, name = '', value = ''] = /^(\w+):\s*(.*)$/.exec(text) ?? []
    if (!['week', 'state', 'base', 'reason'].includes(name))
      throw draftTextError(number, `"${text}" is no part of the front matter`, hint)
    values.set(name, { number, text: value, isCode: false })
  }
  const [week, state, base] = [values.get('week'), values.get('state'), values.get('base')]
  if (!week || !state || !base) throw draftTextError(1, 'the front matter lacks week, state or base', hint)
  const reason = values.get('reason')
  const head = { week: readWeek(week, hint), state: readState(state), base: base.text, reason: reason?.text ?? '' }
  if (reason && head.state !== null)
    throw draftTextError(reason.number, 'only a sealed issue is corrected for a reason', 'Take the line out.')
  if (regroupings.length > 0 && head.state === null)
    throw draftTextError(1, 'the stories of a sealed issue stay as they are', 'Take the lines split and join out.')
  return { ...head, end, regroupings }
}

/** `split: URL` or `join: URL URL…`; null for another line. */
function readRegrouping(number: number, text: string): Regrouping | null {
  const [, kind, rest = ''] = /^(split|join):\s*(.*)$/.exec(text) ?? []
  if (kind === undefined) return null
  const [url, ...others] = rest.split(/\s+/).filter(each => each !== '')
  if (url === undefined || (kind === 'join') !== others.length > 0)
    throw draftTextError(number, `"${text}" names too few or too many pages`, 'It is split: URL, or join: URL URL…')
  return kind === 'join' ? { kind, url, others } : { kind: 'split', url }
}

function readWeek({ number, text }: Line, hint: string): WeekId {
  try {
    return parseWeek(text)
  } catch {
    throw draftTextError(number, `"${text}" is no week`, hint)
  }
}

function readState({ number, text }: Line): Draft['state'] | null {
  if (text === 'sealed') return null
  const state = (['draft', 'approved', 'held'] as const).find(each => each === text)
  if (!state) throw draftTextError(number, `"${text}" is no state`, 'Write draft, approved or held.')
  return state
}

const trimBlankLines = (lines: readonly string[]): string => lines.join('\n').replace(/^\n+|\n+$/g, '')

/** A block's lines as summary, points and note; each null when there is none. */
function readFields(lines: readonly Line[]): Pick<StoryText, 'summary' | 'points' | 'note'> {
  const [summary, points, note]: [string[], string[], string[]] = [[], [], []]
  let kind: 'summary' | 'point' | 'note' = 'summary'
  let isAfterBlank = false
  for (const { number, text, isCode } of lines) {
    const [isPoint, point = ''] = isCode ? [] : (/^[-*+](?:\s+(.*))?$/.exec(text) ?? [])
    const [isQuotation, quotation = ''] = isCode ? [] : (/^> ?(.*)$/.exec(text) ?? [])
    if (isPoint !== undefined) {
      points.push(point)
      kind = 'point'
    } else if (isQuotation !== undefined) {
      note.push(...(kind === 'note' && isAfterBlank ? [''] : []), quotation)
      kind = 'note'
    } else if (kind === 'summary') summary.push(text)
    else if (isCode || (text !== '' && isAfterBlank))
      throw draftTextError(
        number,
        'this text stands behind the points or the note',
        'Put it above them (summary), or begin it with - (point) or > (note).',
      )
    else if (text !== '' && kind === 'note') note.push(text)
    else if (text !== '') points.push(`${points.pop() ?? ''} ${text.trim()}`)
    isAfterBlank = text === ''
  }
  const paragraphs = trimBlankLines(summary)
  return {
    summary: paragraphs === '' ? null : decodeLines(paragraphs, signsOf.summary),
    points: points.length === 0 ? null : points.map(decodeLine),
    note: note.length === 0 ? null : decodeLines(trimBlankLines(note), signsOf.note),
  }
}

const translationHeading = /^####\s/

/** The story in its other language, as core/translation.ts writes it. */
function readTranslated([heading, ...lines]: readonly Line[]): string {
  const title = decodeLine(heading?.text.replace(translationHeading, '').trim() ?? '')
  const rest = decodeLines(trimBlankLines(lines.map(({ text }) => text)), signsOf.foreword)
  const text = readTranslation(`${title}\n\n${rest}`)
  return text === null ? '' : writeTranslation(text)
}

/** In sections and of what is held everything is shown: what is not there is empty. */
function readBlock({ link, title, lines: all }: StoryBlock, part: Part): StoryText {
  const at = all.findIndex(({ text, isCode }) => !isCode && translationHeading.test(text))
  const lines = at < 0 ? all : all.slice(0, at)
  const translation = at < 0 ? {} : { translation: readTranslated(all.slice(at)) }
  const fields = readFields(lines)
  const shown = { summary: fields.summary ?? '', points: fields.points ?? [], note: fields.note ?? '' }
  return { link, title, ...(part === 'leftOutPart' ? fields : shown), about: '', conflict: null, ...translation }
}

/** What has been read so far. */
interface DraftReader {
  part: Part | null
  block: StoryBlock | null
  readonly foreword: string[]
  readonly sections: { readonly title: string; readonly blocks: StoryBlock[] }[]
  readonly out: { readonly heldPart: StoryBlock[]; readonly leftOutPart: StoryBlock[] }
  readonly lines: Map<string, number>
}

function openPart(reading: DraftReader, { number, text }: Line): void {
  const title = unescapeText(text.replace(/^#\s*/, ''))
  const part = parts.find(each => allWords(each).includes(title))
  if (!part)
    throw draftTextError(
      number,
      `there is no part "${title}"`,
      `The parts are ${parts.map(each => allWords(each).join('/')).join(', ')}; put \\ before a # that is text.`,
    )
  reading.part = part
  reading.block = null
}

function openSection(reading: DraftReader, { number, text }: Line): void {
  const title = unescapeText(text.replace(/^##\s*/, ''))
  if (reading.part !== 'stories')
    throw draftTextError(
      number,
      `the section "${title}" stands outside of the stories`,
      'Put \\ before a # that is text.',
    )
  if (reading.lines.has(`## ${title}`))
    throw draftTextError(number, `the section "${title}" stands here for the second time`, 'Put its stories together.')
  reading.lines.set(`## ${title}`, number)
  reading.sections.push({ title, blocks: [] })
  reading.block = null
}

function openStory(reading: DraftReader, heading: Line): void {
  const [, title = '', address = ''] = storyHeading.exec(heading.text) ?? []
  const link = unescapeText(address)
  if (link === '')
    throw draftTextError(heading.number, 'this is no heading of a story', 'It is written ### [title](link).')
  const name = nameOf({ link })
  const before = reading.lines.get(name)
  if (before !== undefined)
    throw draftTextError(heading.number, `${link} stands here and in line ${before}`, 'Keep one of the two blocks.')
  const section = reading.sections.at(-1)
  const { part } = reading
  const blocks =
    part === 'heldPart' || part === 'leftOutPart' ? reading.out[part] : part === 'stories' ? section?.blocks : null
  if (!blocks)
    throw draftTextError(heading.number, 'this story stands in no section', 'Put it below one of the ## headings.')
  reading.lines.set(name, heading.number)
  reading.block = { heading, link, title: unescapeText(title), lines: [], hasAbout: false }
  blocks.push(reading.block)
}

function addText(reading: DraftReader, line: Line): void {
  if (reading.block) reading.block.lines.push(line)
  else if (reading.part === 'foreword') reading.foreword.push(line.text)
  else if (line.text !== '')
    throw draftTextError(line.number, 'this text belongs to no story', 'Put it below the ### heading of its story.')
}

/** The program's comment stands right under the heading of its story, or that heading was deleted by mistake. */
function checkComment({ block }: DraftReader, { number, text }: Line): void {
  if (!text.startsWith(`<!-- ${ABOUT_MARK}`)) return
  if (!block || block.hasAbout || block.lines.some(line => line.text !== ''))
    throw draftTextError(
      number,
      'the heading of this story, ### [title](link), is gone',
      'Put it back; to drop a story, delete its whole block.',
    )
  block.hasAbout = true
}

function readLine(reading: DraftReader, line: Line): void {
  const { text } = line
  if (line.isCode) {
    addText(reading, line)
    return
  }
  if (/^(?:<{7}|={7}|>{7})/.test(text))
    throw draftTextError(
      line.number,
      'two versions wait for a decision',
      'Keep one of them and delete the lines of < and >.',
    )
  if (text.startsWith('<!--')) checkComment(reading, line)
  else if (translationHeading.test(text) && reading.block) addText(reading, line)
  else if (/^###/.test(text)) openStory(reading, line)
  else if (/^##/.test(text)) openSection(reading, line)
  else if (/^#/.test(text)) openPart(reading, line)
  else addText(reading, line)
}

/** Lines without the inside of comments that go over several. */
function* withoutComments(lines: readonly Line[]): Generator<Line> {
  let isInside = false
  for (const line of lines) {
    if (isInside) isInside = !line.text.includes('-->')
    else {
      yield line
      isInside = !line.isCode && line.text.startsWith('<!--') && !line.text.includes('-->')
    }
  }
}

/** Whether a line can only be one of the draft's own, wherever it stands. */
function isOfDraft(line: string): boolean {
  const part = /^#\s+(.*)$/.exec(line)?.[1]
  const isPart = part !== undefined && parts.some(each => allWords(each).includes(unescapeText(part)))
  return isPart || storyHeading.test(line) || line.startsWith(`<!-- ${ABOUT_MARK}`) || /^(?:<{7}|>{7})/.test(line)
}

function readLines(markdown: string): readonly Line[] {
  const texts = markdown
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map(text => text.trimEnd())
  const code = findCodeLines(texts, isOfDraft)
  return texts.map((text, index) => ({ number: index + 1, text, isCode: code.has(index) }))
}

/** Reads a saved text. Throws DRAFT_TEXT_INVALID with the line of whatever is no longer as it must be. */
export function parseDraftMarkdown(markdown: string): ParsedDraft {
  const all = readLines(markdown)
  const { end, regroupings, ...head } = readFrontMatter(all)
  const reading: DraftReader = {
    part: null,
    block: null,
    foreword: [],
    sections: [],
    out: { heldPart: [], leftOutPart: [] },
    lines: new Map(),
  }
  for (const line of withoutComments(all.slice(end + 1))) readLine(reading, line)
  const { sections, out, lines } = reading
  return {
    text: {
      ...head,
      foreword: decodeLines(trimBlankLines(reading.foreword), signsOf.foreword),
      sections: sections.map(({ title, blocks }) => ({
        title,
        stories: blocks.map(block => readBlock(block, 'stories')),
      })),
      held: out.heldPart.map(block => readBlock(block, 'heldPart')),
      leftOut: out.leftOutPart.map(block => readBlock(block, 'leftOutPart')),
      conflicts: [],
    },
    lines,
    regroupings,
  }
}
