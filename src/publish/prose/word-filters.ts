// The filters by which templates render the curator's words: `{{ story.prose.note | prose: 'page' | raw }}`.
import { withoutMarks } from '../../core/mail-marks.ts'
import type { Prose, Span } from './prose.ts'
import { type HtmlEdition, renderProse, renderSpans } from './render-html.ts'
import { textOfProse, textOfSpans } from './render-text.ts'

/** Makes a filter known by its name. */
type Register = (name: string, filter: (value: unknown, argument?: unknown) => string) => void

const editions: readonly HtmlEdition[] = ['page', 'feed', 'mail', 'epub']
const editionOf = (argument: unknown): HtmlEdition => editions.find(each => each === argument) ?? 'page'

/** Registers `prose` and `spans` for HTML, whose argument is the edition, and `prose_text` and `spans_text` for mails in plain text. */
export function addWordFilters(register: Register): void {
  // Templates hand on what a view has under these names.
  register('prose', (value, edition) => renderProse(value as Prose, editionOf(edition)))
  register('spans', (value, edition) => renderSpans(value as readonly Span[], editionOf(edition)))
  register('prose_text', (value, before) =>
    withoutMarks(textOfProse(value as Prose, typeof before === 'string' ? before : '')),
  )
  register('spans_text', value => withoutMarks(textOfSpans(value as readonly Span[])))
}
