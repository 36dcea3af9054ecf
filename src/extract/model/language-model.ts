// A language model behind an OpenAI-compatible address: what is sent, what comes back, and what went wrong.
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { HttpClient } from '../../net/http.ts'

/** A configured model. */
export interface LanguageModel {
  /** Its own client: an answer may take minutes, and is small. */
  readonly http: Pick<HttpClient, 'postJson'>
  /** Where chat completions are asked for. */
  readonly url: string
  readonly name: string
  readonly key: string | null
  /** The part of the configuration that names it, for hints; `summary.llm` when missing. */
  readonly setting?: string
  /** Sent with each request: temperature, max_tokens and the like. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** At most so much a week, characters sent and received together. */
  readonly weeklyBudget: { readonly requests: number; readonly characters: number }
  /** A run asks for so long at most, in milliseconds: collecting and publishing wait for it. */
  readonly runMs: number
  /** Zone of the weeks. */
  readonly timezone: string
  /** Fills a template of `templates/prompts/`. */
  readonly renderPrompt: (name: string, scope: object) => string
}

/** One turn of the conversation. */
export interface Message {
  readonly role: 'system' | 'user'
  readonly content: string
}

/** The address of chat completions, from one that ends in the version, `https://api.example.com/v1`, or is complete already. */
export function completionsUrl(url: string): string {
  return /\/chat\/completions\/?$/.test(url) ? url : `${url.replace(/\/+$/, '')}/chat/completions`
}

function hintFor(status: number, setting: string): string {
  if (status === 401 || status === 403) return `Check ${setting}.key.`
  if (status === 404) return `Check ${setting}.url and ${setting}.model: the address ends in the version, such as /v1.`
  if (status === 400 || status === 422) return `Check ${setting}.model and ${setting}.parameters.`
  return 'It is asked again in the next run.'
}

function failed(message: string, hint: string, retryable: boolean, status?: number): WeeklyError {
  return new WeeklyError('MODEL_UNAVAILABLE', message, { hint, retryable, context: { status } })
}

/** `choices[0].message.content` of a chat completion; null when there is none. */
function contentOf(body: Uint8Array): string | null {
  try {
    const answer = JSON.parse(new TextDecoder().decode(body)) as {
      choices?: { message?: { content?: unknown } | null }[]
    } | null
    const content = answer?.choices?.[0]?.message?.content
    return typeof content === 'string' ? content : null
  } catch {
    return null
  }
}

/**
 * Asks a model once. Throws MODEL_UNAVAILABLE, retryable when the next run may fare better, for whatever keeps it from answering;
 * the failure below is its cause.
 */
export async function askModel(
  model: Pick<LanguageModel, 'http' | 'url' | 'name' | 'key' | 'parameters' | 'setting'>,
  messages: readonly Message[],
): Promise<string> {
  const { setting = 'summary.llm' } = model
  const headers = model.key === null ? {} : { authorization: `Bearer ${model.key}` }
  const value = { ...model.parameters, model: model.name, messages, stream: false }
  const { host } = new URL(model.url)
  const { status, body } = await model.http.postJson({ url: model.url, value, headers }).catch((cause: unknown) => {
    if (!isWeeklyError(cause)) throw cause
    const hint =
      cause.code === 'FETCH_PRIVATE_ADDRESS'
        ? `A model on this machine or in a private network has to be allowed: fetch.allowPrivate: ["${host}"].`
        : (cause.hint ?? '')
    const { message, retryable } = cause
    throw new WeeklyError('MODEL_UNAVAILABLE', message, { hint, retryable, cause })
  })
  if (status !== 200)
    throw failed(
      `${host} answered ${status}`,
      hintFor(status, setting),
      status === 408 || status === 429 || status >= 500,
      status,
    )
  const content = contentOf(body)
  if (content === null) throw failed(`${host} did not answer with a chat completion`, `Check ${setting}.url.`, true)
  return content
}
