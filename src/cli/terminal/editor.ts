// The curator's editor, and the file that is open in it.
import { isUtf8 } from 'node:buffer'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { WeekId } from '../../core/types.ts'
import { draftTextError } from '../../desk/parse-draft.ts'
import { askLine } from './ask.ts'

const FOLDER = join('data', 'edits')

/** Writes a text to a file of its own, where it stays until it is taken in; answers the path. Throws OUTPUT_UNWRITABLE. */
export async function keepText(week: WeekId, markdown: string): Promise<string> {
  const file = join(FOLDER, `${week}-${randomUUID().slice(0, 8)}.md`)
  try {
    await mkdir(FOLDER, { recursive: true })
    await writeFile(file, markdown)
  } catch (cause) {
    throw new WeeklyError('OUTPUT_UNWRITABLE', `${file} cannot be written: ${(cause as Error).message}`, {
      hint: '`weekly issue edit --print` writes the text to stdout instead.',
      cause,
    })
  }
  return file
}

/** Reads a saved text. Throws FILE_UNREADABLE; DRAFT_TEXT_INVALID with the line where it is not UTF-8, for what is guessed there would be published. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new WeeklyError('FILE_UNREADABLE', `${file} cannot be read: ${(cause as Error).message}`, {
      hint: '`weekly issue edit --print > FILE` writes one.',
      cause,
    })
  })
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const lines = bytes.toString('latin1').split('\n')
  const line = lines.findIndex(text => !isUtf8(Buffer.from(text, 'latin1'))) + 1
  throw draftTextError(line, 'this is not written in UTF-8', 'Save the text as UTF-8 in your editor.')
}

/** The editor that the environment names. Throws EDITOR_FAILED when there is none, or no terminal to show it on. */
export function requireEditor(): string {
  const editor = process.env['VISUAL'] || process.env['EDITOR']
  const hint = '`weekly issue edit --print > FILE` and `weekly issue edit --from FILE` do the same without one.'
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new WeeklyError('EDITOR_FAILED', 'there is no terminal to open an editor on', { hint })
  if (!editor) throw new WeeklyError('EDITOR_FAILED', 'neither VISUAL nor EDITOR names an editor', { hint })
  return editor
}

/** An editor that comes back sooner has most likely opened a window and did not wait for it. */
const AT_ONCE_MS = 1_000

/**
 * Opens a file in the editor, which may have arguments, and waits until it is closed; answers whether it came back at once. Ctrl-C is the
 * editor's meanwhile. Throws EDITOR_FAILED.
 */
export async function openEditor(editor: string, file: string): Promise<{ readonly wasAtOnce: boolean }> {
  const startedMs = performance.now()
  const leaveToEditor = (): void => undefined
  process.on('SIGINT', leaveToEditor)
  try {
    const child = spawn(`${editor} "${file}"`, { shell: true, stdio: 'inherit' })
    const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done))
    if (code !== 0)
      throw new WeeklyError('EDITOR_FAILED', `${editor} ended with ${code ?? 'a signal'}; ${file} is kept`, {
        hint: `\`weekly issue edit --from ${file}\` takes it in; VISUAL or EDITOR names another editor.`,
      })
  } finally {
    process.off('SIGINT', leaveToEditor)
  }
  return { wasAtOnce: performance.now() - startedMs < AT_ONCE_MS }
}

/** Asks a question that is answered by Enter or n; false for who leaves it, by Ctrl-C or the end of input. */
export async function askToGoOn(question: string): Promise<boolean> {
  const said = await askLine(`${question} [Y/n]`).catch((error: unknown) => {
    if (isWeeklyError(error)) return 'n'
    throw error
  })
  return !/^\s*n/i.test(said)
}
