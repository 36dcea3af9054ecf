// Publishing an archive: all files rendered, feeds read back, all written; then again with one issue added, with one changed, and with
// nothing new; against bare writes of the same files.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Issue } from '../../src/core/types.ts'
import { noAftercare } from '../../src/publish/aftercare.ts'
import { planInMemory, renderSite } from '../../src/publish/site/site-in-memory.ts'
import type { SiteFile } from '../../src/publish/files/site-file.ts'
import { loadTemplates, type Templates } from '../../src/publish/template.ts'
import { writeSite } from '../../src/publish/files/write-site.ts'
import { site, writeIssues } from '../issues.ts'
import { type Cost, costOf, medianOf, projectFolder, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

const RUNS = 3
const ISSUES = 100
const MANY_ISSUES = 500
/** The aim for 500 issues is 10 s; fewer are held to their share. What one more costs does not depend on how many there are. */
const MOST_MS_PER_ISSUE = 20
const MOST_MS_FOR_ONE = 1_000
type Work = 'bare' | 'whole' | 'added' | 'changed' | 'unchanged'

/** What the publish stage does with the issues that it has read. */
async function publishSite(issues: readonly Issue[], templates: Templates, folder: string): Promise<void> {
  const files = planInMemory({ site, issues, posts: [], sources: [], templates, ...noAftercare })
  const { refused } = await writeSite(folder, files)
  if (refused.length > 0) throw new Error(`a feed was refused: ${refused.map(({ path }) => path).join(', ')}`)
}

async function writeBare(files: readonly SiteFile[], folder: string): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

async function runOnce(issues: readonly Issue[], templates: Templates): Promise<Record<Work, Cost>> {
  const files = renderSite(site, issues, [], templates)
  const changed = issues.map((issue, i) => (i === 0 ? { ...issue, foreword: 'A word before.' } : issue))
  return withTemporaryFolder(async folder => ({
    bare: await costOf(() => writeBare(files, join(folder, 'bare'))),
    whole: await costOf(() => publishSite(issues.slice(1), templates, join(folder, 'public'))),
    added: await costOf(() => publishSite(issues, templates, join(folder, 'public'))),
    changed: await costOf(() => publishSite(changed, templates, join(folder, 'public'))),
    unchanged: await costOf(() => publishSite(changed, templates, join(folder, 'public'))),
  }))
}

/** CPU time as ratio, wall time as figure: it holds the waiting for the disk. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const count = large ? MANY_ISSUES : ISSUES
  const issues = writeIssues(count)
  const templates = loadTemplates(join(projectFolder, 'templates'))
  const runs: Awaited<ReturnType<typeof runOnce>>[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await runOnce(issues, templates))
  const median = (of: Work, key: keyof Cost): number => medianOf(runs.map(run => run[of][key]))
  const line = (name: string, of: Exclude<Work, 'bare'>): Measure => ({
    step: 'publish',
    name,
    ratio: median(of, 'cpuMs') / median('bare', 'cpuMs'),
    against: 'bare writes',
    figure: { value: median(of, 'wallMs'), unit: 'ms' },
    better: 'less',
    aim: { on: 'figure', bound: of === 'whole' ? MOST_MS_PER_ISSUE * count : MOST_MS_FOR_ONE },
  })
  return [
    line(`${count} issues`, 'whole'),
    line(`${count} issues, one added`, 'added'),
    line(`${count} issues, one changed`, 'changed'),
    line(`${count} issues, nothing new`, 'unchanged'),
  ]
}
