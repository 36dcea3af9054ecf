// The shape of weekly.yaml. Every key, its default and its bounds; app/ reads the files.
import { z } from 'zod'
import { mailSchema } from './mail-config.ts'
import { httpUrl, zoneIsKnown } from './source-config.ts'
import { targetsSchema } from './target-config.ts'
import { translateSchema } from './translate-config.ts'
import { interfaceLanguageTags } from './words/tags.ts'

export { httpUrl, type SourceConfig, sourceSchema, sourcesSchema, stringList } from './source-config.ts'

const cron = z.string().regex(/^\S+(\s+\S+){4}$/, 'must be five cron fields: minute hour day month weekday')
const email = z.string().regex(/^[^\s@<>,;]+@[^\s@<>,;]+$/, 'must be an email address')
/** A model that writes summaries; see docs/technotes/language-model.md. */
const languageModel = z.strictObject({
  url: httpUrl.describe('OpenAI-compatible address: https://api.example.com/v1, or http://127.0.0.1:11434/v1 (Ollama)'),
  model: z.string().min(1).describe('Name of the model, as its server knows it'),
  key: z.string().min(1).optional().describe('Sent as bearer token; write it as ${NAME}'),
  timeoutSeconds: z.int().min(1).max(600).default(60).describe('One answer may take so long'),
  weeklyBudget: z
    .strictObject({
      requests: z.int().min(0).max(1_000_000).default(300).describe('Questions asked'),
      characters: z.int().min(0).max(1_000_000_000).default(3_000_000).describe('Sent and received together'),
    })
    .prefault({})
    .describe('What is asked in one ISO week at most; then extractive summaries stand'),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({ temperature: 0, max_tokens: 1000 })
    .describe('Sent with each request as they are'),
})

