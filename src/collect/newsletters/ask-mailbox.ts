// Visits a mailbox: reads what came since the last visit, and takes the stories behind the links of its letters. No letter is published.
import { createHash } from 'node:crypto'
import { isWeeklyError } from '../../core/errors.ts'
import type { Letter, LetterBox, MailboxEntry } from '../../core/letter.ts'
import type { Instant, ParsedItem } from '../../core/types.ts'
import { canonicalUrl } from '../../core/url.ts'
import type { HttpClient } from '../../net/http.ts'
import type { ClaimedSource } from '../../store/sources.ts'
import type { SourceReading, Visited } from '../ask-source.ts'
import { type FollowedLink, followLink } from './follow-click.ts'
import {
  decideLetterDate,
  identityOf,
  readMemory,
  shortNameOf,
  type WaitingLink,
  writeMemory,
} from './mailbox-memory.ts'
import { LETTER_BYTES, linkRulesOf, openLetter } from './open-letter.ts'
import type { Newsletter } from './read-newsletter.ts'
import { redact } from './redact.ts'
import { createRemarks, type Remarks } from './remarks.ts'
import { renderLetter } from './render-letter.ts'
import { settleLink } from './settle-link.ts'

/** What reading a mailbox needs from the outside. */
export interface MailboxDeps {
  readonly http: Pick<HttpClient, 'fetch'>
  readonly open: () => Promise<LetterBox>
  readonly now: Instant
  /** When the oldest window that is still open began. */
  readonly opensAt: Instant
}

/** A visit ends behind the letter that brings it here: what a visit keeps has its limit. */
const ENOUGH_ITEMS = 350
const ENOUGH_LETTERS = 500

/** What a letter says about a link is somebody's words: as a feed's summary, in HTML. */
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

type Read = Extract<Newsletter, { readonly kind: 'newsletter' }>
type Story = Pick<WaitingLink, 'title' | 'words' | 'publishedAt'>

function itemOf(url: string, { title, words, publishedAt }: Story, readers: readonly string[]): ParsedItem {
  return {
    // The link names it, in whatever letter it stands and however it is called there.
    guid: `link:${canonicalUrl(url)}`,
    url,
    title: title === null ? null : redact(title, readers),
    authors: [],
    contentHtml: null,
    summaryHtml: words === '' ? null : `<p>${escapeHtml(redact(words, readers))}</p>`,
    publishedAt,
    updatedAt: null,
    categories: [],
    enclosures: [],
    image: null,
    language: null,
  }
}

/** One visit under way. */
interface Visit {
  readonly deps: Pick<MailboxDeps, 'http' | 'now'>
  readonly box: LetterBox
  readonly since: Instant
  readonly items: Map<string, ParsedItem>
  readonly waiting: WaitingLink[]
  readonly seen: Set<string>
  readonly remarks: Remarks
  name: string | null
}

function keep(visit: Visit, found: FollowedLink, link: WaitingLink): void {
  visit.remarks.count(found)
  if (found.kind === 'later') visit.waiting.push({ ...link, tries: link.tries + 1 })
  if (found.kind !== 'page') return
  const item = itemOf(found.url, link, link.readers)
  const known = visit.items.get(item.guid ?? '')
  if (!known || (known.title === null && item.title !== null)) visit.items.set(item.guid ?? '', item)
}

/** Asks for the stories of one letter, in its order. Of letters before the first window only what says itself where it leads is taken. */
async function takeLinks(visit: Visit, links: readonly WaitingLink[]): Promise<void> {
  const { box } = visit
  const { http } = visit.deps
  const settled = await Promise.all(
    links.map(async link => {
      const rules = linkRulesOf(box, link)
      const mayAsk = link.publishedAt === null || link.publishedAt >= visit.since
      const found = settleLink(link.href, rules)
      if (found.kind !== 'ask') return found
      return mayAsk ? followLink(http, link.href, rules) : ({ kind: 'click', host: new URL(found.url).host } as const)
    }),
  )
  settled.forEach((found, place) => {
    const link = links[place]
    if (link) keep(visit, found, link)
  })
}

