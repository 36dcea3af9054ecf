// What the pages of subscribers ask of the program around them.

/** Mails to readers, and the list as a file. */
export interface ReaderDesk {
  /** Asks these readers to confirm, at most once a day each; answers how many mails go out. Null where mail is not set up. */
  readonly askToConfirm: ((ids: readonly number[]) => Promise<number>) | null
  /** Everything that is kept of all readers, as CSV that an import takes back. */
  readonly exportAll: () => Promise<string>
  /** The form to paste into a page of another site; null where none would be taken. */
  readonly embedForm: string | null
}
