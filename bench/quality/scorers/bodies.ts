// How much of an article's text was read, and how much else: runs of four words in common, as the article extraction benchmark counts.
import { type Agreement, agreementOf, meanOf, type Score, shareOf } from '../score.ts'

const RUN = 4

/** Words and single Han or Kana characters, in runs of four, each as often as it stands there. */
function countRuns(text: string): ReadonlyMap<string, number> {
  const tokens = text.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}_])+/gu,
  )
  const counts = new Map<string, number>()
  const all = tokens ?? []
  for (let i = 0; i < Math.max(1, all.length - RUN + 1); i++) {
    const run = all.slice(i, i + RUN).join(' ')
    if (run !== '') counts.set(run, (counts.get(run) ?? 0) + 1)
  }
  return counts
}

const totalOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0)

/** Precision (null when nothing was read) and recall of one text. */
export function compareBodies(
  wanted: string,
  read: string,
): { readonly precision: number | null; readonly recall: number } {
  const [inWanted, inRead] = [countRuns(wanted), countRuns(read)]
  const hits = [...inWanted].reduce((sum, [run, count]) => sum + Math.min(count, inRead.get(run) ?? 0), 0)
  return {
    precision: inRead.size === 0 ? null : hits / totalOf(inRead),
    recall: shareOf(hits, totalOf(inWanted), 1),
  }
}

/** Means over pages and the F1 of the means. */
export function agreeOnBodies(compared: readonly ReturnType<typeof compareBodies>[]): Agreement {
  const precisions = compared.flatMap(({ precision }) => precision ?? [])
  return agreementOf(meanOf(precisions), meanOf(compared.map(({ recall }) => recall)))
}

/** The measures of bodies. */
export function scoreBodies(matter: string, compared: readonly ReturnType<typeof compareBodies>[]): readonly Score[] {
  const { precision, recall, f1 } = agreeOnBodies(compared)
  const base = { matter, better: 'more', cases: compared.length } as const
  return [
    { ...base, name: 'body: F1', unit: 'F1', value: f1 },
    { ...base, name: 'body: precision', unit: 'share', value: precision },
    { ...base, name: 'body: recall', unit: 'share', value: recall },
  ]
}
