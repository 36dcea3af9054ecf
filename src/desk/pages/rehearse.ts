// Renders every page of the desk once before any is asked for: a broken template is found at the start, with its file and line.
import { type DeskDeps, renderDeskPage } from './frame.ts'
import { trialsOfLists } from './rehearse-lists.ts'
import { trialsOfIssue } from './rehearse-issue.ts'
import { trialsOfReaders } from './rehearse-readers.ts'
import { trialsOfStories } from './rehearse-stories.ts'

const errand = { to: '/', unsent: { path: '/', fields: 'a=b' } }
const draft = { week: '—', closing: '—', ahead: '—', hasStories: true, stories: '—', state: '—' }
const ownAct = { command: '', said: '—' }
const pages = { previous: '/', next: '/' }

const story = {
  ...{
    key: '0',
    link: '—',
    href: 'https://example.org/',
    title: '—',
    about: '—',
    said: '—',
    sign: '—',
    note: '—',
    summary: '—',
    points: '—',
  },
  ...{ was: { place: '', title: '', summary: '', points: '', note: '' }, command: '', isOpen: false },
  ...{ up: '', down: '', canGoUp: false, canGoDown: false },
}
const sections = [
  { title: 'A', stories: [story, { ...story, isOpen: true }] },
  { title: 'B', stories: [] },
]

const pointer = { said: '—', url: '/' }
const letter = {
  ...{ said: '—', openUrl: '/', stopUrl: '/', blocks: [pointer], warns: [pointer], restated: '—', approve: '/' },
  ...{ changes: ['—'], stories: [{ title: '—', about: '—', drop: '/', hold: '/' }], pointers: [pointer] },
  leftOut: [{ title: '—', about: '—', pick: '/' }],
}

const choice = {
  ...{ key: '0', title: '—', about: '—', was: '', isChosen: true },
  options: [{ kind: 'drop', isChosen: true }],
}

/** What each page is tried with: every branch of it. */
const trials: Readonly<Record<string, object>> = {
  ...trialsOfLists,
  ...trialsOfReaders,
  ...trialsOfStories,
  ...trialsOfIssue,
  'notice.html': { text: '—' },
  'sign-in.html': { ...errand, email: '—', problem: '—', hasMail: true, hasPasskeys: true },
  'code.html': { ...errand, email: '—', problem: '—', code: '—' },
  'link.html': { text: '—', action: '/' },
  'unsent.html': { unsent: { path: '/', fields: [{ name: 'a', value: 'b' }] } },
  'draft.html': {
    ...{ week: '—', state: '—', closing: '—', stories: '—', isReadOnly: false, isEmpty: true, undo: ownAct },
    ...{ redo: ownAct, saved: '—', others: '—', top: '0' },
    suggestion: { text: '—', at: '', said: '—', command: '' },
    ...{ formHere: '/', more: { path: '/', text: '—' }, fewer: '/' },
    dropped: [{ title: '—', href: '/', why: '—' }],
    draft: {
      base: '—',
      foreword: { text: '—', was: '', command: '', isOpen: true },
      sections,
      held: [story],
      leftOut: [story],
    },
  },
  'conflict.html': {
    ...{ form: '/', reason: '—', story: '—', draftBase: '', command: '', given: 'words' },
    kept: [{ name: 'a', value: 'b' }],
    fields: [{ label: '—', name: 'note', mine: '—', theirs: '—', hidden: [{ name: 'a', value: 'b' }] }],
  },
  'journal.html': {
    ...{ week: '—', mayChange: true, undo: ownAct, redo: ownAct, pages },
    entries: [{ editor: '—', at: { instant: '', words: '—' }, said: '—', isUndone: true }],
  },
  'deliveries.html': {
    issues: [{ title: '—', path: '', equation: { said: '—', verdict: '—' }, href: '/', isOpen: true }],
    pages,
  },
  'issue-deliveries.html': {
    ...{ issue: '—', path: '', equation: { said: '—', verdict: '—' }, pages, action: '/', mayDecide: true },
    states: [{ words: '—', href: '/', isShown: true }],
    rows: [{ email: '—', response: '—', updated: { instant: '', words: '—' } }],
  },
  'issues.html': {
    drafts: [draft],
    issues: [{ number: '—', title: '—', date: '—', stories: '—', path: '', desk: '/', isTakenBack: true }],
    pages,
  },
  'preview.html': {
    ...{ week: '—', frame: 'mail', content: '/', subject: '—', size: '—', wasSent: true, sentTo: '—' },
    frames: [{ name: 'mail', title: '—', isShown: true }],
  },
  'release.html': {
    ...{ week: '—', draftState: 'draft', state: '—', stories: '—', restated: '—', time: '—', seen: '', nowAt: '—' },
    ...{ atTime: '—', earliest: '', mayApprove: true, commands: { now: '', schedule: '', other: '' } },
    ...{
      blocks: [{ said: '—', href: '/' }],
      warns: [{ said: '—', href: '/' }],
      decisions: [{ decision: 'hold', title: '—' }],
    },
  },
  'editors-mail.html': letter,
  'editors-mail.txt': letter,
  'changed.html': { lines: ['—'], href: '/' },
  'by-mail.html': {
    ...{ said: '—', action: '/', draftBase: '', command: '', held: [choice], leftOut: [choice] },
    sections: [{ title: '—', stories: [choice, { ...choice, isChosen: false }] }],
  },
  'by-mail-done.html': { lines: ['—'], again: '/', desk: '/' },
  'unknown-device.html': { email: '—', to: '/', hasMail: true },
  'approve-by-mail.html': {
    ...{
      action: '/',
      lines: ['—'],
      warns: [{ said: '—' }],
      restated: '—',
      said: '—',
      draftState: 'draft',
      command: '',
    },
    ...{ seen: '', sections: [{ title: '—', stories: ['—'] }] },
  },
  'today.html': {
    next: { said: '—', blocks: [{ said: '—', href: '/' }], warns: [{ said: '—', href: '/' }], href: '/' },
    hasSources: true,
    mayRelease: true,
    proposals: '—',
    drafts: [draft],
    latest: { title: '—', path: '', readers: '—', parts: ['—'], uncertain: { said: '—', href: '/' } },
    failing: [{ title: '—', words: '—' }],
    sourcesTitle: '—',
  },
}

/** Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export function rehearseDesk(deps: DeskDeps): void {
  for (const [name, scope] of Object.entries(trials)) renderDeskPage(deps, name, { title: '—' }, scope, null)
}
