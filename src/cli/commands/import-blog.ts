// `weekly import-blog URL`: adopts the past reading lists of a blog as sealed issues, with `--posts` its articles too, and shows what became of each page.
import { publishEverywhere } from '../../app/publish-everywhere.ts'
import type { JudgedPost } from '../../adopt/adopt-lists.ts'
import { exitCodeOfReports, exitCodes } from '../terminal/exit.ts'
import { importBlog, type ImportChoices, type ImportReport } from '../../adopt/import-blog.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { createCommandLog, describeCount, describeReport, say, sayJson } from '../terminal/terminal.ts'
import { withApp } from '../../app/wire.ts'

const describePost = ({ verdict, date, title, url }: JudgedPost): string => {
  const isUndated = verdict.kind === 'list' && date === null
  const why = isUndated ? `${verdict.why}, but it has no date` : verdict.why
  return `${verdict.kind.padEnd(6)} ${date ?? '—'.padEnd(10)}  ${title || url}\n       ${why}  ${url}`
}

/** So many failures of one kind are named; a blog of which only a part is there would fill the screen. */
const MOST_NAMED = 5

/** Failures by what went wrong, the address aside. */
function describeFailures(failed: ImportReport['failed']): string[] {
  const kindOf = ({ url, error }: ImportReport['failed'][number]): string =>
    `${error.code}: ${error.message.replace(url, 'the blog')}`
  return [...Map.groupBy(failed, kindOf)].flatMap(([kind, same]) => [
    `failed ${same.length} × ${kind}`,
    ...same.slice(0, MOST_NAMED).map(({ url }) => `       ${url}`),
    ...(same.length > MOST_NAMED ? [`       … and ${same.length - MOST_NAMED} more`] : []),
  ])
}

function describeIssues(weeks: ImportReport['weeks']): string[] {
  return weeks.map(({ week, lists, issue, refusal }) => {
    const sections = lists.flatMap(({ verdict }) => verdict.sections)
    const stories = sections.flatMap(section => section.stories).length
    const titles = [...new Set(sections.flatMap(({ title }) => title ?? []))]
    const inSections = titles.length === 0 ? '' : ` in ${titles.join(', ')}`
    const what = `${week}  ${describeCount(lists.length, 'lists')}, ${describeCount(stories, 'stories')}${inSections}`
    if (refusal !== null) return `– ${what}: left out, ${refusal}`
    return issue ? `✓ ${what}: issue ${issue.number}` : `· ${what}: would be an issue`
  })
}

/** How many pages became what, and what to do about the rest. */
function describeSum(
  { indexPages, feedUrl, found, known, judged, failed, posts, pictures }: ImportReport,
  own: ImportChoices,
): string[] {
  const lists = judged.filter(({ verdict }) => verdict.kind === 'list').length
  const articles = judged.length - lists
  const where = `${describeCount(found, 'posts')} on ${describeCount(indexPages, 'index pages')}${feedUrl === null ? ', no feed' : ' and in the feed'}`
  const counts = `${known} known from before, ${lists} lists, ${articles} other articles, ${failed.length} that could not be read`
  return [
    `${where}: ${counts}`,
    ...(failed.length > 0
      ? [
          'What could not be read is listed by the blog all the same: run again when it answers. The rest is not affected.',
        ]
      : []),
    ...(articles > 0 && !own.withPosts ? ['`--posts` takes the other articles into your content folder.'] : []),
    ...(own.withPosts && posts.length < articles
      ? [`${articles - posts.length} other articles have no date: left out`]
      : []),
    ...(pictures.brought > 0 ? [`${pictures.brought} pictures lie in the folder pictures of your content folder`] : []),
    ...(own.isDryRun ? ['Nothing was changed: run without --dry-run to import.'] : []),
  ]
}

function describeImport(report: ImportReport, own: ImportChoices): string[] {
  const mark = own.isDryRun ? '·' : '✓'
  return [
    ...report.judged.map(describePost),
    ...describeFailures(report.failed),
    ...report.pictures.failed.slice(0, MOST_NAMED).map(({ error }) => `– ${error.message}: its link stays`),
    ...(report.pictures.failed.length > MOST_NAMED
      ? [`– and ${report.pictures.failed.length - MOST_NAMED} more pictures that could not be had: their links stay`]
      : []),
    '',
    ...describeIssues(report.weeks),
    ...report.posts.map(({ file, url }) => `${mark} ${file}  ${url}`),
    ...describeSum(report, own),
  ]
}

/** Imports, or with `dryRun` shows what would be; the site is written at the end. No mail is ever sent of what came in. */
export async function importBlogCommand(
  options: GlobalOptions,
  url: string,
  { dryRun = false, posts = false }: { dryRun?: boolean; posts?: boolean },
): Promise<number> {
  const log = createCommandLog(options)
  return withApp(options, { log }, async app => {
    const own = { isDryRun: dryRun, withPosts: posts }
    const report = await importBlog(app.adopt, url, own).finally(() => log.end())
    if (options.json) sayJson(report)
    for (const line of describeImport(report, own)) say(options, line)
    if (!dryRun && (report.posts.length > 0 || report.weeks.some(({ issue }) => issue !== null))) {
      const published = await publishEverywhere(app, [])
      for (const line of published.flatMap(describeReport)) say(options, line)
      if (published.some(({ failed }) => failed > 0)) return exitCodeOfReports(published)
    }
    return report.failed.length > 0 ? exitCodes.someFailed : exitCodes.done
  })
}
