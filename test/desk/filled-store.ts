// A store with a week of read items, and the desk on it, for the tests of what editors do.
import { randomUUID } from 'node:crypto'
import { fixedClock } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { Act, Command } from '../../src/core/acts.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, IssueWindow, SafeHtml, WeekId } from '../../src/core/types.ts'
import { canonicalUrl } from '../../src/core/url.ts'
import type { CurateDeps } from '../../src/curate/curate.ts'
import type { DraftText } from '../../src/desk/draft-text.ts'
import { findName, hashField, readField, type TextAct } from '../../src/desk/apply-act.ts'
import type { EditedWeek } from '../../src/desk/edit-draft.ts'
import { saveArticle } from '../../src/store/articles.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { insertItems } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'

export const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  closesAt: '2016-12-09T00:00:00.000Z' as Instant,
}
export const noon = '2016-12-08T04:00:00.000Z' as Instant
export const linkOf = (name: string): string => `https://a.example/${name}`

/** Lets stories arrive, one for each name; names have no word in common, so that each is a story of its own. */
export async function arrive(store: Store, names: readonly string[]): Promise<void> {
  await syncSources(store, [sourceSchema.parse({ url: 'https://a.example/feed', title: 'A' })])
  const { id: source } = await store.db.selectFrom('sources').select('id').executeTakeFirstOrThrow()
  const blank = { authors: '[]', categories: '[]', enclosures: '[]', updated_at: null, summary_html: null }
  const rest = { language: 'en', content_html: null, image: null, published_at: window.opensAt }
  for (const name of names) {
    const link = linkOf(name)
    const title = `About ${name}`
    const dates = { first_seen_at: window.opensAt, enters_at: window.opensAt }
    await insertItems(store.db, [
      { ...blank, ...rest, ...dates, source_id: source, guid: link, title, raw_url: link, url: canonicalUrl(link) },
    ])
    const { id } = await store.db.selectFrom('items').select('id').where('guid', '=', link).executeTakeFirstOrThrow()
    const text = `${name} ${name}s of ${name}.`
    await saveArticle(store.db, {
      ...{ item_id: id, title, text, lead: text, state: 'read', attempts: 1, next_attempt_at: null, error_code: null },
      ...{ error: null, words: 20, reading_minutes: 1, points: '[]', source_spans: '[]', url: null, byline: null },
      ...{
        site_name: null,
        pdf_url: null,
        image: null,
        published_at: null,
        confidence: null,
        confidence_reasons: null,
      },
      ...{ summary_method: 'extractive', method: 'page', html: '' as SafeHtml, language: 'en', extracted_at: noon },
    })
  }
}

/** The desk on a store. */
export function deskOn(store: Store, now: Instant = noon): CurateDeps {
  const limits = { stories: 20, perSource: 20 }
  return {
    store,
    clock: fixedClock(now),
    log: silentLog,
    sections: [],
    limits,
    language: 'en',
    fingerprintProgram: () => 'test',
  }
}

export const edited: EditedWeek = { window, by: 'arrival' }

/** A command of an editor who has this text before them. */
export function commandOn(text: DraftText, editor: string, act: Act, changes: Partial<Command> = {}): Command {
  const ranked = { entries: [], sections: [] }
  const was = (given: TextAct) => readField(text, given, 'story' in given ? findName(text, given.story, ranked) : null)
  return {
    ...{ week: text.week, base: text.base, id: randomUUID(), editor, act },
    was: hashField(act.kind === 'split' || act.kind === 'join' ? [] : was(act)),
    ...changes,
  }
}
