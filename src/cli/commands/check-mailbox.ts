// `weekly source check mail:NAME`: what the newest letters of a mailbox would bring. Nothing is kept, marked or asked for.
import { decideLetterDate } from '../../collect/newsletters/mailbox-memory.ts'
import { linkRulesOf, openLetter } from '../../collect/newsletters/open-letter.ts'
import { type SettledLink, settleLink } from '../../collect/newsletters/settle-link.ts'
import { mayBeOurs } from '../../collect/newsletters/judge-letter.ts'
import type { SourceConfig } from '../../core/config.ts'
import type { LetterBox, MailboxEntry } from '../../core/letter.ts'
import type { Instant } from '../../core/types.ts'
import { openMailboxes } from '../../app/newsletters.ts'
import type { GlobalOptions } from '../../app/options.ts'
import type { App } from '../../app/wire.ts'
import { exitCodes } from '../terminal/exit.ts'
import { describeInstant, say, sayJson } from '../terminal/terminal.ts'

/** Letters that are shown. */
const SHOWN_LETTERS = 10

/** A link as it is shown; `url` is null where it is not told to anybody. */
interface ShownLink {
  readonly title: string | null
  readonly url: string | null
  readonly what: string
}

/** A letter as it is shown. */
interface ShownLetter {
  readonly at: Instant
  readonly from: string
  readonly subject: string
  readonly what: string
  readonly links: readonly ShownLink[]
}

function describeLink(settled: SettledLink): Pick<ShownLink, 'url' | 'what'> {
  switch (settled.kind) {
    case 'page':
      return { url: settled.url, what: 'a candidate' }
    case 'ask':
      return { url: null, what: `${new URL(settled.url).host} is asked once where it leads` }
    case 'named':
    case 'click':
      return { url: null, what: `left out: it tells whose mail it stood in (${settled.host})` }
    case 'personal':
      return { url: null, what: 'left out: it is the reader’s own' }
    case 'own':
      return { url: null, what: 'left out: it leads to our own list' }
    case 'none':
      return { url: null, what: 'left out: it is no page' }
  }
}

/** Opens one letter; null for one that is another's. */
async function showLetter(box: LetterBox, entry: MailboxEntry, now: Instant): Promise<ShownLetter | null> {
  const opened = await openLetter(box, entry)
  if (opened.kind === 'other') return null
  const at = decideLetterDate('letter' in opened ? opened.letter.date : null, entry, now)
  if (opened.kind === 'unreadable') return { at, from: '', subject: '', what: 'could not be read', links: [] }
  const { letter } = opened
  const about = { at, from: letter.from.name || letter.from.address, subject: letter.subject }
  if (opened.kind === 'forged') return { ...about, what: 'not taken: nothing proves its sender', links: [] }
  const { found } = opened
  if (found.kind === 'own') return { ...about, what: 'our own list: skipped', links: [] }
  if (found.kind === 'question') {
    const how = found.link === null ? 'by an answer to it' : `by this address, which nobody has followed: ${found.link}`
    return { ...about, what: `asks whether to subscribe: confirm ${how}`, links: [] }
  }
  const rules = linkRulesOf(box, found.about)
  const links = found.links.map(({ href, title }) => ({ title, ...describeLink(settleLink(href, rules)) }))
  const isText = box.rules.mode === 'text'
  const files = letter.attachments + (letter.inner?.attachments ?? 0)
  const what = isText
    ? 'its text would be an item'
    : `${found.personal} links of its reader, ${files} attached files left alone`
  return { ...about, from: found.name, subject: found.subject, what, links: isText ? [] : links }
}

/** Shows what the newest letters of a mailbox would bring. Throws MAILBOX_UNREADABLE. */
export async function checkMailbox(options: GlobalOptions, app: App, { url }: SourceConfig): Promise<number> {
  const box = await openMailboxes(app.config, app.store)({ url })
  let count = 0
  await box.readAfter(null, ({ head }) => {
    if (mayBeOurs(head, box.rules)) count++
    return Promise.resolve(true)
  })
  const letters: ShownLetter[] = []
  let place = 0
  await box.readAfter(null, async entry => {
    const isNewest = mayBeOurs(entry.head, box.rules) && ++place > count - SHOWN_LETTERS
    const letter = isNewest ? await showLetter(box, entry, app.clock.now()) : null
    if (letter) letters.push(letter)
    return true
  })
  if (options.json) sayJson({ letters })
  say(options, `${count} letters in the mailbox, the newest ${letters.length}:`)
  for (const { at, from, subject, what, links } of letters) {
    say(options, `${describeInstant(at, app.timezone)}  ${from}: ${subject}  — ${what}`)
    for (const link of links) say(options, `    ${link.title ?? '(no title)'}  ${link.url ?? ''}  — ${link.what}`)
  }
  return exitCodes.done
}
