// `weekly import-blog URL`: adopts the past reading lists of a blog as sealed issues, and shows what became of each page.
import { publish } from '../../publish/publish.ts'
import type { JudgedPost } from '../adopt-lists.ts'
import { exitCodeOfReports, exitCodes } from '../exit.ts'
import { importBlog, type ImportReport } from '../import-blog.ts'
import type { GlobalOptions } from '../options.ts'
import { createCommandLog, describeReport, say, sayJson } from '../terminal.ts'
import { withApp } from '../wire.ts'

const describePost = ({ verdict, date, title, url }: JudgedPost): string => {
  const isUndated = verdict.kind === 'list' && date === null
  const why = isUndated ? `${verdict.why}, but it has no date` : verdict.why
  return `${verdict.kind.padEnd(6)} ${date ?? '—'.padEnd(10)}  ${title || url}\n       ${why}  ${url}`
}

function describeImport(
  { indexPages, found, known, judged, failed, weeks }: ImportReport,
  isDryRun: boolean,
): string[] {
  const issues = weeks.map(({ week, lists, issue, refusal }) => {
    const stories = lists.flatMap(({ verdict }) => verdict.sections).flatMap(section => section.stories).length
    const what = `${week}  ${lists.length} ${lists.length === 1 ? 'list' : 'lists'}, ${stories} stories`
    if (refusal !== null) return `– ${what}: left out, ${refusal}`
    return issue ? `✓ ${what}: issue ${issue.number}` : `· ${what}: would be an issue`
  })
  const lists = judged.filter(({ verdict }) => verdict.kind === 'list').length
  return [
    ...judged.map(describePost),
    ...failed.map(({ url, error }) => `failed ${error.code}: ${error.message}  ${url}`),
    '',
    ...issues,
    `${found} posts on ${indexPages} index pages and in the feed: ${known} known from before, ${lists} lists, ${judged.length - lists} others, ${failed.length} that could not be read`,
    ...(isDryRun ? ['Nothing was changed: run without --dry-run to import.'] : []),
  ]
}

/** Imports, or with `dryRun` shows what would be; the site is written at the end. No mail is ever sent of what came in. */
export async function importBlogCommand(
  options: GlobalOptions,
  url: string,
  { dryRun = false }: { dryRun?: boolean },
): Promise<number> {
  const log = createCommandLog(options)
  return withApp(options, { log }, async app => {
    const report = await importBlog(app, url, dryRun).finally(() => log.end())
    if (options.json) sayJson(report)
    for (const line of describeImport(report, dryRun)) say(options, line)
    if (!dryRun && report.weeks.some(({ issue }) => issue !== null)) {
      const published = await publish(app.publish, [])
      for (const line of describeReport(published)) say(options, line)
      if (published.failed > 0) return exitCodeOfReports([published])
    }
    return report.failed.length > 0 ? exitCodes.someFailed : exitCodes.done
  })
}
