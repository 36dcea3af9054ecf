// A maildir that takes reports: what is new is read, then moved to `cur` as seen (https://cr.yp.to/proto/maildir.html).
import { access, constants, type FileHandle, open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { WeeklyError } from '../../core/errors.ts'
import { MESSAGE_LIMIT_BYTES } from './read-message.ts'
import type { ReportMailbox, TakeMessage } from './take-reports.ts'

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
  const listNew = async (): Promise<readonly string[]> => (await inMaildir(readdir(join(folder, 'new')))).sort()
  return {
    countNew: async () => {
      for (const part of ['new', 'cur']) await inMaildir(access(join(folder, part), constants.R_OK | constants.W_OK))
      return (await listNew()).length
    },
    readNew: async take => {
      for (const name of await listNew()) {
        const path = join(folder, 'new', name)
        const isRead = await takeFile(path, take)
        // Flagged is what nobody could read: a mail program shows it, and it is never tried again.
        const seen = join(folder, 'cur', `${name.replace(/:.*/s, '')}:2,${isRead ? 'S' : 'FS'}`)
        await inMaildir(rename(path, seen).catch(ignoreGone))
      }
    },
  }
}

/** Whether the file was a message that could be read. */
async function takeFile(path: string, take: TakeMessage): Promise<boolean> {
  let bytes: Buffer | null = null
  try {
    bytes = await readStart(path)
  } catch {
    // A folder, a file of another account: nothing that is to be tried again.
  }
  return take(bytes)
}

/** The bytes that may be looked at; null for what is no file. */
async function readStart(path: string): Promise<Buffer | null> {
  // Opened without waiting: a named pipe would never answer.
  const handle: FileHandle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    if (!(await handle.stat()).isFile()) return null
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MESSAGE_LIMIT_BYTES), 0, MESSAGE_LIMIT_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Another process has taken it. */
function ignoreGone(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
