// The words around what readers say of an issue, in English.

/** The words of feedback. */
export const feedback = {
  ask: 'Was this issue worth your time? Tell us',
  title: (number: number) => `What do you think of issue ${number}?`,
  text: 'One tap is enough. It tells the editors what to bring more of.',
  kept: 'The editors see the count and the lines, not whose they are. For 30 days you can change yours; then nobody can tell that it was you.',
  words: 'A line for the editors (optional)',
  good: 'Worth reading',
  poor: 'Not for me',
  saved: 'Thank you, that is noted.',
  over: 'This issue is more than 30 days old, and votes on it are no longer taken. The next one asks again.',
}
