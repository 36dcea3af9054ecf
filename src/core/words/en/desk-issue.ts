// The words of a sealed issue's page at the desk, in English.

/** The words for correcting, and for taking back. */
export const issuePage = {
  open: 'On the site',
  correct: 'Correct',
  correctTitle: 'What will change',
  foreword: 'Foreword',
  link: 'Link',
  title: 'Title',
  summary: 'Summary',
  points: 'Points, one a line',
  note: 'Note',
  order: 'Order',
  reason: 'What was wrong? Readers see it; it may stay empty.',
  look: 'See what will change',
  asSealed: 'as it was sent out',
  nowReads: 'will read',
  correctText: 'Page, feeds and book change at once and say what was corrected. No mail goes out again.',
  correctButton: 'Correct it',
  noChange: 'Nothing is different from what stands there now.',
  changed: 'Somebody has corrected this meanwhile. Below stands what you wrote; this is what it says now:',
  moveText: (title: string, other: string) => `“${title}” changes places with “${other}”.`,
  corrections: 'Corrections',
  none: 'Nothing was corrected.',
  retract: 'Take back…',
  retractIssueTitle: 'Take the whole issue back?',
  retractStoryTitle: (title: string) => `Take “${title}” back?`,
  retractIssueText:
    'It goes from the index, the feeds, the lists and the search; its page says when and why. Mails not sent yet are not sent. What has been sent cannot be called back.',
  retractStoryText:
    'It goes from page, feeds and search, and a mark with your reason stands in its place. Mails not sent yet are without it. What has been sent cannot be called back.',
  retractReason: 'Why? Readers are told.',
  retractButton: 'Take back',
  takenBack: 'Taken back',
  undo: 'Bring back…',
  undoTitle: 'Bring it back?',
  undoText: 'Everything is as it was, to the byte. Mails that were kept back go out with the next run.',
  undoButton: 'Bring back',
  done: 'Done; the site says so.',
  publishFailed: (problem: string) =>
    `It is saved, but the site could not be written: ${problem}. The next run tries again.`,
}
