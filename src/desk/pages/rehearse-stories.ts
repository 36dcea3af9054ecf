// What the pages of one story, of what was saved and of what came are tried with before any is asked for.

const moment = { instant: '', words: '—' }
const fields = { title: '—', summary: '—', note: '—', points: '—', translation: '—' }
const telling = {
  ...{ title: '—', href: '/', source: '—', site: '—', relation: '—', shared: '—', evidence: '—' },
  split: { link: '—', was: '', command: '' },
}

const option = { value: '—', words: '—', isChosen: true }
const options = [option, option]

/** A scope for each page, with every branch of it. */
export const trialsOfStories: Readonly<Record<string, object>> = {
  'save.html': {
    ...{ known: '—', problem: '!', isEmpty: true, bookmarklet: '/', address: '—' },
    shared: { url: '—', title: '—', note: '—' },
  },
  'saved.html': { saved: { title: '—', note: '—' }, known: '—' },
  'inbox.html': {
    ...{ state: 'waiting', suggestions: '—', mayTake: true, pages: { previous: '/', next: '/' } },
    states: [{ words: '—', href: '/', isShown: true }],
    rows: [{ id: 1, url: '/', title: '—', note: '—', by: '—', at: moment, decision: '—', command: '' }],
  },
  'stream.html': {
    ...{
      intro: '—',
      search: '—',
      isEmpty: true,
      isSearch: true,
      isApproved: true,
      mayPick: true,
      further: '/',
      form: '/',
    },
    ...{
      pages: { previous: '/', next: '/' },
      filters: { sources: options, sections: options, languages: options, states: options },
    },
    rows: [
      {
        ...{ id: 1, title: '—', href: '/', said: '—', site: '—', language: 'en', source: '—', state: 'out', told: '—' },
        ...{ came: moment, story: '—', was: '', command: '' },
      },
    ],
  },
  'story.html': {
    ...{ form: '/', minutes: '—', isApproved: true, mayEdit: true, mayNote: true },
    undo: { command: '', said: '—' },
    story: {
      ...{ path: '', key: '', link: '—', href: '/', site: '—', part: 'in', placed: '—', isExcerpt: true },
      ...{ reasons: ['—'], draftBase: '', was: { place: '', ...fields }, fields, tellings: [telling] },
      language: 'en',
      translation: { by: '—', language: 'zh' },
      savedNotes: [{ note: '—', said: '—', value: '—', command: '' }],
      places: [{ title: '—', options: [{ value: '', words: '—', isHere: true }] }],
      others: [{ title: '—', value: '' }],
      appraisal: {
        ...{ score: 0, isRead: false, terms: [{ name: '—', value: 0 }], section: '—' },
        ...{ evidence: ['—'], learned: ['—'] },
      },
      published: moment,
      commands: { act: '', place: '', words: '', join: '' },
    },
  },
}
