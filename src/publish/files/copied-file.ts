// Files beside the curator's posts that the site shows as they are.
import { readFileSync, statSync } from 'node:fs'
import { WeeklyError } from '../../core/errors.ts'

/** By what a change of the file is told: its size and date. Throws FILE_UNREADABLE. */
export function stampOf(path: string): readonly number[] {
  return reading(path, () => {
    const { size, mtimeMs } = statSync(path)
    return [size, mtimeMs]
  })
}

/** The bytes of the file. Throws FILE_UNREADABLE. */
export function readCopied(path: string): Uint8Array {
  return reading(path, () => readFileSync(path))
}

function reading<Result>(path: string, read: () => Result): Result {
  try {
    return read()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new WeeklyError('FILE_UNREADABLE', `${path} cannot be read: ${code}`, {
      hint: 'Check its rights, or take it out of the post that shows it.',
      cause,
    })
  }
}
