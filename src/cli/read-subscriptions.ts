// Reads an OPML file, as feed readers export it, into entries of sources.yaml.
import { readFile } from 'node:fs/promises'
import { parseOpml } from '../collect/opml.ts'
import { WeeklyError } from '../core/errors.ts'
import { decodeText } from '../formats/charset.ts'
import type { NewSource } from '../app/edit-sources.ts'

/** A list of subscriptions. */
export interface Subscriptions {
  readonly sources: readonly NewSource[]
  readonly skipped: readonly string[]
  /** Lines of the sources by their addresses. */
  readonly lines: ReadonlyMap<string, number>
}

/** The sources of a subscription list in whatever charset it is written, folders as sections, and a line for each that cannot be one. Throws FILE_UNREADABLE. */
export async function readSubscriptions(file: string): Promise<Subscriptions> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new WeeklyError('FILE_UNREADABLE', `${file} cannot be read`, {
      hint: 'Name an OPML file as feed readers export it.',
      cause,
    })
  })
  const { sources, skipped, lines } = parseOpml(decodeText(bytes, { kind: 'xml', contentType: null }).text)
  return {
    lines,
    sources: sources.map(({ url, title, section, settings = {} }) => ({
      url,
      ...(title === null ? {} : { title }),
      ...(section === null ? {} : { section }),
      ...settings,
    })),
    skipped: skipped.map(({ line, reason }) => `skipped${line === undefined ? '' : ` line ${line}`}: ${reason}`),
  }
}
