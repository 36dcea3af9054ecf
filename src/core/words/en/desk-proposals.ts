// The words of the desk's page of what readers suggest, in English.
import { count } from './count.ts'

/** The words of proposals. */
export const proposals = {
  title: 'Suggestions',
  waiting: (links: number) => `${count(links, 'suggestion', 'suggestions')} from readers`,
  states: {
    pending: (links: number) => `waiting ${links}`,
    taken: (links: number) => `taken ${links}`,
    dismissed: (links: number) => `dismissed ${links}`,
  },
  none: 'Nothing here.',
  off: 'Readers cannot suggest links at present. With `proposals: true` in weekly.yaml the site has a page for that, /propose.',
  votes: (votes: number) => count(votes, 'vote', 'votes'),
  more: (votes: number) => `and ${votes} more`,
  nobody: 'without a name',
  thanks: 'asks for a mail once it is published',
  own: 'their own work',
  take: 'Take',
  takeInto: 'Into the draft',
  credit: 'Credit (empty: none)',
  note: 'Your note (optional)',
  dismiss: 'Dismiss',
  block: (host: string) => `Block ${host}`,
  blockHint: 'Takes no link of this site any more, and dismisses all that wait.',
  putBack: 'Back to the waiting',
  tick: 'Select',
  dismissTicked: 'Dismiss the selected',
  dismissShown: 'Dismiss all on this page',
  blockedHosts: 'Blocked sites',
  unblock: 'Unblock',
  takenInto: (week: string, editor: string) => `taken into ${week} by ${editor}`,
  dismissedBy: (editor: string) => `dismissed by ${editor}`,
  done: {
    taken: 'It is in the draft.',
    dismissed: (links: number) => `${count(links, 'suggestion', 'suggestions')} dismissed.`,
    blocked: (host: string) => `No more links from ${host}.`,
  },
  toDraft: 'To the draft',
  goneTitle: 'Decided already',
  gone: 'Somebody has decided about this suggestion meanwhile.',
  nothingTicked: 'Nothing was selected, so nothing was done.',
}
