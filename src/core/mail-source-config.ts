// The shape of `mail` in sources.yaml: which mailbox a source reads, and which of its letters are the source's.
import { z } from 'zod'

const texts = z.union([z.string().transform(text => [text]), z.array(z.string()).max(100)])
const addressOrDomain = /^(?:[^\s@<>,;]{1,64})?@[^\s@<>,;]{1,255}$/

/** Settings of a source of the kind `mail`. */
export const mailSourceSchema = z
  .strictObject({
    maildir: z.string().min(1).optional().describe('Folder with `new` and `cur`; nothing in it is moved or marked'),
    imap: z
      .string()
      .regex(/^imaps?:\/\/[^\s@]+@[^\s/]+(\/.+)?$/, 'must be imaps://user:password@host/FOLDER')
      .optional()
      .describe('The same over IMAP: imaps://user:${IMAP_PASSWORD}@host/FOLDER; best a folder of its own'),
    to: texts
      .refine(all => all.every(each => /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}$/.test(each)), 'must be an address')
      .default([])
      .describe(
        'The address that subscribed, best one with a +tag for each newsletter: To, Delivered-To or X-Original-To',
      ),
    list: z.string().min(1).max(300).optional().describe('The newsletter as its List-Id names it'),
    from: texts
      .refine(all => all.every(each => addressOrDomain.test(each)), 'must be an address, or @example.org for a domain')
      .default([])
      .describe('Its sender as From names it, or @example.org; alone it needs a server that proves senders'),
    mode: z
      .enum(['links', 'text'])
      .default('links')
      .describe('links: the stories behind its links; text: the letter itself, without what is its reader’s own'),
    clickHosts: texts
      .default([])
      .describe(
        'Hosts that count its clicks, besides those of the usual mailers: each link is asked once where it leads',
      ),
    server: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe('Your mail server as its Authentication-Results begin, such as mx.example.org'),
  })
  .refine(({ maildir, imap }) => (maildir === undefined) !== (imap === undefined), {
    path: ['imap'],
    error: 'one of `maildir` and `imap` names the mailbox',
  })
