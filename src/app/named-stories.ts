// Which stories a curator's command means: by the number that `weekly issue show` puts before them, or by their links, in whichever open draft they are.
import { WeeklyError } from '../core/errors.ts'
import { linkForEditing, nameOfLink, nameOfStory } from '../core/story-names.ts'
import type { Draft, WeekId } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import type { EditedWeek } from '../desk/edit-draft.ts'
import { readDraft } from '../store/drafts.ts'
import { findEditedWeek } from './edited-week.ts'
import { planWindows } from './windows.ts'
import type { App } from './wire.ts'

/** The links of a draft's stories, held and left-out ones, in the order in which `weekly issue show` numbers them from 1. */
export function listLinks({
  sections,
  held,
  leftOut,
}: Pick<Draft, 'sections' | 'held' | 'leftOut'>): readonly string[] {
  const told = sections.flatMap(({ stories }) => stories.map(linkForEditing))
  // Behind a link that several items share stands which of them is meant.
  const others = [...held, ...leftOut].map(({ url, itemId }) => (url === null ? `item:${itemId}` : url))
  const shared = new Set(others.filter((url, place) => others.indexOf(url) !== place))
  return [
    ...told,
    ...[...held, ...leftOut].map(({ url, itemId }, place) =>
      url !== null && shared.has(url) ? `${url}#item:${itemId}` : (others[place] ?? ''),
    ),
  ]
}

/** Whether a draft has a telling or a left-out item of this name. */
function hasName({ sections, held, leftOut }: Draft, name: string): boolean {
  const isOf = ({ url, itemId }: { readonly url: string | null; readonly itemId: number }): boolean =>
    name === `item:${itemId}` || (url !== null && canonicalUrl(url) === name)
  const stories = sections.flatMap(each => each.stories)
  return (
    stories.some(story => nameOfStory(story) === name || [story.lead, ...story.others].some(isOf)) ||
    [...held, ...leftOut].some(isOf)
  )
}

/** A number as it stands before a story; null for a link. */
export function storyNumberOf(text: string): number | null {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : null
}

/** What a command is about: a week as this editor edits it, and links in it. */
export interface NamedStories {
  readonly edited: EditedWeek
  readonly urls: readonly string[]
}

/** The open weeks with a draft, in the order in which they are looked into. */
async function readOpenDrafts({ store, ...app }: App, wanted: WeekId): Promise<readonly Draft[]> {
  const { due, upcoming } = await planWindows({ store, ...app })
  const weeks = new Set([wanted, ...due.map(({ week }) => week), upcoming.week])
  const drafts: Draft[] = []
  for (const week of weeks) {
    const draft = await readDraft(store.db, week)
    if (draft) drafts.push(draft)
  }
  return drafts
}

/**
 * Finds stories that are named by numbers or links: in the week that is asked for, else in the one that `weekly issue show` shows, else in any
 * other open draft that has the first of them. Throws STORY_MISSING for a number that is before no story, DRAFT_MISSING, WEEK_INVALID.
 */
export async function findNamedStories(
  app: App,
  named: readonly string[],
  own: { readonly week?: string | undefined; readonly editor?: string },
): Promise<NamedStories> {
  const usual = await findEditedWeek(app, own.week, own.editor)
  const { week } = usual.window
  const drafts = await readOpenDrafts(app, week)
  const shown = drafts.find(draft => draft.week === week)
  const links = shown ? listLinks(shown) : []
  const urls = named.map(each => {
    const number = storyNumberOf(each)
    if (number === null) return each
    const link = links[number - 1]
    if (link !== undefined) return link
    throw new WeeklyError(
      'STORY_MISSING',
      `there is no number ${number} in the draft of ${week}, which has ${links.length}`,
      {
        hint: '`weekly issue show` shows the numbers.',
      },
    )
  })
  const isByNumber = named.some(each => storyNumberOf(each) !== null)
  const first = nameOfLink(urls[0] ?? '')
  if (own.week !== undefined || isByNumber || (shown && hasName(shown, first))) return { edited: usual, urls }
  const other = drafts.find(draft => hasName(draft, first))
  return { edited: other ? await findEditedWeek(app, other.week, own.editor) : usual, urls }
}
