// Every word that the program says to readers and curators, in English: the pattern that each other language is checked against.
import { count } from './en/count.ts'
import { feedback } from './en/feedback.ts'
import { init } from './en/init.ts'
import { paste } from './en/paste.ts'
import { propose } from './en/propose.ts'

/** The words, the punctuation and the counts of English. Strings are what templates get as `words`; functions put values into a phrase. */
export const english = {
  /** How the language calls itself, where a reader chooses one. */
  ownName: 'English',
  /** BCP 47, as pages and mails name the language of their words. */
  lang: 'en',
  /** BCP 47, for writing dates; and whether a month within a date is cut short. */
  locale: 'en-US',
  hasShortMonths: true,
  /** Zones are called by their city; else by their name, as in 中国标准时间. */
  namesCity: true as boolean,

  // Punctuation, each with the spaces that belong to it.
  colon: ': ',
  listMark: ', ',
  sentenceGap: ' ',
  openBracket: ' (',
  closeBracket: ')',
  quote: (text: string) => `“${text}”`,

  allIssues: 'All issues',
  emailSubscribe: 'Email',
  skipToContent: 'Skip to the content',
  navigation: 'Site',
  contents: 'Contents',
  pdf: 'PDF',
  permalink: 'Link to this story',
  alsoCoveredBy: 'also covered by ',
  discussion: 'discussion',
  /** Before the name of another's list that led to a story. */
  via: 'via ',
  byModel: 'summary by a language model',
  machineTranslation: 'machine translation',
  editorsTranslation: 'translation by the editor',
  foreword: 'Foreword',
  note: 'Curator’s note',
  otherStories: 'More',
  readMore: 'Read the issue',
  /** Before the link to an issue, in a message that has room for some of its stories. */
  andMore: (stories: number) => `and ${stories} more: `,
  readOn: 'Continue reading',
  footnotes: 'Footnotes',
  backToText: 'Back to the text',
  olderPost: 'Older post',
  newerPost: 'Newer post',
  pages: 'Pages',
  newer: 'Newer issues',
  older: 'Older issues',
  olderIssue: 'Older issue',
  newerIssue: 'Newer issue',
  noIssues: 'The first issue is being put together.',
  feedOfIssues: 'Issues',
  feedOfStories: 'Single stories',
  notFound: 'No such page',
  notFoundText: 'There is nothing at this address. It may be in the list of all issues.',
  subscribe: 'Subscribe',
  subscribeTitle: 'Get it by email',
  subscribeText: 'One email a week, and one click to leave. Your address is used for nothing else.',
  emailAddress: 'Email address',
  leaveEmpty: 'Leave this field empty',
  language: 'Language',
  checkMailTitle: 'Check your email',
  checkMailText: 'We’ve sent you an email. Once you open the link in it and confirm, the next issue comes to you.',
  checkMailHint: 'Nothing after ten minutes? Check your spam folder, or try again tomorrow.',
  confirmTitle: 'Confirm your subscription',
  confirmText: 'Press the button to get the weekly issue by email.',
  confirm: 'Confirm',
  confirmedTitle: 'You are subscribed',
  confirmedText: 'Thank you. The next issue will come to your inbox.',
  unsubscribeTitle: 'Unsubscribe',
  unsubscribeText: 'Press the button and you won’t get any more email from us.',
  unsubscribe: 'Unsubscribe',
  unsubscribedTitle: 'You are unsubscribed',
  unsubscribedText: 'You won’t get any more email from us. You can still read every issue here.',
  takeBack: 'That was a mistake: keep sending it',
  returnedTitle: 'You are subscribed again',
  returnedText: 'Nothing has changed. The next issue will come to your inbox.',
  latestIssue: 'Read the latest issue',
  invalidLinkTitle: 'This link does not work',
  invalidLinkText: 'It may be incomplete: please copy the whole link from the email, or subscribe again.',
  preferencesTitle: 'Preferences',
  cadence: 'How often',
  weekly: 'Each week',
  monthly: 'Once a month, the best of it',
  storiesWanted: 'Stories you want',
  storiesChoices: { both: 'In Chinese and in English', zh: 'In Chinese only', en: 'In English only' },
  sectionsWanted: 'Sections you want',
  sectionsHint: 'Sections without a tick are left out of your email.',
  save: 'Save',
  saved: 'Saved.',
  topPick: 'Top pick',
  inBrief: 'In brief',
  readOnTheWeb: 'Read on the web',
  preferences: 'Preferences',
  archive: 'Archive',
  whyYouGetThis: 'You’re receiving this email because you subscribed and confirmed on @@CONFIRMED_DATE@@.',
  confirmMailText:
    'Somebody, most likely you, asked for this weekly reading list by email. To confirm, open this link:',
  confirmMailIgnore: 'If this wasn’t you, ignore this email.',
  title: 'title',
  summary: 'summary',
  points: 'points',
  noteField: 'note',
  linkField: 'link',
  forewordField: 'foreword',
  orderField: 'order',
  testMark: '[Test]',
  addressProblem: 'This is not an email address that we can send to.',
  tooManyProblem: 'Too many sign-ups from your network; please try again in an hour.',
  /** Of a form on another site, which cannot tell how long it was open. */
  pressAgain: 'One more press, please: it tells you from a program.',
  /** Source of the stories that the curator added. */
  handSource: 'Added by hand',
  feedNotice: 'This is a feed. Copy its address into a feed reader to follow the list.',

  sourcesOpml: 'All sources as OPML',
  sourcesTitle: 'Sources',
  sectionsTitle: 'Sections',
  tagsTitle: 'Tags',
  storiesOfTag: 'Stories of the issues',
  postsOfSection: 'Own posts',
  newerStories: 'Newer',
  olderStories: 'Older',
  sourceSite: 'Website',
  sourceFeed: 'Feed',
  noStories: 'There are no stories yet.',
  notYet: 'The first issue is being made. This page loads itself again.',
  searchTitle: 'Search',
  searchText: 'Words of titles, summaries, notes and our own posts, in any language',
  search: 'Search',
  searchWithoutScript: 'Search needs JavaScript, which is off. Browse instead:',
  found: 'Found: #',
  nearFound: 'Nothing has all of these words. Close to them: #',
  nothingFound: 'Nothing found.',
  moreFound: 'Show more',
  searchFailed: 'The search could not be loaded. Please try again.',
  /** In the navigation, and as the title of the page. */
  about: 'About',
  aboutTitle: 'About this list',
  aboutWhat: 'What this is',
  aboutText:
    'A list of what was worth reading, once a week. Every story comes with its link, a short summary, where it was found and the minutes it takes.',
  aboutCurator: 'Put together by ',
  aboutFollow: 'How to follow',
  aboutFeeds:
    'Copy the address of a feed into a feed reader. The feed of issues brings each issue in full; the others bring one story at a time.',
  aboutTagFeeds: 'The curator’s own posts come in full, by tag:',
  aboutEmail: 'Or get each issue by email',
  archivedCopy: 'a copy at web.archive.org',
  plainText: 'Text',
  savedPdf: 'our saved copy (PDF)',
  savedCopy: 'our saved copy (PDF)',
  copyOriginal: 'Original ',
  copyNotice: 'Kept for readers in case the original goes away. All rights remain with its authors.',

  /** What an editor did to a draft, before the title of the story. */
  acts: {
    drop: 'dropped',
    pick: 'picked',
    hold: 'held for the next issue',
    top: 'made the top story',
    title: 'wrote the title of',
    summary: 'wrote the summary of',
    note: 'wrote the note on',
    translation: 'wrote the translation of',
    points: 'wrote the points of',
    section: 'moved',
    move: 'moved',
    foreword: 'wrote the foreword',
    sections: 'ordered the sections',
    split: 'took apart',
    join: 'put together',
    text: 'edited the draft as text',
    restore: 'took all edits back of',
    add: 'added',
    approved: 'approved the issue',
    held: 'held the issue',
    draft: 'made the issue a draft again',
    undo: 'took back',
    redo: 'did again',
    /** At the end of what was done. */
    byLink: ' by a link of a mail',
    byToken: ' by a program, with a token',
    /** Between what was done and the story. */
    gap: ' ',
    into: ' to ',
  },
  draft: {
    /** Section of what fits nowhere; and of everything when no sections are configured and no source has one. */
    otherSection: 'Other',
    onlySection: 'This week',
    dropped: 'dropped by the curator',
    held: 'held for the next issue',
    foreword: 'Foreword',
    stories: 'Stories',
    heldPart: 'Held for the next issue',
    leftOutPart: 'Left out',
    yours: 'yours',
    theirs: 'the draft now',
    gone: 'yours; the story is no longer in this draft',
    absorbed: 'yours; another story of this draft tells it now',
    state: 'state',
    sections: 'order of the sections',
    place: 'place',
    title: 'title',
    summary: 'summary',
    points: 'points',
    note: 'note',
    translation: 'translation',
    explanation: [
      'Change titles, summaries, points (-) and notes (>) as you like. Move a block to move its story; delete it to drop the story. These words and the foreword are Markdown (links, emphasis, code, lists, quotations); a list or quotation in a summary is written \\- and \\>.',
      'A block moved up from “Left out” is picked; one moved down to “Held” enters the next issue. A ## of your own makes a section; links and the other section names stay.',
      'state: draft, approved or held. `weekly issue add URL` adds a story, `weekly issue restore URL` undoes its edits. Below state, split: URL takes a telling out of its story, join: URL URL puts stories together.',
    ],
    correction: [
      'This issue is sealed. Titles, links, summaries, points, notes, the foreword and the order may be corrected; the page says so, the feeds are renewed.',
      'reason: says to readers what was wrong. The sections stay, `weekly issue retract` takes a story out, and no mail is sent again.',
    ],
  },

  /** What `weekly init` asks. */
  init,

  /** The page where readers say what they think of an issue. */
  feedback,
  /** The page where readers propose links. */
  propose,
  /** The editions that are pasted into editors elsewhere. */
  paste,

  /** Why a story is in an issue, or not, short enough for a line of facts. */
  reasons: {
    pinned: () => 'picked by the curator',
    coverage: (sources: number) => `${sources} sources`,
    source: () => 'trusted source',
    section: (keyword: string | null) => (keyword === null ? 'fits its section' : `matches ${keyword}`),
    recency: (days: number) => (days === 0 ? 'new today' : days === 1 ? '1 day old' : `${days} days old`),
    /** A Chinese story has characters, another has words. */
    substance: (words: number, isChinese: boolean) => `in depth, ${words} ${isChinese ? 'characters' : 'words'}`,
    limit: (stories: number) => `the issue is full with ${stories} stories`,
    perSource: (stories: number) => (stories === 0 ? 'its source leads no story' : `its source already has ${stories}`),
    perSection: (stories: number) => `its section already has ${stories}`,
    unread: () => 'its page could not be read',
  },

  // Counts.
  storyCount: (stories: number) => count(stories, 'story', 'stories'),
  /** Of the curator's own. */
  postCount: (posts: number) => count(posts, 'post', 'posts'),
  issueCount: (issues: number) => count(issues, 'issue', 'issues'),
  /** As the head of the mail counts the stories. */
  linkCount: (links: number) => count(links, 'link', 'links'),
  /** Of a discussion elsewhere. */
  pointCount: (points: number) => count(points, 'point', 'points'),
  commentCount: (comments: number) => count(comments, 'comment', 'comments'),
  moreOnTheWeb: (stories: number) => `${stories} more on the web`,
  /** Among other facts of a story, where room is scarce. */
  minutes: (minutes: number) => `${minutes} min`,
  readingTime: (minutes: number) => `${minutes} min read`,
  aboutReadingTime: (minutes: number) => `about ${minutes} min`,

  // Names made of values. Days are in words already.
  issueNumber: (number: number) => `No. ${number}`,
  issueNumbers: (first: number, last: number) => `No. ${first}–${last}`,
  /** What the number adds to the name of the list where both name an issue: `Weekly reading list #47`. */
  issueOfList: (list: string, number: number) => `${list} #${number}`,
  pageOfList: (list: string, page: number) => `${list}, page ${page}`,
  /** A reader's name. */
  suggestedBy: (name: string) => `Suggested by ${name}`,
  yearHeading: (year: string) => year,
  /** A section may be called like a tag. */
  tagName: (tag: string) => `Tag: ${tag}`,
  since: (day: string) => `since ${day}`,
  updatedOn: (day: string) => `updated ${day}`,
  goneSince: (day: string) => `No longer online since ${day}`,
  savedOn: (day: string) => `Saved on ${day}`,
  copyReadOn: (day: string) => `Text as read on ${day}`,
  copySavedOn: (day: string) => `copy saved on ${day}`,
  picture: 'picture',
  /** What stands in the place of a picture that is not shown; its own words may be missing. */
  pictureOf: (alternative: string) => (alternative === '' ? '[Picture]' : `[Picture: ${alternative}]`),
  /** What was corrected in a story, when, and what was wrong; the reason may be empty. */
  corrected: (day: string, fields: readonly string[], reason: string) =>
    `Corrected on ${day}: ${fields.join(', ')}${reason === '' ? '' : `. ${reason}`}`,
  /** What stands in the place of what was taken back. */
  retractedStory: (day: string, reason: string) => `This story was taken back on ${day}: ${reason}`,
  retractedIssue: (day: string, reason: string) => `This issue was taken back on ${day}: ${reason}`,
  /** What a story was given that it had not: nothing was wrong. */
  added: (day: string, fields: readonly string[], reason: string) =>
    `Added on ${day}: ${fields.join(', ')}${reason === '' ? '' : `. ${reason}`}`,
}

/** The words of one interface language, key by key as English has them. */
export type Words = Readonly<typeof english>
