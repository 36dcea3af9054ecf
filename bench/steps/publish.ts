// Publishing an archive: all pages and feeds rendered, read back and written, then again with one issue changed; against bare writes
// of the same files.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Issue } from '../../src/core/types.ts'
import { readBackFeeds, renderSite, type SiteFile } from '../../src/publish/site.ts'
import { loadTemplates, type Templates } from '../../src/publish/template.ts'
import { writeSite } from '../../src/publish/write-site.ts'
import { site, writeIssues } from '../issues.ts'
import { cpuMsOf, medianOf, projectFolder, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

const RUNS = 3
const ISSUES = 100
const MANY_ISSUES = 500
/** The aims are 10 s and 1 s for 500 issues; fewer are held to their share. */
const MOST_MS_PER_ISSUE = { whole: 20, changed: 2 }

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const startedMs = performance.now()
  const cpuMs = await cpuMsOf(work)
  return { wallMs: performance.now() - startedMs, cpuMs }
}

/** What the publish stage does with the issues that it has read. */
async function publishSite(issues: readonly Issue[], templates: Templates, folder: string): Promise<void> {
  const files = renderSite(site, issues, [], templates)
  const refused = await readBackFeeds(site, issues, files)
  if (refused.length > 0) throw new Error(`a feed was refused: ${refused.map(({ path }) => path).join(', ')}`)
  await writeSite(folder, files)
}

async function writeBare(files: readonly SiteFile[], folder: string): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

async function runOnce(
  issues: readonly Issue[],
  templates: Templates,
): Promise<Record<'bare' | 'whole' | 'changed', Cost>> {
  const files = renderSite(site, issues, [], templates)
  const changed = issues.map((issue, i) => (i === 0 ? { ...issue, foreword: 'A word before.' } : issue))
  return withTemporaryFolder(async folder => ({
    bare: await costOf(() => writeBare(files, join(folder, 'bare'))),
    whole: await costOf(() => publishSite(issues, templates, join(folder, 'public'))),
    changed: await costOf(() => publishSite(changed, templates, join(folder, 'public'))),
  }))
}

/** CPU time as ratio, wall time as figure: it holds the waiting for the disk. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const count = large ? MANY_ISSUES : ISSUES
  const issues = writeIssues(count)
  const templates = loadTemplates(join(projectFolder, 'templates'))
  const runs: Awaited<ReturnType<typeof runOnce>>[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await runOnce(issues, templates))
  const median = (of: 'bare' | 'whole' | 'changed', key: keyof Cost): number => medianOf(runs.map(run => run[of][key]))
  const line = (name: string, of: 'whole' | 'changed'): Measure => ({
    step: 'publish',
    name,
    ratio: median(of, 'cpuMs') / median('bare', 'cpuMs'),
    against: 'bare writes',
    figure: { value: median(of, 'wallMs'), unit: 'ms' },
    better: 'less',
    aim: { on: 'figure', bound: MOST_MS_PER_ISSUE[of] * count },
  })
  return [line(`${count} issues`, 'whole'), line(`${count} issues, one changed`, 'changed')]
}
