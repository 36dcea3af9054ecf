// What becomes of a story's link after its issue was sealed: it may die, and a copy of its article may have been saved.
import { formatDay } from '../core/date-words.ts'
import type { Instant, InterfaceLanguage, Issue, Story, Telling } from '../core/types.ts'
import { linkForReaders, parseHttpUrl } from '../core/url.ts'
import { wordsOf } from '../core/words/words.ts'
import type { SavedCopy } from '../store/copies.ts'
import { hasOtherLink } from './correction-view.ts'
import type { StoredFile } from './files/site-file.ts'
import { issuePath, pathIn, type SiteDescription, urlIn } from './site-urls.ts'

/** What is known of the links of all issues. */
export interface Aftercare {
  /** Since when a link has been gone, by its address. */
  readonly deadLinks: ReadonlyMap<string, Instant>
  /** Copies that are shown, by the item of the story's lead. */
  readonly copies: ReadonlyMap<number, SavedCopy>
}

/** The same of one story, as pages show it. */
export interface StoryAftercare {
  /** Since when the link has been found dead, in words, and the address under which web.archive.org has a copy of it; null while it lives. */
  readonly gone: { readonly told: string; readonly archiveUrl: string } | null
  /** Where the saved copy of its article lies, and when it was saved, in words; null without one. */
  readonly copy: { readonly path: string; readonly url: string; readonly savedOn: string } | null
}

/** Nothing is known: a draft, a mail, an issue by itself. */
export const noAftercare: Aftercare = { deadLinks: new Map(), copies: new Map() }

/** Whose articles are copied: `issue.copies` and `issue.copiesExcept` of the configuration. */
export interface CopyRules {
  readonly copies: 'none' | 'pdf'
  readonly copiesExcept: readonly string[]
}

/** Whether an article at one of these addresses may be copied, and its copy shown. Pure. */
export function mayCopy({ copies, copiesExcept }: CopyRules, addresses: readonly string[]): boolean {
  const hosts = addresses.map(address => parseHttpUrl(address)?.hostname ?? '')
  const isExcepted = (host: string): boolean =>
    copiesExcept.some(each => host === each.toLowerCase() || host.endsWith(`.${each.toLowerCase()}`))
  return copies === 'pdf' && !hosts.some(isExcepted)
}

/** As much of an issue as tells what its stories link to. */
interface Linked {
  readonly sections: readonly { readonly stories: readonly { readonly lead: Pick<Telling, 'itemId' | 'url'> }[] }[]
}

/** What the aftercare of an issue's links depends on, for its fingerprint. Pure. */
export function aftercareOf(issue: Linked, { deadLinks, copies }: Aftercare): readonly unknown[] {
  if (deadLinks.size === 0 && copies.size === 0) return []
  const leads = issue.sections.flatMap(({ stories }) => stories.map(({ lead }) => lead))
  return leads.flatMap(({ itemId, url }) => {
    const known = [deadLinks.get(url ?? ''), copies.get(itemId)]
    return known.every(each => each === undefined) ? [] : [[itemId, ...known]]
  })
}

/** What a story's page says of its link's death, and of the copy that was saved. Pure. */
export function viewAftercare(
  site: SiteDescription,
  issue: Issue,
  story: Story,
  language: InterfaceLanguage,
  { deadLinks, copies }: Aftercare,
): StoryAftercare {
  const { lead } = story
  const since = deadLinks.get(lead.url ?? '')
  const copy = hasOtherLink(issue, story) ? undefined : copies.get(lead.itemId)
  const url = webUrl(lead.url)
  const words = wordsOf(language)
  const dayOf = (instant: Instant): string => formatDay(instant, language, site.timezone, '')
  return {
    copy: copy
      ? {
          path: pathIn(site, pathOf(copy)),
          url: urlIn(site, pathOf(copy)),
          savedOn: words.savedOn(dayOf(copy.savedAt)),
        }
      : null,
    // web.archive.org leads from a day to its nearest copy. It is only linked to: nobody asks whether there is one.
    gone:
      since === undefined || url === null
        ? null
        : {
            told: words.goneSince(dayOf(since)),
            archiveUrl: `https://web.archive.org/web/${issue.date.replaceAll('-', '')}/${url}`,
          },
  }
}

/** A link as pages have it: one that is not http(s), javascript: above all, is none; and none tells its target who sent the reader. Pure. */
export function webUrl(text: string | null): string | null {
  return text === null ? null : linkForReaders(text)
}

/** Plans the files of the copies; their bytes are read only when a file must be written. */
export function planCopies(
  copies: Aftercare['copies'],
  readPdf: (itemId: number) => Promise<Uint8Array>,
): readonly StoredFile[] {
  return [...copies.values()].map(copy => ({
    path: pathOf(copy),
    madeFrom: copy.sha256,
    read: () => readPdf(copy.itemId),
  }))
}

function pathOf({ week, name }: SavedCopy): string {
  return `${issuePath({ week })}copies/${name}.pdf`
}