/** A mailbox of its own by which editors save links. */
const saveByMail = z
  .strictObject({
    address: z
      .string()
      .regex(
        /^[^\s@<>,;:"()]{16,64}@[^\s@<>]+$/,
        'must be an address with at least 16 characters before the @, a secret among them',
      )
      .describe(
        'The address that editors send links to, as in save+SECRET@example.org; whoever knows it and writes as an editor saves',
      ),
    maildir: z.string().min(1).optional().describe('Folder of the mailbox, which takes nothing else'),
    imap: z
      .string()
      .regex(/^imaps?:\/\/[^\s@]+@[^\s/]+(\/.+)?$/, 'must be imaps://user:password@host/FOLDER')
      .optional()
      .describe('The same over IMAP: imaps://user:${IMAP_PASSWORD}@host/FOLDER'),
  })
  .refine(({ maildir, imap }) => (maildir === undefined) !== (imap === undefined), {
    path: ['imap'],
    error: 'one of `maildir` and `imap` names the mailbox',
  })

/** A site that may have a form of ours, as browsers name it: scheme, host and port. */
const origin = httpUrl
  .refine(
    text => /^https?:\/\/[^/?#@\\]+\/?$/.test(text),
    'must be an origin such as https://blog.example, without a path',
  )
  .transform(text => new URL(text).origin)

/** Forms of sign-ups on other sites. */
const subscribe = z.strictObject({
  origins: z
    .array(origin)
    .max(100)
    .default([])
    .describe(
      'Sites that may have a form of ours, as in https://blog.example: exactly these, with scheme and port. `weekly subscriber form` writes the form',
    ),
  next: z
    .array(httpUrl.transform(text => new URL(text).href))
    .max(100)
    .default([])
    .describe(
      'Pages to which such a form may send its reader on by its field `next`; when there are none, all of these sites',
    ),
})

/** A span after which something goes; without one it stays. A week that waits for its editors is younger than this. */
const months = z.int().min(3).max(1200).optional()

/** What weekly.yaml may say; unknown keys are errors. */
export const weeklySchema = z.strictObject({
  title: z.string().min(1).default('Weekly reading list').describe('Name of the list, on every page and mail'),
  description: z.string().default('').describe('One sentence under the title and in the feeds'),
  url: httpUrl.default('http://127.0.0.1:8080/').describe('Public address; every link is made from it'),
  language: z.enum(interfaceLanguageTags).default('en').describe('Interface language of site and mail'),
  timezone: z
    .string()
    .refine(zoneIsKnown, 'must be an IANA time zone such as Asia/Shanghai')
    .default('UTC')
    .describe('Zone of the schedule and of every date shown'),
  author: z
    .strictObject({
      name: z.string().min(1).describe('As pages and feeds show it'),
      email: email.optional().describe('Owns the desk, and gets what the list has to tell its curator'),
    })
    .default({ name: 'The curator' })
    .describe('Who makes the list'),
  store: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:FILE or postgres://user@host/database')
    .default('sqlite:data/weekly.db')
    .describe('Where everything is kept: sqlite:FILE, or postgres://user:${PGPASSWORD}@host/database'),
  storeConnections: z
    .int()
    .min(2)
    .max(20)
    .default(3)
    .describe(
      'Connections of a process to PostgreSQL at most; twenty processes have room in the hundred that a server takes',
    ),
  storeTravels: z
    .boolean()
    .default(false)
    .describe(
      'The SQLite store is brought to a new machine for each run and taken away after it, as in GitHub Actions; mail then goes out in a step of its own',
    ),
  content: z.string().default('content').describe("Folder of the curator's own posts"),
  icon: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe(
      'The picture of the list, a PNG, JPEG, WebP or GIF in the content folder, square at best: in browsers, on phones, in feeds and on the cover of the EPUB',
    ),
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
  targets: targetsSchema,
  schedule: z
    .strictObject({
      collect: cron.default('*/10 * * * *').describe('Wakes the collector; each source has its own due instant'),
      issue: cron.default('0 8 * * 5').describe('Closes the week, in the time zone'),
    })
    .prefault({})
    .describe('When things happen: five fields each, minute hour day month weekday'),
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
      stories: z.int().min(1).max(200).default(20).describe('At most so many stories in one issue'),
      perSource: z.int().min(1).max(200).default(3).describe('At most so many with their lead from one source'),
      perSection: z
        .int()
        .min(1)
        .max(200)
        .optional()
        .describe('At most so many in one section, but for what the curator picks and saves'),
      card: z
        .boolean()
        .default(true)
        .describe(
          'A picture beside each issue and post, card.png, that other places show where somebody shares its link',
        ),
      paste: z
        .boolean()
        .default(false)
        .describe(
          'true: beside each issue stand issue.wechat.html and issue.bare.html, to be pasted into the editor of a WeChat account (公众号) and into others',
        ),
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
    .prefault({})
    .describe('What is in one issue'),
  rank: z
    .strictObject({
      learn: z
        .boolean()
        .default(true)
        .describe('The order learns from what was picked and dropped in past issues; `weekly why` shows it'),
    })
    .prefault({})
    .describe('The order of the stories'),
  sections: z
    .array(
      z.strictObject({
        title: z.string().min(1).describe('Heading of the section'),
        keywords: z.array(z.string().min(1)).default([]).describe('Words of the stories that belong there'),
      }),
    )
    .default([])
    .describe('Sections of an issue, in their order; a story goes where its source says, else where its words fit'),
  summary: z
    .strictObject({
      method: z
        .enum(['extractive', 'llm'])
        .default('extractive')
        .describe("extractive: the article's own sentences; llm: a language model writes, checked against the article"),
      sentences: z.int().min(1).max(6).default(2).describe('So many sentences under the title'),
      points: z
        .int()
        .min(0)
        .max(5)
        .default(5)
        .describe('Main points below: at most so many; of prose at most 4, a list of its own may have 5'),
      llm: languageModel.optional().describe('The model that `method: llm` asks'),
    })
    .refine(({ method, llm }) => method !== 'llm' || llm !== undefined, {
      path: ['llm'],
      error: 'is missing: `method: llm` needs `llm: { url: …, model: … }`',
    })
    .prefault({})
    .describe('How stories are summed up'),
  translate: translateSchema
    .optional()
    .describe('Title and summary in the reader’s other language, under the original; without it nothing is translated'),
  mail: mailSchema,
  subscribers: z
    .array(
      z.strictObject({
        email: email.describe('Address of the reader'),
        name: z.string().optional().describe('Name of the reader'),
        language: z.enum(interfaceLanguageTags).optional().describe('Of the mail around the stories'),
        consent: z.string().min(1).describe('Where and when they agreed'),
      }),
    )
    .default([])
    .describe(
      'Readers set up with the site, each with the consent that was given; others come through the form or the command line',
    ),
  subscribe: subscribe.prefault({}).describe('Forms of sign-ups on other sites, which a `weekly start` takes'),
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
      host: z
        .string()
        .default('127.0.0.1')
        .describe('Address to listen on; 0.0.0.0 for all, where no proxy is on this machine'),
      port: z.int().min(0).max(65535).default(8080).describe('Port to listen on'),
      trustedProxies: z
        .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'must be a range such as 10.0.0.0/8 or fd00::/8' }))
        .default(['127.0.0.0/8', '::1/128'])
        .describe(
          'Ranges of the proxies whose X-Forwarded-For or Forwarded is believed; by default those on this machine',
        ),
      forms: z
        .union([z.literal('none'), httpUrl])
        .optional()
        .describe(
          'Where the forms of readers are, for a site that lies on a server without the program: none leaves them out; an address is that of a `weekly start`, to which pages link',
        ),
      metricsFrom: z
        .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'must be a range such as 10.0.0.0/8 or fd00::/8' }))
        .default(['127.0.0.0/8', '::1/128'])
        .describe('Ranges of those who may ask for /metrics at the web server; to all others there is no such page'),
      operations: z
        .strictObject({
          host: z.string().default('127.0.0.1').describe('Address to listen on'),
          port: z.int().min(0).max(65535).default(9464).describe('Port to listen on'),
        })
        .optional()
        .describe('A port of its own for /healthz, /readyz and /metrics; a worker without a web server has 9464'),
    })
    .prefault({})
    .describe('The web server of `weekly start`'),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error'])
        .default('info')
        .describe('From which weight on an event is a line; --verbose and --quiet go before it'),
    })
    .prefault({})
    .describe('The log of `weekly start`: one JSON line an event, on stderr'),
  keep: z
    .strictObject({
      items: months.describe(
        'What a source said of an item that is in no issue; its title and link stay, so that it is told once',
      ),
      articles: months.describe('The text read behind an item that is in no issue'),
      outbox: months.describe('Mails that were written as files'),
      journal: months.describe('What editors did to issues that have been out for so long, with its way back'),
      bodies: z
        .int()
        .min(0)
        .max(120)
        .default(3)
        .describe('What feeds and pages answered, as it came, for `weekly replay`; 0 keeps none'),
      bodyMegabytes: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(100)
        .describe('Room for these in all, packed: beyond it the oldest go'),
      dropped: z
        .int()
        .min(1)
        .max(1200)
        .default(3)
        .describe('What the rules of a source dropped, for `weekly why`; 500 of each source at most'),
      fetches: z.int().min(1).max(1200).default(6).describe('The log of visits; the last of each source stays'),
    })
    .prefault({})
    .describe('How many months something is kept; what has no number is kept for ever'),
  desk: z
    .strictObject({
      proxyHeader: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'must be the name of a header such as X-Forwarded-Email')
        .optional()
        .describe('Header in which a proxy that signs people in names their address, such as X-Forwarded-Email'),
      proxies: z
        .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'must be a range such as 10.0.0.5/32 or fd00::5/128' }))
        .min(1)
        .optional()
        .describe('Ranges of the proxies from which that header is believed; there is no default'),
      saveByMail: saveByMail.optional().describe('A mailbox in which editors save links for the inbox of the desk'),
    })
    .refine(({ proxyHeader, proxies }) => (proxyHeader === undefined) === (proxies === undefined), {
      path: ['proxies'],
      error: 'stands with `proxyHeader`: neither says anything without the other',
    })
    .optional()
    .describe(
      'The desk: sign-in by a proxy that knows editors, beside codes, links and passwords, and links saved by mail',
    ),
  fetch: z
    .strictObject({
      userAgent: z.string().nullable().default(null).describe('null: weekly/VERSION (+url; N subscribers)'),
      concurrency: z.int().min(1).max(256).default(32).describe('Requests at a time in all'),
      perHost: z.int().min(1).max(16).default(2).describe('Requests at a time to one host'),
      minIntervalMinutes: z.int().min(15).max(1440).default(60).describe('No source is asked more often'),
      silentDays: z.int().min(1).max(3650).default(60).describe('A source without a new item for so long is mentioned'),
      allowPrivate: z.array(z.string()).default([]).describe('CIDRs or host:port that may be private addresses'),
    })
    .prefault({})
    .describe('How sources are asked'),
})

/** weekly.yaml as it was checked, with what it leaves out filled in. */
export type WeeklyConfig = z.infer<typeof weeklySchema>
