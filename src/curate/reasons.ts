// Why a story is in an issue, or not, as codes with their values, and in words.
import { primaryLanguage } from '../core/language.ts'
import { type InterfaceLanguage, wordsOf } from '../core/words/words.ts'

/** Why a story is in, or not, as a code with its value; `describeReason` puts it into words. */
export type Reason =
  | { readonly term: 'pinned' }
  | { readonly term: 'coverage'; readonly sources: number }
  | { readonly term: 'source'; readonly weight: number }
  | { readonly term: 'section'; readonly keyword: string | null }
  | { readonly term: 'recency'; readonly days: number }
  | { readonly term: 'substance'; readonly words: number }
  | { readonly term: 'limit'; readonly stories: number }
  | { readonly term: 'perSource'; readonly stories: number }
  | { readonly term: 'perSection'; readonly stories: number }
  | { readonly term: 'unread' }

/** A reason in words, short enough for a meta line: `5 sources`, `matches Kubernetes`; `storyLanguage` is a BCP 47 tag. */
export function describeReason(reason: Reason, language: InterfaceLanguage, storyLanguage: string | null): string {
  const { reasons } = wordsOf(language)
  switch (reason.term) {
    case 'coverage':
      return reasons.coverage(reason.sources)
    case 'section':
      return reasons.section(reason.keyword)
    case 'recency':
      return reasons.recency(reason.days)
    case 'substance':
      return reasons.substance(reason.words, primaryLanguage(storyLanguage) === 'zh')
    case 'limit':
      return reasons.limit(reason.stories)
    case 'perSource':
      return reasons.perSource(reason.stories)
    case 'perSection':
      return reasons.perSection(reason.stories)
    case 'pinned':
    case 'source':
    case 'unread':
      return reasons[reason.term]()
  }
}
