// What the pages for settings, sources, subscribers, issues and pictures are tried with before any is asked for.

const moment = { instant: '', words: '—' }
const session = { id: '1', editorId: 1, network: '—', name: '—', device: '—', signedIn: moment, used: moment }

const source = {
  ...{ id: 1, title: '—', href: '/', section: '—', weight: '—', health: 'failing', words: '—', error: '—' },
  ...{ succeeded: moment, next: moment, silentDays: '—', offered: 2, picked: 1, numbers: '—' },
}
/** All that the form of a source may show: of the web and of mail at once. */
const more = {
  ...{ isOpen: true, kind: 'page', kinds: ['feed', 'page'], isOfTheWeb: true, isMail: true, isProxied: true },
  values: { most: '—', language: '—', timezone: '—', intervalMinutes: '—', include: '—', exclude: '—', article: '—' },
  ticks: { explode: true, picks: true, fullText: true, shorts: true },
  parts: [{ name: 'item', value: '—' }],
  mail: { to: '—', list: '—', from: '—', clickHosts: '—', server: '—', isText: true },
}
const values = { title: '—', section: '—', weight: '1', private: true }
const seen = [
  { title: '—', href: '/', date: '—' },
  { title: '—', href: null, date: '—' },
]

const bar = { kind: 'left', x: 0, y: 0, width: 1, height: 1 }
const chart = { said: '—', first: '—', last: '—', chart: { width: 1, height: 1, base: 1, bars: [bar] } }

/** A scope for each page, with every branch of it. */
export const trialsOfLists: Readonly<Record<string, object>> = {
  'question.html': {
    ...{ problem: '—', lines: ['—'], action: '/', button: '—', back: '/' },
    ...{ fields: [{ name: 'a', value: 'b' }], reason: { label: '—', value: '—', most: 9 } },
  },
  'targets.html': {
    done: '—',
    targets: [
      { name: '—', kind: '—', messages: [] },
      {
        ...{ name: '—', kind: '—' },
        messages: [{ week: '—', said: '—', problem: '—', at: moment, mayRepeat: true, mayCount: true }],
      },
    ],
  },
  'numbers.html': {
    ...{ isEmpty: false, hasIssues: true, hasMails: true, nowConfirmed: '—' },
    readers: { ...chart, rows: [{ week: '—', confirmed: 1, left: 1, bounced: 1 }] },
    cadence: { ...chart, rows: [{ week: '—', took: '—', told: '—' }] },
    sources: { said: '—', rows: [{ name: '—', stories: 1, share: '—', width: 1 }] },
    votes: {
      ...{ said: '—', rows: [{ week: '—', good: 1, poor: 1, answers: 1 }] },
      lines: [{ words: '—', told: '—', week: '—' }],
    },
    mails: { ...chart, rows: [{ week: '—', bounceRate: '—', complaintRate: '—', said: '—', verdict: '—' }] },
  },
  'proposals.html': {
    ...{ state: 'pending', done: '—', isTaken: true, isOff: true, pages: { previous: '/', next: '/' } },
    ...{ counts: [{ words: '—', href: '/', isShown: true }], blocked: ['—'] },
    rows: [
      {
        ...{ id: 1, url: '/', host: '—', votes: '—', more: '—', block: '—', proposed: moment, decision: '—' },
        ...{
          said: [{ name: '—', why: '—', title: '—', page: '/', remote: '1', isOwn: true, wantsThanks: true }],
          credit: '—',
          command: '',
        },
      },
    ],
  },
  'sources.html': {
    ...{ pages: { previous: '/', next: '/' }, counts: ['—'], rows: [source] },
    ...{ isOnlyNever: false, never: 1, mayChange: true },
  },
  'source.html': {
    ...{ problem: '—', wasSaved: true, health: 'ok', source, address: '—', path: '/', mayChange: true, values },
    ...{
      entry: { was: '', place: 'store' },
      more,
      hasHeaders: '—',
      sections: ['—'],
      isPaused: true,
      isPage: true,
      seen,
    },
  },
  'source-add.html': {
    ...{ problem: '—', url: '—', found: '—', isPage: true, sections: ['—'], values },
    ...{ feeds: [{ url: '—', title: '—', items: seen }], imported: { said: '—', skipped: ['—'], skippedSaid: '—' } },
  },
  'source-try.html': {
    ...{ problem: '—', source: '', was: '', url: '—', name: '—', found: '—', rows: seen },
    selectors: [{ name: 'item', title: '—', value: '—' }],
  },
  'settings.html': {
    ...{ problem: '—', isOwner: true, isFresh: true, hasPassword: true, here: '0' },
    ...{ sessions: [session, session], everyone: [session], roles: [{ role: 'owner', said: '—' }] },
    ...{ languageName: '—', timezone: '—', nowIs: '—', made: { said: '—', secret: '—' } },
    machines: { jobs: '—', workers: ['—'], dead: [{ said: '—', error: '—', at: moment }] },
    scopes: [{ scope: 'read', said: '—' }],
    tokens: [{ id: 1, name: '—', of: '—', may: ['—'], made: moment, until: moment, isOver: true, used: moment }],
    passkeys: { isPossible: true, why: '—', rows: [{ id: '', name: '—', created: moment, used: moment }] },
    editors: [{ id: 1, email: '—', name: '—', role: 'owner', mayRelease: true, sessions: 1, sessionCount: '—' }],
  },
}
