// The marks that a mail rendered once for all readers has where one reader's mail differs from another's.
// publish/ writes them, deliver/ fills them in. Pure.

const markPattern = /@@(?=\/?(?:UNSUBSCRIBE_URL|PREFERENCES_URL|CONFIRMED_DATE|CONFIRM_URL|SECTION(?: [^@]*)?)@@)/g
const sectionPattern = /@@SECTION ([^@]*)@@\n?([\s\S]*?)@@\/SECTION@@\n?/g

/** Text without marks of its own: a title that holds one must not be given a reader's link, nor end a section. */
export function withoutMarks(text: string): string {
  return text.replace(markPattern, '@ @')
}

/** What begins a part of the mail that readers may switch off, all of these sections together; `@@/SECTION@@` ends it. */
export function sectionMark(titles: readonly string[]): string {
  // encodeURIComponent leaves the quote, which templates would escape.
  return `@@SECTION ${titles.map(title => encodeURIComponent(title).replaceAll("'", '%27')).join(' ')}@@`
}

/** A rendered part without its section marks, and without the sections that a reader has switched off. */
export function chooseSections(part: string, switchedOff: readonly string[]): string {
  const off = new Set(switchedOff.map(title => title.toWellFormed()))
  return part.replace(sectionPattern, (_whole, titles: string, content: string) =>
    titles.split(' ').every(title => off.has(decodeURIComponent(title))) ? '' : content,
  )
}
