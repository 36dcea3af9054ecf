// The shape of `mail` in weekly.yaml: who sends, by which relay, and what comes back.
import { z } from 'zod'
import { httpUrl } from './source-config.ts'
import { interfaceLanguageTags } from './words/tags.ts'

const mailbox = z
  .string()
  .regex(/^(?:[^<>\r\n]+<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/, 'must be an address, or "Name <address>"')

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

/** A mailbox in which answers are counted. */
const replies = z
  .strictObject({
    maildir: z.string().min(1).optional().describe('Folder of the mailbox; what was counted is marked as read'),
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

const welcomeWords = z.string().min(1).max(2_000)

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

/** What weekly.yaml may say of its mail. */
export const mailSchema = z
  .strictObject({
    from: mailbox.optional().describe('Sender of every mail: "Name <address>"; without it no mail is sent'),
    replyTo: mailbox.optional().describe('Where answers go, if not to the sender'),
    postalAddress: z.string().min(1).optional().describe('Mail law asks for it; without it no mail is sent'),
    transport: z
      .string()
      .regex(/^(outbox:.+|smtps?:\/\/.+)$/, 'must be outbox:FOLDER or smtp://user:password@host:587')
      .default('outbox:data/outbox')
      .describe('outbox:FOLDER writes files; smtp://user:${SMTP_PASSWORD}@host:587 hands over to a relay'),
    catchUp: z.boolean().default(false).describe('Who has just confirmed gets the latest issue at once'),
    feedback: z
      .boolean()
      .default(true)
      .describe('The mail of an issue ends with a link to a page that asks whether it was worth reading'),
    welcome: z
      .union([welcomeWords, z.partialRecord(z.enum(interfaceLanguageTags), welcomeWords)])
      .optional()
      .describe('What the page says to who has just confirmed: a text, or one for each language'),
    replies: replies.optional().describe('A mailbox that gets a copy of every answer to the mail, to be counted'),
    oauth2: z
      .strictObject({
        user: z.string().min(1).describe('Address of the mailbox that sends'),
        clientId: z.string().min(1).describe('As the provider named this program'),
        clientSecret: z.string().min(1).describe('Written as ${NAME}'),
        refreshToken: z.string().min(1).describe('Written as ${NAME}'),
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
    ratePerSecond: z.number().min(0.01).max(1000).default(10).describe('At most so many mails a second'),
    quota: z
      .strictObject({
        hour: z.int().min(1).max(10_000_000).optional().describe('In any 60 minutes'),
        day: z.int().min(1).max(10_000_000).optional().describe('In any 24 hours'),
      })
      .prefault({})
      .describe('At most so many mails of all kinds; what does not fit goes on when it does'),
    warmUp: z
      .boolean()
      .default(false)
      .describe(
        'For a relay that is new: 50 mails on the first day, and on each further one at most twice as many as on its best of the last month',
      ),
    connections: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe('Connections to the relay at a time, of all senders together; without it each process has four'),
    uncertain: z
      .enum(['resend', 'hold'])
      .default('resend')
      .describe(
        'What becomes of a mail whose answer was lost: resend the same mail after ten minutes, or hold it for `weekly deliver --resend` or `--settle`',
      ),
    perProvider: z
      .strictObject({
        atATime: z.int().min(1).max(100).default(2).describe('Mails under way to one of them, of all senders together'),
        domains: z
          .array(z.array(z.string().min(1)).min(1))
          .default(bigMailboxProviders)
          .describe('The domains of each'),
      })
      .prefault({})
      .describe('How many mails go to one big mailbox provider at a time; each list holds the domains of one'),
    bounces: bounces.optional().describe('Where reports on mails that did not arrive come in'),
    dkim: z
      .array(
        z.strictObject({
          domain: z.string().describe('Domain that signs'),
          selector: z.string().describe('Name of the key in its DNS'),
          keyFile: z.string().describe('PEM file of the private key, beside this file'),
        }),
      )
      .default([])
      .describe('Signatures on every mail, where the relay does not make them'),
  })
  .prefault({})
  .describe('The weekly mail')
