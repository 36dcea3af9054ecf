// A list that has gone on for years is published for the first time: from its store, by the command, pictures and search and all; against
// node that runs nothing.
import { join } from 'node:path'
import { fillArchive } from '../fill-archive.ts'
import { writeIssues } from '../issues.ts'
import { projectFolder, runNode, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

const ISSUES = 100
const MANY_ISSUES = 500
/** The aim for 500 issues is 10 s, of which starting takes some; fewer are held to their share of the rest. */
const MOST_MS_TO_START = 1_500
const MOST_MS_PER_ISSUE = 17
const MOST_MEGABYTES = 300

/** CPU time and peak memory of the whole process. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const count = large ? MANY_ISSUES : ISSUES
  const bare = await runNode(['-e', '0'])
  const whole = await withTemporaryFolder(async folder => {
    const { config, now } = await fillArchive(folder, writeIssues(count))
    return runNode([join(projectFolder, 'bin', 'weekly.js'), 'run', '--config', config, '--now', now], folder)
  })
  const base = { step: 'archive', against: 'bare node', better: 'less' } as const
  return [
    {
      ...base,
      name: `${count} issues from a store`,
      ratio: whole.cpuMs / bare.cpuMs,
      figure: { value: whole.cpuMs, unit: 'ms CPU' },
      aim: { on: 'figure', bound: MOST_MS_TO_START + MOST_MS_PER_ISSUE * count },
    },
    {
      ...base,
      name: `${count} issues from a store, peak memory`,
      ratio: whole.peakMegabytes / bare.peakMegabytes,
      figure: { value: whole.peakMegabytes, unit: 'MB' },
      aim: { on: 'figure', bound: MOST_MEGABYTES },
    },
  ]
}
