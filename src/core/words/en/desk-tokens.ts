// The words of the tokens for programs, in English.

/** The part of the settings where tokens are made and revoked. */
export const tokens = {
  title: 'Tokens for programs',
  text: 'A program with a token acts for you by the API, never beyond what you may do yourself. What it does stands in the journal.',
  none: 'No program has a token.',
  name: 'Name of the program',
  scopes: 'It may',
  scopeNames: {
    read: 'read drafts, issues and sources',
    save: 'save links',
    edit: 'edit the draft and the sources',
    subscribers: 'see subscribers',
    release: 'release and hold issues',
  },
  days: 'Works for so many days',
  make: 'Make a token',
  made: (name: string) => `The token for ${name}`,
  once: 'Copy it now: it is shown this once and kept nowhere.',
  of: (name: string) => `of ${name}`,
  madeAt: 'made',
  expires: 'works until',
  expired: 'expired',
  lastUse: 'last used',
  neverUsed: 'not used yet',
  revoke: 'Revoke',
  suggestedBy: (name: string) => `Foreword suggested by a program of ${name}`,
  takeForeword: 'Take as foreword',
  throwAway: 'Throw away',
  invalid:
    'This token cannot be made: it needs a name that no other of yours has, something to be allowed that you may do, and 1 to 365 days. Nothing was changed.',
}
