// The list of our sources, for feed readers and for weekly itself, OPML 2.0 (http://opml.org/spec2.opml).
import { linkForReaders } from '../../core/url.ts'
import { wordsOf } from '../../core/words/words.ts'
import type { PlannedFile } from '../files/site-file.ts'
import { cleanLine } from '../plain-text.ts'
import type { Press } from '../site/press.ts'
import type { SiteDescription } from '../site-urls.ts'
import { escapeXml } from './xml.ts'

/** A source as the site names it to others. */
export interface ListedSource {
  /** In the store; missing for one that is not from there. */
  readonly id?: number
  readonly title: string
  /** A page without a feed, which no feed reader could follow; an export for weekly itself lists it like the others. */
  readonly isPage?: boolean
  readonly url: string
  readonly siteUrl: string | null
  readonly section: string | null
  /** What else sources.yaml says of it, as JSON: for an export that loses nothing. Then the address stands as it is configured. */
  readonly settings?: string
}

/** Names the attribute that carries settings; nothing stands at the address. */
const SETTINGS_NAMESPACE = 'urn:weekly:sources'

/** Plans the list. */
export function planOpml({ site, planPlain }: Press<'sources'>, sources: readonly ListedSource[]): PlannedFile {
  return planPlain('sources.opml', sources, () => renderOpml(site, sources))
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
    sources.some(({ settings }) => settings !== undefined)
      ? `<opml version="2.0" xmlns:weekly="${SETTINGS_NAMESPACE}">`
      : '<opml version="2.0">',
    '  <head>',
    `    <title>${escapeXml(`${cleanLine(site.title)} · ${wordsOf(site.language).sourcesTitle}`)}</title>`,
    `    <ownerName>${escapeXml(cleanLine(site.author.name))}</ownerName>`,
    '  </head>',
    '  <body>',
    ...sections,
    ...loose.map(outline(4)),
    // A body without outlines is not OPML: a folder stands for the sources that are still to come.
    ...(sources.length > 0 ? [] : [`    <outline text="${escapeXml(wordsOf(site.language).sourcesTitle)}"/>`]),
    '  </body>',
    '</opml>',
    '',
  ].join('\n')
}

// A page is a link, which readers show; as a feed they would report it broken.
function outline(indent: number): (source: ListedSource) => string {
  return ({ title, isPage, url, siteUrl, settings }) => {
    const name = cleanLine(title) || url
    const address = settings === undefined ? (linkForReaders(url) ?? cleanLine(url)) : url
    const attributes = Object.entries({
      type: isPage ? 'link' : 'rss',
      text: name,
      title: name,
      ...(isPage ? { url: address } : { xmlUrl: address, htmlUrl: linkForReaders(siteUrl ?? '') }),
      'weekly:settings': settings ?? null,
    }).flatMap(([key, value]) => (value === null ? [] : `${key}="${escapeXml(value)}"`))
    return `${' '.repeat(indent)}<outline ${attributes.join(' ')}/>`
  }
}
