// Turns the databases' own errors into ours. Loads no database: the command line asks it about every failure.
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error ? `${(error as { code?: string }).code ?? ''} ${error.message}` : String(error)

/** Names a database's failure: locked, full, unreachable; null when it is none of these (then it is a bug). */
export function explainStoreError(error: unknown): WeeklyError | null {
  if (isWeeklyError(error)) return null
  const text = codeOf(error)
  if (/database is locked|database table is locked|55P03|40P01/.test(text))
    return new WeeklyError('STORE_LOCKED', `the store is locked by another process: ${text.trim()}`, {
      hint: 'Another weekly is writing, or a copy or backup program holds the file; run again when it has finished.',
      retryable: true,
      cause: error,
    })
  if (/database or disk is full|disk I\/O error|ENOSPC|53100/.test(text))
    return new WeeklyError('STORE_FULL', `the store could not be written: ${text.trim()}`, {
      hint: 'Free disk space; nothing that was stored is lost.',
      retryable: true,
      cause: error,
    })
  if (
    /unable to open database|file is not a database|readonly database|EACCES|ENOTDIR|EEXIST|EROFS|ECONNREFUSED|ENOTFOUND|ECONNRESET|timeout exceeded|28P01|28000|3D000|57P0[123]|terminated/.test(
      text,
    )
  )
    return new WeeklyError('STORE_UNAVAILABLE', `the store cannot be used: ${text.trim()}`, {
      hint: 'Check `store` in weekly.yaml: the folder must be writable, or the PostgreSQL server reachable with this user.',
      retryable: true,
      cause: error,
    })
  return null
}
