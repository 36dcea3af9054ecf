// What a letter is and has: stories behind its links, a question whether to subscribe, our own list coming back. Pure.
import type { Letter } from '../../core/letter.ts'
import { parseFeedDate } from '../../core/feed-date.ts'
import type { Instant } from '../../core/types.ts'
import { type LetterBlock, readHtmlBlocks, readTextBlocks } from './letter-blocks.ts'
import { asking, askingSubject, passedOn } from './personal-words.ts'
import { type PickedLink, pickLinks } from './pick-links.ts'
import { targetKey } from './personal-link.ts'

/** A letter as it was read. */
export type Newsletter =
  | {
      readonly kind: 'newsletter'
      readonly name: string
      readonly subject: string
      readonly date: Instant | null
      /** Its stories, whose addresses are still to be judged. */
      readonly links: readonly PickedLink[]
      /** How many links are its reader's own by their words. */
      readonly personal: number
      /** Titles of what may be stories, or its reader's own: not taken. */
      readonly doubted: readonly string[]
      /** All blocks but the foot. */
      readonly blocks: readonly LetterBlock[]
      readonly about: LetterFacts
    }
  /** Somebody asks whether its reader wants to subscribe; `link` is what would confirm. */
  | { readonly kind: 'question'; readonly name: string; readonly subject: string; readonly link: string | null }
  | { readonly kind: 'own' }

/** What a letter says of its reader and its list. */
export interface LetterFacts {
  /** Addresses of the reader, lower case. */
  readonly readers: readonly string[]
  /** Addresses of List-Unsubscribe and its like, as `targetKey` writes them. */
  readonly commands: ReadonlySet<string>
  /** Host of the sender's address. */
  readonly home: string
}

const SUBJECT_CHARACTERS = 300
/** A question has few links. */
const QUESTION_LINKS = 12
/** A mail that was passed on begins this near to the top. */
const MARK_BLOCKS = 30
const passedOnSubject = /^(?:(?:fwd?|fw|tr|wg|转发|轉寄|轉發|回复|re)\s*[:：]\s*)+/iu
const innerField =
  /^[\s*]*(?<name>from|date|sent|subject|to|cc|reply-to|发件人|寄件者|寄件人|日期|发送时间|發送時間|时间|主题|主題|主旨|收件人|收件者|抄送)[\s*]*[:：][\s*]*(?<value>.*)$/iu

interface PassedOn {
  readonly blocks: readonly LetterBlock[]
  readonly from: string
  readonly subject: string
  readonly date: string
}

/** Takes the lines of a header that stand at the top of blocks off them. */
function takeFields(blocks: readonly LetterBlock[]): PassedOn {
  const found = { from: '', subject: '', date: '' }
  let place = 0
  for (; place < blocks.length; place++) {
    const lines = (blocks[place]?.text ?? '').split('\n').filter(line => line.trim() !== '')
    const fields = lines.map(line => innerField.exec(line)?.groups)
    if (!fields.some(Boolean)) break
    for (const field of fields) {
      const [name = '', value = ''] = [field?.['name']?.toLowerCase(), field?.['value']]
      if (/^(?:from|发件人|寄件)/.test(name)) found.from = value
      if (/^(?:subject|主)/.test(name)) found.subject = value
      if (/^(?:date|sent|日期|发送|發送|时间)/.test(name)) found.date = value
    }
  }
  return { ...found, blocks: blocks.slice(place) }
}

/** The mail below a line such as "Forwarded message", with what stands there of it; null where there is none. */
function findPassedOn(blocks: readonly LetterBlock[]): PassedOn | null {
  const place = blocks.slice(0, MARK_BLOCKS).findIndex(({ text }) => text.split('\n').some(line => passedOn.test(line)))
  const block = blocks[place]
  if (!block) return null
  const lines = block.text.split('\n')
  const at = lines.findIndex(line => passedOn.test(line))
  const rest = lines.slice(at + 1).join('\n')
  const cut = block.text.length - rest.length
  const links = block.links
    .filter(({ start }) => start >= cut)
    .map(link => ({ ...link, start: link.start - cut, end: link.end - cut }))
  const own = rest.trim() === '' ? [] : [{ ...block, text: rest, links }]
  const inner = takeFields([...own, ...blocks.slice(place + 1)])
  // A header with a story below it, not the words alone.
  return inner.from !== '' || inner.subject !== '' ? inner : null
}

