// The whole sample week: `weekly run` with the shipped configuration in an empty folder, started as `npm start` starts it, against node that
// runs nothing.
import { join } from 'node:path'
import { medianCost, projectFolder, runNode, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'

const RUNS = 3
const MOST_MS = 5_000
const MOST_MEGABYTES = 200

/** Wall time and peak memory from an empty folder to page, feeds and mails; the store, the site and the outbox lie in that folder. */
export async function measure(): Promise<readonly Measure[]> {
  const args = [join(projectFolder, 'bin', 'weekly.js'), 'run', '--config', join(projectFolder, 'config')]
  const runs = []
  const bareRuns = []
  for (let run = 0; run < RUNS; run++) {
    bareRuns.push(await runNode(['-e', '0']))
    runs.push(await withTemporaryFolder(folder => runNode(args, folder)))
  }
  const [week, bare] = [medianCost(runs), medianCost(bareRuns)]
  const base = { step: 'sample-week', against: 'bare node', better: 'less' } as const
  return [
    {
      ...base,
      name: 'wall time',
      ratio: week.wallMs / bare.wallMs,
      figure: { value: week.wallMs, unit: 'ms' },
      aim: { on: 'figure', bound: MOST_MS },
    },
    {
      ...base,
      name: 'CPU time',
      ratio: week.cpuMs / bare.cpuMs,
      figure: { value: week.cpuMs, unit: 'ms' },
      aim: null,
    },
    {
      ...base,
      name: 'peak memory',
      ratio: week.peakMegabytes / bare.peakMegabytes,
      figure: { value: week.peakMegabytes, unit: 'MB' },
      aim: { on: 'figure', bound: MOST_MEGABYTES },
    },
  ]
}
