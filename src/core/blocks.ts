// The blocks of a plain text, line by line: prose and list items apart from headings, code and notices.

import { englishMonths } from './month-names.ts'

/** One block of a text and what it is. */
export interface TextBlock {
  readonly kind: 'prose' | 'item' | 'heading' | 'code' | 'notice'
  /** UTF-16 offsets [start, end) into the text; a list item starts after its marker. */
  readonly start: number
  readonly end: number
}

const itemMarker =
  /^\s*(?:[-*•·●○▪◦‣–－]\s+|[•●▪◦‣]|\(?\d{1,2}[.)]\s+|\d{1,2}）\s*|[（(]\d{1,2}[）)]\s*|\d{1,2}[、．]\s*|[①-⑳]\s*)(?=\S)/u
const fence = /^\s*(?:```|~~~)/
const closing = `["'”’)\\]）」』】]*[\\s\u200b-\u200d\ufeff]*$`
const terminal = new RegExp(`[.!?。！？｡।؟۔…；;:：]${closing}`, 'u')
const fullStop = new RegExp(`[.!?。！？｡।؟۔…]${closing}`, 'u')
/** A line this wide in columns may have been wrapped by hand; a shorter one ends on purpose. */
const WRAPPED_COLUMNS = 40
/** A longer line is a paragraph, whatever signs it has. */
const CODE_CHARACTERS = 300
const COMMAND_FLAGS = 3
/** Without a full stop at its end a line of words is a heading or caption up to here. */
const HEADING_WORDS = 14
/** The same in Han characters, for a line with a comma; twice as many without. */
const HEADING_HAN = 14
/** What ends in a colon is a label up to here. */
const LABEL_WORDS = 3
const LABEL_HAN = 5

/** What stands before a notice: signs, never letters of any script. */
const SIGNS = String.raw`^[^\p{L}\p{N}]*`
/** Where an English word ends: Chinese after it has no blank. */
const END = String.raw`(?![\p{Script=Latin}\p{N}])`
/** The rest of an English notice: Chinese behind its word is a sentence that has the word in it. */
const restOf = (most: number): string => String.raw`[^\p{Script=Han}]{0,${most}}$`
const notice = (pattern: string): RegExp => new RegExp(pattern, 'iu')
const DAY = String.raw`(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:${englishMonths.join('|')})[a-z]*\.? \d)`

const notices: readonly RegExp[] = [
  notice(String.raw`${SIGNS}(?:read|learn|see|find out) more${END}${restOf(80)}`),
  notice(String.raw`${SIGNS}(?:also|must|further) read${END}(?:$|.{0,3}[:：]|${restOf(80)})`),
  notice(
    String.raw`${SIGNS}(?:continue reading|keep reading|click (?:here|to)|tap (?:here|to)|scroll down|skip to|share this|follow (?:us|me)|sign up|subscribe (?:to|now|here|today)|join our|related (?:articles?|stories|posts|reading))${END}${restOf(120)}`,
  ),
  notice(
    String.raw`${SIGNS}(?:photo(?:graph)?s?|image|picture|illustration|credit|caption|video|source|via|file photo)${END}(?: (?:credit|by|via|courtesy|source)s?${END}${restOf(100)}|\s*[:：](?!.*\p{Script=Han}.*[。！？]$))`,
  ),
  /^(?:figure|fig\.|listing|图|圖|表)\s*\d+(?:[-.]\d+)?\s*[:：.、—–-]/iu,
  /^(?:[Ww]ritten |[Pp]osted |[Ee]dited |[Rr]eport(?:ed|ing) |[Aa]dditional reporting )?[Bb]y (?:\p{Lu}[\p{L}.'-]+[ ,]*(?:and )?){1,6}[.,]?(?:\s[^\p{Script=Han}]{0,40})?$/u,
  notice(
    String.raw`${SIGNS}(?:published|updated|posted|last (?:updated|modified)|filed under|tags?|categor(?:y|ies)|comments?|advertisement|sponsored)${END}\s*(?:(?:on|at) ${DAY}|[:：](?!.*\p{Script=Han}.*[。！？]$)|\d|$)`,
  ),
  notice(
    String.raw`(?:all rights reserved|^(?:proudly )?(?:powered by|built with) |©|\(c\) \d{4}|^(?:this|the) (?:article|post|story|piece|essay|interview)${END}.{0,60} (?:originally|first) (?:published|appeared)|(?<=(?:agree|accept|subject|read|see|review|our|under)${END}.{0,60})(?:terms of (?:use|service)|privacy policy)|^(?:terms of (?:use|service)|privacy policy)|with inputs? from)`,
  ),
  notice(String.raw`${SIGNS}(?:table of contents|contents|toc|目录|目次|大纲|导航)[^\p{L}\p{N}]*$`),
  /^[（(【]?(?:注|备注|附注|按|ps|p\.s\.|n\.b\.|note|editor['’]s note|disclaimer)\s*[:：]/iu,
  /^[^\p{L}\p{N}]*(?:阅读(?:更多|全文|原文)|查看(?:更多|全文|原文|详情)|点击(?:查看|阅读|进入|这里|此处|下载|上方|下方)|继续阅读|展开全文|相关(?:阅读|文章|链接|推荐|新闻)|延伸阅读|推荐阅读|更多(?:内容|精彩|阅读)).{0,60}$/u,
  /^[【（(]?\s*(?:责任编辑|责编|编辑|作者|记者|译者|来源|文章来源|稿源|图片来源|图源|供图|配图|资料图|图片说明|原标题|标题|发布时间|发表于|更新时间|标签|分类|原文(?:链接|地址|标题)?|本文(?:链接|地址|来自|转自|转载))\s*[:：丨|｜]/u,
  /(?:版权所有|转载请(?:注明|联系)|未经.{0,12}(?:授权|许可|允许|同意).{0,6}(?:不得|请勿|禁止|严禁|谢绝)|禁止转载|扫(?:一扫|描)(?:下方|上方)?二维码|(?:关注|订阅)(?:我们的|本|下方)?(?:微信)?公众号)/u,
]

/** Where a line has another sentence after its first. */
const secondSentence =
  /[。！？](?:["'”’」』）)]*)(?=[^。！？\n]{4})|\p{Ll}{2}[.!?]["”’)]*\s+(?=["“‘(]?\p{Lu}[^\n]{20})/u
/** Labels that speak for all of their line. */
const labelled =
  /^[（(【]?(?:注|备注|附注|按|ps|p\.s\.|n\.b\.|note|photo|image|caption|editor['’]s note|disclaimer|责任编辑|责编|编辑|作者|记者|译者|来源)\s*[:：]/iu

/** Whether a line or sentence is a byline, caption, credit, invitation or legal line and no part of what the article says. Long ones are prose. */
export function isNotice(line: string): boolean {
  return line.length <= 200 && notices.some(pattern => pattern.test(line))
}

/** Whether a whole line is one: a notice that begins or ends a paragraph does not speak for the rest of it. */
function isNoticeLine(line: string): boolean {
  return isNotice(line) && (labelled.test(line) || !secondSentence.test(line))
}

const codeStart = /^\s*(?:[│├└┌]|\$ |>>>? |#!|#(?![\s#])(?!.*#\s*$)|\/\/|\/\*|<\/?[a-z][\w-]*[ >])/
const statement =
  /^\s*(?:import|export|const|let|var|func|def|return|if|for|while|package|public|private|type)\b.*[({;,:=]\s*$/
const command = /^\s*[a-z][\w./-]*(?:\s+\S+)*?\s[-–]{1,2}[A-Za-z]/
const tableRow = /\|.*\|.*\||[^\s.!?] ?(?: {3,}|\t)\s*\S/
const columns = /\S {2}\S.*\S {2}\S/
const logLine = /[a-z_]\[\d+\]: /i
const assignment = /[a-z\d_\])] = \S/i
const flags = /\s--?[a-z][a-z\d_-]*/gi
const codeEnd = /(?:[{};\\]|=>|->)\s*$/

/** Whether a line is source code, a shell command, a log line or a row of a table. */
function isCode(line: string): boolean {
  if ((line.match(flags)?.length ?? 0) >= COMMAND_FLAGS && !fullStop.test(line)) return true
  if (line.length > CODE_CHARACTERS) return false
  if ([codeStart, statement, logLine].some(pattern => pattern.test(line))) return true
  if (fullStop.test(line) && /\p{Script=Han}.*\p{Script=Han}/u.test(line)) return false
  const symbols = line.match(/[{}()[\]<>=;|&$\\/@#*+~^`_]/g)?.length ?? 0
  const isDense = symbols > Math.max(2, line.trim().length * (fullStop.test(line) ? 0.2 : 0.1))
  const isIndented = /^(?: {4}|\t)/.test(line) && !fullStop.test(line)
  const isTyped = [command, columns, assignment].some(pattern => pattern.test(line)) && !fullStop.test(line)
  return isDense || isIndented || isTyped || tableRow.test(line) || codeEnd.test(line)
}

/** Whether a line without a full stop is too short to be a sentence; a label such as `How it works:` is a heading too. */
function isHeading(line: string): boolean {
  if (/^\s*#{1,6}\s/.test(line) || /^\s*\[[^\]]*\]\s*$/.test(line) || !/\p{L}/u.test(line)) return true
  const han = line.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = line.match(/[\p{L}\p{N}][^\s\p{Script=Han}]*/gu)?.length ?? 0
  // A stop within a line tells that it has sentences, whatever stands at its end: 他走了。（完）
  if (fullStop.test(line) || /[。！？]["'”’」』）)]*[^\s"'”’」』）)]/u.test(line)) return false
  if (terminal.test(line)) return han > 0 ? han <= LABEL_HAN : words <= LABEL_WORDS
  if (han > 0) return han < (/[，,、]/u.test(line) ? HEADING_HAN : 2 * HEADING_HAN)
  return words <= HEADING_WORDS
}

function kindOf(line: string, marker: string): TextBlock['kind'] {
  const content = line.slice(marker.length)
  if (isCode(content)) return 'code'
  if (isNoticeLine(content.trim())) return 'notice'
  if (marker !== '') return 'item'
  return isHeading(line) ? 'heading' : 'prose'
}

/** Whether the line after a line break goes on with the sentence: text wrapped by hand, as PDF and plain text have it. */
function goesOn(line: string, next: string): boolean {
  if (line.trim().length < WRAPPED_COLUMNS || terminal.test(line) || itemMarker.test(next) || isCode(next)) return false
  return /^\s*\p{Ll}/u.test(next) || /[,，、]\s*$/u.test(line)
}

/** Lines with their offsets, hand-wrapped ones joined. */
function* readLines(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let open: { start: number; end: number } | null = null
  for (const match of text.matchAll(/[^\r\n\u2028\u2029]+/gu)) {
    const start = match.index
    const end = start + match[0].length
    const isNextLine = open !== null && !/\n\s*\n/.test(text.slice(open.end, start)) && match[0].trim() !== ''
    if (open && isNextLine && goesOn(text.slice(text.lastIndexOf('\n', open.end - 1) + 1, open.end), match[0]))
      open.end = end
    else {
      if (open) yield open
      open = { start, end }
    }
  }
  if (open) yield open
}

/** The label before a colon that an item of a list may begin with, as in `Scalable: it has no leader.` */
const label = /^[\p{L}\p{N}][^:：.。,，!?！？]{0,40}[:：]\s*(?=\S)/u
const LABELLED_ITEMS = 3

/** Lines in a row that each begin with a label of their own are a list too, though its markers were lost with the HTML. */
function markLabelled(text: string, blocks: readonly TextBlock[]): TextBlock[] {
  const labels = blocks.map(({ kind, start, end }) =>
    kind === 'prose' ? (label.exec(text.slice(start, end))?.[0].replace(/\d+/g, '') ?? null) : null,
  )
  const marked = [...blocks]
  for (let first = 0; first < labels.length; first++) {
    const start = first
    while (first < labels.length && labels[first] !== null) first++
    const run = labels.slice(start, first)
    // A conversation repeats its labels: Q1, A1, Q2, A2.
    if (run.length < LABELLED_ITEMS || new Set(run).size < run.length) continue
    for (const [i, block] of blocks.slice(start, first).entries()) marked[start + i] = { ...block, kind: 'item' }
  }
  return marked
}

/** A number before a short line that has no item beside it makes no list: it is a numbered heading. */
function markNumberedHeadings(text: string, blocks: readonly TextBlock[]): TextBlock[] {
  return blocks.map((block, i) => {
    const isAlone = block.kind === 'item' && blocks[i - 1]?.kind !== 'item' && blocks[i + 1]?.kind !== 'item'
    const line = text.slice(text.lastIndexOf('\n', block.start - 1) + 1, block.end)
    return isAlone && /^\s*[（(]?[\d①-⑳]/u.test(line) && isHeading(text.slice(block.start, block.end))
      ? { ...block, kind: 'heading' }
      : block
  })
}

/** Cuts a text into its blocks, in order; blank lines and list markers belong to none. */
export function splitBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = []
  let isFenced = false
  for (const { start, end } of readLines(text)) {
    const line = text.slice(start, end)
    if (line.trim() === '') continue
    const isFence = fence.test(line)
    const marker = itemMarker.exec(line)?.[0] ?? ''
    const kind = isFenced || isFence ? 'code' : kindOf(line, marker)
    if (isFence) isFenced = !isFenced
    const contentStart = start + marker.length + (/^\s*/.exec(line.slice(marker.length))?.[0].length ?? 0)
    blocks.push({ kind, start: contentStart, end: start + line.trimEnd().length })
  }
  return markNumberedHeadings(text, markLabelled(text, blocks))
}
