// What all pages of readers are made with: what they stand on, their addresses, and the answer that carries one.
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { InterfaceLanguage } from '../core/words/words.ts'
import { readerUrl } from '../deliver/message/composer.ts'
import type { TokenPurpose, Tokens } from '../deliver/tokens.ts'
import type { ReaderPage, ReaderPageScope } from '../publish/site/reader-page.ts'
import type { Store } from '../store/engine/database.ts'

/** What the pages of readers stand on. */
export interface ReaderDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Public address of the site and its language. */
  readonly url: string
  readonly language: InterfaceLanguage
  /** Titles of the sections that readers may switch off. */
  readonly sections: readonly string[]
  /** Who has just confirmed gets the latest issue. */
  readonly catchUp: boolean
  /** The paragraphs for who has just confirmed, in their language. */
  readonly welcomeIn?: ((language: InterfaceLanguage) => readonly string[]) | undefined
  readonly tokens: Tokens
  readonly renderReaderPage: (kind: ReaderPage, scope: ReaderPageScope) => string
  /** Sends the mails that were queued for new readers at once; what fails is tried again by the worker. */
  readonly sendLetters: () => Promise<void>
}

/** The path that a page's form is posted to. */
export const actionOf = ({ url, tokens }: ReaderDeps, purpose: TokenPurpose, id: number): string =>
  new URL(readerUrl(url, tokens, purpose, id)).pathname

/** The answer with a page of a reader. */
export function page(deps: ReaderDeps, kind: ReaderPage, scope: ReaderPageScope, status = 200): Response {
  return new Response(deps.renderReaderPage(kind, scope), {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      // The address of the page is the key to it.
      'X-Robots-Tag': 'noindex',
    },
  })
}
