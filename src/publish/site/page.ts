// What all pages have alike: their head, what leads from each to the others, and how a template is filled with both.
import type { InterfaceLanguage } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { cleanLine } from '../plain-text.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'

/** What the head of a page says. */
export interface Head {
  readonly title: string
  readonly description: string
  /** Null for pages that belong to one reader: those are kept out of search engines. */
  readonly canonical: string | null
  readonly kind: 'website' | 'article'
  readonly jsonLd: string | null
  /** Address of the page's share card. */
  readonly card?: string | null
  readonly previous: string | null
  readonly next: string | null
}

/** The head of a page that belongs to one reader, or to nobody. */
export function plainHead(title: string): Head {
  return { title, description: title, canonical: null, kind: 'website', jsonLd: null, previous: null, next: null }
}

/** How a page with a share card is planned where its card could not be drawn, by the folder that the card lies in: it names none. */
export function describePage(
  site: SiteDescription,
  withoutCard: ReadonlySet<string> | undefined,
  folder: string,
  parts: readonly unknown[],
): { readonly own: SiteDescription; readonly parts: readonly unknown[] } {
  if (withoutCard?.has(folder) !== true) return { own: site, parts }
  return { own: { ...site, hasCards: false }, parts: [...parts, 'no card'] }
}

/** Fills a page's template with its head and everything that all pages show. */
export function renderPage(
  site: SiteDescription,
  language: InterfaceLanguage,
  templates: Templates,
  template: string,
  scope: { readonly head: Head; readonly [name: string]: unknown },
): string {
  const at = (path: string): string => pathIn(site, path)
  return templates.render(template, {
    ...scope,
    head: { card: null, ...scope.head },
    language,
    words: wordsOf(language),
    site: {
      title: cleanLine(site.title),
      description: cleanLine(site.description),
      author: cleanLine(site.author.name),
      locale: language.replace('-', '_'),
    },
    paths: {
      home: at(''),
      css: at('style.css'),
      icon: site.icon ? at('icon-64.png') : null,
      touchIcon: site.icon ? at('icon-180.png') : null,
      postCss: at('post.css'),
      rss: at('feed.xml'),
      atom: at('atom.xml'),
      json: at('feed.json'),
      stories: at('stories.xml'),
      sections: at('sections/'),
      sources: at('sources/'),
      search: at('search/'),
      about: at('about/'),
      subscribe: site.forms === undefined ? at('subscribe') : null,
      subscribePage: formPage(site, 'subscribe'),
      propose: proposePage(site),
    },
  })
}

/** A page with a form on another server; null where the forms are here, or nowhere. */
const formPage = (site: SiteDescription, path: string): string | null =>
  site.forms === undefined || site.forms === 'none' ? null : urlIn({ ...site, url: site.forms }, path)

function proposePage(site: SiteDescription): string | null {
  if (site.takesProposals !== true) return null
  return site.forms === undefined ? pathIn(site, 'propose') : formPage(site, 'propose')
}

/** A thing for search engines (https://schema.org) as the page's script has it: inside <script> only `<` can end the element or open a comment. */
export function jsonLd(thing: object): string {
  return JSON.stringify({ '@context': 'https://schema.org', ...thing }).replaceAll('<', '\\u003c')
}
