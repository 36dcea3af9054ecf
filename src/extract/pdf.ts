// Reads the text of a PDF within bounds. The one file that touches unpdf.
import { getDocumentProxy } from 'unpdf'
import { WeeklyError } from '../core/errors.ts'

/** What reading one PDF may take. */
export interface PdfLimits {
  readonly maxBytes: number
  /** Pages after these are not read. */
  readonly maxPages: number
  /** Of the thread's processor time. */
  readonly cpuMs: number
}

/** What a PDF says. */
export interface PdfText {
  /** The document's own title, else the largest lines of its first page. */
  readonly title: string | null
  /** Paragraphs stand apart by an empty line; words broken at line ends are joined. */
  readonly text: string
  /** Pages of the document, read or not. */
  readonly pages: number
}

const usualLimits: PdfLimits = { maxBytes: 20 * 1024 * 1024, maxPages: 60, cpuMs: 15_000 }

/** One printed line: its text, its height and its distance from the bottom, in PDF points. */
interface Line {
  readonly text: string
  readonly height: number
  readonly bottom: number
}

/** Reads title and text. Throws PDF_UNREADABLE: too large, damaged, encrypted, too slow, or without text (a scan). */
export async function readPdf(bytes: Uint8Array, limits: PdfLimits = usualLimits): Promise<PdfText> {
  if (bytes.length > limits.maxBytes) throw unreadable(`has ${bytes.length} bytes; at most ${limits.maxBytes} are read`)
  try {
    return await readDocument(bytes, limits)
  } catch (error) {
    throw error instanceof WeeklyError ? error : unreadable(describeFault(error), { cause: error })
  }
}

async function readDocument(bytes: Uint8Array, limits: PdfLimits): Promise<PdfText> {
  const before = process.threadCpuUsage()
  const cpuMs = (): number => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  }
  // The parser takes possession of the buffer it is given.
  const document = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 })
  try {
    const { info } = await document.getMetadata()
    const pages: Line[][] = []
    for (let number = 1; number <= Math.min(document.numPages, limits.maxPages); number++) {
      // The parser never lets a timer run: the clock is asked between pages, and one endless page ends with its thread.
      if (cpuMs() >= limits.cpuMs)
        throw unreadable(
          `took over ${limits.cpuMs} ms of processor time; ${number - 1} of ${document.numPages} pages were`,
        )
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      pages.push(linesOf(items))
      page.cleanup()
    }
    const text = pages
      .map(joinLines)
      .join('\n\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
    if (text === '') throw unreadable(`has no text on its first ${pages.length} pages; it may be a scan`)
    return { title: declaredTitle(info) ?? largestLines(pages[0] ?? []), text, pages: document.numPages }
  } finally {
    await document.loadingTask.destroy()
  }
}

/** Puts the pieces of a page together to lines. Pieces are as the parser gives them; marked content has no text. */
function linesOf(items: readonly object[]): Line[] {
  const lines: Line[] = []
  let text = ''
  let height = 0
  let bottom = 0
  for (const item of items) {
    if (!isTextPiece(item)) continue
    if (item.str.trim() !== '') {
      height = Math.max(height, item.height)
      bottom = item.transform[5] ?? bottom
    }
    text += item.str
    if (!item.hasEOL) continue
    lines.push({ text: text.trim(), height, bottom })
    text = ''
    height = 0
  }
  return [...lines, { text: text.trim(), height, bottom }].filter(line => line.text !== '')
}

interface TextPiece {
  readonly str: string
  readonly height: number
  readonly hasEOL: boolean
  readonly transform: readonly number[]
}

function isTextPiece(item: object): item is TextPiece {
  return 'str' in item && 'transform' in item
}

/** A gap of more than 1.7 line heights, a jump upwards or another size begins a paragraph. */
function joinLines(lines: readonly Line[]): string {
  let text = ''
  let previous: Line | null = null
  for (const line of lines) {
    const gap = previous === null ? 0 : previous.bottom - line.bottom
    const isNew = previous !== null && (gap > 1.7 * line.height || Math.abs(previous.height - line.height) > 1)
    if (previous === null || isNew) text += `\n\n${line.text}`
    else if (/\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line.text)) text = text.slice(0, -1) + line.text
    else text += /\p{Script=Han}$/u.test(text) && /^\p{Script=Han}/u.test(line.text) ? line.text : ` ${line.text}`
    previous = line
  }
  return text
}

/** Title fields are often a file's name or a program's default: such are no title. */
function declaredTitle(info: object): string | null {
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : ''
  const isDefault =
    /^(untitled|microsoft (word|powerpoint)|powerpoint presentation|slide 1|title)|\.(docx?|pptx?|tex|dvi|pdf|indd|qxd)$/i
  return title.length < 4 || isDefault.test(title) ? null : title
}

function largestLines(lines: readonly Line[]): string | null {
  const upper = lines.slice(0, 40).filter(line => line.text.length > 2)
  const height = Math.max(0, ...upper.map(line => line.height))
  const start = upper.findIndex(line => line.height >= height - 0.5)
  const title: string[] = []
  for (const line of upper.slice(Math.max(0, start), start + 4)) {
    if (line.height < height - 0.5) break
    title.push(line.text)
  }
  return title.join(' ').slice(0, 300) || null
}

/** The parser names its faults by the class of the error. */
function describeFault(error: unknown): string {
  const isLocked = error instanceof Error && error.name === 'PasswordException'
  return isLocked ? 'is encrypted and asks for a password' : `is damaged or cut off: ${String(error)}`
}

function unreadable(what: string, more: { readonly cause?: unknown; readonly retryable?: boolean } = {}): WeeklyError {
  return new WeeklyError('PDF_UNREADABLE', `the PDF ${what}`, {
    hint: 'The story stands with its link; open the PDF to see whether it is whole.',
    ...more,
  })
}
