// The letters of an IMAP folder, by UID: read without being marked as read, for people and other sources read it too.
import { instantFromMs } from '../../core/clock.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { LetterBox, MailboxEntry } from '../../core/letter.ts'
import { type ImapClient, inImapMailbox } from '../bounces/imap.ts'

const HEAD_BYTES = 64_000

/** The UIDs behind a place; all of them where the folder has begun its count anew (RFC 3501 §2.3.1.1). */
async function findUids(client: ImapClient, place: string | null): Promise<readonly number[]> {
  const [, validity, last] = /^(\d+):(\d+)$/.exec(place ?? '') ?? []
  const goesOn = validity !== undefined && client.mailbox !== false && String(client.mailbox.uidValidity) === validity
  const from = goesOn ? Number(last) + 1 : 1
  const found = (await client.search({ uid: `${from}:*` }, { uid: true })) || []
  // The highest number is below `from` where nothing is new: then the server names that.
  return found.filter(uid => uid >= from).sort((a, b) => a - b)
}

/** Bytes of a part of a mail; null when the server cannot give this one. `fetch` reads by BODY.PEEK. */
async function fetchBytes(client: ImapClient, uid: number, maxLength: number) {
  try {
    const part = { start: 0, maxLength }
    const message = await client.fetchOne(String(uid), { source: part, size: true, internalDate: true }, { uid: true })
    return message || null
  } catch (error) {
    if (client.usable) return null
    throw error
  }
}

async function entryOf(client: ImapClient, uid: number, validity: string): Promise<MailboxEntry | null> {
  const found = await fetchBytes(client, uid, HEAD_BYTES)
  if (!found?.source) return null
  const { source, size = source.length, internalDate } = found
  const arrivedMs = internalDate === undefined ? NaN : new Date(internalDate).getTime()
  const arrivedAt = Number.isNaN(arrivedMs) ? null : instantFromMs(Math.max(0, arrivedMs))
  const ends = ['\n\n', '\r\n\r\n'].map(end => source.indexOf(end)).filter(at => at >= 0)
  return {
    place: () => `${validity}:${uid}`,
    arrivedAt,
    keptAt: arrivedAt ?? instantFromMs(0),
    sizeBytes: size,
    head: source.subarray(0, Math.min(source.length, ...ends)),
    read: async limit => (size <= source.length ? source : ((await fetchBytes(client, uid, limit))?.source ?? null)),
  }
}

/** Reads the letters of `imaps://user:password@host/FOLDER`. */
export function openImapLetters(address: string): LetterBox['readAfter'] {
  return async (place, take) => {
    const failures: unknown[] = []
    const takeOrStop = (entry: MailboxEntry): Promise<boolean> =>
      take(entry).catch((error: unknown) => {
        failures.push(error)
        throw error
      })
    const readAll = async (client: ImapClient): Promise<void> => {
      const validity = client.mailbox === false ? '0' : String(client.mailbox.uidValidity)
      for (const uid of await findUids(client, place)) {
        const entry = await entryOf(client, uid, validity)
        if (entry && !(await takeOrStop(entry))) return
      }
    }
    await inImapMailbox(address, true, readAll).catch((cause: unknown) => {
      if (failures.length > 0) throw failures[0]
      throw new WeeklyError(
        'MAILBOX_UNREADABLE',
        `the mailbox at ${new URL(address).host} cannot be read: ${String(cause)}`,
        {
          hint: 'Check host, user and password in `mail.imap` of the source; the letters wait.',
          retryable: true,
          cause,
        },
      )
    })
  }
}
