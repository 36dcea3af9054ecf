// Where a page stands and where its relative links start from.
import type { Markup } from '../../formats/markup.ts'

/** Where a page stands, and what its relative links are relative to. */
export interface PageAddress {
  readonly url: string
  /** The page's `<base href>`, resolved; else its own address. */
  readonly baseUrl: string
}

/** The address of a page that was fetched from `url`. (HTML, §4.2.3) */
export function readPageAddress(markup: Markup, url: string): PageAddress {
  const base = markup('base[href]').first().attr('href')?.trim() ?? ''
  return { url, baseUrl: (base === '' ? null : URL.parse(base, url)?.href) ?? url }
}
