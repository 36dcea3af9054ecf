// The words of the editions that are pasted into editors elsewhere, in English.

/** The words of editions to paste. */
export const paste = {
  links: 'Links',
  copy: 'Copy',
  select: 'Select all',
  copied: 'Copied: paste it into the editor.',
  selected: 'Selected: copy it with Ctrl+C, or ⌘C on a Mac.',
  aboutWeChat: 'For the editor of a WeChat account: without pictures, links as notes at the end.',
  aboutBare: 'For any other editor: headings, paragraphs, lists and links, and no styles.',
  byHand: 'Select everything (Ctrl+A, or ⌘A on a Mac), copy it, and paste it into the editor.',
}
