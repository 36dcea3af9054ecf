// What stands against a draft before it goes out: what must be mended first, and what its editors should have seen. Pure.
import { contentTokens, countColumns } from '../core/text.ts'
import { chooseSections } from '../core/mail-marks.ts'
import type { Draft, Story } from '../core/types.ts'
import type { SourceCap } from '../store/source-caps.ts'
import type { StoredMail } from '../store/issue-mails.ts'

/** What must be mended first. `template` names file, line and column in its message. */
export type Blocker =
  | { readonly kind: 'no-story' }
  | { readonly kind: 'mail-too-large'; readonly bytes: number }
  | { readonly kind: 'dead-link'; readonly story: Story }
  | { readonly kind: 'template'; readonly message: string }

/** What may be left as it is, once somebody has seen it. */
export type Warning =
  | { readonly kind: 'thin'; readonly story: Story }
  | { readonly kind: 'alike'; readonly story: Story; readonly other: Story }
  | { readonly kind: 'share'; readonly source: string; readonly stories: number; readonly most: number }
  | { readonly kind: 'no-note' }

/** Clients of mail cut off longer ones (Gmail at 102 KB). */
const MOST_MAIL_BYTES = 80_000
/** A line of a summary; a Han character counts two columns. */
const THIN_COLUMNS = 40
/** Titles of fewer words say too little to be compared. */
const LEAST_WORDS = 3
const ALIKE_SHARE = 0.6
/** Pairs grow with the square of the stories; beyond this nobody reads the warnings either. */
const MOST_COMPARED = 200

/** The stories of a draft in order. */
export function storiesOf({ sections }: Pick<Draft, 'sections'>): readonly Story[] {
  return sections.flatMap(({ stories }) => stories)
}

/** The size in bytes of the largest HTML that an issue is mailed as; readers' own links aside. */
export function largestMailBytes(mails: readonly StoredMail[]): number {
  const weekly = mails.filter(({ cadence }) => cadence === 'weekly')
  return Math.max(0, ...weekly.map(({ html }) => Buffer.byteLength(chooseSections(html, []))))
}

/** What blocks a draft whose mail has this size; `deadItemIds` are the items whose page is gone. */
export function findBlockers(
  draft: Pick<Draft, 'sections'>,
  mailBytes: number,
  deadItemIds: ReadonlySet<number>,
): readonly Blocker[] {
  const stories = storiesOf(draft)
  if (stories.length === 0) return [{ kind: 'no-story' }]
  return [
    ...(mailBytes > MOST_MAIL_BYTES ? [{ kind: 'mail-too-large', bytes: mailBytes } as const] : []),
    ...stories.filter(({ lead }) => deadItemIds.has(lead.itemId)).map(story => ({ kind: 'dead-link', story }) as const),
  ]
}

/** Pairs of stories whose titles share most of their words. */
function findAlike(stories: readonly Story[]): readonly Warning[] {
  const words = stories.slice(0, MOST_COMPARED).map(story => ({ story, tokens: new Set(contentTokens(story.title)) }))
  const long = words.filter(({ tokens }) => tokens.size >= LEAST_WORDS)
  return long.flatMap(({ story, tokens }, i) =>
    long.slice(i + 1).flatMap(({ story: other, tokens: others }): readonly Warning[] => {
      const shared = [...tokens].filter(token => others.has(token)).length
      return shared / (tokens.size + others.size - shared) >= ALIKE_SHARE ? [{ kind: 'alike', story, other }] : []
    }),
  )
}

/** Sources that lead more stories than they should. What the curator's own sources brought counts against no cap. */
function findShares(
  stories: readonly Story[],
  perSource: number,
  caps: ReadonlyMap<number, SourceCap>,
): readonly Warning[] {
  const capped = stories.filter(({ lead }) => caps.get(lead.itemId)?.isOwn !== true)
  return [...Map.groupBy(capped, ({ lead }) => lead.sourceTitle)].flatMap(([source, own]): readonly Warning[] => {
    const mosts = own.map(({ lead }) => caps.get(lead.itemId)?.most ?? perSource)
    const most = Math.max(...mosts)
    return own.length > most ? [{ kind: 'share', source, stories: own.length, most }] : []
  })
}

/**
 * What the editors of a draft should have seen; `perSource` is the most that one source is to have where it has no cap of its own: `caps`
 * names those by the item that leads.
 */
export function findWarnings(
  draft: Pick<Draft, 'sections'>,
  perSource: number,
  caps: ReadonlyMap<number, SourceCap>,
): readonly Warning[] {
  const stories = storiesOf(draft)
  const thin = stories.filter(({ summary, note }) => countColumns(summary) < THIN_COLUMNS && !note)
  return [
    ...thin.map(story => ({ kind: 'thin', story }) as const),
    ...findAlike(stories),
    ...findShares(stories, perSource, caps),
    ...(stories.length === 0 || stories.some(({ note }) => note) ? [] : [{ kind: 'no-note' } as const]),
  ]
}
