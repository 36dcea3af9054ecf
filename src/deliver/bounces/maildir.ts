// A maildir that takes reports: what is new is read, then moved to `cur` as seen (https://cr.yp.to/proto/maildir.html). Made by app/.
import { access, constants, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { WeeklyError } from '../../core/errors.ts'
import type { ReportMailbox } from './take-reports.ts'

/** A report is some kilobytes, and our mail with it; more is left unread. */
const LIMIT_BYTES = 5_000_000

/** Opens the folder that holds `new` and `cur`. */
export function openMaildir(folder: string): ReportMailbox {
  const inMaildir = async <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((cause: unknown) => {
      throw new WeeklyError('BOUNCES_UNREADABLE', `the maildir ${folder} cannot be read: ${String(cause)}`, {
        hint: 'Name a maildir in `mail.bounces.maildir`: a folder with `new` and `cur` that this account may write.',
        retryable: true,
        cause,
      })
    })
  return {
    countNew: async () => {
      for (const part of ['new', 'cur']) await inMaildir(access(join(folder, part), constants.R_OK | constants.W_OK))
      return (await inMaildir(readdir(join(folder, 'new')))).length
    },
    readNew: async take => {
      for (const name of (await inMaildir(readdir(join(folder, 'new')))).sort()) {
        const path = join(folder, 'new', name)
        const { size } = await inMaildir(stat(path))
        if (size <= LIMIT_BYTES) await take(await inMaildir(readFile(path)))
        await inMaildir(rename(path, join(folder, 'cur', `${name.replace(/:.*/, '')}:2,S`)))
      }
    },
  }
}
