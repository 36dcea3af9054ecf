// Prints HTML as PDF with a Chromium of the machine's, in a bounded process of its own that reaches no network.
import { spawn } from 'node:child_process'
import { access, constants, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { WeeklyError } from '../core/errors.ts'

const knownNames: readonly string[] = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
]
const PATIENCE_MS = 60_000

/** The Chromium that is configured, else the first known one in the folders of the path; null when there is none. */
export async function findChromium(configured: string | undefined, path: string): Promise<string | null> {
  const folders = path.split(delimiter).filter(folder => folder !== '')
  const wanted = configured === undefined ? knownNames : [configured]
  const candidates = wanted.flatMap(name => (isAbsolute(name) ? [name] : folders.map(folder => join(folder, name))))
  for (const candidate of candidates)
    if (
      await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return candidate
  return null
}

/**
 * Prints a whole HTML document, with its styles inside, as PDF. It is a page of no place: a file or a host that it names is not read.
 * Throws PRINT_FAILED with what Chromium said, FONT_MISSING when it had boxes for Chinese characters.
 */
export async function printPdf(chromium: string, html: string, patienceMs = PATIENCE_MS): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-print-'))
  try {
    const pdf = await runChromium(chromium, folder, html, patienceMs)
    if (/\p{Script=Han}/u.test(html) && !(await hasGlyphs(pdf))) throw fontMissing(chromium)
    return pdf
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** A character without a glyph stands in the text of a PDF as NUL. */
async function hasGlyphs(pdf: Uint8Array): Promise<boolean> {
  const { readPdf } = await import('../extract/pdf.ts')
  const { text } = await readPdf(pdf)
  return !text.includes('\0')
}

function fontMissing(chromium: string): WeeklyError {
  return new WeeklyError('FONT_MISSING', `${chromium} finds no font with Chinese characters: it would print boxes`, {
    hint: 'Install one on this machine, such as Noto Sans CJK (Debian: fonts-noto-cjk).',
    retryable: true,
  })
}

function argumentsFor(folder: string): readonly string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--disable-extensions',
    '--no-first-run',
    // What an issue shows is in its file: nobody is asked for anything.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--blink-settings=scriptEnabled=false',
    // Chromium refuses its own sandbox to root, as in most containers.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${join(folder, 'profile')}`,
    // Not --print-to-pdf: small builds of Chromium, such as those for containers, have it and hang.
    '--remote-debugging-pipe',
  ]
}

/** Starts Chromium, has it print, and ends it; at the latest when patience does. */
async function runChromium(chromium: string, folder: string, html: string, patienceMs: number): Promise<Uint8Array> {
  const child = spawn(chromium, argumentsFor(folder), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)))
  const ended = new Promise<void>(done => child.once('close', () => done()))
  const broken = new Promise<never>((_done, fail) => {
    child.once('error', cause => fail(failure(`${chromium} cannot be run: ${cause.message}`, cause)))
    child.once('close', (_code, signal) => {
      const reason = signal === 'SIGKILL' ? `did not end within ${patienceMs / 1000} s` : 'ended without a PDF'
      fail(failure(`${chromium} ${reason}: ${said.trim().split('\n').at(-1) ?? ''}`))
    })
  })
  try {
    return await Promise.race([
      askForPdf(openPipe(child.stdio[3] as Writable, child.stdio[4] as Readable), html),
      broken,
    ])
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

/** Calls of the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/) over a pipe. */
interface Protocol {
  readonly call: (method: string, parameters?: object, sessionId?: string) => Promise<Readonly<Record<string, unknown>>>
  /** Resolves at the next event of the name. */
  readonly next: (event: string) => Promise<void>
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

/** Messages are JSON, each ended by a zero byte. */
function openPipe(input: Writable, output: Readable): Protocol {
  const waiting = new Map<number, { done(result: Record<string, unknown>): void; fail(error: Error): void }>()
  const awaited = new Map<string, () => void>()
  const take = ({ id, method, result, error }: Message): void => {
    if (method !== undefined) awaited.get(method)?.()
    const call = id === undefined ? undefined : waiting.get(id)
    if (error) call?.fail(failure(`Chromium would not print: ${error.message}`))
    else call?.done({ ...result })
  }
  let rest = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) take(JSON.parse(message) as Message)
  })
  // A program that ends early is told by its end.
  for (const stream of [input, output]) stream.on('error', () => undefined)
  let calls = 0
  return {
    call: (method, parameters = {}, sessionId) =>
      new Promise((done, fail) => {
        waiting.set(++calls, { done, fail })
        input.write(`${JSON.stringify({ id: calls, method, params: parameters, sessionId })}\0`)
      }),
    next: event => new Promise(done => awaited.set(event, done)),
  }
}

async function askForPdf({ call, next }: Protocol, html: string): Promise<Uint8Array> {
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = (await call('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string }
  await call('Page.enable', {}, sessionId)
  const { frameTree } = (await call('Page.getFrameTree', {}, sessionId)) as { frameTree: { frame: { id: string } } }
  const loaded = next('Page.loadEventFired')
  // Not by an address: a page from a file may show other files, this one belongs nowhere and may not.
  await call('Page.setDocumentContent', { frameId: frameTree.frame.id, html }, sessionId)
  await loaded
  const { data } = await call('Page.printToPDF', { preferCSSPageSize: true, generateTaggedPDF: true }, sessionId)
  const pdf = Buffer.from(String(data), 'base64')
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') throw failure('Chromium printed something that is no PDF')
  return pdf
}

function failure(message: string, cause?: unknown): WeeklyError {
  return new WeeklyError('PRINT_FAILED', message, {
    retryable: true,
    hint: 'Set `chromium` in weekly.yaml to a Chromium that runs here, or print the page from a browser.',
    cause,
  })
}
