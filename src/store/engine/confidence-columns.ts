// The columns of articles that say how sure their reading is; schema.ts takes them in, articles.ts reads and writes them.

/** Null in rows that were written before the columns were there. */
export interface ArticleConfidenceColumns {
  /** 0–1. */
  confidence: number | null
  /** Reasons in words, a JSON list. */
  confidence_reasons: string | null
}
