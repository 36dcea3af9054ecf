// The page for addresses that lead nowhere.
import { wordsOf } from '../../core/words/words.ts'
import type { PlannedFile } from '../files/site-file.ts'
import type { SiteDescription } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { plainHead, renderPage } from './page.ts'
import type { Press } from './press.ts'

/** Plans it. */
export function planNotFound({ site, templates, plan }: Press<'notFound'>): PlannedFile {
  return plan('404.html', null, () => renderNotFoundPage(site, templates))
}

function renderNotFoundPage(site: SiteDescription, templates: Templates): string {
  const words = wordsOf(site.language)
  const head = { ...plainHead(words.notFound), description: words.notFoundText }
  return renderPage(site, site.language, templates, 'not-found.html', { head })
}
