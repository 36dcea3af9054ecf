// Reads weekly.yaml and sources.yaml: YAML with places, ${NAME} from the environment, checked against the schema. Called by wire.ts.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import type { z } from 'zod'
import { checkRule } from '../collect/rules.ts'
import { sourcesSchema, type SourceConfig, weeklySchema, type WeeklyConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'

/** Everything that the configuration folder says. */
export interface LoadedConfig {
  readonly folder: string
  readonly weekly: WeeklyConfig
  readonly sources: readonly SourceConfig[]
}

interface ConfigFile {
  readonly path: string
  readonly document: Document
  readonly lines: LineCounter
}

type Environment = Readonly<Record<string, string | undefined>>
type PathKey = string | number

/** Where a path of keys stands in its file, `config/weekly.yaml:12:3`; the nearest parent when the key is missing. */
function placeOf({ path, document, lines }: ConfigFile, keys: readonly PathKey[]): string {
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
  file: ConfigFile,
  schema: z.core.$ZodType,
  issue: z.core.$ZodIssue,
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
    hint: `Correct "${name}", or remove it to take the default; every key is explained in config/weekly.yaml of the project.`,
  }
}

/** Puts the environment's values in place of ${NAME} in every text; an unset name throws CONFIG_ENVIRONMENT_UNSET with its place. */
function fillEnvironment(file: ConfigFile, environment: Environment): void {
  visit(file.document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== 'string') return
      node.value = node.value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_all, name: string) => {
        const value = environment[name]
        if (value !== undefined) return value
        const { line, col } = file.lines.linePos(node.range?.[0] ?? 0)
        throw new WeeklyError(
          'CONFIG_ENVIRONMENT_UNSET',
          `${file.path}:${line}:${col}: the environment has no ${name}`,
          {
            hint: `Set it before starting: ${name}=… weekly …`,
          },
        )
      })
    },
  })
}

function readYaml(folder: string, name: string): ConfigFile {
  const path = relative('.', join(folder, name)) || name
  let text: string
  try {
    text = readFileSync(join(folder, name), 'utf8')
  } catch (cause) {
    throw new WeeklyError('CONFIG_MISSING', `${path} cannot be read: ${(cause as Error).message}`, {
      hint: 'Name the configuration folder with --config DIR; the project ships one as config/.',
      cause,
    })
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [problem] = document.errors
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0])
    throw new WeeklyError('CONFIG_INVALID', `${path}:${line}:${col}: ${problem.message}`, {
      hint: 'The file is no valid YAML: check indentation, quotes and colons at this place.',
    })
  }
  return { path, document, lines }
}

function parseFile<T extends z.core.$ZodType>(
  file: ConfigFile,
  schema: T,
  environment: Environment,
  whenEmpty: unknown,
): z.output<T> {
  fillEnvironment(file, environment)
  const value = (file.document.toJS() as unknown) ?? whenEmpty
  const result = (schema as unknown as z.ZodType<z.output<T>>).safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map(issue => explainIssue(file, schema, issue))
  throw new WeeklyError('CONFIG_INVALID', problems.map(({ line }) => line).join('\n'), {
    hint: problems[0]?.hint ?? '',
  })
}

/** Loads both files of a configuration folder. Throws CONFIG_MISSING, CONFIG_INVALID or CONFIG_ENVIRONMENT_UNSET with file:line:column. */
export function loadConfig(folder: string, environment: Environment): LoadedConfig {
  const weekly = parseFile(readYaml(folder, 'weekly.yaml'), weeklySchema, environment, {})
  const sourcesFile = readYaml(folder, 'sources.yaml')
  const sources = parseFile(sourcesFile, sourcesSchema, environment, [])
  refuseRepeated(sourcesFile, sources)
  refuseBadRules(sourcesFile, sources)
  return { folder, weekly, sources }
}

function refuseRepeated(file: ConfigFile, sources: readonly SourceConfig[]): void {
  const seen = new Map<string, number>()
  for (const [index, { url }] of sources.entries()) {
    const first = seen.get(url)
    if (first !== undefined)
      throw new WeeklyError('CONFIG_INVALID', `${placeOf(file, [index, 'url'])}: "${url}" is there twice`, {
        hint: `Remove one of the two; the first is number ${first + 1} in the list.`,
      })
    seen.set(url, index)
  }
}

function refuseBadRules(file: ConfigFile, sources: readonly SourceConfig[]): void {
  for (const [index, { include, exclude }] of sources.entries())
    for (const [name, rules] of Object.entries({ include, exclude }))
      for (const rule of rules) {
        const problem = checkRule(rule)
        if (problem !== null)
          throw new WeeklyError('CONFIG_INVALID', `${placeOf(file, [index, name])}: the rule ${rule} ${problem}`, {
            hint: 'A rule is plain words, or /pattern/i; split a long pattern into several rules.',
          })
      }
}
