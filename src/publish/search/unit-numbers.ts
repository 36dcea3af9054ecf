// Numbers by two UTF-16 units: of a text without spaces every two neighbouring characters are looked up, millions in an archive.

/** Numbers that were given to whole numbers of 32 bits, none of which is 0. */
export interface UnitNumbers {
  /** The number that was given to this one; -1 when none was. */
  numberOf(units: number): number
  /** Gives a number to one that has none. */
  give(units: number, number: number): void
  /** Names all of them, in no order that means anything. */
  forEach(tell: (units: number, number: number) => void): void
  /** How many places a look for this one reads. */
  countPlaces(units: number): number
}

const FIRST_PLACES = 4_096
/** A multiplier that spreads neighbours over the whole table (Knuth, The Art of Computer Programming 3, §6.4). */
const SPREAD = 0x9e3779b1
/** Further than this from its first place none is looked for: of 180,000 pairs of real news in Chinese none lies there. */
const MOST_PLACES = 32
/** In the place of one that lies beyond. */
const BEYOND = -1

/**
 * Starts without any: two flat lists with open addresses, at most half full, a look into which takes a quarter of one into a Map. Whoever
 * knows the multiplier can write pairs that all want one place: those beyond the nearest are kept by their text, which V8 hashes with a seed
 * of the process that nobody knows.
 */
export function numberUnits(): UnitNumbers {
  let keys = new Int32Array(FIRST_PLACES)
  let numbers = new Int32Array(FIRST_PLACES)
  let size = 0
  const beyond = new Map<string, number>()
  /** Where it is, or where it may be put. */
  const placeOf = (units: number): number => {
    const last = keys.length - 1
    let place = Math.imul(units, SPREAD) >>> Math.clz32(last)
    for (let left = MOST_PLACES; left > 0; left--) {
      const key = keys[place]
      if (key === 0 || key === units) return place
      place = (place + 1) & last
    }
    return BEYOND
  }
  const put = (units: number, number: number): void => {
    const place = placeOf(units)
    if (place === BEYOND) {
      beyond.set(textOf(units), number)
      return
    }
    keys[place] = units
    numbers[place] = number
  }
  const grow = (): void => {
    const [oldKeys, oldNumbers, oldBeyond] = [keys, numbers, [...beyond]]
    keys = new Int32Array(oldKeys.length * 2)
    numbers = new Int32Array(oldKeys.length * 2)
    beyond.clear()
    for (const [place, units] of oldKeys.entries()) if (units !== 0) put(units, oldNumbers[place] ?? 0)
    for (const [text, number] of oldBeyond) put(unitsOf(text), number)
  }
  return {
    numberOf(units) {
      const place = placeOf(units | 0)
      // One beyond found every place before it taken, and none is ever given up.
      if (place === BEYOND) return beyond.get(textOf(units)) ?? -1
      return keys[place] === 0 ? -1 : (numbers[place] ?? -1)
    },
    give(units, number) {
      if (++size * 2 > keys.length) grow()
      put(units | 0, number)
    },
    forEach(tell) {
      for (const [place, units] of keys.entries()) if (units !== 0) tell(units, numbers[place] ?? 0)
      for (const [text, number] of beyond) tell(unitsOf(text), number)
    },
    countPlaces(units) {
      const place = placeOf(units | 0)
      if (place === BEYOND) return MOST_PLACES + 1
      const last = keys.length - 1
      return ((place - (Math.imul(units, SPREAD) >>> Math.clz32(last))) & last) + 1
    },
  }
}

const textOf = (units: number): string => String.fromCharCode(units >>> 16, units & 0xffff)
const unitsOf = (text: string): number => (text.charCodeAt(0) << 16) | text.charCodeAt(1)
