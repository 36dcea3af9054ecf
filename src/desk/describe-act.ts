// What an editor did, as a line for people. Pure.
import type { JournalEntry } from '../core/acts.ts'
import { cutAtSentence } from '../core/text.ts'
import { type InterfaceLanguage, wordsOf } from '../core/words/words.ts'

const WORDS_SHOWN = 80

/** What an act wrote, where it wrote words: their beginning on one line. */
function wordsIn({ act }: Pick<JournalEntry, 'act'>): string {
  if (!('value' in act)) return ''
  const text = typeof act.value === 'string' ? act.value : act.value.join(' / ')
  return cutAtSentence(text.replace(/\s+/g, ' '), WORDS_SHOWN).text
}

/** One entry of the journal in the interface language: what was done, to which story, and with which words. */
export function describeAct(entry: Pick<JournalEntry, 'act' | 'subject' | 'via'>, language: InterfaceLanguage): string {
  const words = wordsOf(language)
  const { act, subject } = entry
  const what = act.kind === 'decide' ? words.acts[act.state] : words.acts[act.kind]
  const story = subject === '' && 'story' in act ? act.story : subject
  const into = 'section' in act ? `${words.acts.into}${words.quote(act.section)}` : ''
  const said = wordsIn(entry)
  const via = entry.via === undefined ? '' : { link: words.acts.byLink, token: words.acts.byToken }[entry.via]
  return `${what}${story === '' ? '' : `${words.acts.gap}${words.quote(story)}`}${into}${said === '' ? '' : `${words.colon}${said}`}${via}`
}
