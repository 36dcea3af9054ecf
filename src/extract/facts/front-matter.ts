// Front matter that a site's software failed to read and prints as text: `layout: post title: "X" date: 2017-02-13`.

const key =
  /(?<![\p{L}\p{N}_-])(?:layout|title|date|tags?|categor(?:y|ies)|authors?|slug|draft|description|permalink|comments|published|keywords|weight|type)\s?[:：]/giu
/** Front matter is short; what follows it need not be looked at. */
const READ_CHARACTERS = 1_000

/** Whether a line begins with at least two keys of front matter, the first of them at once. */
export function isFrontMatter(line: string): boolean {
  const [first, second] = keysOf(line)
  return first !== undefined && second !== undefined && /^[-\s]*$/.test(line.slice(0, first.index))
}

/** The title inside printed front matter, without its quotation marks; any other text as it is, front matter without a title as ''. */
export function titleInFrontMatter(text: string): string {
  if (!isFrontMatter(text)) return text
  const keys = keysOf(text)
  const at = keys.findIndex(found => /^title/i.test(found[0]))
  const found = keys[at]
  if (!found) return ''
  const value = text.slice(found.index + found[0].length, keys[at + 1]?.index).trim()
  return value.replace(/^["'“”‘’]+|["'“”‘’]+$/g, '').trim()
}

function keysOf(text: string): readonly RegExpExecArray[] {
  return [...text.slice(0, READ_CHARACTERS).matchAll(key)]
}
