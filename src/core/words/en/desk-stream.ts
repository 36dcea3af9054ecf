// The words of the stream, in English.

/** What the list of everything that feeds brought says. */
export const stream = {
  title: 'Stream',
  intro: (week: string) => `What feeds brought for ${week}, newest first.`,
  find: 'Title, source or link',
  search: 'Search',
  source: 'Source',
  section: 'Section',
  language: 'Language',
  state: 'State',
  all: 'all',
  clear: 'Show everything',
  states: { in: 'in the draft', held: 'held', out: 'left out', dropped: 'dropped', new: 'not in a draft yet' },
  within: (section: string) => `in the draft: ${section}`,
  as: (title: string) => `as part of “${title}”`,
  pick: 'Pick',
  untitled: 'Without a title',
  nothingYet:
    'Nothing has come yet. Sources are asked by `weekly start`; what they bring stands here a few minutes later.',
  toSources: 'To the sources',
  noneFound: 'Nothing fits.',
  capped: 'This looked at a part of the stream. Go on for the rest.',
  goOn: 'Go on',
  approved: 'The issue is approved. Stop it to pick more.',
  said: (title: string, state: string) => `${title}: ${state}`,
}