function blocksOf({ html, text }: Letter): readonly LetterBlock[] {
  const blocks = html === null ? [] : readHtmlBlocks(html)
  return blocks.some(({ links }) => links.length > 0) || text === null ? blocks : readTextBlocks(text)
}

const countLinks = (blocks: readonly LetterBlock[]): number => blocks.reduce((sum, { links }) => sum + links.length, 0)

/** The link by which a letter asks for a confirmation; null where it asks for none, undefined where it asks for an answer by mail. */
function findQuestion(
  letter: Letter,
  {
    subject,
    blocks,
    stories,
  }: { readonly subject: string; readonly blocks: readonly LetterBlock[]; readonly stories: number },
): string | null | undefined {
  const isAsked = askingSubject.test(subject)
  if (countLinks(blocks) > QUESTION_LINKS || (letter.listId !== null && !isAsked)) return null
  // An issue may have such a link among its stories.
  if (!isAsked && stories > 1) return null
  const links = blocks.flatMap(block => block.links.map(link => ({ link, text: block.text })))
  const spoken = links.find(({ link }) => asking.test(link.label || link.alt))
  const found = spoken ?? (isAsked ? links.find(({ link, text }) => asking.test(`${link.href} ${text}`)) : undefined)
  if (found && (isAsked || askingSubject.test(found.text) || askingSubject.test(found.link.label)))
    return found.link.href
  return isAsked && letter.listId === null ? undefined : null
}

/** Reads a letter. `own` is what our list is called in List-Id; `clickHosts` count clicks, besides those that are known. */
export function readNewsletter(
  letter: Letter,
  own: { readonly listId: string },
  clickHosts: readonly string[] = [],
): Newsletter {
  const source = letter.inner ?? letter
  if ([letter.listId, source.listId].includes(own.listId)) return { kind: 'own' }
  const whole = blocksOf(source)
  const inner = findPassedOn(whole)
  const blocks = inner?.blocks ?? whole
  const subject = (inner?.subject || source.subject).replace(passedOnSubject, '').trim().slice(0, SUBJECT_CHARACTERS)
  const innerAddress = /[^\s<>"()[\]:]{1,64}@[^\s<>"()[\]:]{1,255}/.exec(inner?.from ?? '')?.[0].toLowerCase()
  const address = innerAddress ?? source.from.address
  const name = (
    inner?.from.split(/[<[(]/)[0]?.replace(/["*]/g, '').trim() ||
    (inner ? '' : source.from.name) ||
    address
  ).slice(0, 100)
  const home = (address.split('@')[1] ?? '').replace(/^(?:www|mail|news|newsletter|email|e|send|list)\./, '')
  const commands = new Set([...letter.commands, ...source.commands].map(targetKey))
  const mailers = new Set([...commands].map(command => command.split('/')[0] ?? ''))
  const { links, personal, doubted, foot } = pickLinks(blocks, { home, mailers, clickHosts })
  const asked = findQuestion(source, { subject, blocks, stories: links.length })
  if (asked !== null) return { kind: 'question', name, subject, link: asked ?? null }
  const about = {
    readers: [...new Set([...letter.recipients, ...source.recipients])],
    commands,
    home,
  }
  const date = (inner ? parseFeedDate(inner.date) : null) ?? source.date
  return {
    kind: 'newsletter',
    name,
    subject,
    date,
    links,
    personal: personal.length,
    doubted,
    blocks: blocks.slice(0, foot),
    about,
  }
}
