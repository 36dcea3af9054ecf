// What the store may keep of a source: all that sources.yaml may say, but for what belongs to one machine or its environment.
import { sourcesSchema, type SourceConfig } from '../core/config.ts'
import type { StoredSource } from '../store/stored-sources.ts'
import type { NewSource } from './edit-sources.ts'
import { findBadRule } from './load-config.ts'
import { moveCredentials } from './source-secrets.ts'

/** Checks a source as sources.yaml is checked. Answers it with what is kept of it, or the reason why not. */
export function checkStored(source: NewSource): (StoredSource & { readonly config: SourceConfig }) | string {
  if (!/^(?:https?:\/\/|github-issues:)/i.test(source.url) || 'pages' in source)
    return 'files and mailboxes of one machine stand in sources.yaml'
  if (JSON.stringify(source).includes('${'))
    return 'values of the environment, ${NAME}, are named in sources.yaml alone'
  const { data, error } = sourcesSchema.safeParse([source])
  const issue = error?.issues[0]
  if (issue) return `"${issue.path.slice(1).join('.')}" ${issue.message.replace(/^Invalid input: /, '')}`
  const [checked] = data ?? []
  if (!checked) return 'says nothing'
  const bad = findBadRule(checked)
  if (bad) return bad.words
  const config = moveCredentials(checked)
  const isKept = ([name, value]: [string, unknown]): boolean =>
    name !== 'url' && name !== 'headers' && value !== undefined
  const settings = Object.fromEntries(Object.entries(source).filter(isKept))
  const { headers } = config
  return { url: config.url, config, settings: Object.keys(headers).length > 0 ? { ...settings, headers } : settings }
}
