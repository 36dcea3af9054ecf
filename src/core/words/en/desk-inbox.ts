// The words of the inbox and of saving links, in English.

/** What the inbox and the form that saves say. */
export const inbox = {
  title: 'Inbox',
  states: { waiting: 'waiting', taken: 'taken', dismissed: 'dismissed' },
  none: 'Nothing here. What you and others save or suggest waits here for a decision.',
  take: 'Pick',
  dismiss: 'Dismiss',
  saveNote: 'Save the note',
  putBack: 'Back to the waiting',
  takenInto: (week: string, editor: string) => `taken into ${week} by ${editor}`,
  dismissedBy: (editor: string) => `dismissed by ${editor}`,
  gone: 'Somebody has decided about this link meanwhile.',
  save: 'Save a link',
  saveButton: 'Save',
  address: 'Address',
  linkTitle: 'Title (optional)',
  note: 'Note (optional); it enters the issue with the link',
  noAddress: 'There is no address of a page in this. It begins with http:// or https://.',
  savedFor: (day: string) => `Saved for ${day}`,
  savedAlready: (name: string) => `${name} has saved this link before; notes are kept together.`,
  wasInIssue: (number: number | null, week: string) => `This was in issue ${number ?? week}; nothing appears twice.`,
  anywhere: 'Save from anywhere',
  bookmarklet: 'Save to the list',
  bookmarkletHint:
    'In a browser: drag this link to the bookmarks. It saves the page you are on, with what is selected as the note.',
  android:
    'On Android: open the desk in the browser and add it to the home screen; it then stands among the apps that links can be shared with.',
  ios: 'On an iPhone: make a shortcut that takes URLs from the share sheet, encodes the URL, and opens this address with it:',
  toInbox: 'To the inbox',
}
