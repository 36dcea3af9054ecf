// Values that are dear to make and that many runs of the program never need.

/** Makes a value when it is first asked for, and answers the same one from then on. What throws is tried again when it is asked for again. */
export function madeOnce<Made extends object>(make: () => Made): () => Made {
  let made: Made | null = null
  return () => (made ??= make())
}
