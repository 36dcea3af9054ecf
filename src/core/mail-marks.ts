// The marks that a mail rendered once for all readers has where one reader's mail differs from another's.
// publish/ writes them, deliver/ fills them in. Pure.

const markPattern =
  /@@(?=\/?(?:UNSUBSCRIBE_URL|PREFERENCES_URL|FEEDBACK_URL|CONFIRMED_DATE|CONFIRM_URL|(?:SECTION|WITHOUT|WHOLE|PART)(?: [^@]*)?)@@)/g
// A mark on a line of its own takes the line with it.
const boundPattern = /@@(?:(SECTION|WITHOUT|WHOLE|PART) ([^@]*)|\/SECTION)@@(?:(?<=(?:^|\n)@@[^@\n]*@@)\n)?/

/** Whose mail has what a mark begins, by which of its sections they have switched off. */
const isFor = {
  /** Who wants any of them. */
  SECTION: (off: readonly boolean[]): boolean => off.includes(false),
  /** Who wants none of them. */
  WITHOUT: (off: readonly boolean[]): boolean => !off.includes(false),
  /** Who wants all of them. */
  WHOLE: (off: readonly boolean[]): boolean => !off.includes(true),
  /** Who does without some of them. */
  PART: (off: readonly boolean[]): boolean => off.includes(true),
} as const

/** What ends what a section mark began; the parts between may hold others. */
export const sectionEnd = '@@/SECTION@@'

/** Text without marks of its own: a title that holds one must not be given a reader's link, nor end a section. */
export function withoutMarks(text: string): string {
  return text.replace(markPattern, '@ @')
}

/** What begins a part of the mail for those alone who want any of these sections, or as `kind` says; `sectionEnd` ends it. */
export function sectionMark(titles: readonly string[], kind: keyof typeof isFor = 'SECTION'): string {
  // encodeURIComponent leaves the quote, which templates would escape.
  return `@@${kind} ${titles.map(title => encodeURIComponent(title).replaceAll("'", '%27')).join(' ')}@@`
}

/** A rendered part without its section marks, and without what is not for a reader who has switched these sections off. */
export function chooseSections(part: string, switchedOff: readonly string[]): string {
  const off = new Set(switchedOff.map(title => title.toWellFormed()))
  // In turn: text, and the kind and titles of the mark behind it, both undefined for an end.
  const pieces = part.split(boundPattern)
  const shown = [true]
  let chosen = ''
  for (let at = 0; at < pieces.length; at += 3) {
    const isShown = shown.at(-1) === true
    if (isShown) chosen += pieces[at] ?? ''
    const [kind, titles = ''] = pieces.slice(at + 1, at + 3) as [keyof typeof isFor | undefined, string | undefined]
    if (kind) shown.push(isShown && isFor[kind](titles.split(' ').map(title => off.has(decodeURIComponent(title)))))
    else if (shown.length > 1) shown.pop()
  }
  return chosen
}
