// What the pages of subscribers and bounces are tried with before any is asked for.

const moment = { instant: '', words: '—' }
const pages = { previous: '/', next: '/' }
const row = { id: 1, email: '—', name: '—', language: 'en', state: '—', since: moment, stories: '—', cadence: '—' }

/** A scope for each page, with every branch of it. */
export const trialsOfReaders: Readonly<Record<string, object>> = {
  'subscribers.html': {
    ...{ search: '—', state: 'confirmed', pages, isOwner: true, asked: '—', askAll: '—', embedForm: '—', rows: [row] },
    counts: [{ words: '—', href: '/', isShown: true }],
  },
  'subscriber.html': {
    ...{ id: 1, name: '—', state: '—', language: 'en', stories: '—', cadence: '—', sectionsOff: '—', consent: '—' },
    ...{ dates: [{ said: '—', at: moment }], mayAsk: true, isOwner: true, asked: '—' },
  },
  'bounces.html': {
    ...{ list: 'suspended', pages, done: '—', ids: '1', lists: [{ words: '—', href: '/', isShown: true }] },
    rows: [{ id: 1, email: '—', reason: '—', response: '—', at: moment }],
  },
}
