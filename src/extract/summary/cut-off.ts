// Whether a text ends in the middle, as the excerpts of feeds do. Called by fetch-article.ts and read-article.ts.

const cutOff =
  /(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\bread (?:more|on)\b.{0,12}|\bcontinue reading\b.{0,40}|阅读(?:全文|更多|原文).{0,8}|查看全文.{0,8})\s*$/i

/** Whether the text ends with an ellipsis or an invitation to read on. */
export function isCutOff(text: string): boolean {
  return cutOff.test(text)
}
