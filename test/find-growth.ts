// Whether what a call takes grows faster than the text that it is given.

/** A call of one function with a text. */
export type Call = (text: string) => unknown

const SHORT = 500
const MIDDLE = 3_000
const LONG = 24_000
/** Less processor time than this is noise, whatever its growth. */
const FLOOR_MS = 40
/** A text of 3,000 characters that takes longer than this would take minutes at 24,000 if it grew with the square. */
const MIDDLE_MS = 500
/** From a quarter to the whole: four times as long is linear, sixteen times is the square. */
const QUARTER = LONG / 4
const MAX_GROWTH = 9
const ROUNDS = 3

const cpuMs = (call: Call, text: string): number => {
  const before = process.cpuUsage()
  try {
    call(text)
  } catch (error) {
    // A refusal is an answer; a wrong call is none.
    if (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) throw error
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
const leastCpuMs = (call: Call, text: string, bound = 0): number => {
  let least = Infinity
  for (let round = 0; round < ROUNDS && least > bound; round++) least = Math.min(least, cpuMs(call, text))
  return least
}

/** What texts of any length are made of: a piece that is repeated, or what makes one of a given length. */
export type Grown = string | ((length: number) => string)

/** The text of so many characters. */
export const growText = (grown: Grown, length: number): string =>
  typeof grown === 'string'
    ? grown.repeat(Math.ceil(length / grown.length)).slice(0, length)
    : grown(length).slice(0, length)

/** Says how a call grows too fast with a text; null when it does not. By processor time of this process: others on the machine do no harm. */
export const findGrowth = (call: Call, grown: Grown): string | null => {
  cpuMs(call, growText(grown, SHORT))
  const middle = leastCpuMs(call, growText(grown, MIDDLE), MIDDLE_MS)
  if (middle > MIDDLE_MS) return `${Math.round(middle)} ms for ${MIDDLE} characters`
  const long = leastCpuMs(call, growText(grown, LONG), FLOOR_MS)
  if (long <= FLOOR_MS) return null
  const quarter = leastCpuMs(call, growText(grown, QUARTER))
  const growth = long / Math.max(quarter, FLOOR_MS / 16)
  return growth > MAX_GROWTH
    ? `${Math.round(quarter)} ms for ${QUARTER} characters, ${Math.round(long)} for ${LONG}`
    : null
}
