// Numbers by two UTF-16 units: of a text without spaces every two neighbouring characters are looked up, millions in an archive.

/** Numbers that were given to whole numbers of 32 bits, none of which is 0. */
export interface UnitNumbers {
  /** The number that was given to this one; -1 when none was. */
  numberOf(units: number): number
  /** Gives a number to one that has none. */
  give(units: number, number: number): void
  /** Names all of them, in no order that means anything. */
  forEach(tell: (units: number, number: number) => void): void
}

const FIRST_PLACES = 4_096
/** A multiplier that spreads neighbours over the whole table (Knuth, The Art of Computer Programming 3, §6.4). */
const SPREAD = 0x9e3779b1

/** Starts without any: two flat lists with open addresses, at most half full, a look into which takes a quarter of one into a Map. */
export function numberUnits(): UnitNumbers {
  let keys = new Int32Array(FIRST_PLACES)
  let numbers = new Int32Array(FIRST_PLACES)
  let size = 0
  const placeOf = (units: number): number => {
    const last = keys.length - 1
    let place = Math.imul(units, SPREAD) >>> Math.clz32(last)
    while (keys[place] !== 0 && keys[place] !== units) place = (place + 1) & last
    return place
  }
  const put = (units: number, number: number): void => {
    const place = placeOf(units)
    keys[place] = units
    numbers[place] = number
  }
  const grow = (): void => {
    const [oldKeys, oldNumbers] = [keys, numbers]
    keys = new Int32Array(oldKeys.length * 2)
    numbers = new Int32Array(oldKeys.length * 2)
    for (const [place, units] of oldKeys.entries()) if (units !== 0) put(units, oldNumbers[place] ?? 0)
  }
  return {
    numberOf(units) {
      const place = placeOf(units | 0)
      return keys[place] === 0 ? -1 : (numbers[place] ?? -1)
    },
    give(units, number) {
      if (++size * 2 > keys.length) grow()
      put(units | 0, number)
    },
    forEach(tell) {
      for (const [place, units] of keys.entries()) if (units !== 0) tell(units, numbers[place] ?? 0)
    },
  }
}
