// Reads sets of cases from text files: `=== title` opens a case, `key: value` lines describe it, the text follows a line of `---`.
import { readFileSync } from 'node:fs'

/** A case: what is said about it, by key, and its text. */
export interface CaseBlock {
  readonly title: string
  /** Alternatives stand between ` | `; several lines of a key follow each other. */
  readonly said: ReadonlyMap<string, readonly string[]>
  readonly text: string
}

/** The cases of a file. */
export function readCases(path: string): readonly CaseBlock[] {
  const [, ...blocks] = readFileSync(path, 'utf8').split(/^=== /m)
  return blocks.map(block => {
    const [head = '', ...rest] = block.split(/^---\n/m)
    const [title = '', ...lines] = head.trim().split('\n')
    const pairs = lines.map(
      line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const,
    )
    const said = Map.groupBy(pairs, ([key]) => key)
    return {
      title,
      said: new Map([...said].map(([key, of]) => [key, of.flatMap(([, value]) => value.split(' | '))])),
      text: rest.join('---\n').trim(),
    }
  })
}
