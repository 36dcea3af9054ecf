// The words of the draft's page and of the desk's script, in English.

/** What the draft's page says besides its buttons. */
export const draftPage = {
  isTop: 'top story',
  /** Where an act has put a story. */
  placed: (title: string, place: number, places: number, section: string) =>
    `${title}, ${place} of ${places} in ${section}`,
  /** What was never a candidate. */
  droppedPart: 'Dropped by the rules of sources',
  droppedBy: (source: string, reason: string) => `${source}: ${reason}`,
  /** The rule that dropped it, by its kind. */
  dropRules: {
    exclude: (rule: string) => `the exclude rule "${rule}" matches`,
    include: (count: string) => `none of ${count} include rules matches`,
    old: (date: string) => `it is of ${date} and was added to an archive`,
    beyond: (count: string) => `more than ${count} items stand before it in its list`,
    short: () => 'it is a short film, and `shorts: false` leaves those out',
  },
  isLeftOut: (title: string) => `${title}: left out`,
  isHeld: (title: string) => `${title}: held for the next issue`,
  savedAt: (time: string) => `Saved ${time}`,
  /** What another editor did a moment ago. */
  atWork: (editor: string, said: string, minutes: number) =>
    minutes < 1 ? `${editor} ${said}, just now` : `${editor} ${said}, ${minutes} min ago`,
}

/** What the script says; `{name}` stands for what it fills in. Plain texts, for they travel to the browser. */
export const script = {
  notReached: 'The server cannot be reached. Nothing is lost; it is tried again.',
  tryAgain: 'Try again',
  failed: 'This did not work.',
  close: 'Close',
  saved: 'Saved',
  notSavedYet:
    'Not saved yet: the server cannot be reached. What you wrote is kept in this browser and sent as soon as it can be.',
  notSignedIn: 'You are not signed in, so nothing is saved yet. What you wrote is still here.',
  compare: 'Compare',
  unsaved: 'You wrote on “{title}”, and it was not saved.',
  takeUp: 'Take it up again',
  throwAway: 'Throw it away',
  news: '{added} new, {changed} changed',
  show: 'Show',
  passkeyOffer:
    'Next time without a code: this device can make a passkey, which opens the desk by finger, face or PIN.',
  passkeyAdd: 'Make a passkey',
  notNow: 'Not now',
  passkeyNotMade: 'No passkey was made. Load the page again, sign in if it asks for it, and try once more.',
  passkeyNotUsed: 'No passkey was used. The other ways in are open.',
  offline: 'Offline: the draft as of {time}. What you do to it is sent when there is a connection again.',
  waiting: '{acts} acts wait for a connection.',
  waits: '{act} (waits)',
  notOffline: 'Not while offline. Nothing was sent.',
  issueOver: 'The issue went out before this reached it.',
  loadPage: 'Load the page',
  notTaken: '{acts} acts that you did offline were not taken.',
  notTakenTitle: 'Not taken',
  keysTitle: 'Keys',
  keysOn: 'Single keys act',
  /** Each key, or each of two that do opposite things, with what it does. */
  keys: [
    ['j k', 'next, previous story'],
    ['o', 'open the story’s page'],
    ['e', 'title and words of the story'],
    ['n', 'note on the story'],
    ['f', 'foreword'],
    ['x', 'drop'],
    ['h', 'hold for the next issue'],
    ['p', 'pick; in the draft: first in its section'],
    ['t', 'top story of the issue'],
    ['Alt+↑ Alt+↓', 'up, down'],
    ['Alt+Shift+↑ Alt+Shift+↓', 'to the section before, behind'],
    ['m', 'move to…'],
    ['u U', 'undo, redo'],
    ['v', 'preview'],
    ['/', 'search'],
    ['g d', 'to the draft'],
    ['g i', 'to the inbox'],
    ['g s', 'to the stream'],
    ['g n', 'to the numbers'],
    ['?', 'these keys'],
    ['Esc', 'leave a form, saved; close a dialog'],
  ] as readonly (readonly [key: string, meaning: string])[],
}
