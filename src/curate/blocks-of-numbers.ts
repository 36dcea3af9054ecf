// Room for many short lists of numbers: a list of its own for each would cost more to keep and to clear away than what it holds.

type Numbers = Int32Array | Uint32Array | Uint16Array | Float32Array

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
