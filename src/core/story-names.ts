// What the curator's edits name a story by, and the link that shows this name in a text. Pure.
import type { Story } from './types.ts'
import { canonicalUrl } from './url.ts'

/** Behind a link that several stories share, as lists of changes do, stands which of them is meant: `https://a.example/changes#item:12`. */
const sharedMark = /#(item:\d{1,18})$/

/** The name that a link from a text or a command line gives: canonical, or `item:ID` for a story without a link of its own. */
export function nameOfLink(link: string): string {
  return sharedMark.exec(link.trim())?.[1] ?? canonicalUrl(link)
}

/** The name of a story by its lead: the link that is its own, else `item:ID`, so that no other story goes by it. */
export function nameOfStory({ id, lead }: Pick<Story, 'id' | 'lead'>): string {
  return lead.url === null || id.startsWith('item:') ? `item:${lead.itemId}` : canonicalUrl(lead.url)
}

/** A link that leads where the story's does and from which `nameOfLink` reads its name. */
export function linkForEditing(story: Pick<Story, 'id' | 'lead'>): string {
  const { url } = story.lead
  const name = nameOfStory(story)
  return url === null ? name : name.startsWith('item:') ? `${url}#${name}` : url
}

/** A link from a text as readers follow it, without the name that stands behind a shared one. */
export function withoutName(link: string): string {
  return link.trim().replace(sharedMark, '')
}
