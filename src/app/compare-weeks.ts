// What a week was and what the program of today makes of it, side by side. Pure.
import type { LeftOut, Section, Story } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'

/** A story that only one of the two has; `reason`: why the other has it not, as far as it says. */
export interface LoneStory {
  readonly title: string
  readonly url: string | null
  readonly reason: string | null
}

/** A field of a story that both have. */
export interface ChangedField {
  readonly title: string
  readonly field: 'title' | 'summary' | 'section' | 'tellings'
  readonly before: string
  readonly now: string
}

/** How two states of one week differ. */
export interface WeekComparison {
  readonly before: number
  readonly now: number
  readonly both: number
  readonly onlyBefore: readonly LoneStory[]
  readonly onlyNow: readonly LoneStory[]
  readonly changed: readonly ChangedField[]
}

interface Placed {
  readonly story: Story
  readonly section: string
}

const placedOf = (sections: readonly Section[]): readonly Placed[] =>
  sections.flatMap(({ title, stories }) => stories.map(story => ({ story, section: title })))

/** What names a story: its links; without any its title. */
function keysOf({ lead, others, title }: Story): readonly string[] {
  const links = [lead, ...others].flatMap(({ url }) => (url === null ? [] : [canonicalUrl(url)]))
  return links.length > 0 ? links : [title]
}

function compareStories(before: Placed, now: Placed): readonly ChangedField[] {
  const fields = ({ story, section }: Placed) => ({
    title: story.title,
    summary: [story.summary, ...story.points].join('\n'),
    section,
    tellings: [story.lead, ...story.others].map(({ url, title }) => url ?? title).join('\n'),
  })
  const [old, fresh] = [fields(before), fields(now)]
  return (['title', 'summary', 'section', 'tellings'] as const).flatMap(field =>
    old[field] === fresh[field] ? [] : [{ title: now.story.title, field, before: old[field], now: fresh[field] }],
  )
}

/** Compares a week as it was with what it would be now; `leftOut` is what is left out now. Each story has one partner at most. */
export function compareWeeks(
  before: readonly Section[],
  now: { readonly sections: readonly Section[]; readonly leftOut: readonly LeftOut[] },
): WeekComparison {
  const fresh = placedOf(now.sections)
  const byKey = new Map(fresh.flatMap(placed => keysOf(placed.story).map(key => [key, placed] as const)))
  const reasons = new Map(
    now.leftOut.map(({ url, title, reason }) => [url === null ? title : canonicalUrl(url), reason]),
  )
  const taken = new Set<Placed>()
  const changed: ChangedField[] = []
  const onlyBefore: LoneStory[] = []
  const old = placedOf(before)
  for (const placed of old) {
    const keys = keysOf(placed.story)
    const partner = keys.map(key => byKey.get(key)).find(each => each !== undefined && !taken.has(each))
    if (partner) {
      taken.add(partner)
      changed.push(...compareStories(placed, partner))
      continue
    }
    const reason = keys.map(key => reasons.get(key)).find(each => each !== undefined) ?? null
    onlyBefore.push({ title: placed.story.title, url: placed.story.lead.url, reason })
  }
  const onlyNow = fresh
    .filter(placed => !taken.has(placed))
    .map(({ story }) => ({ title: story.title, url: story.lead.url, reason: null }))
  return { before: old.length, now: fresh.length, both: taken.size, onlyBefore, onlyNow, changed }
}
