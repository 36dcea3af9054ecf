// What a run of mails has come to so far, and whether it goes on: all kinds of mail share one relay, and so one tally.
import type { WeeklyError } from '../core/errors.ts'
import type { StageNote, StageReport } from '../core/types.ts'

/** Counts of a run; it is paused when the relay takes no mail at present. */
export interface Tally {
  sent: number
  skipped: number
  /** Connections lost one after the other: not the recipients' doing. */
  lostInRow: number
  paused: boolean
  areKeysCompared: boolean
  readonly notes: StageNote[]
}

/** The tally of a run that begins. */
export function createTally(): Tally {
  return { sent: 0, skipped: 0, lostInRow: 0, paused: false, areKeysCompared: false, notes: [] }
}

/** Adds a line to the report. */
export function addNote(tally: Tally, level: StageNote['level'], subject: string, message: string): void {
  if (level === 'skipped') tally.skipped++
  tally.notes.push({ level, subject, code: null, message, hint: null })
}

/** Ends the run, with the reason as a line of the report; the first reason stands. */
export function pauseRun(tally: Tally, subject: string, error: Pick<WeeklyError, 'code' | 'message' | 'hint'>): void {
  if (tally.paused) return
  tally.paused = true
  const { code, message, hint } = error
  tally.notes.push({ level: 'failed', subject, code, message, hint })
}

/** The report of the stage. */
export function reportTally({ sent, skipped, notes }: Tally): StageReport {
  const failed = notes.filter(({ level }) => level === 'failed').length
  return { stage: 'deliver', done: sent, skipped, failed, unit: 'mails sent', notes }
}
