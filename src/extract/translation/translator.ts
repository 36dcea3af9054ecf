// What can translate: a language model, DeepL or LibreTranslate behind one port. Each answers for several stories at once, by their ids.
import type { ChineseScript } from '../../core/chinese-script.ts'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { TranslatedText, TranslationLanguage } from '../../core/types.ts'
import type { HttpClient } from '../../net/http.ts'

/** A story to be translated. */
export interface Piece {
  readonly id: string
  readonly source: TranslatedText
}

/** Stories that are asked for together, with the terms that they have. */
export interface Batch {
  readonly into: TranslationLanguage
  /** The script of translations into Chinese. */
  readonly chinese: ChineseScript
  readonly pieces: readonly Piece[]
  /** From the language of the stories into the other. */
  readonly glossary: readonly (readonly [from: string, to: string])[]
  readonly keep: readonly string[]
}

/** What came back: of ids that are not in it nothing that could be read. */
export interface BatchAnswer {
  readonly told: ReadonlyMap<string, TranslatedText>
  /** How many characters it had. */
  readonly characters: number
}

/** A configured translator. */
export interface Translator {
  /** As reports and pages call it. */
  readonly name: string
  /** How much is asked for at once. */
  readonly most: { readonly stories: number; readonly characters: number }
  /** How many characters asking sends. */
  readonly charactersOf: (batch: Batch) => number
  /**
   * Throws MODEL_UNAVAILABLE, retryable when the next run may fare better, with the status in its context where there was an answer: 413 for
   * too much at once, 456 for a quota that is used up.
   */
  readonly translate: (batch: Batch) => Promise<BatchAnswer>
}

/** Where a translator's own programming interface is asked. */
export interface ServiceAddress {
  readonly http: Pick<HttpClient, 'postJson'>
  readonly url: string
  readonly key: string | null
}

const hints: Readonly<Record<number, string>> = {
  400: 'The translator does not take what it is asked: check that it has both languages, Chinese in the script of the list.',
  401: 'Check translate.key.',
  403: 'Check translate.key.',
  404: 'Check translate.url.',
  456: 'The quota of this account is used up: it is asked again in a day. A larger plan, or another translator, translates sooner.',
}

/** Sends JSON to a service and reads its answer. Throws MODEL_UNAVAILABLE for everything but a JSON object. */
export async function askService(
  { http, url }: ServiceAddress,
  value: object,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly answer: Readonly<Record<string, unknown>>; readonly characters: number }> {
  const { host } = new URL(url)
  const { status, body } = await http.postJson({ url, value, headers }).catch((cause: unknown) => {
    if (!isWeeklyError(cause)) throw cause
    const isPrivate = cause.code === 'FETCH_PRIVATE_ADDRESS'
    const hint = isPrivate
      ? `A translator on this machine or in a private network has to be allowed: fetch.allowPrivate: ["${host}"].`
      : (cause.hint ?? '')
    const { message, retryable } = cause
    throw new WeeklyError('MODEL_UNAVAILABLE', message, { hint, retryable, cause })
  })
  if (status !== 200)
    throw new WeeklyError('MODEL_UNAVAILABLE', `${host} answered ${status}`, {
      hint: hints[status] ?? 'It is asked again in the next run.',
      retryable: status === 408 || status === 413 || status === 429 || (status >= 500 && status < 600),
      context: { status },
    })
  const text = new TextDecoder().decode(body)
  const answer = parseObject(text)
  if (answer === null)
    throw new WeeklyError('MODEL_UNAVAILABLE', `${host} did not answer with JSON`, {
      hint: 'Check translate.url.',
      retryable: true,
    })
  return { answer, characters: text.length }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** The lines of all stories of a batch, one after the other: what services that know no stories are given. */
export function linesOf({ pieces }: Batch): readonly string[] {
  return pieces.flatMap(({ source: { title, summary, points } }) => [title, summary, ...points])
}

/** The stories again from as many lines as were given; nothing where there are fewer or more. */
export function readLines({ pieces }: Batch, lines: readonly unknown[]): BatchAnswer['told'] {
  const texts = lines.flatMap(line => (typeof line === 'string' ? line.replace(/\s+/g, ' ').trim() : []))
  const told = new Map<string, TranslatedText>()
  const wanted = pieces.reduce((sum, { source }) => sum + 2 + source.points.length, 0)
  if (texts.length !== lines.length || lines.length !== wanted) return told
  let at = 0
  for (const { id, source } of pieces) {
    const [title = '', summary = '', ...points] = texts.slice(at, at + 2 + source.points.length)
    told.set(id, { title, summary, points })
    at += 2 + source.points.length
  }
  return told
}
