// Whether a message goes over the wire as it is. Pure.

/** Line ends that are none, a dot that begins a line, an end without a line's end: nothing that a message of ours has. */
const needsMending = /\r(?!\n)|(?<!\r)\n|\n\.|^\.|[^\n]$/

/** Whether every line ends in CRLF, the last one too, and none begins with a dot: then SMTP has nothing to mend (RFC 5321 §2.3.8, §4.5.2). */
export const isInLines = (bytes: Buffer): boolean => !needsMending.test(bytes.toString('latin1'))

/** Whether the head of a message is: all before its empty line. False when there is none. */
export function isHeadInLines(message: Buffer): boolean {
  const end = message.indexOf('\r\n\r\n')
  return end >= 0 && isInLines(message.subarray(0, end + 2))
}
