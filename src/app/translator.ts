// Opens the translator that `translate` names: its own HTTP client under the same guard, its prompts, and what identifies its work.
import { createHash } from 'node:crypto'
import type { ChineseScript } from '../core/chinese-script.ts'
import type { WeeklyConfig } from '../core/config.ts'
import type { TranslateConfig } from '../core/translate-config.ts'
import { completionsUrl } from '../extract/model/language-model.ts'
import { createChatTranslator, describeChat } from '../extract/translation/chat-translator.ts'
import { createDeepl, deeplUrl } from '../extract/translation/deepl.ts'
import { createLibreTranslate, libreTranslateUrl } from '../extract/translation/libretranslate.ts'
import type { TranslateDeps } from '../extract/translation/translate.ts'
import type { Translator } from '../extract/translation/translator.ts'
import { chineseScriptIn } from '../core/words/words.ts'
import { createHttpClient, type HttpClient } from '../net/http.ts'
import type { Politeness } from '../net/politeness.ts'
import { loadTemplates } from '../publish/template.ts'

/** Translated stories as JSON are some kilobytes; more is none. */
const ANSWER_BYTES = 2_000_000
/** An issue that is due waits for its translations, and no longer than this. */
const RUN_MS = 5 * 60_000

/** What the stage takes besides, and what has to be closed behind it. */
export interface OpenTranslator extends Pick<
  TranslateDeps,
  'settings' | 'translator' | 'host' | 'weeklyBudget' | 'runMs' | 'timezone'
> {
  readonly http: HttpClient
}

type Chosen = { readonly url: string; readonly translator: Translator; readonly made: string }

function chooseTranslator(
  config: TranslateConfig,
  chinese: ChineseScript,
  { http, templatesFolder }: { readonly http: HttpClient; readonly templatesFolder: string },
): Chosen {
  const { by, url: given, key = null, model = '', parameters } = config
  if (by === 'deepl') {
    const url = deeplUrl(given, key ?? '')
    return { url, translator: createDeepl({ http, url, key }), made: `${by} ${url}` }
  }
  if (by === 'libretranslate') {
    const url = libreTranslateUrl(given ?? '')
    return { url, translator: createLibreTranslate({ http, url, key }), made: `${by} ${url}` }
  }
  const prompts = loadTemplates(templatesFolder, 'prompts')
  const url = completionsUrl(given ?? '')
  const renderPrompt = (name: string, scope: object): string => prompts.render(name, scope)
  const chat = { http, url, name: model, key, parameters, setting: 'translate', renderPrompt }
  // A prompt that names what is not there is found now, not in the middle of a run.
  return { url, translator: createChatTranslator(chat), made: describeChat(chat, chinese) }
}

/**
 * The configured translator. Throws TEMPLATE_FAILED or TEMPLATE_MISSING for a prompt that cannot be filled, CONFIG_INVALID for an entry of
 * `fetch.allowPrivate` that makes no sense.
 */
export function openTranslator(
  config: TranslateConfig,
  { fetch, timezone, language }: Pick<WeeklyConfig, 'fetch' | 'timezone' | 'language'>,
  options: { readonly userAgent: string; readonly politeness: Politeness; readonly templatesFolder: string },
): OpenTranslator {
  const { userAgent, politeness, templatesFolder } = options
  const timeoutMs = config.timeoutSeconds * 1_000
  const limits = { headersMs: timeoutMs, totalMs: timeoutMs, wireBytes: ANSWER_BYTES, bodyBytes: ANSWER_BYTES }
  const { allowPrivate } = fetch
  const http = createHttpClient({ userAgent, politeness, allowPrivate, limits, concurrency: 2, perHost: 2 })
  const chinese = chineseScriptIn(language)
  const { url, translator, made } = chooseTranslator(config, chinese, { http, templatesFolder })
  const { stories, glossary, keep, weeklyBudget } = config
  return {
    http,
    translator,
    host: new URL(url).host,
    settings: { stories, glossary, keep, chinese, made: createHash('sha256').update(made).digest('hex') },
    weeklyBudget,
    runMs: RUN_MS,
    timezone,
  }
}
