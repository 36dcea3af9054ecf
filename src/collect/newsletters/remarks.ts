// What the report says of a mailbox: questions whether to subscribe, forgeries, and counts of what was left alone. No link stands in it.
import type { Letter, MailboxEntry } from '../../core/letter.ts'
import type { Instant } from '../../core/types.ts'
import type { FollowedLink } from './follow-click.ts'
import type { Newsletter } from './read-newsletter.ts'
import { redact } from './redact.ts'

/** Gathers remarks over one visit. */
export interface Remarks {
  count(found: FollowedLink): void
  letter(found: Extract<Newsletter, { kind: 'newsletter' }>, letter: Letter): void
  asked(found: Extract<Newsletter, { kind: 'question' }>, at: Instant): void
  forged(letter: Letter): void
  tooLong(letter: Letter, entry: MailboxEntry): void
  unreadable(entry: MailboxEntry): void
  all(): readonly string[]
}

const MOST_OF_A_KIND = 5
const MOST_HOSTS = 5
const SUBJECT_CHARACTERS = 100

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
const quote = (subject: string): string => `"${subject.replace(/\s+/g, ' ').slice(0, SUBJECT_CHARACTERS)}"`
const inMegabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`

function describeHosts(hosts: ReadonlyMap<string, number>): string {
  const named = [...hosts].slice(0, MOST_HOSTS).map(([host, count]) => (count === 1 ? host : `${host} ×${count}`))
  return `${named.join(', ')}${hosts.size > MOST_HOSTS ? ', …' : ''}`
}

/** Titles that may be of stories, so that the curator can look them up. */
const describeDoubted = (titles: readonly string[]): readonly string[] =>
  titles.length === 0
    ? []
    : [
        `${plural(titles.length, 'link')} not taken, for the words could be a story's or do something for the reader: ${titles.slice(0, MOST_OF_A_KIND).join(', ')}${titles.length > MOST_OF_A_KIND ? ', …' : ''}`,
      ]

type Hosts = ReadonlyMap<string, number>

const sum = (hosts: Hosts): number => [...hosts.values()].reduce((all, each) => all + each, 0)

/** What was left alone, a line for each kind. */
function describeLeft(left: Hosts, later: Hosts, attachments: number): readonly string[] {
  const links = `${plural(sum(left), 'link')} not taken, for they still tell whose mail they stood in: ${describeHosts(left)}`
  const open = `${plural(sum(later), 'link')} whose mailer gave no answer, asked again at the next visit: ${describeHosts(later)}`
  return [
    ...(left.size === 0 ? [] : [links]),
    ...(later.size === 0 ? [] : [open]),
    ...(attachments === 0 ? [] : [`${plural(attachments, 'attached file')} left alone`]),
  ]
}

/** Makes an empty gathering. */
export function createRemarks(): Remarks {
  const said: string[] = []
  const kinds = new Map<string, number>()
  const doubted = new Set<string>()
  const left = new Map<string, number>()
  const later = new Map<string, number>()
  const counts = { letters: 0, personal: 0, attachments: 0 }
  const add = (kind: string, text: string): void => {
    const count = (kinds.get(kind) ?? 0) + 1
    kinds.set(kind, count)
    if (count <= MOST_OF_A_KIND) said.push(text)
    if (count === MOST_OF_A_KIND + 1) said.push(`more of the same: ${kind}`)
  }
  const raise = (hosts: Map<string, number>, host: string): void => void hosts.set(host, (hosts.get(host) ?? 0) + 1)
  return {
    count: found => {
      if (found.kind === 'personal') counts.personal++
      if (found.kind === 'named' || found.kind === 'click') raise(left, found.host)
      if (found.kind === 'later') raise(later, found.host)
    },
    letter: ({ personal, doubted: titles, about }, { attachments, inner }) => {
      for (const title of titles) doubted.add(quote(redact(title, about.readers)))
      counts.letters++
      counts.personal += personal
      counts.attachments += attachments + (inner?.attachments ?? 0)
    },
    asked: ({ name, subject, link }, at) => {
      const how = link === null ? 'by an answer to it' : '`weekly source check` shows its link'
      add(
        'questions',
        `${name} asked on ${at.slice(0, 10)} whether to subscribe: ${quote(subject)}; nothing was followed, ${how}`,
      )
    },
    forged: ({ from, subject }) =>
      add(
        'forgeries',
        `a mail that says it is from ${from.address.slice(0, 200)} was not taken: nothing proves it (${quote(subject)})`,
      ),
    tooLong: ({ subject }, { sizeBytes }) =>
      add('long mails', `${quote(subject)} has ${inMegabytes(sizeBytes)}: its start alone was read`),
    unreadable: ({ sizeBytes }) => add('unreadable mails', `a mail of ${inMegabytes(sizeBytes)} could not be read`),
    all: () => [...said, ...describeDoubted([...doubted]), ...describeLeft(left, later, counts.attachments)],
  }
}
