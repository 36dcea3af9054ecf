// Reads a response body: undoes its codings in a stream, under limits, and keeps what arrived of a broken one.
import { Readable, Transform } from 'node:stream'
import { finished } from 'node:stream/promises'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { ByteAccount } from './byte-budget.ts'
import { codingHeadBytes, createDecoder, decodeAtOnce, type Coding } from './content-codings.ts'

/** Reading on for this many bytes is cheaper than a new connection. */
const longestDiscardBytes = 32 * 1024

/** A body that travels in fewer bytes is read whole before anything is made of it: a stream of several stages costs as much as reading a feed. */
const smallWireBytes = 256 * 1024
/** What unpacks to more is unpacked in a stream, where it waits for its turn with other large ones. */
const smallBodyBytes = 1024 * 1024

/** How a body is read, and how much of it. */
export interface BodyOptions {
  /** Shown in errors. */
  readonly url: string
  /** In the order they were applied. */
  readonly codings: readonly Coding[]
  readonly wireBytes: number
  readonly bodyBytes: number
  /** True: what lies past a limit is left unread, and is no error. */
  readonly keepStart: boolean
  /** Where the bytes are booked while they are gathered. */
  readonly account: ByteAccount
}

/** What was read of a body. */
export interface ReadBody {
  readonly bytes: Uint8Array
  /** The body ended early or broke off; `bytes` is what could be read. */
  readonly truncated: boolean
  readonly wireBytes: number
}

/**
 * Reads a body to its end or to the first fault. Throws FETCH_TOO_LARGE past a limit, without reading on;
 * a WeeklyError that destroyed the stream (a time limit) is thrown on; any other fault means `truncated`.
 */
export async function readBody(wire: Readable, options: BodyOptions): Promise<ReadBody> {
  const start = await readStart(wire)
  const read = start.isWhole ? readSmall(start.bytes(), options) : null
  return read ?? readInStages(start.rest(), options)
}

/** The first bytes of a stream, up to a little more than what is small; and the stream as it was. */
async function readStart(wire: Readable) {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  const faults: Error[] = []
  const isOver = await new Promise<boolean>(resolve => {
    const settle = (over: boolean): void => {
      wire.off('data', take).off('error', note).off('close', end).off('end', end)
      wire.pause()
      resolve(over)
    }
    const note = (error: Error): unknown => faults.push(error)
    const end = (): void => settle(true)
    const take = (chunk: Buffer): void => {
      chunks.push(chunk)
      sizeBytes += chunk.length
      if (sizeBytes > smallWireBytes) settle(false)
    }
    if (wire.closed) end()
    else wire.on('error', note).on('close', end).on('end', end).on('data', take)
  })
  const fault = faults[0] ?? wire.errored
  // Piece by piece, as they came: a decoder gives less of what breaks off when it gets all at once.
  const rest = (): Readable => {
    if (isOver) return again(chunks, fault)
    for (const chunk of chunks.toReversed()) wire.unshift(chunk)
    return wire
  }
  return { bytes: () => Buffer.concat(chunks), isWhole: isOver && fault === null, rest }
}

/** A stream that gives out what came, and breaks off as it did. */
function again(chunks: readonly Buffer[], fault: Error | null): Readable {
  const left = chunks.values()
  return new Readable({
    read() {
      const { value, done } = left.next()
      if (done !== true) this.push(value)
      else if (fault) this.destroy(fault)
      else this.push(null)
    },
  })
}

/** What a small body holds when nothing is wrong with it; else null. */
function readSmall(wire: Buffer, { codings, wireBytes, bodyBytes }: BodyOptions): ReadBody | null {
  const mostBytes = Math.min(bodyBytes, smallBodyBytes)
  if (wire.length > (codings.length === 0 ? Math.min(wireBytes, bodyBytes) : wireBytes)) return null
  try {
    const bytes = codings.toReversed().reduce<Uint8Array>((packed, coding) => {
      const unpacked = decodeAtOnce(coding, packed, mostBytes)
      if (unpacked.length > mostBytes) throw new RangeError('too much')
      return unpacked
    }, wire)
    return { bytes, truncated: false, wireBytes: wire.length }
  } catch {
    return null
  }
}

