// Reads weekly.yaml and sources.yaml: YAML with places, ${NAME} from the environment, checked against the schema. Called by wire.ts.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { visit } from 'yaml'
import type { z } from 'zod'
import { checkRule } from '../collect/rules.ts'
import { sourcesSchema, type SourceConfig, weeklySchema, type WeeklyConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import { checkYaml, parseYaml, placeOf, type YamlFile } from '../formats/yaml-file.ts'

/** Everything that the configuration folder says. */
export interface LoadedConfig {
  readonly folder: string
  readonly weekly: WeeklyConfig
  readonly sources: readonly SourceConfig[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** Puts the environment's values in place of ${NAME} in every text; an unset name throws CONFIG_ENVIRONMENT_UNSET with its place. */
function fillEnvironment(file: YamlFile, environment: Environment): void {
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

function readYaml(folder: string, name: string): YamlFile {
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
  return parseYaml(path, text, 'CONFIG_INVALID')
}

function parseFile<T extends z.core.$ZodType>(
  file: YamlFile,
  schema: T,
  environment: Environment,
  whenEmpty: unknown,
): z.output<T> {
  fillEnvironment(file, environment)
  return checkYaml(file, schema, whenEmpty, {
    code: 'CONFIG_INVALID',
    explainedIn: 'config/weekly.yaml of the project',
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

function refuseBadRules(file: YamlFile, sources: readonly SourceConfig[]): void {
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
