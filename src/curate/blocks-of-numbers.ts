// Room for many short lists of numbers: a list of its own for each would cost more to keep and to clear away than what it holds.

type Numbers = Int32Array | Uint32Array | Uint16Array | Float32Array | Float64Array

const NUMBERS_A_BLOCK = 1 << 16

/** Gives out lists of zeros of a length, each a part of a block of many; a list longer than a block gets one of its own. */
export function openBlocks<List extends Numbers>(Type: new (length: number) => List): (length: number) => List {
  let block = new Type(0)
  let used = 0
  return length => {
    if (length > NUMBERS_A_BLOCK) return new Type(length)
    if (used + length > block.length) [block, used] = [new Type(NUMBERS_A_BLOCK), 0]
    used += length
    return block.subarray(used - length, used) as List
  }
}

/** A short list of numbers for each of many things, kept without an object for each. */
export interface Rows<List> {
  /** Keeps the list of one thing; once for each. */
  put(thing: number, values: ArrayLike<number>): void
  /** The list of a thing; empty where none was put. */
  at(thing: number): List
}

/** Room for the lists of so many things. */
export function openRows<List extends Numbers>(Type: new (length: number) => List, things: number): Rows<List> {
  const blocks: List[] = [new Type(0)]
  const blockOf = new Uint32Array(things)
  const startOf = new Uint32Array(things)
  const lengthOf = new Uint32Array(things)
  let [room, used] = [0, 0]
  return {
    put: (thing, values) => {
      if (used + values.length > room) {
        room = Math.max(values.length, NUMBERS_A_BLOCK)
        used = 0
        blocks.push(new Type(room))
      }
      const block = blocks.length - 1
      blocks[block]?.set(values, used)
      blockOf[thing] = block
      startOf[thing] = used
      lengthOf[thing] = values.length
      used += values.length
    },
    at: thing => {
      const start = startOf[thing] ?? 0
      return blocks[blockOf[thing] ?? 0]?.subarray(start, start + (lengthOf[thing] ?? 0)) as List
    },
  }
}
