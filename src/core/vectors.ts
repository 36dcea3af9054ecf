// Bags of words as sparse vectors, and how alike two are. Used by summaries, grouping and ranking.

/** Weight by term; absent terms weigh nothing. */
export type TermVector = Map<string, number>

/** How often each token occurs. */
export function countTokens(tokens: readonly string[]): TermVector {
  const vector: TermVector = new Map()
  for (const token of tokens) vector.set(token, (vector.get(token) ?? 0) + 1)
  return vector
}

/** Adds a vector to another in place. */
export function addTo(sum: TermVector, vector: ReadonlyMap<string, number>): void {
  for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight)
}

/** Euclidean length. */
export function lengthOf(vector: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const weight of vector.values()) sum += weight * weight
  return Math.sqrt(sum)
}

/** Scalar product; walks the smaller of the two. */
export function productOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0)
  return sum
}

/** Cosine likeness, 0–1 for weights that are not negative; 0 when either vector is empty. */
export function cosineOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const length = lengthOf(a) * lengthOf(b)
  return length === 0 ? 0 : productOf(a, b) / length
}
