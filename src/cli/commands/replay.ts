// `weekly replay`: a past week read again from what was kept as it came, beside what it was.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { LoneStory } from '../../app/compare-weeks.ts'
import { renderEdition } from '../../app/issue-editions.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { type Replay, replayWeek } from '../../app/replay-week.ts'
import { type App, withApp } from '../../app/wire.ts'
import { WeeklyError } from '../../core/errors.ts'
import { parseWeek } from '../../core/week.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeCount, jsonForTerminal, say, sayJson } from '../terminal/terminal.ts'

const isWithin = (folder: string, other: string): boolean => !/^\.\.(?:[\\/]|$)/.test(relative(other, folder))

/** Refuses a folder in which something released lies. Throws USAGE_INVALID. */
function refuseReleased({ config }: App, folder: string): void {
  const { output, content } = config.weekly
  const taken = [output, content, config.folder].find(each => isWithin(resolve(folder), resolve(each)))
  if (taken !== undefined)
    throw new WeeklyError('USAGE_INVALID', `a replay is not written into ${taken}`, {
      hint: 'Name a folder of its own: `weekly replay 2016-W49 --to /tmp/replay`.',
    })
}

async function writeReplay(app: App, { draft, counts, comparison, window }: Replay, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${window.week}.html`), await renderEdition(app, draft, 'html'))
  await writeFile(join(folder, `${window.week}.json`), `${JSON.stringify({ counts, comparison, draft }, null, 2)}\n`)
}

function sayStories(options: GlobalOptions, head: string, stories: readonly LoneStory[]): void {
  for (const { title, url, reason } of stories)
    say(options, `  ${head}: ${title}${url === null ? '' : `  ${url}`}${reason === null ? '' : ` — ${reason}`}`)
}

function sayReplay(options: GlobalOptions, { window, draft, counts, comparison }: Replay): void {
  const { visits, sources, lentItems, pages, lentArticles } = counts
  say(
    options,
    `${window.week} read again: ${describeCount(visits, 'visits')} to ${describeCount(sources, 'sources')} and ${describeCount(pages, 'pages')} as they came; ${describeCount(lentItems, 'items')} and ${describeCount(lentArticles, 'articles')} of which nothing was kept, as the store has them`,
  )
  if (comparison === null) {
    const stories = draft.sections.reduce((sum, section) => sum + section.stories.length, 0)
    say(options, `  ${describeCount(stories, 'stories')}; there is neither issue nor draft to compare with`)
    return
  }
  const { before, now, both, onlyBefore, onlyNow, changed } = comparison
  say(options, `  ${describeCount(before, 'stories')} then, ${now} now, ${both} in both`)
  sayStories(options, 'only then', onlyBefore)
  sayStories(options, 'only now', onlyNow)
  for (const { title, field, before: old, now: fresh } of changed)
    say(options, `  ${field} of “${title}”:\n    then: ${jsonForTerminal(old)}\n    now:  ${jsonForTerminal(fresh)}`)
}

/** Builds a past week again and tells how it differs; `to` is a folder for its page and for both as JSON. */
export async function replay(options: GlobalOptions, named: string, to: string | undefined): Promise<number> {
  const week = parseWeek(named)
  return withApp(options, { log: createCommandLog(options) }, async app => {
    if (to !== undefined) refuseReleased(app, to)
    const replayed = await replayWeek(app, week)
    if (to !== undefined) await writeReplay(app, replayed, to)
    if (options.json) sayJson({ week, counts: replayed.counts, comparison: replayed.comparison })
    sayReplay(options, replayed)
    if (to !== undefined) say(options, `  written to ${to}`)
    const { visits, lentItems } = replayed.counts
    if (visits + lentItems > 0) return exitCodes.done
    say(options, '  nothing of that week was kept: `keep.bodies` in weekly.yaml says for how many months it is')
    return exitCodes.nothingToPublish
  })
}
