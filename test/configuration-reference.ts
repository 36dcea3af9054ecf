// Makes docs/configuration.md out of the schema: every key of both files with its type, default and meaning.
import { z } from 'zod'
import { sourcesSchema, weeklySchema } from '../src/core/config.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** One key of a file. */
export interface ConfigurationKey {
  readonly path: string
  readonly type: string
  readonly usual: string
  readonly meaning: string
}

const schemaOf = (schema: z.core.$ZodType): Schema => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

const branchesOf = (schema: Schema): readonly Schema[] => [
  schema,
  ...((schema.anyOf ?? []) as readonly Schema[]).flatMap(branchesOf),
  ...(typeof schema.items === 'object' && !Array.isArray(schema.items) ? branchesOf(schema.items) : []),
]

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map(value => `\`${String(value)}\``).join(', ')
  const anyOf = schema.anyOf as readonly Schema[] | undefined
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ')
  if (schema.type === 'array') return `list of ${typeOf((schema.items ?? {}) as Schema)}`
  if (schema.type === 'object') return schema.properties ? 'keys below' : 'names and values'
  const bounds = [schema.minimum, schema.maximum].map(bound => (Math.abs(bound ?? Infinity) > 1e9 ? null : bound))
  const range = bounds.every(bound => bound === null) ? '' : ` ${bounds[0] ?? ''}–${bounds[1] ?? ''}`
  const names: Readonly<Record<string, string>> = { integer: 'whole number', string: 'text', boolean: 'true or false' }
  const types = [schema.type ?? 'string'].flat() as readonly string[]
  return `${types.map(type => names[type] ?? type).join(' or ')}${range}`
}

function usualOf(schema: Schema): string {
  const { default: usual } = schema
  if (
    usual === undefined ||
    usual === '' ||
    (typeof usual === 'object' && usual !== null && Object.keys(usual).length === 0)
  )
    return Array.isArray(usual) ? '`[]`' : ''
  const text = JSON.stringify(usual)
  return text.length > 60 ? 'see the schema' : `\`${typeof usual === 'string' ? usual : text}\``
}

/** Every key of a file, in the order of the schema, with its path such as `mail.dkim[].domain`. */
export function listKeys(schema: z.core.$ZodType): readonly ConfigurationKey[] {
  const walk = (parent: Schema, prefix: string): readonly ConfigurationKey[] =>
    branchesOf(parent).flatMap(({ properties = {} }) =>
      Object.entries(properties).flatMap(([name, value]) => {
        const key = value as Schema
        const path = prefix + name
        const isList = branchesOf(key).some(branch => branch.type === 'array' && branch.items)
        const own = { path, type: typeOf(key), usual: usualOf(key), meaning: key.description ?? '' }
        return [own, ...walk(key, `${path}${isList ? '[]' : ''}.`)]
      }),
    )
  return walk(schemaOf(schema), '')
}

const tableOf = (keys: readonly ConfigurationKey[]): string =>
  [
    '| key | is | usual | meaning |',
    '|---|---|---|---|',
    ...keys.map(({ path, type, usual, meaning }) =>
      `| \`${path}\` | ${type} | ${usual} | ${meaning} |`.replaceAll(/\|  \|/g, '| |'),
    ),
  ].join('\n')

/** The whole page. */
export function renderReference(): string {
  return `# Configuration

Every key of the two files, made from their schema. A key that is left out is as usual; an unknown one is an error that names file, line and column. \`\${NAME}\` anywhere in a value reads the environment. Editors that know the YAML language server complete and check both files by \`config/weekly.schema.json\` and \`config/sources.schema.json\`.

## weekly.yaml

${tableOf(listKeys(weeklySchema))}

## sources.yaml

A list; each entry has these keys, and only \`url\` is needed.

${tableOf(listKeys(sourcesSchema))}
`
}
