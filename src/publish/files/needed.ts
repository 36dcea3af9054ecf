// In which order files are rendered, and how long what they need lies in memory: a long archive is never in it as a whole but for what needs all of it.
import type { Needed, PlannedFile, StoredFile } from './site-file.ts'

/** Content that is rendered, or that is there. */
export type AnyFile = PlannedFile | StoredFile

/** What needs more things than this is rendered by itself: the other files have then let go of what they needed. */
export const MOST_TOGETHER = 120

/** Files that are rendered in one go. */
export interface Turn {
  readonly files: readonly AnyFile[]
  /** Does something with a file of the turn while what it needs is loaded. */
  readonly lend: <Result>(file: AnyFile, work: () => Promise<Result>) => Promise<Result>
}

const neededBy = (file: AnyFile): readonly Needed[] => ('needs' in file ? file.needs : undefined) ?? []

/**
 * Puts files in turns. First come those that need few things, side by side where they need the same; then those that need many; last those
 * that need nothing, which may show what came of the others. What is loaded is dropped with the last file of a turn that needs it.
 */
export function inTurns(files: readonly AnyFile[]): readonly Turn[] {
  const place = new Map<Needed, number>()
  for (const file of files) for (const needed of neededBy(file)) if (!place.has(needed)) place.set(needed, place.size)
  const few: AnyFile[] = []
  const none: AnyFile[] = []
  const many = new Map<readonly Needed[], AnyFile[]>()
  for (const file of files) {
    const needs = neededBy(file)
    if (needs.length === 0) none.push(file)
    else if (needs.length <= MOST_TOGETHER) few.push(file)
    else many.set(needs, [...(many.get(needs) ?? []), file])
  }
  const firstOf = new Map(
    few.map(file => [file, neededBy(file).reduce((first, each) => Math.min(first, place.get(each) ?? 0), Infinity)]),
  )
  const ordered = few.toSorted((a, b) => (firstOf.get(a) ?? 0) - (firstOf.get(b) ?? 0))
  return [ordered, ...many.values(), none].map(together => ({ files: together, lend: lendTo(together) }))
}

/** How many files still need a list of things, and the lists how many times each thing; a list is loaded once. */
function lendTo(files: readonly AnyFile[]): Turn['lend'] {
  const filesLeft = new Map<readonly Needed[], number>()
  for (const file of files) filesLeft.set(neededBy(file), (filesLeft.get(neededBy(file)) ?? 0) + 1)
  const listsLeft = new Map<Needed, number>()
  for (const needs of filesLeft.keys())
    for (const needed of needs) listsLeft.set(needed, (listsLeft.get(needed) ?? 0) + 1)
  const loading = new Map<readonly Needed[], Promise<unknown>>()
  const giveBack = (needs: readonly Needed[]): void => {
    const left = (filesLeft.get(needs) ?? 0) - 1
    filesLeft.set(needs, left)
    if (left > 0) return
    loading.delete(needs)
    for (const needed of needs) {
      const lists = (listsLeft.get(needed) ?? 0) - 1
      listsLeft.set(needed, lists)
      if (lists === 0) needed.drop()
    }
  }
  return async (file, work) => {
    const needs = neededBy(file)
    if (!loading.has(needs)) loading.set(needs, Promise.all(needs.map(needed => needed.load())))
    await loading.get(needs)
    try {
      return await work()
    } finally {
      giveBack(needs)
    }
  }
}
