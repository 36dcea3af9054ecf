// Reads stories with their tellings from the text files under `sets/stories/`: easier to review than a line of JSON each.
import { readFileSync } from 'node:fs'

/** One telling of a story; `story` is null when nothing else tells it, and nothing may join it. */
export interface Telling {
  readonly id: string
  readonly story: string | null
  readonly domain: string
  readonly language: string
  readonly source: string
  /** ISO 8601. */
  readonly publishedAt: string
  readonly title: string
  readonly text: string
}

function readTelling(part: string, about: Pick<Telling, 'story' | 'domain'>, id: string): Telling {
  const [head = '', ...lines] = part.split('\n')
  const [language = '', source = '', date = '', ...title] = head.split(' | ')
  const text = lines.join('\n').trim()
  return { id, ...about, language, source, publishedAt: `${date}T08:00:00.000Z`, title: title.join(' | '), text }
}

/** The tellings of a file: `=== name | domain` opens a story, `--- language | source | date | title` a telling, then its text. */
export function readTellings(path: string): readonly Telling[] {
  const [, ...stories] = readFileSync(path, 'utf8').split(/^=== /m)
  return stories.flatMap(block => {
    const [head = '', ...parts] = block.split(/^--- /m)
    const [name = '', domain = ''] = head.trim().split(' | ')
    const story = parts.length > 1 ? name : null
    return parts.map((part, i) => readTelling(part, { story, domain }, `${name} ${i + 1}`))
  })
}
