// YAML with places: what is wrong with a value is told with file:line:column and what was probably meant. For the configuration and the
// front matter of posts.
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { type ErrorCode, WeeklyError } from '../core/errors.ts'

/** A parsed file with the places of its values. */
export interface YamlFile {
  /** As errors name it. */
  readonly path: string
  readonly document: Document
  readonly lines: LineCounter
}

type PathKey = string | number

/** Where a path of keys stands in its file, `config/weekly.yaml:12:3`; the nearest parent when the key is missing. */
export function placeOf({ path, document, lines }: YamlFile, keys: readonly PathKey[]): string {
  for (let length = keys.length; length >= 0; length--) {
    const parent = length === 0 ? undefined : document.getIn(keys.slice(0, length - 1), true)
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === keys[length - 1])
      : undefined
    const node = isPair(pair) ? pair.key : document.getIn(keys.slice(0, length), true)
    const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range
    if (!range) continue
    const { line, col } = lines.linePos(range[0])
    return `${path}:${line}:${col}`
  }
  return `${path}:1:1`
}

/** Edits needed to make one key of another (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, replaced))
    }
    row = next
  }
  return row[b.length] ?? 0
}

function suggest(word: string, known: readonly string[]): string | null {
  const [best] = known
    .map(each => ({ each, distance: distanceOf(word.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.each : null
}

/** The keys that a schema knows at a path, for suggestions. */
function keysAt(schema: z.core.$ZodType, path: readonly PathKey[]): readonly string[] {
  let current = schema
  const unwrap = (type: z.core.$ZodType): z.core.$ZodType => {
    const inner = (type._zod.def as { innerType?: z.core.$ZodType }).innerType
    return inner ? unwrap(inner) : type
  }
  for (const key of path) {
    const { shape, element } = unwrap(current)._zod.def as {
      shape?: Record<string, z.core.$ZodType>
      element?: z.core.$ZodType
    }
    const next = typeof key === 'number' ? element : shape?.[key]
    if (!next) return []
    current = next
  }
  return Object.keys((unwrap(current)._zod.def as { shape?: object }).shape ?? {})
}

function explainIssue(
  file: YamlFile,
  schema: z.core.$ZodType,
  issue: z.core.$ZodIssue,
  explainedIn: string,
): { line: string; hint: string } {
  const keys = issue.path as PathKey[]
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const suggestion = suggest(key, keysAt(schema, keys))
    return {
      line: `${placeOf(file, [...keys, key])}: unknown key "${[...keys, key].join('.')}"`,
      hint:
        suggestion === null ? `Known keys here: ${keysAt(schema, keys).join(', ')}.` : `Did you mean "${suggestion}"?`,
    }
  }
  const name = keys.join('.') || 'the file'
  return {
    line: `${placeOf(file, keys)}: "${name}" ${issue.message.replace(/^Invalid input: /, '')}`,
    hint: `Correct "${name}", or remove it to take the default; every key is explained in ${explainedIn}.`,
  }
}

/** Parses YAML; throws the code with the place of the first thing that is none. */
export function parseYaml(path: string, text: string, code: ErrorCode): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [problem] = document.errors
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0])
    throw new WeeklyError(code, `${path}:${line}:${col}: ${problem.message}`, {
      hint: 'The file is no valid YAML: check indentation, quotes and colons at this place.',
    })
  }
  return { path, document, lines }
}

/** A list of some five hundred sources. */
const COMPILED_FROM_CHARACTERS = 40_000

/** The checked value of a file; throws the code with a line for everything that is wrong, and a hint for the first. */
export function checkYaml<T extends z.core.$ZodType>(
  file: YamlFile,
  schema: T,
  whenEmpty: unknown,
  { code, explainedIn }: { readonly code: ErrorCode; readonly explainedIn: string },
): z.output<T> {
  const value = (file.document.toJS() as unknown) ?? whenEmpty
  // To write and compile a function for each part of the schema pays where it is called some hundred times.
  const jitless = (file.document.range?.[2] ?? 0) < COMPILED_FROM_CHARACTERS
  const result = (schema as unknown as z.ZodType<z.output<T>>).safeParse(value, { jitless })
  if (result.success) return result.data
  // An unknown key explains most missing ones: it comes first, for the hint is of the first.
  const isKnown = ({ code: kind }: z.core.$ZodIssue): number => (kind === 'unrecognized_keys' ? 0 : 1)
  const problems = result.error.issues
    .toSorted((a, b) => isKnown(a) - isKnown(b))
    .map(issue => explainIssue(file, schema, issue, explainedIn))
  throw new WeeklyError(code, problems.map(({ line }) => line).join('\n'), { hint: problems[0]?.hint ?? '' })
}
