// What robots are told.
import type { PlannedFile } from '../files/site-file.ts'
import { pathIn, urlIn } from '../site-urls.ts'
import type { Press } from './press.ts'

/** Plans robots.txt. Copies are for readers who look for a page that is gone; in a search its original must stand. */
export function planRobots({ site, planPlain }: Press<'robots'>, hasCopies: boolean): PlannedFile {
  const copies = hasCopies ? `Disallow: ${pathIn(site, 'issues/')}*/copies/\n` : ''
  return planPlain(
    'robots.txt',
    hasCopies,
    () => `User-agent: *\nAllow: /\n${copies}\nSitemap: ${urlIn(site, 'sitemap.xml')}\n`,
  )
}
