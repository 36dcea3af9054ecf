// The tables that came with later steps of the store, each described beside the code that uses it. schema.ts takes them in.
import type { BounceReportTable } from './bounce-table.ts'
import type { ArticleCopyTable } from './copies-table.ts'
import type { DraftTextTable, ErratumTable } from './curator-tables.ts'
import type { MonthMailTable } from './choices-table.ts'
import type { ImportedPageTable } from './import-table.ts'
import type { LinkCheckTable } from './link-checks-table.ts'
import type { ModelAnswerTable, ModelSpendingTable } from './model-table.ts'
import type { PostTextTable } from './post-texts-table.ts'
import type { HubSubscriptionTable } from './websub-table.ts'

export interface LaterTables {
  hub_subscriptions: HubSubscriptionTable
  model_answers: ModelAnswerTable
  model_spending: ModelSpendingTable
  imported_pages: ImportedPageTable
  link_checks: LinkCheckTable
  draft_texts: DraftTextTable
  errata: ErratumTable
  month_mails: MonthMailTable
  bounce_reports: BounceReportTable
  article_copies: ArticleCopyTable
  post_texts: PostTextTable
}
