// The shape of sources.yaml: every key of a source, its default and its bounds; app/ reads the file.
import { z } from 'zod'
import { parseJsonPath } from './json-path.ts'
import { mailSourceSchema } from './mail-source-config.ts'

/** Whether a name is one of the zones that this machine knows. */
export const zoneIsKnown = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** A web address. */
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })
/** A list of strings; a single one stands for itself. */
export const stringList = z.union([z.string().transform(text => [text]), z.array(z.string())])

/** What one entry of sources.yaml may say. */
export const sourceSchema = z.strictObject({
  url: z
    .string()
    .regex(
      /^(?:(?:https?:\/\/|file:).+|github-issues:[\w.-]{1,100}\/[\w.-]{1,100}$|mail:[\p{L}\p{N}._-]{1,100}$)/u,
      'must start with http://, https:// or file:, or be github-issues:OWNER/REPO or mail:NAME',
    )
    .describe('Address of the feed, page or sitemap, github-issues:OWNER/REPO, or mail:NAME'),
  kind: z
    .enum(['feed', 'page', 'sitemap', 'json', 'github-issues', 'mail'])
    .default('feed')
    .describe(
      'page: a page without a feed, whose list of links is read; sitemap: a site map, of which pages that were not there before are news; json: an API, whose list is read by paths; github-issues: what a repository collects as issues waits at the desk; mail: a mailbox that takes newsletters, for the stories behind their links',
    ),
  api: httpUrl
    .optional()
    .describe('Of github-issues: address of the API, for a GitHub of your own; a token goes into `headers`'),
  mail: mailSourceSchema.optional().describe('Of mail: the mailbox; see docs/technotes/newsletters.md'),
  title: z.string().optional().describe('In place of what the feed calls itself'),
  section: z.string().optional().describe('Section of its stories'),
  weight: z.number().min(0).max(3).default(1).describe('How much its stories count'),
  most: z
    .int()
    .min(0)
    .max(200)
    .optional()
    .describe('It leads at most so many stories of an issue, in place of `issue.perSource`; picks are never capped'),
  language: z.string().optional().describe('BCP 47 tag, where the feed says none or a wrong one'),
  headers: z
    .record(z.string(), z.string())
    .default({})
    .describe('Sent with each request, as in authorization: Bearer ${TOKEN}'),
  proxy: z
    .string()
    .regex(
      /^(?:https?|socks5h?):\/\/[^\s/]+\/?$/,
      'must be http://, https://, socks5:// or socks5h:// with host and port',
    )
    .optional()
    .describe(
      'Proxy over which it and the pages of its items are asked, as in socks5://user:${PROXY_PASSWORD}@host:1080; with socks5h the proxy looks names up',
    ),
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
  intervalMinutes: z.int().min(15).max(10080).optional().describe('Asked at most this often'),
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
  shorts: z
    .boolean()
    .default(true)
    .describe(
      'Of a channel of films: false leaves its short ones out, those whose link is /shorts/ or whose title says #shorts',
    ),
  picks: z
    .boolean()
    .default(false)
    .describe('What it brings is picked for the issue, with its note: for bookmarks of your own'),
  paused: z.boolean().default(false).describe('Not asked; what was collected stays'),
  pages: z
    .string()
    .optional()
    .describe('For file: sources: a JSON file that maps item links to files, read in place of the web'),
  select: z
    .strictObject({
      item: z.string().describe('One entry of the list'),
      title: z.string().optional().describe('Its title, within the entry'),
      link: z.string().optional().describe('Its link, as in h2 a@href'),
      date: z.string().optional().describe('Its date, as in time@datetime'),
      summary: z.string().optional().describe('Its opening'),
      note: z.string().optional().describe("Of kind json: what its owner wrote on it; with `picks` the curator's note"),
      discussion: z.string().optional().describe('Of kind json: link to where it is discussed, shown beside the story'),
      points: z.string().optional().describe('Of kind json: points that it got there'),
      comments: z.string().optional().describe('Of kind json: comments there'),
    })
    .optional()
    .describe(
      'CSS selectors or XPath for the parts of a page; without them the list is found. Of kind json paths such as data.list, items[*].name; a link may be put together as in https://example.org/p/{id}, and | stands before what holds where the first is missing',
    ),
})

/** All of sources.yaml. */
export const sourcesSchema = z.array(
  sourceSchema
    .refine(({ url, kind }) => url.startsWith('github-issues:') === (kind === 'github-issues'), {
      path: ['kind'],
      error: 'github-issues goes with an address github-issues:OWNER/REPO',
    })
    .refine(
      ({ url, kind, mail }) =>
        url.startsWith('mail:') === (kind === 'mail') && (kind === 'mail') === (mail !== undefined),
      {
        path: ['kind'],
        error: 'mail goes with an address mail:NAME and with `mail: { maildir: FOLDER }` or `mail: { imap: … }`',
      },
    )
    .refine(({ kind, select }) => kind !== 'json' || select !== undefined, {
      path: ['select'],
      error: 'is missing: kind json needs `select: { item: …, title: …, link: … }` with paths',
    })
    .superRefine(({ kind, select }, context) => {
      if (kind !== 'json' || select === undefined) return
      for (const [name, path] of Object.entries(select)) {
        const ways = (path ?? '').split(' | ')
        const isPath = ways.every(way => way.includes('{') || parseJsonPath(way) !== null)
        if (!isPath)
          context.addIssue({
            code: 'custom',
            path: ['select', name],
            message: 'is no path such as data.list or items[*].name',
          })
      }
    }),
)

/** One source as it was checked. */
export type SourceConfig = z.infer<typeof sourceSchema>
