// Sealed issues as the desk changes them: taken back and brought back as on the command line, and the site written at once.
import type { WeekId } from '../core/types.ts'
import type { IssueDesk } from '../desk/pages/issue-desk.ts'
import { noteToldRetractions, retract, type RetractDeps, undoRetract } from '../publish/retract-issue.ts'
import { publishEverywhere } from './publish-everywhere.ts'
import type { App } from './wire.ts'

/** Makes it; `publishAll` writes the site and answers with what failed. */
export function createIssueDesk(deps: RetractDeps, publishAll: () => Promise<readonly string[]>): IssueDesk {
  return {
    retract: (week: WeekId, url, reason) => retract(deps, { week, url }, reason),
    undoRetract: (week: WeekId, url) => undoRetract(deps, { week, url }),
    publishSite: async () => {
      const problems = await publishAll()
      if (problems.length === 0) await noteToldRetractions(deps)
      return problems
    },
  }
}

/** The same with the site of a server. */
export function openIssueDesk(app: App): IssueDesk {
  return createIssueDesk(app.publish, async () => {
    const reports = await publishEverywhere(app, [])
    const failed = reports.flatMap(({ notes }) => notes.filter(({ level }) => level === 'failed'))
    return failed.map(({ subject, message }) => `${subject}: ${message}`)
  })
}
