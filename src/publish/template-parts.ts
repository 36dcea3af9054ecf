// Which templates are part of which: what includes another is made anew with it.

const tag = /\{%([\s\S]*?)%\}/g
const inclusion = /\b(?:render|include|layout)\b(?:\s*(["'])([^"'{}]*)\1)?/g

/** The templates that a text names in its tags; null where it works out a name while it is filled, so that it may be any. */
function namedIn(text: string): readonly string[] | null {
  const names: string[] = []
  for (const [, inside = ''] of text.matchAll(tag))
    for (const [, quote, name = ''] of inside.matchAll(inclusion)) {
      if (quote === undefined) return null
      names.push(name)
    }
  return names
}

/**
 * The templates with these names and all that they include, lay themselves out in or render, however deep, by the texts of all templates;
 * in the order of the names. All of them where one works out a name while it is filled. Pure.
 */
export function findParts(texts: ReadonlyMap<string, string>, names: readonly string[]): readonly string[] {
  const found = new Set(names)
  for (const name of found) {
    const text = texts.get(name)
    // A script is served as it stands.
    if (text === undefined || name.endsWith('.js')) continue
    const named = namedIn(text)
    if (named === null) return [...texts.keys()].toSorted()
    for (const each of named) found.add(each)
  }
  return [...found].filter(name => texts.has(name)).toSorted()
}
