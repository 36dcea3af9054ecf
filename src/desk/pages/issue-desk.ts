// What the page of a sealed issue asks of the program around it.
import type { WeekId } from '../../core/types.ts'

/** Taking back, and writing the site. */
export interface IssueDesk {
  /** Takes back the issue, or with a link one story. Throws as `retract` of publish/retract-issue.ts. */
  readonly retract: (week: WeekId, url: string | null, reason: string) => Promise<void>
  readonly undoRetract: (week: WeekId, url: string | null) => Promise<void>
  /** Writes the site as the store has it now, and tells other places; answers with what failed, in words. */
  readonly publishSite: () => Promise<readonly string[]>
}
