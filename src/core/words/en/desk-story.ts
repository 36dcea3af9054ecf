// The words of the page of one story, in English.
import { count } from './count.ts'

/** What the page of a story says. */
export const story = {
  open: 'Story',
  goneTitle: 'This story is not in the week',
  gone: 'It is no longer among the stories of this issue, or another one tells it now.',
  minutes: (minutes: number) => `${minutes} min`,
  isIn: (section: string, place: number, places: number) => `In the issue: ${section}, ${place} of ${places}`,
  isHeld: 'Held for the next issue',
  isLeftOut: (reason: string) => (reason === '' ? 'Left out' : `Left out: ${reason}`),
  excerpt: 'Only an excerpt is known: its page could not be read. Read it yourself before you recommend it.',
  translation: 'In the other language',
  translationHint:
    'The title on the first line, then the summary, then each point behind a hyphen. Empty: the story is shown without.',
  translatedBy: { machine: 'Translated by a machine.', curator: 'Written by an editor.' },
  notTranslated: 'There is no translation: none was made yet, or it was refused. You can write one.',
  approved: 'The issue is approved. Stop it to change its stories.',
  words: 'Words',
  place: 'Place',
  putThere: 'Put it there',
  firstIn: (section: string) => `first in ${section}`,
  behind: (title: string) => `behind ${title}`,
  tellings: 'Told by',
  sameLink: 'the same link, from another source',
  relations: {
    lead: 'leads',
    'same link': 'same link',
    'near-duplicate': 'almost the same text',
    'same story': 'same story',
  },
  shared: (percent: number) => `${percent} % of the wording`,
  /** Between words that tellings share. */
  commonMark: ', ',
  evidence: (common: string) => `in common: ${common}`,
  split: 'Take out',
  join: 'Put together',
  joinHint: 'The other story becomes a telling of this one.',
  joinOther: 'Other story',
  why: 'Why it is here',
  score: 'Score',
  unread: 'Its page was not read, so a tenth of the sum counts.',
  terms: {
    coverage: 'sources that tell it',
    source: 'weight of its source',
    section: 'fit to its section',
    recency: 'how new it is',
    substance: 'length of the text',
    discussion: 'discussion elsewhere',
    learned: 'what you took before',
  },
  inSection: (section: string | null, why: string) => `${section ?? 'No section'}: ${why}`,
  sectionBy: {
    source: () => 'its source belongs there',
    keyword: (keyword: string) => `it matches “${keyword}”`,
    archive: () => 'it reads like other stories of that section',
    topic: () => 'several stories of the issue are about it',
    none: () => 'too little speaks for one',
  },
  places: { title: 'title', beginning: 'beginning', heading: 'heading', text: 'text' },
  mentions: (word: string, place: string, mentions: number) =>
    `“${word}” in its ${place}, ${count(mentions, 'time', 'times')}`,
  likeIt: {
    source: () => 'from this source',
    section: (name: string) => `in ${name}`,
    word: (name: string) => `with “${name}” in the title`,
  },
  learned: (like: string, taken: number, of: number, issues: number) =>
    `You took ${taken} of ${of} ${like} in the last ${count(issues, 'issue', 'issues')} that you worked on.`,
  savedBy: (name: string) => `${name} saved this note with the link:`,
  takeSaved: 'Add it to the note',
}
