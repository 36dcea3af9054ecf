// The table of reports on mails that did not arrive, as a type; schema.ts takes it in, bounces.ts reads and writes it.
import type { Instant, WeekId } from '../../core/types.ts'

/**
 * What a report says about a reader: `bad-address`: there is no such mailbox. `refused`: the mailbox did not take it. `temporary`: not
 * for days. `ours`: the sender or the content is the trouble. `complaint`: the reader called it spam.
 */
export type BounceVerdict = 'bad-address' | 'refused' | 'temporary' | 'ours' | 'complaint'

/** One row for each delivery and verdict. What the server said stands in the ledger, where erasing finds it. */
export interface BounceReportTable {
  delivery_id: number
  subscriber_id: number
  week: WeekId
  verdict: BounceVerdict
  /** Enhanced status code, RFC 3463. */
  status: string | null
  reported_at: Instant
}
