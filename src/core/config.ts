// The shape of weekly.yaml and sources.yaml. Every key, its default and its bounds; app/ reads the files.
import { z } from 'zod'
import { interfaceLanguages } from './words/words.ts'

const zoneIsKnown = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** A web address. */
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })
const cron = z.string().regex(/^\S+(\s+\S+){4}$/, 'must be five cron fields: minute hour day month weekday')
const email = z.string().regex(/^[^\s@<>,;]+@[^\s@<>,;]+$/, 'must be an email address')
const mailbox = z
  .string()
  .regex(/^(?:[^<>\r\n]+<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/, 'must be an address, or "Name <address>"')

/** A model that writes summaries; see docs/technotes/language-model.md. */
const languageModel = z.strictObject({
  url: httpUrl.describe('OpenAI-compatible address: https://api.example.com/v1, or http://127.0.0.1:11434/v1 (Ollama)'),
  model: z.string().min(1).describe('Name of the model, as its server knows it'),
  key: z.string().min(1).optional().describe('Sent as bearer token; write it as ${NAME}'),
  timeoutSeconds: z.int().min(1).max(600).default(60).describe('One answer may take so long'),
  weeklyBudget: z
    .strictObject({
      requests: z.int().min(0).max(1_000_000).default(300),
      characters: z.int().min(0).max(1_000_000_000).default(3_000_000).describe('Sent and received together'),
    })
    .prefault({})
    .describe('What is asked in one ISO week at most; then extractive summaries stand'),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({ temperature: 0, max_tokens: 1000 })
    .describe('Sent with each request as they are'),
})

/** See docs/technotes/bounces.md. */
const bounces = z
  .strictObject({
    // RFC 5321 §4.5.3.1.1 allows 64 characters before the @, and the token takes up to 44 of them.
    address: z
      .string()
      .regex(/^[\w.-]{1,20}@[^\s@<>]+$/, 'must be an address with at most 20 letters, digits, "." or "-" before the @')
      .describe('Reports come back to this address with +TOKEN before the @'),
    maildir: z.string().min(1).optional().describe('Folder of the mailbox that takes these reports'),
    imap: z
      .string()
      .regex(/^imaps?:\/\/[^\s@]+@[^\s/]+(\/.+)?$/, 'must be imaps://user:password@host/INBOX')
      .optional()
      .describe('The same over IMAP: imaps://user:${IMAP_PASSWORD}@host/INBOX'),
    hookSecret: z
      .string()
      .min(16)
      .optional()
      .describe('A relay that posts to /hooks/bounce shows it as bearer token or as basic password'),
  })
  .refine(({ maildir, imap }) => maildir === undefined || imap === undefined, {
    path: ['imap'],
    error: 'stands beside `maildir`: one mailbox takes the reports',
  })

/** Who takes mail for so many that they slow senders down who come with many connections; one list for each provider. */
const bigMailboxProviders = [
  ['gmail.com', 'googlemail.com'],
  ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
  ['yahoo.com', 'ymail.com', 'aol.com'],
  ['icloud.com', 'me.com', 'mac.com'],
  ['qq.com', 'foxmail.com'],
  ['163.com', '126.com', 'yeah.net'],
  ['sina.com', 'sina.cn'],
  ['gmx.net', 'gmx.de', 'web.de'],
  ['mail.ru'],
  ['yandex.ru', 'yandex.com'],
]

/** What weekly.yaml may say; unknown keys are errors. */
export const weeklySchema = z.strictObject({
  title: z.string().min(1).default('Weekly reading list').describe('Name of the list, on every page and mail'),
  description: z.string().default('').describe('One sentence under the title and in the feeds'),
  url: httpUrl.default('http://127.0.0.1:8080/').describe('Public address; every link is made from it'),
  language: z.enum(interfaceLanguages()).default('en').describe('Interface language of site and mail'),
  timezone: z
    .string()
    .refine(zoneIsKnown, 'must be an IANA time zone such as Asia/Shanghai')
    .default('UTC')
    .describe('Zone of the schedule and of every date shown'),
  author: z.strictObject({ name: z.string().min(1), email: email.optional() }).default({ name: 'The curator' }),
  store: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:FILE or postgres://user@host/database')
    .default('sqlite:data/weekly.db'),
  content: z.string().default('content').describe("Folder of the curator's own posts"),
  output: z.string().default('public').describe('Folder of the static site'),
  checkLinks: z
    .boolean()
    .default(true)
    .describe('Looks once a month whether the links of past issues still lead somewhere'),
  chromium: z
    .string()
    .min(1)
    .optional()
    .describe('Chromium that prints PDFs; else the first that is found on the path'),
  hub: httpUrl
    .optional()
    .describe('WebSub hub that is told of each new issue, so that readers of the feeds get it at once'),
  schedule: z
    .strictObject({
      collect: cron.default('*/10 * * * *').describe('Wakes the collector; each source has its own due instant'),
      issue: cron.default('0 8 * * 5').describe('Closes the week, in the time zone'),
    })
    .prefault({}),
  review: z
    .union([
      z.enum(['auto', 'wait']),
      z.strictObject({
        policy: z
          .enum(['publish', 'wait', 'skip'])
          .describe(
            'What becomes of an issue that nobody decided on: it goes out, it waits, or there is none that week',
          ),
        for: z
          .string()
          .regex(/^\d{1,6}[mhd]$/, 'must be a span such as 30m, 4h or 2d')
          .describe('How long the editors have after the closing'),
      }),
    ])
    .default('auto')
    .describe('auto, or wait: nothing is published before `issue approve`; or a policy, and how long editors have'),
  issue: z
    .strictObject({
      stories: z.int().min(1).max(200).default(20),
      perSource: z.int().min(1).max(200).default(3),
      copies: z
        .enum(['none', 'pdf'])
        .default('none')
        .describe(
          "pdf: publishes a PDF copy of each story's article, printed by a Chromium; whether you may do so with other people's articles is yours to decide",
        ),
      copiesExcept: z
        .array(z.string().regex(/^[^\s/:]+$/, 'must be a host such as example.org'))
        .default([])
        .describe('Hosts, with all below them, whose articles are not copied and whose copies are not shown any more'),
    })
    .prefault({}),
  rank: z
    .strictObject({
      learn: z
        .boolean()
        .default(true)
        .describe('The order learns from what was picked and dropped in past issues; `weekly why` shows it'),
    })
    .prefault({}),
  sections: z
    .array(z.strictObject({ title: z.string().min(1), keywords: z.array(z.string().min(1)).default([]) }))
    .default([]),
  summary: z
    .strictObject({
      method: z.enum(['extractive', 'llm']).default('extractive'),
      sentences: z.int().min(1).max(6).default(2),
      points: z
        .int()
        .min(0)
        .max(5)
        .default(5)
        .describe('at most so many; of prose at most 4, a list of its own may have 5'),
      llm: languageModel.optional().describe('The model that `method: llm` asks'),
    })
    .refine(({ method, llm }) => method !== 'llm' || llm !== undefined, {
      path: ['llm'],
      error: 'is missing: `method: llm` needs `llm: { url: …, model: … }`',
    })
    .prefault({}),
  mail: z
    .strictObject({
      from: mailbox.optional(),
      replyTo: mailbox.optional(),
      postalAddress: z.string().min(1).optional(),
      transport: z
        .string()
        .regex(/^(outbox:.+|smtps?:\/\/.+)$/, 'must be outbox:FOLDER or smtp://user:password@host:587')
        .default('outbox:data/outbox'),
      catchUp: z.boolean().default(false).describe('Who has just confirmed gets the latest issue at once'),
      oauth2: z
        .strictObject({
          user: z.string().min(1),
          clientId: z.string().min(1),
          clientSecret: z.string().min(1),
          refreshToken: z.string().min(1),
          accessUrl: httpUrl.describe('Where access tokens are fetched: https://oauth2.googleapis.com/token'),
        })
        .optional()
        .describe('Login to the relay by XOAUTH2, in the place of a password in `transport`'),
      tls: z
        .strictObject({
          required: z.boolean().default(false).describe('Never in the clear, not even to this machine itself'),
          caFile: z.string().min(1).optional().describe('PEM file of the authority that signed its certificate'),
        })
        .prefault({})
        .describe('How the relay is trusted; a login to another machine is never shown in the clear'),
      ratePerSecond: z.number().min(0.01).max(1000).default(10),
      uncertain: z
        .enum(['resend', 'hold'])
        .default('resend')
        .describe(
          'What becomes of a mail whose answer was lost: resend the same mail after ten minutes, or hold it for `weekly deliver --resend` or `--settle`',
        ),
      perProvider: z
        .strictObject({
          atATime: z.int().min(1).max(100).default(2),
          domains: z.array(z.array(z.string().min(1)).min(1)).default(bigMailboxProviders),
        })
        .prefault({})
        .describe('How many mails go to one big mailbox provider at a time; each list holds the domains of one'),
      bounces: bounces.optional().describe('Where reports on mails that did not arrive come in'),
      dkim: z.array(z.strictObject({ domain: z.string(), selector: z.string(), keyFile: z.string() })).default([]),
    })
    .prefault({}),
  subscribers: z
    .array(
      z.strictObject({
        email,
        name: z.string().optional(),
        language: z.enum(interfaceLanguages()).optional(),
        consent: z.string().min(1),
      }),
    )
    .default([])
    .describe(
      'Readers set up with the site, each with the consent that was given; others come through the form or the command line',
    ),
  proposals: z
    .union([
      z.boolean(),
      z.strictObject({
        blockedHosts: z
          .array(z.string().regex(/^[^\s/:]+$/, 'must be a host such as example.org'))
          .default([])
          .describe('Hosts, with all below them, from which no link is taken; the desk blocks more'),
      }),
    ])
    .default(false)
    .describe(
      'true: readers may propose links at /propose, which the site then leads to; it needs the server of `weekly start`',
    ),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65535).default(8080),
      trustedProxies: z
        .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'must be a range such as 10.0.0.0/8 or fd00::/8' }))
        .default(['127.0.0.0/8', '::1/128'])
        .describe(
          'Ranges of the proxies whose X-Forwarded-For or Forwarded is believed; by default those on this machine',
        ),
    })
    .prefault({}),
  fetch: z
    .strictObject({
      userAgent: z.string().nullable().default(null),
      concurrency: z.int().min(1).max(256).default(32),
      perHost: z.int().min(1).max(16).default(2),
      minIntervalMinutes: z.int().min(15).max(1440).default(60),
      silentDays: z.int().min(1).max(3650).default(60).describe('A source without a new item for so long is mentioned'),
      allowPrivate: z.array(z.string()).default([]).describe('CIDRs or host:port that may be private addresses'),
    })
    .prefault({}),
})