async function readInStages(wire: Readable, options: BodyOptions): Promise<ReadBody> {
  const { url, codings, wireBytes, bodyBytes, account } = options
  const faults: unknown[] = []
  const stages: Readable[] = [wire]
  const join = (from: Readable, to: Transform): Transform => {
    to.on('error', error => faults.push(error))
    // A stage that breaks off ends the next one, which then gives out what it has.
    if (from.closed) to.end()
    else from.once('close', () => to.end())
    stages.push(to)
    return from.pipe(to)
  }

  wire.on('error', error => faults.push(error))
  const limitBytes = codings.length === 0 ? Math.min(wireBytes, bodyBytes) : wireBytes
  const wireMeter = createMeter(limitBytes, () => describeTooLarge(url, 'on the wire', limitBytes))
  let last = join(wire, wireMeter.stream)
  for (const coding of codings.toReversed()) {
    const decoder = createDecoder(coding, await peek(last, codingHeadBytes))
    if (decoder) last = join(last, decoder)
    // Every layer has its limit: a bomb inside a bomb would keep the machine busy unseen.
    last = join(last, createMeter(bodyBytes, () => describeTooLarge(url, 'unpacked', bodyBytes)).stream)
  }
  const chunks = await collect(last, account)
  for (const stage of stages) stage.destroy()

  const refusal = faults.find(isWeeklyError)
  if (refusal && !(options.keepStart && refusal.code === 'FETCH_TOO_LARGE')) throw refusal
  return { bytes: Buffer.concat(chunks), truncated: faults.length > 0, wireBytes: wireMeter.countBytes() }
}

/** Lets a body that nobody wants run out, so that its connection can be used again; a long one is cut off with it. */
export async function discardBody(wire: Readable): Promise<ReadBody> {
  let wireBytes = 0
  wire.on('data', (chunk: Buffer) => {
    wireBytes += chunk.length
    if (wireBytes > longestDiscardBytes) wire.destroy()
  })
  await finished(wire).catch(() => undefined)
  return { bytes: new Uint8Array(), truncated: false, wireBytes }
}

/** The refusal of a body, before or while reading it; `where` completes "is more than N bytes". */
export function describeTooLarge(url: string, where: string, limitBytes: number): WeeklyError {
  return new WeeklyError('FETCH_TOO_LARGE', `${url} is more than ${limitBytes} bytes ${where}`, {
    hint: 'Look for a feed with fewer items, or for the page behind the file.',
    context: { url, limitBytes },
  })
}

async function collect(stream: Readable, account: ByteAccount): Promise<readonly Buffer[]> {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    const turn = account.book(chunk.length)
    if (turn === null) return
    stream.pause()
    void turn.then(() => stream.resume())
  })
  // The fault, if any, is on record already.
  await finished(stream, { writable: false }).catch(() => undefined)
  return chunks
}

function createMeter(limitBytes: number, refuse: () => Error): { readonly stream: Transform; countBytes(): number } {
  let bytes = 0
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length
      if (bytes > limitBytes) done(refuse())
      else done(null, chunk)
    },
  })
  return { stream, countBytes: () => bytes }
}

/** The first bytes of a stream, left in it; fewer when it ends before. */
function peek(stream: Readable, length: number): Promise<Uint8Array> {
  return new Promise(resolve => {
    const settle = (head: Uint8Array): void => {
      stream.off('readable', look).off('close', giveUp).off('end', giveUp)
      resolve(head)
    }
    const giveUp = (): void => settle(new Uint8Array())
    const look = (): void => {
      const head = stream.read(length) as Buffer | null
      if (head === null) return
      stream.unshift(head)
      settle(head)
    }
    if (stream.closed) giveUp()
    else stream.on('readable', look).on('close', giveUp).on('end', giveUp)
  })
}
