// Text inside XML, for the files that we write as XML ourselves.

/** Halves of characters, and all that is forbidden outside of the supplementary planes and on their last places: a text without is most likely. */
const suspect = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/
// Of a well-formed text.
const forbidden = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\p{Noncharacter_Code_Point}]/gu

/** Leaves out the characters that XML 1.0 §2.2 does not allow, and those it discourages (C1 controls, non-characters). */
export function withoutForbidden(text: string): string {
  if (!suspect.test(text)) return text
  return text.toWellFormed().replace(forbidden, '')
}

/** Escapes a text for an element or a quoted attribute; `]]>` needs its `>` escaped too (XML 1.0 §2.4). */
export function escapeXml(text: string): string {
  return withoutForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
