// Expected failures as the pages of the desk tell them: in the language of the page, with the figures where they are needed.
import { type ErrorCode, isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import { answerNotice, type Asked, type DeskDeps, deskWords } from './frame.ts'

/** Codes whose message says where to look, such as a line, a status or a file: it follows the words. */
const withMessage: ReadonlySet<ErrorCode> = new Set([
  ...([
    'CONFIG_INVALID',
    'CONFIG_MISSING',
    'CONFIG_ENVIRONMENT_UNSET',
    'DRAFT_TEXT_INVALID',
    'FETCH_HTTP_STATUS',
  ] as const),
  ...(['OUTPUT_UNWRITABLE', 'PAGE_SELECTOR_INVALID', 'TEMPLATE_FAILED', 'TEMPLATE_MISSING', 'USAGE_INVALID'] as const),
])

/** What happened, in the words of the page's language; a code that has none says itself and its English message. */
export function explainError(deps: Pick<DeskDeps, 'language'>, { code, message, hint, context }: WeeklyError): string {
  const said = deskWords(deps).errors[code]
  // The message names the address, which may be secret.
  if (said !== undefined && code === 'FETCH_HTTP_STATUS')
    return `${said} (${JSON.stringify(context['status'] ?? null)})`
  if (said !== undefined) return withMessage.has(code) ? `${said} (${message})` : said
  return [`${code}: ${message}`, hint].filter(part => part !== null).join('. ')
}

/** Does what a form asks for; an expected failure is told on a page, with status 422. Bugs are thrown on. */
export async function answerOrExplain(
  { deps, signedIn }: Pick<Asked, 'deps'> & { readonly signedIn: Asked['signedIn'] | null },
  act: () => Promise<Response> | Response,
): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    const said = { title: deskWords(deps).notDone, text: explainError(deps, error), status: 422 }
    return answerNotice(deps, said, signedIn)
  }
}
