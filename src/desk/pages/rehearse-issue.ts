// What the pages of a sealed issue are tried with before any is asked for.

const story = { key: '0', title: '—', href: '/', note: '—', canGoDown: true }
const at = { instant: '', words: '—' }

/** A scope for each page, with every branch of it. */
export const trialsOfIssue: Readonly<Record<string, object>> = {
  'pictures.html': { problem: '—', action: '/', carried: '—', isCarrying: true, alt: '—', source: '—' },
  'picture-placed.html': { target: 'note', value: '—', kind: 'words', form: '/', kept: [{ name: 'a', value: 'b' }] },
  'issue.html': {
    ...{ week: '—', about: '—', page: '', path: '/', foreword: '—', sections: [{ title: '—', stories: [story] }] },
    ...{ errata: ['—'], retractions: [{ story: '', title: '—', reason: '—', at }], isTakenBack: false },
    ...{ mayChange: true, mayRetract: true, isDone: true },
  },
  'issue-correct.html': {
    ...{ action: '/', back: '/', key: '0', problem: '—', conflicts: [{ label: '—', now: '—' }] },
    ...{ fields: [{ name: 'title', label: '—', isLine: true, value: '—', was: '' }], reason: '—', reasonMost: 1 },
  },
  'issue-changes.html': {
    ...{ action: '/', back: '/', changes: [{ label: '—', sealed: '—', wanted: '—' }], reason: '—', move: '—' },
    ...{ kept: [{ name: 'a', value: 'b' }], button: 'correct' },
  },
}
