// The shape of `targets` in weekly.yaml: the places beside site, feeds and mail that are told of each issue.
import { z } from 'zod'

/** What each kind of target cannot do without. */
const needs = {
  webhook: ['url'],
  telegram: ['token', 'to'],
  lark: ['url'],
  slack: ['url'],
  discord: ['url'],
  mastodon: ['url', 'token'],
  dingtalk: ['url'],
  wecom: ['url'],
  bluesky: ['token', 'to'],
  github: ['token', 'to'],
  gitlab: ['token', 'to'],
} as const satisfies Readonly<Record<string, readonly ('url' | 'token' | 'to')[]>>

/** A kind of target. */
export type TargetKind = keyof typeof needs

const kinds = Object.keys(needs) as [TargetKind, ...TargetKind[]]

/** Every kind of target. */
export const targetKinds: readonly TargetKind[] = kinds

/** Whether a word is a kind of target. */
export const isTargetKind = (word: string): word is TargetKind => kinds.some(kind => kind === word)

/** The settings that a kind cannot do without. */
export const targetNeeds = (kind: TargetKind): readonly ('url' | 'token' | 'to')[] => needs[kind]

const secret = z.string().min(1).max(4_000)

const targetSchema = z
  .strictObject({
    kind: z.enum(kinds).describe('What it is'),
    name: z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,60}$/u, 'must begin with a letter or digit and have at most 61 of them')
      .optional()
      .describe('Names it for good in reports and commands; else its kind. Another name is another target'),
    url: z
      .string()
      .regex(/^(?:https?:\/\/|file:)\S+$/, 'must be an http or https address, or file:PATH')
      .optional()
      .describe(
        'Of webhook, slack, discord, lark, dingtalk and wecom the whole address that the place gave you; of mastodon the server; of telegram, github and gitlab the server of the API and of bluesky that of the account, where it is not the usual one. An address with a secret is written as ${NAME} or file:PATH',
      ),
    token: secret
      .optional()
      .describe(
        'Of telegram the token of the bot; of mastodon an access token (write:statuses); of bluesky an app password; of github and gitlab one that may write to the repository. Written as ${NAME} or file:PATH',
      ),
    secret: z
      .union([secret, z.array(secret).max(4)])
      .optional()
      .describe(
        'Signs messages, of webhook, lark and dingtalk; of webhook a list while it is changed. Written as ${NAME} or file:PATH',
      ),
    characters: z
      .int()
      .min(100)
      .max(100_000)
      .optional()
      .describe('Of mastodon: the longest status that the server takes; else what the server says, or 500'),
    visibility: z
      .enum(['public', 'unlisted', 'private', 'direct'])
      .optional()
      .describe('Of mastodon: who sees the status; else as the account is set'),
    to: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe(
        'Of telegram @channel, or the number of the chat; of bluesky the handle; of github OWNER/REPO, of gitlab GROUP/PROJECT',
      ),
    branch: z
      .string()
      .min(1)
      .max(200)
      .default('main')
      .describe('Of github and gitlab: the branch that is committed to'),
    path: z
      .string()
      .regex(
        /^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))(?=.*\{week\})[^\\]{1,300}$/,
        'must be a path within the repository with {week} in it',
      )
      .default('issues/{week}.md')
      .describe('Of github and gitlab: the file of an issue; {week} is its week'),
  })
  .superRefine((target, context) => {
    for (const key of needs[target.kind])
      if (target[key] === undefined)
        context.addIssue({ code: 'custom', path: ['kind'], message: `${target.kind} needs \`${key}\`` })
  })

/** All targets; each has a name of its own. */
export const targetsSchema = z
  .array(targetSchema)
  .max(50)
  .superRefine((targets, context) => {
    const names = new Set<string>()
    for (const [place, { name, kind }] of targets.entries()) {
      const own = name ?? kind
      if (names.has(own))
        context.addIssue({ code: 'custom', path: [place, 'kind'], message: `"${own}" is there twice: give it a name` })
      names.add(own)
    }
  })
  .default([])
  .describe('Places that are told of each new issue, each once; see docs/technotes/targets.md')

/** One target as it was checked. */
export type TargetConfig = z.infer<typeof targetSchema>
