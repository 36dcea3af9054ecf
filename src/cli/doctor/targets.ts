// Whether the targets could be told: their settings look right, and their servers answer. Nothing is posted, and no secret is shown.
import type { TargetConfig, TargetKind } from '../../core/target-config.ts'
import { createHttpClient } from '../../net/http.ts'
import type { LoadedConfig } from '../../app/load-config.ts'
import { readTargetSecrets } from '../../app/open-targets.ts'
import { isWeeklyError } from '../../core/errors.ts'
import { failureOf, type Finding, ok, warn } from './finding.ts'

/** How the token of a kind looks, in words; a token of another shape is one of something else. */
const tokens: Readonly<Partial<Record<TargetKind, readonly [shape: RegExp, words: string]>>> = {
  telegram: [/^\d{3,20}:[\w-]{20,100}$/, 'NUMBER:LETTERS, as BotFather gave it'],
  bluesky: [
    /^[a-z\d]{4}(?:-[a-z\d]{4}){3}$/,
    'four groups of four, an app password and not the password of the account',
  ],
}

/** Where each kind is, where its settings do not say. */
const usual: Readonly<Partial<Record<TargetKind, string>>> = {
  telegram: 'https://api.telegram.org',
  bluesky: 'https://bsky.social',
  github: 'https://api.github.com',
  gitlab: 'https://gitlab.com',
}

async function checkTarget(target: TargetConfig, config: LoadedConfig, ask: (url: string) => Promise<void>) {
  const subject = `target ${target.name ?? target.kind}`
  try {
    const { url, token } = await readTargetSecrets(target, config.folder)
    const [shape, words] = tokens[target.kind] ?? []
    if (shape && !shape.test(token))
      return warn(subject, 'its token does not look like one', `It should be ${words ?? ''}; copy it once more.`)
    // The path may be the secret, and asking for it may post: the server alone is asked.
    const { origin } = new URL(url === '' ? (usual[target.kind] ?? '') : url)
    await ask(`${origin}/`)
    return ok(subject, `${origin} answers; \`weekly target test\` posts a message`)
  } catch (error) {
    return failureOf(subject, error)
  }
}

/** Checks every target. */
export async function checkTargets(config: LoadedConfig): Promise<readonly Finding[]> {
  const { targets, fetch } = config.weekly
  if (targets.length === 0) return []
  const http = createHttpClient({ ...fetch, userAgent: fetch.userAgent ?? 'weekly' })
  const ask = async (url: string): Promise<void> => {
    try {
      await http.fetch({ url, accept: 'any', stay: true, maxBodyBytes: 65_536 })
    } catch (error) {
      // What is said there does not matter: it is there.
      if (!isWeeklyError(error) || error.code !== 'FETCH_TOO_LARGE') throw error
    }
  }
  try {
    return await Promise.all(targets.map(target => checkTarget(target, config, ask)))
  } finally {
    http.close()
  }
}
