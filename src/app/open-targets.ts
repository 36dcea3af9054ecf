// Opens the targets that weekly.yaml names: their secrets, the way to them, and the code of those kinds alone.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Clock } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { TargetConfig, TargetKind } from '../core/target-config.ts'
import type { SiteDescription } from '../publish/site-urls.ts'
import type { IssueTarget } from '../targets/issue-target.ts'
import type { Send, TargetNetwork } from '../targets/sending.ts'
import type { LoadedConfig } from './load-config.ts'

/** The settings of a target with its secrets in place; what a kind does not need is empty. */
interface Settings {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly secrets: readonly string[]
  readonly to: string
  readonly config: TargetConfig
}

type OpenTarget = (settings: Settings, site: SiteDescription, network: TargetNetwork) => Promise<IssueTarget>

/** A repository, at the usual server unless another is named. */
const openGit =
  (service: 'github' | 'gitlab', usual: string): OpenTarget =>
  async ({ name, url, token, to, config: { branch, path } }, site, network) =>
    (await import('../targets/git/git.ts')).createGit(
      { name, service, url: url === '' ? usual : url, token, repository: to, branch, path },
      site,
      network,
    )

/** The code of each kind is loaded when a target of that kind is there. */
const kinds: Readonly<Record<TargetKind, OpenTarget>> = {
  webhook: async (settings, site, network) =>
    (await import('../targets/webhook/webhook.ts')).createWebhook(settings, site, network),
  telegram: async ({ name, url, token, to }, site, network) =>
    (await import('../targets/telegram/telegram.ts')).createTelegram(
      { name, api: url === '' ? 'https://api.telegram.org' : url, token, chat: to },
      site,
      network,
    ),
  lark: async (settings, site, network) =>
    (await import('../targets/lark/lark.ts')).createLark(settings, site, network),
  slack: async (settings, site, network) =>
    (await import('../targets/slack/slack.ts')).createSlack(settings, site, network),
  discord: async (settings, site, network) =>
    (await import('../targets/discord/discord.ts')).createDiscord(settings, site, network),
  dingtalk: async (settings, site, network) =>
    (await import('../targets/dingtalk/dingtalk.ts')).createDingtalk(settings, site, network),
  wecom: async (settings, site, network) =>
    (await import('../targets/wecom/wecom.ts')).createWecom(settings, site, network),
  mastodon: async ({ config: { characters, visibility }, ...settings }, site, network) =>
    (await import('../targets/mastodon/mastodon.ts')).createMastodon(
      { ...settings, characters, visibility },
      site,
      network,
    ),
  bluesky: async ({ name, url, token, to }, site, network) =>
    (await import('../targets/bluesky/bluesky.ts')).createBluesky(
      { name, url: url === '' ? 'https://bsky.social' : url, handle: to, password: token },
      site,
      network,
    ),
  github: openGit('github', 'https://api.github.com'),
  gitlab: openGit('gitlab', 'https://gitlab.com'),
}

/** Opens all targets of the configuration. Throws FILE_UNREADABLE for the file of a secret. */
export async function openIssueTargets(
  { weekly, folder }: Pick<LoadedConfig, 'weekly' | 'folder'>,
  site: SiteDescription,
  { userAgent, clock }: { readonly userAgent: string; readonly clock: Clock },
): Promise<readonly IssueTarget[]> {
  if (weekly.targets.length === 0) return []
  const { createSender } = await import('../net/send.ts')
  const { parseRetryAfter } = await import('../net/retry-after.ts')
  const sender = createSender({ userAgent, allowPrivate: weekly.fetch.allowPrivate })
  return Promise.all(
    weekly.targets.map(async config => {
      const settings = await readSettings(config, folder)
      const send = hideSecretsOf(settings, request => sender.send(request))
      return kinds[config.kind](settings, site, { send, clock, readRetryAfter: parseRetryAfter })
    }),
  )
}

/** The address and the token of a target, with their secrets in place. Throws FILE_UNREADABLE for the file of a secret. */
export async function readTargetSecrets(
  config: TargetConfig,
  folder: string,
): Promise<Pick<Settings, 'url' | 'token'>> {
  return readSettings(config, folder)
}

async function readSettings(config: TargetConfig, folder: string): Promise<Settings> {
  const { kind, name = kind, url = '', token = '', secret = [], to = '' } = config
  const read = (value: string): Promise<string> => readSecret(value, folder)
  return {
    name,
    url: (await read(url)).replace(/\/$/, ''),
    token: await read(token),
    secrets: await Promise.all([secret].flat().map(read)),
    to,
    config,
  }
}

/** The value itself, or the first line of the file that it names; relative paths start from the configuration folder. */
async function readSecret(value: string, folder: string): Promise<string> {
  if (!value.startsWith('file:')) return value
  const path = resolve(folder, value.slice('file:'.length))
  try {
    return ((await readFile(path, 'utf8')).split('\n')[0] ?? '').trim()
  } catch (cause) {
    throw new WeeklyError('FILE_UNREADABLE', `the secret ${value} cannot be read: ${(cause as Error).message}`, {
      hint: 'It is a file with one line; relative paths start from the configuration folder.',
      cause,
    })
  }
}

/** A shorter value is found in too much that has nothing to do with it. */
const MIN_HIDDEN_CHARACTERS = 6

/** No answer and no error has one of the secrets, whatever a server or a proxy says back. */
function hideSecretsOf({ url, token, secrets }: Settings, send: Send): Send {
  const { pathname = '', search = '' } = URL.parse(url) ?? {}
  const query = [...new URLSearchParams(search).values()]
  const steps = pathname.split('/')
  // The last step is the secret where an address holds one, however short it is.
  const parts = [token, ...secrets, ...query, ...steps.filter(part => part.length >= 16), steps.at(-1) ?? '']
  const hidden = [...new Set(parts.flatMap(part => [part, encodeURIComponent(part)]))].filter(
    part => part.length >= MIN_HIDDEN_CHARACTERS,
  )
  const hide = (text: string): string => hidden.reduce((shown, part) => shown.replaceAll(part, '…'), text)
  return async request => {
    const answer = await send(request)
    if (!('error' in answer)) return { ...answer, text: hide(answer.text) }
    const { code, message } = answer.error
    return { ...answer, error: new WeeklyError(code, hide(message)) }
  }
}
