// What is said in an episode, out of the transcript that its feed names: WebVTT, SubRip, JSON, HTML or plain text, as paragraphs. Pure, linear, capped.
import { decodeText } from '../formats/charset.ts'
import { parseMarkup } from '../formats/markup.ts'

/** A transcript has no more of this: some five hours of speech. */
const MOST_CHARACTERS = 2_000_000
const MOST_WORDS_CHARACTERS = 200_000
const LINE_CHARACTERS = 2_000
/** A paragraph ends with a sentence once it is this long. */
const PARAGRAPH_CHARACTERS = 400

const timing = /^(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->/
/** Blocks of WebVTT that nobody says. */
const unspoken = /^(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|$)/

const plain = (line: string): string =>
  line
    .slice(0, LINE_CHARACTERS)
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/\{\\[^{}]{0,40}\}/g, '')
    .replace(/&(amp|lt|gt|nbsp);/g, (_all, name: string) => ({ amp: '&', lt: '<', gt: '>', nbsp: ' ' })[name] ?? ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The lines that are said, of WebVTT or SubRip. */
function readCues(text: string): readonly string[] {
  const said: string[] = []
  for (const block of text.split(/\n[ \t]*\n/)) {
    const lines = block.split('\n')
    const at = lines.findIndex(line => timing.test(line.trimStart()))
    // What has no time is not said.
    if (at < 0) continue
    said.push(...lines.slice(at + 1).filter(line => !timing.test(line.trimStart())))
  }
  return said
}

/** `segments[].body` of the podcast namespace, and the names that transcribers use. */
function readSegments(text: string): readonly string[] {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return []
  }
  const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null
  const lists = isObject(root) ? ['segments', 'results', 'captions', 'transcript', 'cues'].map(name => root[name]) : []
  const list = [root, ...lists].find(value => Array.isArray(value)) as readonly unknown[] | undefined
  if (list === undefined) return isObject(root) && typeof root['text'] === 'string' ? root['text'].split('\n') : []
  return list.flatMap(segment => {
    if (typeof segment === 'string') return segment
    const found = isObject(segment) ? (segment['body'] ?? segment['text'] ?? segment['content']) : null
    return typeof found === 'string' ? found : []
  })
}

function readLines(text: string, type: string): readonly string[] {
  const start = text.slice(0, 200).trimStart()
  if (/json/i.test(type) || /^[[{]/.test(start)) return readSegments(text)
  if (/vtt|srt|subrip/i.test(type) || start.startsWith('WEBVTT') || /^\d{1,6}\s*\n\s*(?:\d+:)?\d+:\d+[.,]/.test(start))
    return readCues(text)
  if (!/html/i.test(type) && !start.startsWith('<')) return text.split('\n')
  const markup = parseMarkup(text)
  markup('script, style, head, nav, cite, time').remove()
  return markup('p, li, blockquote, dd')
    .toArray()
    .map(element => markup(element).text())
}

/** Whether two lines that follow each other have letters on both sides that a space parts. */
const joint = (before: string, line: string): string =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。！？、]$/u.test(before) &&
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(line)
    ? ''
    : ' '

/**
 * The words of a transcript as paragraphs of plain text, at most 200,000 characters; empty where it has none. Captions that roll, each with the
 * line before it once more, say each line once.
 */
export function readTranscript(bytes: Uint8Array, type: string | null): readonly string[] {
  const kind = type ?? ''
  const { text } = decodeText(bytes, { contentType: kind, kind: /json/i.test(kind) ? 'json' : 'html' })
  const lines = readLines(
    text
      .slice(0, MOST_CHARACTERS)
      .replace(/\r\n?/g, '\n')
      .replace(/^\ufeff/, ''),
    kind,
  )
  const paragraphs: string[] = []
  let [paragraph, last, count] = ['', '', 0]
  for (const line of lines) {
    const said = unspoken.test(line) ? '' : plain(line)
    if (said === '' || said === last || !/[\p{L}\p{N}]/u.test(said)) continue
    last = said
    count += said.length
    if (count > MOST_WORDS_CHARACTERS) break
    paragraph = paragraph === '' ? said : `${paragraph}${joint(paragraph, said)}${said}`
    if (paragraph.length < PARAGRAPH_CHARACTERS || !/[.!?。！？…]["'”’」』)]?$/u.test(said)) continue
    paragraphs.push(paragraph)
    paragraph = ''
  }
  return paragraph === '' ? paragraphs : [...paragraphs, paragraph]
}
