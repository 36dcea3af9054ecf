// Bombs: by how much memory grows while four gzip bombs of 1 GB are fetched at a time, against the size at which a body is cut off.
import { join } from 'node:path'
import { defaultLimits } from '../../src/net/limits.ts'
import { medianOf, projectFolder, runNode } from '../measure.ts'
import type { Measure } from '../report.ts'
import { startServer } from '../start-server.ts'

const RUNS = 3
const MOST_MEGABYTES = 64

/** Peak growth of a process that does nothing else. */
export async function measure(): Promise<readonly Measure[]> {
  const server = await startServer('--bomb')
  try {
    const growths = []
    for (let run = 0; run < RUNS; run++) {
      const { stdout } = await runNode([join(projectFolder, 'bench', 'children', 'fetch-bomb.ts'), server.origin])
      growths.push(Number(stdout))
    }
    const growth = medianOf(growths)
    return [
      {
        step: 'bombs',
        name: 'four gzip bombs of 1 GB',
        ratio: growth / (defaultLimits.bodyBytes / 1024 / 1024),
        against: "a body's limit",
        figure: { value: growth, unit: 'MB' },
        better: 'less',
        aim: { on: 'figure', bound: MOST_MEGABYTES },
      },
    ]
  } finally {
    server.close()
  }
}
