// Mail as files: one .eml per message in a folder, for trying things out and for other programs to send.
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { WeeklyError } from '../../core/errors.ts'
import type { MailTransport } from './transport.ts'

/**
 * Makes the transport that writes `NAME.eml` into a folder: whole files only (temporary name, fsync, rename), and a repeat
 * replaces its own file. Its hand-over throws OUTBOX_UNWRITABLE.
 */
export function createOutbox(folder: string): MailTransport {
  return {
    name: `outbox:${folder}`,
    connections: 1,
    handOver: async ({ name, bytes }, { mayEnd }) => {
      const file = join(folder, `${name}.eml`)
      const temporary = `${file}.writing`
      await inOutbox(folder, () => writeDurably(folder, temporary, bytes))
      if (!(await mayEnd())) {
        await inOutbox(folder, () => rm(temporary, { force: true }))
        return { state: 'withdrawn', response: 'the file was not written', isLost: false }
      }
      await inOutbox(folder, async () => {
        await rename(temporary, file)
        await syncFolder(folder)
      })
      return { state: 'sent', response: `written to ${name}.eml`, isLost: false }
    },
    close: () => Promise.resolve(),
  }
}

async function writeDurably(folder: string, file: string, bytes: Buffer): Promise<void> {
  // The mails of readers are for the account alone that runs the program.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

// A rename is durable once its folder is.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function inOutbox(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new WeeklyError('OUTBOX_UNWRITABLE', `the outbox ${folder} cannot be written: ${String(error)}`, {
      hint: 'Give the folder of `mail.transport` space and write permission, or name another.',
      retryable: true,
      cause: error,
    })
  }
}