async function takeLetter(visit: Visit, entry: MailboxEntry): Promise<void> {
  const { box, remarks, deps } = visit
  const opened = await openLetter(box, entry)
  if (opened.kind === 'other') return
  if (opened.kind === 'unreadable') {
    remarks.unreadable(entry)
    return
  }
  const { letter } = opened
  const name = shortNameOf(letter)
  if (visit.seen.has(name)) return
  visit.seen.add(name)
  if (opened.kind === 'forged') {
    remarks.forged(letter)
    return
  }
  if (entry.sizeBytes > LETTER_BYTES) remarks.tooLong(letter, entry)
  const { found } = opened
  if (found.kind === 'own') return
  const publishedAt = decideLetterDate(found.kind === 'question' ? letter.date : found.date, entry, deps.now)
  if (found.kind === 'question') {
    remarks.asked(found, publishedAt)
    return
  }
  remarks.letter(found, letter)
  visit.name = found.name
  if (box.rules.mode === 'text') {
    keepText(visit, letter, found, publishedAt)
    return
  }
  const { readers, commands } = found.about
  const about = { publishedAt, tries: 0, readers, commands: [...commands] }
  await takeLinks(
    visit,
    found.links.map(link => ({ ...link, ...about })),
  )
}

/** The letter itself as an item without a page. */
function keepText({ box, items }: Visit, letter: Letter, { blocks, about, subject }: Read, publishedAt: Instant): void {
  const html = redact(renderLetter(blocks, linkRulesOf(box, about)), about.readers)
  const guid = `mail:${identityOf(letter)}`
  const item = itemOf('', { title: subject, words: '', publishedAt }, about.readers)
  if (html !== '') items.set(guid, { ...item, url: null, guid, contentHtml: html })
}

/** What a visit comes to when all letters are read or it has enough. */
async function readLetters(visit: Visit, memory: ReturnType<typeof readMemory>): Promise<SourceReading> {
  let [letters, hasMore] = [0, false]
  const reached: { place: MailboxEntry['place'] } = { place: () => memory.place ?? '' }
  await takeLinks(visit, memory.waiting)
  await visit.box.readAfter(memory.place, async entry => {
    await takeLetter(visit, entry)
    reached.place = entry.place
    letters++
    hasMore = visit.items.size >= ENOUGH_ITEMS || letters >= ENOUGH_LETTERS
    return !hasMore
  })
  const { since } = memory
  const place = reached.place() || null
  return {
    title: visit.name,
    items: [...visit.items.values()],
    remarks: visit.remarks.all(),
    // A mailbox that does not get on is asked again in its time.
    hasMore: hasMore && place !== memory.place,
    cursor: writeMemory({ since, place, seen: [...visit.seen], waiting: visit.waiting }),
  }
}

/** Visits the mailbox of a source. Only bugs are thrown. */
export async function askMailbox(deps: MailboxDeps, { state }: Pick<ClaimedSource, 'state'>): Promise<Visited> {
  const memory = readMemory(state.cursor ?? null, deps.opensAt)
  try {
    const [items, seen, remarks] = [new Map<string, ParsedItem>(), new Set(memory.seen), createRemarks()]
    const box = await deps.open()
    const visit: Visit = { deps, box, since: memory.since, items, waiting: [], seen, remarks, name: null }
    const reading = await readLetters(visit, memory)
    const sha256 = createHash('sha256')
      .update(reading.cursor ?? '')
      .digest('hex')
    const answer = {
      ...{ status: 200, url: state.fetch_url, hops: [], headers: {}, truncated: false, wireBytes: 0, bodyBytes: 0 },
      ...{ ms: 0, etag: null, lastModified: null },
    }
    return { kind: 'changed', answer, reading, sha256 }
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return { kind: 'failed', answer: null, error, reading: null }
  }
}
