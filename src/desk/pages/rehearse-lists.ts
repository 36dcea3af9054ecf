// What the pages for settings, sources, subscribers, issues and pictures are tried with before any is asked for.

const moment = { instant: '', words: '—' }
const session = { id: '1', editorId: 1, network: '—', name: '—', device: '—', signedIn: moment, used: moment }

/** A scope for each page, with every branch of it. */
export const trialsOfLists: Readonly<Record<string, object>> = {
  'question.html': {
    ...{ problem: '—', lines: ['—'], action: '/', button: '—', back: '/' },
    ...{ fields: [{ name: 'a', value: 'b' }], reason: { label: '—', value: '—', most: 9 } },
  },
  'proposals.html': {
    ...{ state: 'pending', done: '—', isTaken: true, isOff: true, pages: { previous: '/', next: '/' } },
    ...{ counts: [{ words: '—', href: '/', isShown: true }], blocked: ['—'] },
    rows: [
      {
        ...{ id: 1, url: '/', host: '—', votes: '—', more: '—', block: '—', proposed: moment, decision: '—' },
        ...{ said: [{ name: '—', why: '—', title: '—', wantsThanks: true }], credit: '—', command: '' },
      },
    ],
  },
  'settings.html': {
    ...{ problem: '—', isOwner: true, isFresh: true, hasPassword: true, here: '0' },
    ...{ sessions: [session, session], everyone: [session], roles: [{ role: 'owner', said: '—' }] },
    ...{ languageName: '—', timezone: '—', nowIs: '—' },
    editors: [{ id: 1, email: '—', name: '—', role: 'owner', mayRelease: true, sessions: 1, sessionCount: '—' }],
  },
}
