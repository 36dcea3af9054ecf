// Bytes to text piece by piece, for files that are too long to be held: the same encodings as for everything else, none half taken.
import { WeeklyError } from '../core/errors.ts'
import { decodeText } from './charset.ts'

/** A file that can be read from its beginning as often as it is asked for. */
export type OpenBytes = () => AsyncIterable<Uint8Array>

/** Ten million readers. */
const MAX_BYTES = 4 * 1024 * 1024 * 1024
/** Enough bytes to tell an encoding by. */
const SAMPLE_BYTES = 256 * 1024

/**
 * Reads a whole file once, to find its encoding and to see that all of it is text. Answers how to read it as pieces of text, without a byte
 * order mark, as often as wanted. Throws CSV_INVALID with the place of what is no text.
 */
export async function openText(open: OpenBytes): Promise<() => AsyncGenerator<string>> {
  const { isUtf8, sample } = await examine(open)
  const encoding = isUtf8 ? 'utf-8' : decodeText(sample, { kind: 'json' }).encoding
  const read = (): AsyncGenerator<string> => decode(open, encoding)
  let line = 1
  for await (const piece of read()) {
    const damage = /[\uFFFD\0]/.exec(piece)
    const before = damage ? piece.slice(0, damage.index) : piece
    line += before.match(/\r\n|\n|\r/g)?.length ?? 0
    if (damage)
      throw new WeeklyError('CSV_INVALID', `the file is no text from line ${line} on`, {
        hint: 'Save it as "CSV UTF-8"; nothing was taken from it.',
      })
  }
  return read
}

/** Whether all of it is UTF-8, and the bytes by which to tell what else it is: its beginning, and pieces that hold more than ASCII. */
async function examine(open: OpenBytes): Promise<{ readonly isUtf8: boolean; readonly sample: Uint8Array }> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const samples: Uint8Array[] = []
  let [isUtf8, sampled, total] = [true, 0, 0]
  for await (const bytes of open()) {
    total += bytes.length
    if (total > MAX_BYTES)
      throw new WeeklyError('CSV_INVALID', `the file has more than ${MAX_BYTES} bytes`, { hint: 'Split it.' })
    if (sampled < SAMPLE_BYTES && (sampled === 0 || bytes.some(byte => byte > 0x7f))) {
      samples.push(Uint8Array.from(bytes))
      sampled += bytes.length
    }
    isUtf8 &&= isDecoded(decoder, bytes)
  }
  const sample = Buffer.concat(samples)
  // UTF-16 of Latin letters is valid UTF-8 with zeros between them.
  return { isUtf8: isUtf8 && isDecoded(decoder) && !sample.subarray(0, 4).includes(0), sample }
}

function isDecoded(decoder: TextDecoder, bytes?: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined })
    return true
  } catch {
    return false
  }
}

async function* decode(open: OpenBytes, encoding: string): AsyncGenerator<string> {
  const decoder = makeDecoder(encoding)
  for await (const bytes of open()) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

function makeDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding)
  } catch (cause) {
    throw new WeeklyError('CSV_INVALID', `the file is ${encoding}, which is not read piece by piece`, {
      hint: 'Save it as "CSV UTF-8"; nothing was taken from it.',
      cause,
    })
  }
}
