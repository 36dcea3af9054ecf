// What `weekly init` asks and says, in English.

/** The words of a new list. */
export const init = {
  title: 'Title of the list',
  usualTitle: 'Weekly reading list',
  timezone: 'Time zone',
  url: 'Public address of the site (leave as it is to try out)',
  from: 'Sender of the mails, Name <address> (empty: no mail yet)',
  postalAddress: 'Postal address under the mails (empty: no mail yet)',
  sources: 'First sources: addresses of sites or feeds, or an OPML file (blanks between)',
  places: 'Files to run it: systemd, compose, actions (empty: none)',
  invalid: (answer: string) => `“${answer}” does not fit`,
  noListHere: 'There is no list here yet. Make one: y, with samples to try it out: s, or not: n',
  nextSteps: 'Next:',
  runFirst: 'reads the sources and makes the first issue',
  startNow: 'the site, and from now on an issue each week',
  addSource: 'more sources',
  readGuide: (page: string) => `going live, step by step: ${page}`,
}
