// A language model as translator: stories as JSON between marks, the answer as JSON by their ids.
import { createHash } from 'node:crypto'
import type { ChineseScript } from '../../core/chinese-script.ts'
import type { TranslatedText, TranslationLanguage } from '../../core/types.ts'
import { askModel, type LanguageModel, type Message } from '../model/language-model.ts'
import { bareJson, withoutTurnMarks } from '../model/prompt.ts'
import type { Batch, BatchAnswer, Translator } from './translator.ts'

/** A model with the templates of its prompts. */
export type ChatModel = Pick<LanguageModel, 'http' | 'url' | 'name' | 'key' | 'parameters' | 'setting' | 'renderPrompt'>

/** As much as a model answers whole. */
const MOST = { stories: 6, characters: 6_000 }

const names: Readonly<Record<TranslationLanguage, string>> = { zh: 'Chinese', en: 'English' }
const TRADITIONAL = 'Traditional Chinese as Taiwan writes it (zh-TW)'

function renderRules({ renderPrompt }: Pick<ChatModel, 'renderPrompt'>, batch: Omit<Batch, 'pieces'>, mark: string) {
  const { into, chinese, glossary, keep } = batch
  const isTraditional = into === 'zh' && chinese === 'Hant'
  return renderPrompt('translation.txt', {
    mark,
    into: isTraditional ? TRADITIONAL : names[into],
    from: names[into === 'zh' ? 'en' : 'zh'],
    isIntoChinese: into === 'zh',
    isTraditional,
    glossary: glossary.map(([from, to]) => ({ from, to })),
    keep,
  })
}

/** All that is asked beside stories and terms, as one text; throws TEMPLATE_FAILED for a template that names what is not there. */
export function describeChat(
  model: Pick<ChatModel, 'renderPrompt' | 'url' | 'name' | 'parameters'>,
  chinese: ChineseScript,
): string {
  const rules = (['zh', 'en'] as const).map(into => renderRules(model, { into, chinese, glossary: [], keep: [] }, ''))
  const frame = model.renderPrompt('stories.txt', { mark: '', stories: '' })
  return JSON.stringify([model.url, model.name, model.parameters, rules, frame])
}

/** The mark is a hash over the stories: no text can hold its own, so none can pretend to end before it does. */
function writeMessages(model: ChatModel, batch: Batch): readonly Message[] {
  const stories = withoutTurnMarks(
    JSON.stringify(
      batch.pieces.map(({ id, source: { title, summary, points } }) => ({ id, title, summary, points })),
      null,
      1,
    ),
  )
  const mark = createHash('sha256').update(stories).digest('hex').slice(0, 24)
  return [
    { role: 'system', content: renderRules(model, batch, mark) },
    { role: 'user', content: model.renderPrompt('stories.txt', { mark, stories }) },
  ]
}

const lineOf = (value: unknown): string | null =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : value === null || value === undefined ? '' : null

function readStory(value: unknown): readonly [id: string, text: TranslatedText] | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, title, summary, points = [] } = value as Readonly<Record<string, unknown>>
  const [line, lead] = [lineOf(title), lineOf(summary)]
  const lines = Array.isArray(points) ? points.map(lineOf) : [null]
  if (typeof id !== 'string' || line === null || lead === null || lines.includes(null)) return null
  return [id, { title: line, summary: lead, points: lines.filter(each => each !== null) }]
}

/** Reads `{"stories": [{"id", "title", "summary", "points"}]}`, bare, fenced, or behind a model's thoughts; an id that comes twice is no answer. */
export function parseStories(content: string): BatchAnswer['told'] {
  try {
    const value = JSON.parse(bareJson(content)) as { stories?: unknown } | null
    const stories: readonly unknown[] = Array.isArray(value)
      ? value
      : Array.isArray(value?.stories)
        ? value.stories
        : []
    const read = stories.flatMap(story => {
      const found = readStory(story)
      return found === null ? [] : [found]
    })
    const counts = Map.groupBy(read, ([id]) => id)
    return new Map(read.filter(([id]) => counts.get(id)?.length === 1))
  } catch {
    return new Map()
  }
}

/** Makes the translator. */
export function createChatTranslator(model: ChatModel): Translator {
  const messagesOf = (batch: Batch): readonly Message[] => writeMessages(model, batch)
  return {
    name: model.name,
    most: MOST,
    charactersOf: batch => messagesOf(batch).reduce((sum, { content }) => sum + content.length, 0),
    translate: async batch => {
      const content = await askModel(model, messagesOf(batch))
      return { told: parseStories(content), characters: content.length }
    },
  }
}
