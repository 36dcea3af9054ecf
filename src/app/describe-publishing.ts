// What publishing needs besides the store: what the site says of itself, the posts beside it, and where both lie.
import type { Log } from '../core/log.ts'
import type { PostsFolder } from '../posts/read-posts.ts'
import { openWordPictures } from '../publish/prose/word-pictures.ts'
import type { PublishDeps } from '../publish/publish.ts'
import type { Store } from '../store/engine/database.ts'
import { notePostTexts } from '../store/post-texts.ts'
import type { LoadedConfig } from './load-config.ts'
import { openSiteIcon } from './site-icon.ts'
import { markPublishing } from './shipped.ts'

/** The operator's own templates, where the program is started. */
export const templatesFolder = 'templates'

/** What publishing needs besides the store. */
export function describePublishing(
  { weekly, folder }: Pick<LoadedConfig, 'weekly' | 'folder'>,
  { db }: Store,
  log: Log,
): Omit<PublishDeps, 'store' | 'clock' | 'log' | 'worker'> {
  const { title, description, url, language, timezone, author, hub } = weekly
  const takesProposals = weekly.proposals !== false
  const { forms } = weekly.http
  // Only where it is on: what pages are made from has not changed for the others.
  const icon =
    weekly.icon === undefined ? null : openSiteIcon(weekly.icon, { content: weekly.content, config: folder }, log)
  const paste = {
    ...(icon && { icon }),
    ...(weekly.issue.paste ? { hasPaste: true } : {}),
    ...(weekly.issue.card ? { hasCards: true } : {}),
  }
  const site = { title, description, url, language, timezone, author, hub, takesProposals, forms, ...paste }
  const pictures = openWordPictures(weekly.content, site)
  return {
    site: {
      ...site,
      pictureAt: pictures.at,
      postalAddress: weekly.mail.postalAddress ?? '',
      asksFeedback: weekly.mail.feedback,
    },
    wordPictures: pictures.files,
    review: weekly.review,
    templatesFolder,
    markProgram: markPublishing,
    outputFolder: weekly.output,
    copyRules: weekly.issue,
    sections: weekly.sections,
    readPosts: openPostReader({
      folder: weekly.content,
      site,
      noteTexts: (texts, now) => notePostTexts(db, texts, now),
    }),
  }
}

/** Reads the curator's posts; the code for that is loaded when they are first asked for. */
function openPostReader(place: PostsFolder): PublishDeps['readPosts'] {
  let read: PublishDeps['readPosts'] | null = null
  return async now => {
    read ??= (await import('../posts/read-posts.ts')).openPosts(place)
    return read(now)
  }
}
