// The letters of a maildir, in the order in which they came to lie there. Nothing is moved or marked: people and other sources read it too.
import { constants, type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { instantFromMs } from '../../core/clock.ts'
import { WeeklyError } from '../../core/errors.ts'
import type { LetterBox, MailboxEntry } from '../../core/letter.ts'
import type { Instant } from '../../core/types.ts'

const HEAD_BYTES = 64_000
/** Clocks of file servers run apart, and files of one moment come one after the other: what is so much older than the last is looked for. */
const OVERLAP_MS = 10_000
/** Names that are remembered for that; where more files came in that time the older ones are not looked for. */
const MOST_NAMES = 3_000
const NAME_CHARACTERS = 6

/** How far a maildir was read: the time of the last file, and short names of those that came to lie there shortly before. */
interface Place {
  readonly ms: number
  readonly names: readonly string[]
}

interface File {
  readonly path: string
  /** Of its own name, which stays when it is moved to `cur` and marked. */
  readonly name: string
  readonly changedMs: number
  readonly keptMs: number
  readonly sizeBytes: number
}

function unreadable(folder: string, cause: unknown): WeeklyError {
  return new WeeklyError('MAILBOX_UNREADABLE', `the maildir ${folder} cannot be read: ${String(cause)}`, {
    hint: 'Name a maildir in `mail.maildir` of the source: a folder with `new` and `cur` that this account may read.',
    retryable: true,
    cause,
  })
}

/** Opened without waiting: a named pipe would never answer. */
async function withFile<Result>(path: string, work: (file: FileHandle) => Promise<Result>): Promise<Result | null> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null)
  if (!handle) return null
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}

async function readStart(path: string, limitBytes: number): Promise<Buffer | null> {
  return withFile(path, async file => {
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.min(limitBytes, size))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  })
}

async function measure(path: string): Promise<File | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return null
  const name = createHash('sha256').update(basename(path).replace(/:.*/s, '')).digest('base64url')
  const { ctimeMs: changedMs, mtimeMs: keptMs, size: sizeBytes } = found
  // Moving a file from `new` to `cur` and copying a folder change this time alone: what was read is known again by its Message-ID.
  return { path, name: name.slice(0, NAME_CHARACTERS), changedMs, keptMs, sizeBytes }
}

/** Its files by the time at which they came to lie there. A folder without `new` and `cur` is one of mails itself. */
async function listFiles(folder: string): Promise<readonly File[]> {
  const parts = ['new', 'cur']
  const found = await Promise.all(parts.map(part => readdir(join(folder, part)).catch((error: unknown) => error)))
  const names = found.flatMap((each, place) =>
    Array.isArray(each) ? each.map(name => join(folder, parts[place] ?? '', String(name))) : [],
  )
  const failure = found.find(each => !Array.isArray(each))
  if (found.every(each => !Array.isArray(each))) throw unreadable(folder, failure)
  const files: File[] = []
  for (const path of names) {
    const file = await measure(path)
    if (file) files.push(file)
  }
  return files.sort((a, b) => a.changedMs - b.changedMs || (a.path < b.path ? -1 : 1))
}

/** When its own server took a mail in: the time behind the newest `Received` (RFC 5321 §4.4); null where it has none. */
function arrivalOf(head: Buffer): Instant | null {
  const text = head.toString('latin1').replace(/\r?\n[ \t]+/g, ' ')
  const [, line = ''] = /^received:([^\r\n]{0,4000})/im.exec(text) ?? []
  const ms = Date.parse(
    line
      .slice(line.lastIndexOf(';') + 1)
      .replace(/\([^()]*\)/g, '')
      .trim(),
  )
  return Number.isNaN(ms) || ms < 0 ? null : instantFromMs(ms)
}

function readPlace(place: string | null): Place {
  const [ms = '', names = ''] = (place ?? '').split(' ')
  const known = names.match(new RegExp(`.{${NAME_CHARACTERS}}`, 'g')) ?? []
  return { ms: ms === '' || Number.isNaN(Number(ms)) ? -Infinity : Number(ms), names: known }
}

const writePlace = (read: readonly File[]): string => {
  const last = read.at(-1)?.changedMs ?? 0
  const recent = read.slice(-MOST_NAMES).filter(({ changedMs }) => changedMs >= last - OVERLAP_MS)
  return `${last} ${recent.map(({ name }) => name).join('')}`
}

/** The files that are still to be read, and those before them that may have to be named in the next place. */
function findNew(
  files: readonly File[],
  { ms, names }: Place,
): readonly [fresh: readonly File[], before: readonly File[]] {
  const known = new Set(names)
  // Where not all of them are named, what came in the same moment as the last is all that is looked for.
  const from = names.length >= MOST_NAMES ? ms : ms - OVERLAP_MS
  const isNew = ({ changedMs, name }: File): boolean => changedMs > ms || (changedMs >= from && !known.has(name))
  return [files.filter(isNew), files.filter(file => file.changedMs >= ms - OVERLAP_MS && !isNew(file))]
}

async function entryOf({ path, keptMs, sizeBytes }: File, place: () => string): Promise<MailboxEntry | null> {
  const start = await readStart(path, HEAD_BYTES)
  if (!start) return null
  const ends = ['\n\n', '\r\n\r\n'].map(end => start.indexOf(end)).filter(at => at >= 0)
  const head = start.subarray(0, Math.min(start.length, ...ends))
  return {
    place,
    arrivedAt: arrivalOf(head),
    keptAt: instantFromMs(Math.max(0, keptMs)),
    sizeBytes,
    head,
    read: limit => (sizeBytes <= start.length ? Promise.resolve(start) : readStart(path, limit)),
  }
}

/** Reads the letters of the folder that holds `new` and `cur`. */
export function openMaildirLetters(folder: string): LetterBox['readAfter'] {
  return async (place, take) => {
    const [fresh, before] = findNew(await listFiles(folder), readPlace(place))
    for (const [count, file] of fresh.entries()) {
      const read = (): readonly File[] =>
        [...before, ...fresh.slice(0, count + 1)].sort((a, b) => a.changedMs - b.changedMs)
      const entry = await entryOf(file, () => writePlace(read()))
      if (entry && !(await take(entry))) return
    }
  }
}
