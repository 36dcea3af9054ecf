// The list of our sources for feed readers, OPML 2.0 (http://opml.org/spec2.opml). site.ts calls it.
import { wordsOf } from './interface-text.ts'
import { cleanLine } from './plain-text.ts'
import type { SiteDescription } from './site-urls.ts'
import { escapeXml } from './xml.ts'

/** A source as the site names it to others. */
export interface ListedSource {
  readonly title: string
  readonly url: string
  readonly siteUrl: string | null
  readonly section: string | null
}

/** Writes the sources as OPML, by section in the order in which sections first occur; those without one come last. */
export function renderOpml(site: SiteDescription, sources: readonly ListedSource[]): string {
  const bySection = Map.groupBy(sources, ({ section }) => cleanLine(section ?? ''))
  const loose = bySection.get('') ?? []
  bySection.delete('')
  const sections = [...bySection].map(([title, listed]) =>
    [
      `    <outline text="${escapeXml(title)}" title="${escapeXml(title)}">`,
      ...listed.map(outline(6)),
      '    </outline>',
    ].join('\n'),
  )
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    '  <head>',
    `    <title>${escapeXml(`${cleanLine(site.title)} · ${wordsOf(site.language).sourcesTitle}`)}</title>`,
    `    <ownerName>${escapeXml(cleanLine(site.author.name))}</ownerName>`,
    '  </head>',
    '  <body>',
    ...sections,
    ...loose.map(outline(4)),
    '  </body>',
    '</opml>',
    '',
  ].join('\n')
}

function outline(indent: number): (source: ListedSource) => string {
  return ({ title, url, siteUrl }) => {
    const name = escapeXml(cleanLine(title) || url)
    const page = siteUrl === null ? '' : ` htmlUrl="${escapeXml(cleanLine(siteUrl))}"`
    return `${' '.repeat(indent)}<outline type="rss" text="${name}" title="${name}" xmlUrl="${escapeXml(cleanLine(url))}"${page}/>`
  }
}
