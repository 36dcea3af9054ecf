// Orders of names: what was moved between two of them, and a wanted order laid over another. Pure; used by edits and by the merge of drafts.

/**
 * The names that were moved to come from one order to the other: all but a longest run that kept its order (longest increasing
 * subsequence, Fredman 1975). Names that only one order has are passed over.
 */
export function findMoved(from: readonly string[], to: readonly string[]): ReadonlySet<string> {
  const places = new Map(from.map((name, place) => [name, place]))
  const common = to.filter(name => places.has(name))
  const placeOf = (name: string): number => places.get(name) ?? -1
  /** Last name of the best run of each length, and what came before each name in its run. */
  const ends: string[] = []
  const before = new Map<string, string | undefined>()
  for (const name of common) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (placeOf(ends[middle] ?? '') < placeOf(name)) low = middle + 1
      else high = middle
    }
    before.set(name, ends[low - 1])
    ends[low] = name
  }
  const kept = new Set<string>()
  for (let name = ends.at(-1); name !== undefined; name = before.get(name)) kept.add(name)
  return new Set(common.filter(name => !kept.has(name)))
}

/** Puts names into a list, each right behind the nearest of its predecessors in `order` that the list has, else at the front. */
export function insertInOrder(
  list: readonly string[],
  names: ReadonlySet<string>,
  order: readonly string[],
): readonly string[] {
  const result = list.filter(name => !names.has(name))
  const present = new Set(result)
  let last: string | null = null
  for (const name of order) {
    if (names.has(name)) {
      result.splice(last === null ? 0 : result.indexOf(last) + 1, 0, name)
      present.add(name)
    }
    if (present.has(name)) last = name
  }
  return result
}

/** All names of the list: the wanted ones in the wanted order, each other one behind its predecessor in the list. */
export function layOrder(list: readonly string[], wanted: readonly string[]): readonly string[] {
  const has = new Set(list)
  const first = wanted.filter(name => has.has(name))
  const others = new Set(list.filter(name => !first.includes(name)))
  return insertInOrder(first, others, list)
}
