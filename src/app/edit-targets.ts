// Adds a target to weekly.yaml, with its comments kept: secrets go into files beside it, which nobody else reads and git leaves alone.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WeeklyError } from '../core/errors.ts'
import type { TargetKind } from '../core/target-config.ts'
import { appendUnder } from './edit-sources.ts'
import { readWeeklyText } from './load-config.ts'

/** What a new target says; values that a kind does not need are left out. */
export interface NewTarget {
  readonly kind: TargetKind
  readonly name: string
  readonly url?: string | undefined
  readonly token?: string | undefined
  readonly secret?: string | undefined
  readonly to?: string | undefined
  readonly visibility?: string | undefined
  readonly branch?: string | undefined
  readonly path?: string | undefined
}

const SECRETS_FOLDER = 'secrets'
/** Of these the address is no secret: it names a server. */
const plainAddresses: ReadonlySet<TargetKind> = new Set(['mastodon', 'bluesky', 'telegram', 'github', 'gitlab'])

const isElsewhere = (value: string): boolean => /^(?:file:|\$\{\w+\}$)/.test(value)

/**
 * Writes the target at the end of the list. What is secret goes into a file of the configuration folder, unless it is `${NAME}` or `file:PATH`
 * already; answers those files. Throws CONFIG_MISSING, CONFIG_INVALID for what is no target or a name that is there, OUTPUT_UNWRITABLE,
 * CONFIG_CHANGED.
 */
export async function appendTarget(folder: string, target: NewTarget, environment: NodeJS.ProcessEnv) {
  const { kind, name, url } = target
  const isSecret = { url: !plainAddresses.has(kind), token: true, secret: true } as const
  if (url !== undefined && !isElsewhere(url) && !/^https?:\/\/\S+$/.test(url))
    throw new WeeklyError('CONFIG_INVALID', 'the address must begin with http:// or https://', {
      hint: 'Copy it whole.',
    })
  const hidden = (['url', 'token', 'secret'] as const).flatMap(key => {
    const value = target[key]
    return value === undefined || !isSecret[key] || isElsewhere(value)
      ? []
      : [{ key, value, path: `${SECRETS_FOLDER}/${name}.${key}` }]
  })
  const entry = {
    ...Object.fromEntries(Object.entries(target).filter(([, value]) => value !== undefined)),
    ...Object.fromEntries(hidden.map(({ key, path }) => [key, `file:${path}`])),
  }
  const written: string[] = []
  try {
    await appendUnder(join(folder, 'weekly.yaml'), 'targets', entry, async text => {
      readWeeklyText(text, environment)
      for (const { path, value } of hidden) written.push(await writeSecret(folder, path, value))
    })
  } catch (error) {
    for (const path of written) await rm(path, { force: true })
    throw error
  }
  return written
}

async function writeSecret(folder: string, path: string, value: string): Promise<string> {
  const full = join(folder, path)
  try {
    await mkdir(join(folder, SECRETS_FOLDER), { recursive: true, mode: 0o700 })
    await writeFile(join(folder, SECRETS_FOLDER, '.gitignore'), '*\n')
    // One that is there belongs to another target, or to one that was taken out by hand.
    await writeFile(full, `${value}\n`, { mode: 0o600, flag: 'wx' })
    return full
  } catch (cause) {
    throw new WeeklyError('OUTPUT_UNWRITABLE', `${full} cannot be written: ${(cause as Error).message}`, {
      hint: 'Take it away if no target needs it, or choose another name.',
      cause,
    })
  }
}
