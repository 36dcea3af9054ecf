// Reads what GitHub answers for the issues of a repository: each that leads elsewhere is a suggestion. Pure; linear in what strangers write.
import { parseIsoInstant } from '../../core/clock.ts'
import { WeeklyError } from '../../core/errors.ts'
import { cutAtSentence } from '../../core/text.ts'
import type { Instant, Suggestion, SuggestionEntry } from '../../core/types.ts'
import { linkForReaders, parseHttpUrl } from '../../core/url.ts'

const LENGTHS = { body: 20_000, title: 200, why: 500, author: 80, url: 2_000 } as const
const image = /!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)/g
const link = /https?:\/\/[^\s<>"'`\]\\，。；：、！？（）「」『』《》【】]{1,2000}/giu
/** Somebody suggests what they made. */
const own = /自荐|自薦/u

/** Without what an issue's form hides from its readers. */
function withoutComments(text: string): string {
  return text
    .split('<!--')
    .map((part, place) => {
      const end = part.indexOf('-->')
      return place === 0 ? part : end === -1 ? '' : part.slice(end + 3)
    })
    .join('')
}

const count = (text: string, sign: string): number => text.split(sign).length - 1

/** A link as it was meant: without the sentence's own signs, and the bracket around it, behind it. */
function trimLink(text: string): string {
  let end = text.length
  while (end > 0) {
    const last = text[end - 1] ?? ''
    const isUnopened = last === ')' && count(text.slice(0, end), ')') > count(text.slice(0, end), '(')
    if (!isUnopened && !'.,;:!?*_~|'.includes(last)) break
    end--
  }
  return text.slice(0, end)
}

/** Whether a link leads out of the repository: its own pages and files that were dropped into the issue do not count. */
function isForeign(url: string, repository: string): boolean {
  const { hostname = '', pathname = '' } = parseHttpUrl(url) ?? {}
  if (hostname === '') return false
  if (/(?:^|\.)githubusercontent\.com$/i.test(hostname)) return false
  if (!/^(?:www\.)?github\.com$/i.test(hostname)) return true
  const path = `${pathname.toLowerCase()}/`
  return path !== '//' && !path.startsWith(`/${repository.toLowerCase()}/`) && !path.startsWith('/user-attachments/')
}

/** The first link of a text that leads out of the repository `OWNER/REPO`; null without one. */
export function findForeignLink(text: string, repository: string): string | null {
  const shown = withoutComments(text.slice(0, LENGTHS.body)).replace(image, ' ')
  for (const [found] of shown.matchAll(link)) {
    const url = linkForReaders(trimLink(found))
    if (url !== null && url.length <= LENGTHS.url && isForeign(url, repository)) return url
  }
  return null
}

/** What one issue says, as far as it is what it should be. */
interface Issue {
  readonly number?: unknown
  readonly title?: unknown
  readonly body?: unknown
  readonly html_url?: unknown
  readonly updated_at?: unknown
  readonly pull_request?: unknown
  readonly user?: { readonly login?: unknown } | null
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function suggestionOf(issue: Issue, repository: string): Suggestion | null {
  if (issue.pull_request !== undefined && issue.pull_request !== null) return null
  const [title, body] = [textOf(issue.title).slice(0, 1_000), textOf(issue.body).slice(0, LENGTHS.body)]
  const url = findForeignLink(body, repository) ?? findForeignLink(title, repository)
  const number = typeof issue.number === 'number' ? String(issue.number) : ''
  if (url === null || number === '') return null
  const why = withoutComments(body).replace(image, ' ').replace(/\s+/g, ' ').trim()
  return {
    remote: number,
    page: linkForReaders(textOf(issue.html_url)),
    url,
    title: title.replace(/\s+/g, ' ').trim().slice(0, LENGTHS.title),
    why: cutAtSentence(why, LENGTHS.why).text,
    author: textOf(issue.user?.login).slice(0, LENGTHS.author) || null,
    isOwn: own.test(title) || own.test(body),
  }
}

/** The issues of an answer in its order; those that suggest nothing only say how far was read. Throws FEED_UNPARSABLE for no list of issues. */
export function readIssues(bytes: Uint8Array, repository: string): readonly SuggestionEntry[] {
  let answer: unknown
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    answer = null
  }
  if (!Array.isArray(answer))
    throw new WeeklyError('FEED_UNPARSABLE', `what came for the issues of ${repository} is no list of issues`, {
      hint: 'Look at `api` of the source; GitHub itself needs none.',
    })
  return answer.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return []
    const issue: Issue = each
    const updatedAt: Instant | null = parseIsoInstant(textOf(issue.updated_at))
    return updatedAt === null ? [] : [{ updatedAt, suggestion: suggestionOf(issue, repository) }]
  })
}
