// Turns what somebody pasted into words that a field takes; the page lays them in where its editor is.
import { answerNotice, type Asked, deskWords } from './frame.ts'

/** A long article has a fifth of it. */
const MOST_CHARACTERS = 400_000

/** Answers the Markdown of posted HTML; changes nothing. */
export function convertPaste({ deps, signedIn, fields }: Asked): Response {
  if (!fields) {
    const { notFoundTitle: title, notFoundText: text } = deskWords(deps)
    return answerNotice(deps, { title, text, status: 404 }, signedIn)
  }
  const markdown = deps.readPasted((fields.get('html') ?? '').slice(0, MOST_CHARACTERS))
  return Response.json({ markdown }, { headers: { 'Cache-Control': 'no-store' } })
}
