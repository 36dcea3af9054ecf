// Texts are read some at a time, whenever a step asks for them, and let go of again: those of a full week would fill the memory. A step is
// written once, as a generator, for texts in memory and in a store.

/** Which texts are wanted. */
export interface TextWish {
  readonly of: readonly number[]
  /** How much of each from its beginning on is enough, in UTF-16 units; null: all of it, and where it leads. More may come. */
  readonly characters: number | null
}

/** A text that was asked for. */
export interface SeenText {
  readonly text: string
  /** Where it leads; empty where a beginning was asked for. */
  readonly links: readonly string[]
}

/** A step that asks for texts and is given them in the order of its wish. */
export type Reading<Result> = Generator<TextWish, Result, readonly SeenText[]>

/** Texts that are held at once. */
const TEXTS_AT_ONCE = 200
const noText: SeenText = { text: '', links: [] }

/** Shows each of some texts, with its place among the numbers that were given, in their order. */
export function* readEach(
  numbers: readonly number[],
  characters: number | null,
  show: (place: number, seen: SeenText) => void,
): Reading<void> {
  for (let start = 0; start < numbers.length; start += TEXTS_AT_ONCE) {
    const of = numbers.slice(start, start + TEXTS_AT_ONCE)
    const seen = yield { of, characters }
    of.forEach((_, i) => {
      show(start + i, seen[i] ?? noText)
    })
  }
}

/** Takes a step to its end with texts that are in memory. */
export function answerNow<Result>(reading: Reading<Result>, textOf: (number: number) => SeenText): Result {
  let next = reading.next()
  while (next.done !== true) next = reading.next(next.value.of.map(textOf))
  return next.value
}

/** Takes a step to its end with texts that have to be waited for. */
export async function answerLater<Result>(
  reading: Reading<Result>,
  read: (wish: TextWish) => Promise<readonly SeenText[]>,
): Promise<Result> {
  let next = reading.next()
  while (next.done !== true) next = reading.next(await read(next.value))
  return next.value
}
