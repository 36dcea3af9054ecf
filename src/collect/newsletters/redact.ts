// Takes the addresses of a letter's reader out of its words. Pure.

/** The text with … for each of the reader's addresses, in whatever case. */
export function redact(text: string, readers: readonly string[]): string {
  return readers.reduce(
    (shown, address) => shown.replace(new RegExp(address.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi'), '…'),
    text,
  )
}
