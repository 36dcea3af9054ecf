// The shape of `translate` in weekly.yaml: who translates, into what, with which words, and how much of it a week.
import { z } from 'zod'

const term = z.string().min(1).max(100)

/** What `translate` may say; see docs/technotes/translation.md. */
export const translateSchema = z
  .strictObject({
    stories: z
      .enum(['both', 'zh', 'en'])
      .default('both')
      .describe(
        'What readers want to read: zh puts English stories into Chinese, Traditional where the language of the list is zh-TW; en Chinese ones into English',
      ),
    by: z
      .enum(['model', 'deepl', 'libretranslate'])
      .default('model')
      .describe(
        'model: a language model with an OpenAI-compatible address; or the programming interface of a translator',
      ),
    url: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .optional()
      .describe(
        'Of a model up to the version, as https://api.example.com/v1; of LibreTranslate its server; of DeepL only where it is not the usual one',
      ),
    model: z.string().min(1).optional().describe('Name of the model, as its server knows it'),
    key: z.string().min(1).optional().describe('Sent to that address alone; write it as ${NAME}'),
    timeoutSeconds: z.int().min(1).max(600).default(60).describe('One answer may take so long'),
    weeklyBudget: z
      .strictObject({
        requests: z.int().min(0).max(1_000_000).default(200).describe('Requests made'),
        characters: z.int().min(0).max(1_000_000_000).default(1_000_000).describe('Sent and received together'),
      })
      .prefault({})
      .describe('What is asked in one ISO week at most; then originals stand alone'),
    parameters: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .default({ temperature: 0, max_tokens: 8000 })
      .describe('Sent to a model with each request as they are'),
    glossary: z
      .record(term, term)
      .default({})
      .describe(
        'English terms with the Chinese ones that stand for them: { container: 容器 }; a translation heeds them',
      ),
    keep: z.array(term).max(1_000).default([]).describe('Words that every translation leaves as they are'),
  })
  .refine(({ by, url, model }) => by !== 'model' || (url !== undefined && model !== undefined), {
    path: ['url'],
    error: '`by: model` needs `url` and `model`',
  })
  .refine(({ by, url }) => by !== 'libretranslate' || url !== undefined, {
    path: ['url'],
    error: '`by: libretranslate` needs the `url` of its server',
  })
  .refine(({ by, key }) => by !== 'deepl' || key !== undefined, { path: ['key'], error: '`by: deepl` needs its `key`' })

/** `translate` as it was checked. */
export type TranslateConfig = z.infer<typeof translateSchema>
