// Opens the language model that `summary.method: llm` names: its own HTTP client under the same guard, and its prompts.
import type { WeeklyConfig } from '../core/config.ts'
import { completionsUrl, type LanguageModel } from '../extract/model/language-model.ts'
import { hashPrompt } from '../extract/model/prompt.ts'
import { createHttpClient, type HttpClient } from '../net/http.ts'
import type { Politeness } from '../net/politeness.ts'
import { loadTemplates } from '../publish/template.ts'

/** A summary as JSON is some kilobytes; more is none. */
const ANSWER_BYTES = 1_000_000

/** A first run with hundreds of articles is not to hold up the others; what is left is asked in the next. */
const RUN_MS = 10 * 60_000

/** A model and what has to be closed behind it. */
export interface OpenModel extends LanguageModel {
  readonly http: HttpClient
}

/**
 * The configured model, or null when summaries are extractive. Throws TEMPLATE_FAILED or TEMPLATE_MISSING for a prompt that cannot
 * be filled, CONFIG_INVALID for an entry of `fetch.allowPrivate` that makes no sense.
 */
export function openLanguageModel(
  { summary, fetch, timezone }: WeeklyConfig,
  options: { readonly userAgent: string; readonly politeness: Politeness; readonly templatesFolder: string },
): OpenModel | null {
  const { method, llm } = summary
  if (method !== 'llm' || llm === undefined) return null
  const { userAgent, politeness, templatesFolder } = options
  const prompts = loadTemplates(templatesFolder, 'prompts')
  const timeoutMs = llm.timeoutSeconds * 1_000
  const { allowPrivate } = fetch
  const limits = { headersMs: timeoutMs, totalMs: timeoutMs, wireBytes: ANSWER_BYTES, bodyBytes: ANSWER_BYTES }
  const rules = {
    renderPrompt: (name: string, scope: object): string => prompts.render(name, scope),
    parameters: llm.parameters,
  }
  // A prompt that names what is not there is found now, not in the middle of a run.
  hashPrompt(rules, 'en', summary)
  return {
    ...rules,
    http: createHttpClient({ userAgent, politeness, allowPrivate, limits, concurrency: 2, perHost: 2 }),
    url: completionsUrl(llm.url),
    name: llm.model,
    key: llm.key ?? null,
    weeklyBudget: llm.weeklyBudget,
    runMs: RUN_MS,
    timezone,
  }
}
