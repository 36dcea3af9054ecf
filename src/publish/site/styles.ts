// The styles of pages, of what curators write, and of feeds in a browser.
import { wordsOf } from '../../core/words/words.ts'
import type { PlannedFile } from '../files/site-file.ts'
import type { Press } from './press.ts'

/** Plans the style sheets; `hasPosts`: the curator has written posts, or on the list. */
export function planStyles({ site, templates, plan }: Press<'styles'>, hasPosts: boolean): PlannedFile[] {
  const notice = wordsOf(site.language).feedNotice
  return [
    plan('style.css', null, () => templates.render('style.css', {})),
    ...(hasPosts ? [plan('post.css', null, () => templates.render('post.css', {}))] : []),
    plan('feed.css', null, () => templates.render('feed.css', { notice })),
  ]
}
