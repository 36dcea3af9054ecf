// A repository on GitHub or GitLab as a target: each issue is a Markdown file, committed by the API, and changed when it is corrected.
import { msFromInstant } from '../../core/clock.ts'
import type { Instant } from '../../core/types.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import { createIssueTarget, type FrozenMessage, type IssueTarget } from '../issue-target.ts'
import {
  type Answer,
  jsonHeaders,
  parseObject,
  putOff,
  secondsFrom,
  type SendRequest,
  tell,
  type TargetNetwork,
  wordOf,
} from '../sending.ts'
import type { Outcome } from '../target.ts'
import { blobName, hashIssueFile, type IssueFile, writeIssueFile } from './issue-file.ts'

/** The API of the server, a token that may write, and where the file goes. */
export interface GitSettings {
  readonly name: string
  readonly service: 'github' | 'gitlab'
  readonly url: string
  readonly token: string
  /** OWNER/REPO, or GROUP/PROJECT. */
  readonly repository: string
  readonly branch: string
  /** With `{week}` in it. */
  readonly path: string
}

/** What lies at a path: the name of its content, and by what the next change is held to it. */
interface StoredFile {
  readonly blob: string
  readonly last: string
}

/** What one service wants. */
interface Service {
  readonly headers: Readonly<Record<string, string>>
  readonly branchUrl: string
  readonly fileUrl: (path: string) => string
  readonly readFile: (answer: Answer) => StoredFile | null
  readonly commit: (
    file: IssueFile,
    stored: StoredFile | null,
  ) => Pick<SendRequest, 'method' | 'url'> & { readonly value: object }
  readonly readCommit: (answer: Answer) => string
  /** Whether somebody else was faster. */
  readonly isRace: (answer: Answer) => boolean
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

function describeGithub({ url, token, repository, branch }: GitSettings): Service {
  const base = `${url}/repos/${encodePath(repository)}`
  const fileUrl = (path: string): string => `${base}/contents/${encodePath(path)}`
  return {
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    },
    branchUrl: `${base}/branches/${encodeURIComponent(branch)}`,
    fileUrl: path => `${fileUrl(path)}?ref=${encodeURIComponent(branch)}`,
    readFile: ({ text }) => {
      const blob = wordOf(parseObject(text)?.['sha'])
      return blob === '' ? null : { blob, last: blob }
    },
    commit: ({ path, message, content }, stored) => {
      const value = { message, branch, content: Buffer.from(content).toString('base64') }
      return { method: 'PUT', url: fileUrl(path), value: stored ? { ...value, sha: stored.last } : value }
    },
    readCommit: ({ text }) => {
      const value = parseObject(text)?.['commit']
      return typeof value === 'object' && value !== null && 'sha' in value ? wordOf(value.sha) : ''
    },
    // What is new to us and there by now is refused for the name that we do not give.
    isRace: ({ status, text }) => status === 409 || (status === 422 && /\bsha\b/i.test(text)),
  }
}

function describeGitlab({ url, token, repository, branch }: GitSettings): Service {
  const base = `${url}/api/v4/projects/${encodeURIComponent(repository)}/repository`
  return {
    headers: { 'private-token': token },
    branchUrl: `${base}/branches/${encodeURIComponent(branch)}`,
    fileUrl: path => `${base}/files/${encodeURIComponent(path)}?ref=${encodeURIComponent(branch)}`,
    readFile: ({ text }) => {
      const value = parseObject(text)
      const blob = wordOf(value?.['blob_id'])
      return blob === '' ? null : { blob, last: wordOf(value?.['last_commit_id']) }
    },
    commit: ({ path, message, content }, stored) => {
      const file = { file_path: path, content }
      const action = stored ? { action: 'update', ...file, last_commit_id: stored.last } : { action: 'create', ...file }
      return { method: 'POST', url: `${base}/commits`, value: { branch, commit_message: message, actions: [action] } }
    },
    readCommit: ({ text }) => wordOf(parseObject(text)?.['id']),
    isRace: ({ status, text }) =>
      status === 409 || (status === 400 && /already exists|has changed since|attempting to update/i.test(text)),
  }
}

const services = { github: describeGithub, gitlab: describeGitlab } as const

/** Makes the target. What lies there is read first, so that a repeat finds its own work and changes nothing. */
export function createGit(settings: GitSettings, site: SiteDescription, network: TargetNetwork): IssueTarget {
  const service = services[settings.service](settings)
  const post = (message: FrozenMessage): Promise<Outcome> => commitFile(service, network, message)
  return createIssueTarget(
    {
      name: settings.name,
      mayRepeat: true,
      render: (facts, issue) => JSON.stringify(writeIssueFile(facts, issue, settings.path)),
      hash: hashIssueFile,
      post,
      edit: post,
      // A test leaves no file behind.
      probe: () =>
        tell(
          network,
          { method: 'GET', url: service.branchUrl, headers: service.headers },
          { read: () => ({ state: 'sent', remoteId: null }), explain },
        ),
    },
    site,
  )
}

/** Reads what lies at the path; an outcome where that could not be found out. Nothing is posted by that. */
async function readStored(
  service: Service,
  network: TargetNetwork,
  path: string,
): Promise<StoredFile | Outcome | null> {
  const found: (StoredFile | null)[] = []
  const missing: Answer[] = []
  const outcome = await tell(
    network,
    { method: 'GET', url: service.fileUrl(path), headers: service.headers },
    {
      read: answer => {
        found.push(service.readFile(answer))
        return { state: 'sent', remoteId: null }
      },
      explain: (answer, now) => {
        if (answer.status === 404) missing.push(answer)
        return explain(answer, now)
      },
    },
  )
  if (missing.length > 0) return null
  if (outcome.state === 'sent') return found[0] ?? putOff('what lies at the path could not be read')
  return outcome.state === 'uncertain' ? putOff(outcome.error.message) : outcome
}

async function commitFile(service: Service, network: TargetNetwork, { body }: FrozenMessage): Promise<Outcome> {
  const file = JSON.parse(body) as IssueFile
  const stored = await readStored(service, network, file.path)
  if (stored && 'state' in stored) return stored
  if (stored?.blob === blobName(file.content)) return { state: 'sent', remoteId: stored.last }
  const { method, url, value } = service.commit(file, stored)
  const headers = { ...jsonHeaders, ...service.headers }
  const races: Answer[] = []
  const outcome = await tell(
    network,
    { method, url, headers, body: JSON.stringify(value) },
    {
      read: answer => {
        const commit = service.readCommit(answer)
        return commit === '' ? null : { state: 'sent', remoteId: commit }
      },
      explain: (answer, now) => {
        if (service.isRace(answer)) races.push(answer)
        return explain(answer, now)
      },
    },
  )
  return races.length > 0 ? putOff('somebody else committed at the same time') : outcome
}

/** Of GitHub too many requests are 403 as well: with none left until an instant, or with a wait. */
function explain({ status, headers, text }: Answer, now: Instant) {
  const value = parseObject(text)
  const isBusy = status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined)
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN)
  const notBefore = isBusy ? secondsFrom(now, reset - msFromInstant(now) / 1_000) : null
  return { reason: wordOf(value?.['message']) || wordOf(value?.['error']), notBefore, isBusy }
}
