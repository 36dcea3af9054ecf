// Why a story is in an issue, or not, as codes with their values, and in words. Made by rank.ts; shown by pages, mails and `weekly why`.
import type { InterfaceLanguage } from '../core/types.ts'

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
  | { readonly term: 'unread' }

const english: { readonly [T in Reason['term']]: (reason: Extract<Reason, { term: T }>) => string } = {
  pinned: () => 'picked by the curator',
  coverage: ({ sources }) => `${sources} sources`,
  source: () => 'trusted source',
  section: ({ keyword }) => (keyword === null ? 'fits its section' : `matches ${keyword}`),
  recency: ({ days }) => (days === 0 ? 'new today' : days === 1 ? '1 day old' : `${days} days old`),
  substance: ({ words }) => `in depth, ${words} words`,
  limit: ({ stories }) => `the issue is full with ${stories} stories`,
  perSource: ({ stories }) => `its source already has ${stories}`,
  unread: () => 'its page could not be read',
}
const chinese: typeof english = {
  pinned: () => '编者推荐',
  coverage: ({ sources }) => `${sources} 个来源`,
  source: () => '可信来源',
  section: ({ keyword }) => (keyword === null ? '符合栏目' : `匹配 ${keyword}`),
  recency: ({ days }) => (days === 0 ? '今日发布' : `${days} 天前发布`),
  substance: ({ words }) => `深度文章，约 ${words} 字`,
  limit: ({ stories }) => `本期已满 ${stories} 篇`,
  perSource: ({ stories }) => `该来源已有 ${stories} 篇`,
  unread: () => '未能读取正文',
}

/** A reason in words, short enough for a meta line: `5 sources`, `matches Kubernetes`. */
export function describeReason(reason: Reason, language: InterfaceLanguage): string {
  const table = language === 'zh-CN' ? chinese : english
  // The table's type pairs each term with its reason, which an indexed call cannot express.
  const describe = table[reason.term] as (reason: Reason) => string
  return describe(reason)
}
