// Which of the curator's posts were corrected after they came out, and when.
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/**
 * Notes the texts of the published posts, as SHA-256 by slug, and answers since when those that were corrected have read as they do. A text
 * that is seen for the first time is no correction, however old the post is.
 */
export async function notePostTexts(
  db: Connection,
  texts: ReadonlyMap<string, string>,
  now: Instant,
): Promise<ReadonlyMap<string, Instant>> {
  const known = new Map((await db.selectFrom('post_texts').selectAll().execute()).map(row => [row.slug, row]))
  const corrected = new Map<string, Instant>()
  for (const [slug, text_sha256] of texts) {
    const before = known.get(slug)
    const corrected_at = before && before.text_sha256 !== text_sha256 ? now : (before?.corrected_at ?? null)
    if (before?.text_sha256 !== text_sha256)
      await db
        .insertInto('post_texts')
        .values({ slug, text_sha256, corrected_at })
        .onConflict(conflict => conflict.column('slug').doUpdateSet({ text_sha256, corrected_at }))
        .execute()
    if (corrected_at !== null) corrected.set(slug, corrected_at)
  }
  return corrected
}
