// What a model is sent for an article, and what its answer is read as. Pure but for the templates handed in.
import { createHash } from 'node:crypto'
import type { LanguageModel, Message } from './language-model.ts'
import type { ModelSummary } from './check-summary.ts'

/** An article as it is sent. */
export interface PromptArticle {
  readonly title: string
  readonly text: string
  /** BCP 47 primary language. */
  readonly language: string
}

/** How much is wanted. */
export interface PromptWish {
  readonly sentences: number
  readonly points: number
}

type Rules = Pick<LanguageModel, 'renderPrompt' | 'parameters'>

/** What an article says first it says here; the rest is not sent, and costs nothing. */
const MOST_CHARACTERS = 12_000
const unspacedLanguages: ReadonlySet<string> = new Set(['zh', 'ja'])
/** Words that servers of chat models may read as the end of a turn, wherever they stand. */
const turnMarks = /<\|[^|<>\n]{1,40}\|>|<\/?s>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:start|end)_of_turn>/g

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** An article cut to what is sent, without the marks by which chat models tell turns apart. */
export function prepareArticle({ title, text, language }: PromptArticle): PromptArticle {
  const clean = withoutTurnMarks
  return { title: clean(title), text: clean(text.slice(0, MOST_CHARACTERS)), language }
}

/** Identifies what is summed up. */
export function hashArticle({ title, text }: PromptArticle): string {
  return sha256(JSON.stringify([title, text]))
}

function scopeFor(language: string, wish: PromptWish): object {
  const isUnspaced = unspacedLanguages.has(language)
  return {
    language: new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language,
    sentences: wish.sentences,
    points: wish.points,
    leadRoom: isUnspaced ? '110 characters' : '60 words',
    pointRoom: isUnspaced ? '50 characters' : '25 words',
  }
}

/** The rules without any article, as an echo of them would read; throws TEMPLATE_FAILED for a template that names what is not there. */
export function renderRules({ renderPrompt }: Rules, language: string, wish: PromptWish): string {
  return renderPrompt('summary.txt', { ...scopeFor(language, wish), mark: '' })
}

/** Identifies all that is asked beside the article: rules, frame and parameters. */
export function hashPrompt(rules: Rules, language: string, wish: PromptWish): string {
  const frame = rules.renderPrompt('article.txt', { mark: '', title: '', text: '' })
  return sha256(JSON.stringify([renderRules(rules, language, wish), frame, rules.parameters]))
}

/**
 * The conversation for one article. The mark around it is a hash over all of it: no text can hold its own, so no text can
 * pretend to end before it does.
 */
export function writeMessages(rules: Rules, article: PromptArticle, wish: PromptWish): readonly Message[] {
  const mark = hashArticle(article).slice(0, 24)
  const { title, text, language } = article
  return [
    { role: 'system', content: rules.renderPrompt('summary.txt', { ...scopeFor(language, wish), mark }) },
    { role: 'user', content: rules.renderPrompt('article.txt', { mark, title, text }) },
  ]
}

/** One line of text, without the marker of a list that some models cannot leave out. */
function lineOf(value: unknown): string | null {
  return typeof value === 'string'
    ? value
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/^[-*•]\s+/, '')
    : null
}

/** An answer's JSON without the fence around it or the thoughts before it. */
export function bareJson(content: string): string {
  return content
    .replace(/^\s*<think>[\s\S]*?<\/think>/, '')
    .trim()
    .replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1')
}

/** A text without the marks by which chat models tell turns apart. */
export function withoutTurnMarks(text: string): string {
  return text.replace(turnMarks, ' ')
}

/** Reads `{"lead", "points"}`, bare, fenced, or behind a model's thoughts; null for anything else. */
export function parseAnswer(content: string): ModelSummary | null {
  try {
    const value = JSON.parse(bareJson(content)) as { lead?: unknown; points?: unknown } | null
    const lead = lineOf(value?.lead)
    const points: readonly unknown[] | null = Array.isArray(value?.points) ? value.points : null
    const lines = points?.map(lineOf) ?? []
    if (lead === null || points === null || lines.includes(null)) return null
    return { lead, points: lines.filter(line => line !== null) }
  } catch {
    return null
  }
}
