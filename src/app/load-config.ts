// Reads weekly.yaml and sources.yaml: YAML with places, ${NAME} from the environment, checked against the schema.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isPair, isScalar, visit } from 'yaml'
import type { z } from 'zod'
import { checkRule } from '../collect/rules.ts'
import { sourcesSchema, type SourceConfig, weeklySchema, type WeeklyConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import type { HiddenValues } from '../net/hidden-values.ts'
import { checkYaml, parseYaml, placeOf, type YamlFile } from '../formats/yaml-file.ts'

/** Everything that the configuration folder says. */
export interface LoadedConfig {
  readonly folder: string
  readonly weekly: WeeklyConfig
  readonly sources: readonly SourceConfig[]
  /** Values of the environment that stand in addresses of sources, where only their names are shown. */
  readonly hidden: HiddenValues
}

type Environment = Readonly<Record<string, string | undefined>>

/** Scheme and host of an address with the name and password before it; what is behind them may keep its names. */
const authority = /^https?:\/\/[^/?#]*/i

/**
 * Puts the environment's values in place of ${NAME} in every text; an unset name throws CONFIG_ENVIRONMENT_UNSET with its place. In path and
 * query of a `url` the name stays where `hidden` takes the value: what is stored, shown and published then knows no secret.
 */
function fillEnvironment(file: YamlFile, environment: Environment, hidden: Map<string, string> | null): void {
  visit(file.document, {
    Scalar: (_key, node, path) => {
      if (typeof node.value !== 'string') return
      const pair = path.at(-1)
      const isUrl = isPair(pair) && isScalar(pair.key) && pair.key.value === 'url'
      const open = hidden && isUrl ? (authority.exec(node.value)?.[0].length ?? Infinity) : Infinity
      node.value = node.value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string, at: number) => {
        const value = environment[name]
        if (value !== undefined && at >= open) hidden?.set(name, value)
        if (value !== undefined) return at >= open ? whole : value
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

function readYaml(folder: string, name: string): YamlFile {
  const path = relative('.', join(folder, name)) || name
  let text: string
  try {
    text = readFileSync(join(folder, name), 'utf8')
  } catch (cause) {
    throw new WeeklyError('CONFIG_MISSING', `${path} cannot be read: ${(cause as Error).message}`, {
      hint: '`weekly init` makes a list here; or name the configuration folder with --config DIR.',
      cause,
    })
  }
  return parseYaml(path, text, 'CONFIG_INVALID')
}

function parseFile<T extends z.core.$ZodType>(
  file: YamlFile,
  schema: T,
  environment: Environment,
  whenEmpty: unknown,
  hidden: Map<string, string> | null = null,
): z.output<T> {
  fillEnvironment(file, environment, hidden)
  return checkYaml(file, schema, whenEmpty, {
    code: 'CONFIG_INVALID',
    explainedIn: 'config/weekly.yaml of the project',
  })
}

/** Loads both files of a configuration folder. Throws CONFIG_MISSING, CONFIG_INVALID or CONFIG_ENVIRONMENT_UNSET with file:line:column. */
export function loadConfig(folder: string, environment: Environment): LoadedConfig {
  const weekly = parseFile(readYaml(folder, 'weekly.yaml'), weeklySchema, environment, {})
  return { folder, weekly, ...parseSources(readYaml(folder, 'sources.yaml'), environment) }
}

/** Reads the text of weekly.yaml as `loadConfig` does, before it is written. Throws CONFIG_INVALID, CONFIG_ENVIRONMENT_UNSET. */
export function readWeeklyText(text: string, environment: Environment): void {
  parseFile(parseYaml('weekly.yaml', text, 'CONFIG_INVALID'), weeklySchema, environment, {})
}

function parseSources(file: YamlFile, environment: Environment): Pick<LoadedConfig, 'sources' | 'hidden'> {
  const hidden = new Map<string, string>()
  const sources = parseFile(file, sourcesSchema, environment, [], hidden)
  refuseRepeated(file, sources)
  refuseBadRules(file, sources)
  return { sources, hidden }
}

/** Reads the text of a list of sources as `loadConfig` does, before it is written. Throws CONFIG_INVALID, CONFIG_ENVIRONMENT_UNSET. */
export function readSourceList(text: string, environment: Environment): readonly SourceConfig[] {
  return parseSources(parseYaml('sources.yaml', text, 'CONFIG_INVALID'), environment).sources
}

function refuseRepeated(file: YamlFile, sources: readonly SourceConfig[]): void {
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

/** What is wrong with a rule of a source, by the key that has it; null for nothing. */
export function findBadRule({ include, exclude }: Pick<SourceConfig, 'include' | 'exclude'>) {
  for (const [key, rules] of Object.entries({ include, exclude }))
    for (const rule of rules) {
      const problem = checkRule(rule)
      if (problem !== null) return { key, words: `the rule ${rule} ${problem}` }
    }
  return null
}

function refuseBadRules(file: YamlFile, sources: readonly SourceConfig[]): void {
  for (const [index, source] of sources.entries()) {
    const bad = findBadRule(source)
    if (bad === null) continue
    throw new WeeklyError('CONFIG_INVALID', `${placeOf(file, [index, bad.key])}: ${bad.words}`, {
      hint: 'A rule is plain words, or /pattern/i; split a long pattern into several rules.',
    })
  }
}
