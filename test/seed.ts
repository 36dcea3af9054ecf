// The seed of all properties: the same in each run, so that a change is judged by what it does and not by the luck of the day.
import fc from 'fast-check'

const FIXED_SEED = 20_250_104
const { WEEKLY_SEED } = process.env

/** `WEEKLY_SEED=any` takes another seed for each property, and a failure prints it; a number repeats one. */
if (WEEKLY_SEED !== 'any') fc.configureGlobal({ seed: WEEKLY_SEED ? Number(WEEKLY_SEED) : FIXED_SEED })
