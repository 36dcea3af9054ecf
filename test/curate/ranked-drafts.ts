// Builders of ranked weeks for the tests of edits.
import type { Instant } from '../../src/core/types.ts'
import type { Edit, EditValues } from '../../src/core/edits.ts'
import type { RankedDraft, RankedEntry } from '../../src/curate/draft.ts'
import { aStory } from '../publish/issues.ts'

export const now = '2016-12-07T04:00:00.000Z' as Instant

/** An entry whose lead is at https://a.example/NAME; `others` are names of further tellings. */
export function anEntry(
  name: string,
  changes: Partial<Omit<RankedEntry, 'items'>> & { readonly others?: readonly string[] } = {},
): RankedEntry {
  const { others = [], ...entry } = changes
  const linkOf = (each: string): string => `https://a.example/${each}`
  const itemId = Array.from(name).reduce((sum, sign) => sum * 131 + sign.charCodeAt(0), 0)
  const story = aStory({
    id: linkOf(name),
    url: linkOf(name),
    title: `Title of ${name}`,
    note: null,
    others: others.map(each => ({ itemId: 1, url: linkOf(each), title: each, sourceTitle: each, site: 'a.example' })),
  })
  return {
    links: [linkOf(name), ...others.map(linkOf)],
    story: { ...story, lead: { ...story.lead, itemId } },
    sharedLinks: [],
    section: 'A',
    isTaken: true,
    whyOut: '',
    lacking: null,
    items: [{ itemId, title: name, url: linkOf(name) }],
    ...entry,
  }
}

export const aRanking = (
  entries: readonly RankedEntry[],
  sections: readonly string[] = ['A', 'B', 'Other'],
): RankedDraft => ({
  entries,
  sections,
})

export function anEdit<Kind extends keyof EditValues>(kind: Kind, name: string, value: EditValues[Kind]): Edit {
  return { kind, value, link: name === '' ? '' : `https://a.example/${name}`, madeAt: now } as Edit
}
