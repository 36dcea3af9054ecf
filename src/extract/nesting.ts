// Levels markup that nests deeper than any browser would: parsers take quadratic time on it, and tree walks overflow the stack. Called by markup.ts and sanitize.ts.

/** Browsers stop at 512 levels; nobody writes more than a hundred. */
const MAX_DEPTH = 128
const voidElements = new Set(
  'area base basefont br col embed frame hr img input link meta param source track wbr'.split(' '),
)
/** Elements that end where their like begins. */
const selfEnding = new Set('p li td th tr dd dt option'.split(' '))

/**
 * Renames the tags that open deeper than 128 levels, and their end tags, to the void `wbr`: their text stays.
 * Ordinary pages come back unchanged. Takes time linear in the text.
 */
export function limitNesting(html: string): string {
  const open: string[] = []
  let tooDeep = 0
  return html.replace(/<(\/?)([a-z][a-z\d:-]*)/gi, (tag, slash: string, spelling: string) => {
    const name = spelling.toLowerCase()
    if (voidElements.has(name)) return tag
    if (slash === '') {
      if (tooDeep === 0 && selfEnding.has(name) && open.at(-1) === name) return tag
      if (open.length < MAX_DEPTH) {
        open.push(name)
        return tag
      }
      tooDeep++
      return '<wbr'
    }
    if (tooDeep > 0) {
      tooDeep--
      return '</wbr'
    }
    const from = open.lastIndexOf(name)
    if (from >= 0) open.length = from
    return tag
  })
}
