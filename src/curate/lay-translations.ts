// Lays over a story what it says in its other language: what an editor wrote, else what a translator made of the very words that it has now.
import { chineseScriptOf, type ChineseScript } from '../core/chinese-script.ts'
import { readTranslation, translatableOf, wantedTranslation } from '../core/translation.ts'
import type { Story, Translation } from '../core/types.ts'
import { keyOf, translationKey, type Translations, type TranslationSettings } from '../store/translations.ts'

/** Translations that are known, and how they were made. */
export interface KnownTranslations {
  readonly settings: TranslationSettings
  readonly known: Translations
}

/** Stories of a ranking stay the same objects from act to act: each is looked for once among the same translations. */
const laid = new WeakMap<KnownTranslations, WeakMap<Story, Story>>()

/**
 * The story with its translation. `written`: the last that an editor wrote of it, empty where they want none; null: they wrote nothing. The
 * very story comes back where there is nothing to lay. Pure.
 */
export function layTranslation(story: Story, written: string | null, translations: KnownTranslations | null): Story {
  if (written !== null) return layWritten(story, written, translations?.settings.chinese ?? null)
  if (translations === null) return story
  const stories = laid.get(translations) ?? new WeakMap<Story, Story>()
  laid.set(translations, stories)
  const known = stories.get(story) ?? layKnown(story, translations)
  stories.set(story, known)
  return known
}

function layWritten(story: Story, written: string, chinese: ChineseScript | null): Story {
  const text = readTranslation(written)
  const language = wantedTranslation({ ...story, others: [] }, 'both')
  if (text === null || language === null) return story
  const script = language === 'zh' ? (chineseScriptOf(written) ?? chinese) : null
  return withTranslation(story, { ...text, language, by: 'curator', ...(script && { script }) })
}

function layKnown(story: Story, { settings, known }: KnownTranslations): Story {
  const into = wantedTranslation(story, settings.stories)
  const source = into === null ? null : translatableOf(story)
  if (into === null || source === null) return story
  const text = known.get(keyOf(translationKey(source, into, settings)))
  if (text === undefined) return story
  const script = into === 'zh' ? { script: settings.chinese } : {}
  return withTranslation(story, { ...text, language: into, by: 'machine', ...script })
}

/** In the order of a story's fields that drafts are kept in. */
function withTranslation(story: Story, translation: Translation): Story {
  return { ...story, translation }
}