/** A list of strings; a single one stands for itself. */
export const stringList = z.union([z.string().transform(text => [text]), z.array(z.string())])

/** What one entry of sources.yaml may say. */
export const sourceSchema = z.strictObject({
  url: z.string().regex(/^(https?:\/\/|file:).+/, 'must start with http://, https:// or file:'),
  kind: z.enum(['feed', 'page']).default('feed'),
  title: z.string().optional(),
  section: z.string().optional(),
  weight: z.number().min(0).max(3).default(1),
  language: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  fullText: z.boolean().default(true).describe("Read the item's page; false: the feed's own text is enough"),
  article: z
    .string()
    .min(1)
    .optional()
    .describe('CSS selector of the part of its pages that is the article; without it the article is found'),
  include: stringList
    .default([])
    .describe('Keep only items whose title or text has one of these words, or matches one /pattern/'),
  exclude: stringList
    .default([])
    .describe('Drop items whose title or text has one of these words, or matches one /pattern/'),
  intervalMinutes: z.int().min(15).max(10080).optional(),
  timezone: z
    .string()
    .refine(zoneIsKnown, 'must be an IANA time zone such as Asia/Shanghai')
    .optional()
    .describe('Zone of its dates that name none, such as Asia/Shanghai; without it they are UTC'),
  private: z
    .boolean()
    .default(false)
    .describe('Its address is shown to nobody: not in sources.opml, nor on the page of sources'),
  explode: z
    .boolean()
    .default(false)
    .describe('Its posts are reading lists: each of their items becomes an item of its own, via the list'),
  paused: z.boolean().default(false),
  pages: z
    .string()
    .optional()
    .describe('For file: sources: a JSON file that maps item links to files, read in place of the web'),
  select: z
    .strictObject({
      item: z.string(),
      title: z.string().optional(),
      link: z.string().optional(),
      date: z.string().optional(),
      summary: z.string().optional(),
    })
    .optional(),
})

/** All of sources.yaml. */
export const sourcesSchema = z.array(sourceSchema)

/** weekly.yaml as it was checked, with what it leaves out filled in. */
export type WeeklyConfig = z.infer<typeof weeklySchema>
/** One source as it was checked. */
export type SourceConfig = z.infer<typeof sourceSchema>
