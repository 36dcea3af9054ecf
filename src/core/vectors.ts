// Bags of words as vectors, and how alike two are. Used by summaries, grouping and ranking.

/** Weight by term; absent terms weigh nothing. */
export type TermVector = ReadonlyMap<string, number>

/** How often each token occurs. */
export function countTokens(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

/** The sum of vectors, term by term. */
export function sumVectors(vectors: Iterable<TermVector>): TermVector {
  const sum = new Map<string, number>()
  for (const vector of vectors) for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight)
  return sum
}

/** The same direction with Euclidean length 1; an empty vector stays empty. */
export function toUnitLength(vector: TermVector): TermVector {
  const length = Math.hypot(...vector.values())
  return new Map(vector.entries().map(([term, weight]) => [term, weight / length]))
}

/** Scalar product: the cosine, 0–1, of vectors of unit length whose weights are not negative. */
export function productOf(a: TermVector, b: TermVector): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0)
  return sum
}

/** A text's words as a vector of unit length. */
export function vectorOf(tokens: readonly string[]): TermVector {
  return toUnitLength(countTokens(tokens))
}
