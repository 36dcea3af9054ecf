// `weekly target add`: a place that is told of each issue, from flags, and what they do not say from questions.
import { isTargetKind, type TargetKind, targetKinds, targetNeeds } from '../../core/target-config.ts'
import { WeeklyError } from '../../core/errors.ts'
import { appendTarget } from '../../app/edit-targets.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { askLine, canAsk } from '../terminal/ask.ts'
import { exitCodes } from '../terminal/exit.ts'
import { say, sayJson } from '../terminal/terminal.ts'

/** What `target add` may be told. */
export interface TargetFlags {
  readonly kind?: string
  readonly url?: string
  readonly token?: string
  readonly secret?: string
  readonly to?: string
  readonly visibility?: string
  readonly branch?: string
  readonly path?: string
}

async function requireAnswer(flag: string, given: string | undefined): Promise<string> {
  const answer = given ?? (canAsk() ? (await askLine(flag)).trim() : '')
  if (answer !== '') return answer
  throw new WeeklyError('USAGE_INVALID', `--${flag} is needed`, {
    hint: '`weekly target add --help` names all of them; docs/technotes/targets.md says where a place gives them.',
  })
}

async function requireKind(name: string, given: string | undefined): Promise<TargetKind> {
  const kind = given ?? (isTargetKind(name) ? name : await requireAnswer('kind', undefined))
  if (isTargetKind(kind)) return kind
  throw new WeeklyError('USAGE_INVALID', `there is no kind of target "${kind}"`, {
    hint: `Known are ${targetKinds.join(', ')}.`,
  })
}

/** Adds a target. Throws USAGE_INVALID, CONFIG_…, OUTPUT_UNWRITABLE. */
export async function addTarget(options: GlobalOptions, name: string, flags: TargetFlags): Promise<number> {
  const kind = await requireKind(name, flags.kind)
  const needed: Record<string, string> = {}
  for (const key of targetNeeds(kind)) needed[key] = await requireAnswer(key, flags[key])
  const files = await appendTarget(options.config, { ...flags, ...needed, kind, name }, process.env)
  if (options.json) sayJson({ target: name, kind, secrets: files })
  for (const file of files) say(options, `${file} holds the secret; nobody but you can read it`)
  say(options, `${name} (${kind}) is told from the next issue on. Try it: weekly target test "${name}"`)
  return exitCodes.done
}
