// The page between a button and what cannot be undone easily: it says what will happen, with the button that does it.
import { answerPage, type Asked, renderDeskPage } from './frame.ts'

/** A question before an act. */
export interface Question {
  readonly title: string
  /** What will happen, a paragraph each. */
  readonly lines: readonly string[]
  /** Path that the form is sent to, and its hidden fields. */
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  readonly button: string
  /** Where *Cancel* leads. */
  readonly back: string
  /** A text that is asked for: the label of its field `reason`, what was typed, and how long it may be. */
  readonly reason?: { readonly label: string; readonly value: string; readonly most: number }
  readonly problem?: string
  /** The entry of the navigation. */
  readonly at: string
}

/** Shows the question; changes nothing. */
export function answerQuestion({ deps, signedIn }: Asked, question: Question, status = 200): Response {
  const { title, at, fields, reason, problem, ...rest } = question
  const scope = {
    ...rest,
    problem: problem ?? null,
    reason: reason ?? null,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
  }
  return answerPage(renderDeskPage(deps, 'question.html', { title, at }, scope, signedIn), status)
}
