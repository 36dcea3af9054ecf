// What the page for pictures asks of the program around it.

/** Where uploaded pictures go. */
export interface PictureDesk {
  /** Writes a picture anew, keeps it, and answers how words name it: `pictures/NAME`. Throws PICTURE_REFUSED, PICTURE_TOO_LARGE, OUTPUT_UNWRITABLE. */
  readonly add: (file: Uint8Array) => Promise<string>
}
