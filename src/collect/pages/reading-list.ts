// Tells whether a post is a reading list, by its structure, and reads its stories. Pure; `weekly import-blog` calls it for each page.
import { cutAtSentence } from '../../core/text.ts'
import { canonicalUrl, parseHttpUrl, siteOf } from '../../core/url.ts'
import { pointsOf, splitBullets, tidy } from './bullets.ts'
import { type BlockExtra, type ListBlock, type BlockLink, isBare, LEVEL_OF_LINK, readBlocks } from './list-blocks.ts'

/** A story of another's reading list. */
export interface ListedStory {
  readonly title: string
  /** Null when the list names no page for it. */
  readonly url: string | null
  readonly pdfUrl: string | null
  readonly summary: string
  readonly points: readonly string[]
  readonly note: string | null
  /** All that stands below the title, in its order; empty where the title stands within the words. */
  readonly body: readonly ListedPart[]
}

/** A part of what a list says of a story. */
export type ListedPart =
  | {
      readonly kind: 'paragraph' | 'quote' | 'item' | 'note'
      readonly text: string
      readonly html: string
      readonly below: readonly string[]
    }
  | BlockExtra

/** A section of another's reading list. */
export interface ListedSection {
  /** Null for stories that stand under no heading. */
  readonly title: string | null
  readonly stories: readonly ListedStory[]
}

/** A post that is a list, or why it is none; `why` is half a sentence. */
export type Verdict =
  | {
      readonly kind: 'list'
      readonly foreword: string | null
      /** The same in its parts. */
      readonly opening: readonly ListedPart[]
      readonly sections: readonly ListedSection[]
      readonly why: string
    }
  | { readonly kind: 'other'; readonly why: string }

/** What is known of a post before it is read. */
export interface AboutPost {
  readonly url: string
  readonly title: string
  /** Headings that other lists of the blog have too: they are sections wherever they stand. */
  readonly knownSections: ReadonlySet<string>
}

/** What opens a story on this page. */
type Style = 'headings' | 'items' | 'paragraphs'

interface OpenStory {
  readonly title: string
  readonly url: string | null
  readonly links: readonly BlockLink[]
  /** Pictures and code right below its heading. */
  readonly first: readonly BlockExtra[]
  readonly body: ListBlock[]
}

interface OpenSection {
  readonly title: string | null
  /** Of its heading; 0 without one. */
  readonly level: number
  readonly stories: OpenStory[]
  /** What stands in it before its first story, and between stories that are items. */
  readonly body: ListBlock[]
}

const listName =
  /reading (list|notes)|weekly|week(ly)? ?\d|links|digest|round-?up|newsletter|周刊|周报|週刊|阅读|閱讀|每周|一周|资讯|链接/i
const SUMMARY_UNITS = 1_200
/** This part of the text must belong to stories that are items of lists: else they are references under an article. */
const ITEMS_SHARE = 0.5
const pdfMark = /^\W*pdf\W*$/i
const noteMark = /^(?:编者按|编按|按|评论?|点评|备注|note|comment)\s*[:：]\s*/i

/** Judges a post's sanitised HTML. */
export function readReadingList(html: string, about: AboutPost): Verdict {
  const blocks = readBlocks(html)
  const isOut = ({ url }: BlockLink): boolean => siteOf(url) !== '' && siteOf(url) !== siteOf(about.url)
  const style = findStyle(blocks, isOut)
  if (style === null) return { kind: 'other', why: 'no repeated headings or items lead to other sites' }
  const { foreword, opening, sections } = assemble(blocks, style, isOut, about.knownSections)
  const stories = sections.flatMap(section => section.stories)
  const sites = Map.groupBy(
    stories.flatMap(({ url }) => url ?? []),
    siteOf,
  )
  const links = [...sites.values()].reduce((sum, urls) => sum + urls.length, 0)
  const why = `${links} ${style} lead to ${sites.size} ${sites.size === 1 ? 'site' : 'sites'}`
  if (listName.test(about.title))
    return links >= 2 ? { kind: 'list', foreword, opening, sections, why } : { kind: 'other', why: `only ${why}` }
  // Without a name a list must show it: many sites, none of them dominant, and something said of most stories.
  const most = [...sites.values()].reduce((longest, urls) => Math.max(longest, urls.length), 0)
  const told = stories.filter(({ summary, points }) => summary !== '' || points.length > 0).length
  if (links < 4 || sites.size < 3) return { kind: 'other', why: `only ${why}, and its title names no list` }
  if (most > links / 2) return { kind: 'other', why: `${why}, ${most} of them to one, and its title names no list` }
  if (told < stories.length / 2)
    return { kind: 'other', why: `${why}, ${told} of them with a word on it, and its title names no list` }
  return { kind: 'list', foreword, opening, sections, why }
}

/** The unlinked headings of a post, for learning which of them return from list to list. */
export function readPlainHeadings(html: string): readonly string[] {
  return readBlocks(html).flatMap(({ kind, links, text }) =>
    kind === 'heading' && links.length === 0 ? tidy(text) : [],
  )
}

type IsOut = (link: BlockLink) => boolean

function findStyle(blocks: readonly ListBlock[], isOut: IsOut): Style | null {
  const headings = blocks.flatMap((block, index) => (block.kind === 'heading' ? index : []))
  const leading = headings.filter(index => linkOfHeading(blocks, index, isOut) !== null)
  if (leading.length >= 2 && leading.length >= headings.length / 2) return 'headings'
  const whole = lengthOf(blocks)
  for (const [style, kind] of [
    ['items', 'item'],
    ['paragraphs', 'paragraph'],
  ] as const) {
    const all = blocks.filter(block => block.kind === kind)
    const led = all.filter(({ lead }) => lead !== null && isOut(lead) && !isBare(lead))
    if (led.length >= 3 && led.length >= all.length * 0.6 && lengthOf(led) >= whole * ITEMS_SHARE) return style
  }
  return null
}

const lengthOf = (blocks: readonly ListBlock[]): number =>
  blocks.reduce((sum, { text, below }) => sum + text.length + below.join('').length, 0)

/** The link of a heading, else the one that stands bare in a paragraph of its own below it. */
function linkOfHeading(blocks: readonly ListBlock[], index: number, isOut: IsOut): BlockLink | null {
  const own = blocks[index]?.links.find(link => isOut(link) && !isPdf(link))
  if (own) return own
  for (let at = index + 1; at < blocks.length && blocks[at]?.kind !== 'heading'; at++) {
    const block = blocks[at]
    const link = block && isBareLine(block) ? block.links.find(isOut) : undefined
    if (link) return link
  }
  return null
}

function isBareLine({ kind, text, lead, links }: ListBlock): boolean {
  return kind === 'paragraph' && links.length === 1 && lead !== null && isBare(lead) && tidy(text) === tidy(lead.text)
}

function isPdf({ url, text }: BlockLink): boolean {
  return pdfMark.test(text) || /\.pdf$/i.test(parseHttpUrl(url)?.pathname ?? '')
}

/** Goes through the blocks once: what opens a section, what opens a story, and what belongs to the story that is open. */
function assemble(blocks: readonly ListBlock[], style: Style, isOut: IsOut, knownSections: ReadonlySet<string>) {
  const sections: OpenSection[] = [{ title: null, level: 0, stories: [], body: [] }]
  let open: OpenStory | null = null
  const linkedLevel = blocks
    .filter(({ kind, links }) => kind === 'heading' && links.some(isOut))
    .reduce((lowest, { level }) => Math.min(lowest, level), Infinity)
  const begin = (story: OpenStory): OpenStory => {
    sections.at(-1)?.stories.push(story)
    return story
  }
  blocks.forEach((block, index) => {
    const lead = block.lead !== null && isOut(block.lead) && !isBare(block.lead) ? block.lead : null
    if (block.kind === 'heading') {
      const link = linkOfHeading(blocks, index, isOut)
      const title = titleOfHeading(block)
      const isAlone = [undefined, 'heading'].includes(blocks[index + 1]?.kind)
      const isSection =
        link === null &&
        block.links.length === 0 &&
        (style !== 'headings' || knownSections.has(title) || isAlone || block.level < linkedLevel)
      // A heading of the section's own level ends it.
      const isBeside = (sections.at(-1)?.level ?? 0) >= block.level
      if (isSection) sections.push({ title, level: block.level, stories: [], body: [] })
      else if (isBeside) sections.push({ title: null, level: 0, stories: [], body: [] })
      open = isSection
        ? null
        : begin({ title, url: link?.url ?? null, links: block.links, first: block.after ?? [], body: [] })
    } else if (lead && ((block.kind === 'item' && open === null) || block.kind === styleKind[style])) {
      const rest: ListBlock = {
        level: block.level,
        lead: block.lead,
        kind: 'paragraph' as const,
        text: block.text.replace(lead.text, ''),
        links: block.links.slice(1),
        below: [],
      }
      const below = block.below.map(text => ({ ...rest, kind: 'item' as const, text, links: [] }))
      const story = begin({
        title: tidy(lead.text),
        url: lead.url,
        links: block.links,
        first: [],
        body: [rest, ...below],
      })
      open = style === 'paragraphs' ? story : null
    } else if (open) open.body.push(block)
    else sections.at(-1)?.body.push(block)
  })
  const foreword = sections[0]?.body.map(({ text }) => tidy(text)).filter(text => text !== '') ?? []
  return {
    foreword: foreword.length === 0 ? null : foreword.join('\n\n'),
    opening: partsOf([], sections[0]?.body ?? []),
    sections: joinUntitled(sections.map(section => closeSection(section, isOut))).filter(
      ({ stories }) => stories.length > 0,
    ),
  }
}

/** A heading with nothing but prose below it was a story and no section. */
function closeSection({ title, stories, body }: OpenSection, isOut: IsOut): ListedSection {
  if (title === null || stories.length > 0 || body.length === 0)
    return { title, stories: stories.map(story => finish(story, isOut)) }
  return { title: null, stories: [finish({ title, url: null, links: [], first: [], body }, isOut)] }
}

/** Stories under no heading that follow each other stand together. */
function joinUntitled(sections: readonly ListedSection[]): readonly ListedSection[] {
  const joined: { title: string | null; stories: ListedStory[] }[] = []
  for (const { title, stories } of sections) {
    const last = joined.at(-1)
    if (last?.title === null && title === null) last.stories.push(...stories)
    else joined.push({ title, stories: [...stories] })
  }
  return joined
}

/** Which blocks open stories on a page of a style; headings have a rule of their own. */
const styleKind: Readonly<Record<Style, ListBlock['kind'] | null>> = {
  headings: null,
  items: 'item',
  paragraphs: 'paragraph',
}

const itemNumber = /^(?:\d{1,3}\s*(?:[、．)）]|\.(?=\s|\p{L}))|[（(]\d{1,3}[)）])\s*(?=\S)/u

/** The heading without its PDF link and marks, and without a number that stands before its link. */
function titleOfHeading({ text, links, level }: ListBlock): string {
  const extra = links.slice(1).filter(link => isPdf(link) || !/[\p{L}\p{N}]/u.test(link.text))
  const title = tidy(extra.reduce((left, link) => left.replace(link.text, ''), text).replace(/\*\*/g, ''))
  const whole = title.replace(/[-–—|\s]+$/u, '')
  const isCounted = level === LEVEL_OF_LINK || (links[0] !== undefined && !itemNumber.test(links[0].text))
  return isCounted ? whole.replace(itemNumber, '') : whole
}

/** Everything below a title in its order; nothing where a part of it was taken apart. */
function partsOf(first: readonly BlockExtra[], body: readonly ListBlock[]): readonly ListedPart[] {
  const parts: ListedPart[] = [...first]
  for (const block of body) {
    const { kind, text, html, below, after = [] } = block
    if (html === undefined) return []
    const isNote = kind !== 'item' && noteMark.test(text.trim())
    if (!isBareLine(block) && kind !== 'heading')
      parts.push({
        kind: isNote ? 'note' : kind,
        text: isNote ? text.trim().replace(noteMark, '') : text,
        html: isNote ? html.trim().replace(noteMark, '') : html,
        below,
      })
    parts.push(...after)
  }
  return parts
}

function finish({ title, url, links, first, body }: OpenStory, isOut: IsOut): ListedStory {
  const own = body.flatMap(block => block.links)
  const all = [...links, ...own]
  const page =
    url ?? all.find(link => isOut(link) && !isPdf(link))?.url ?? all.find(isOut)?.url ?? links[0]?.url ?? null
  const prose = body
    .filter(block => block.kind !== 'item' && !isBareLine(block))
    .flatMap(({ text }) => splitBullets(text))
  const notes = prose.filter(({ text }) => noteMark.test(text)).map(({ text }) => text.replace(noteMark, ''))
  const told = prose.filter(({ isPoint, text }) => !isPoint && !noteMark.test(text)).map(({ text }) => text)
  const items = body.filter(({ kind }) => kind === 'item').flatMap(pointsOf)
  const pdfUrl = (links.find(isPdf) ?? own.find(({ text }) => pdfMark.test(text)))?.url ?? null
  return {
    title,
    url: page,
    pdfUrl: pdfUrl !== null && page !== null && canonicalUrl(pdfUrl) === canonicalUrl(page) ? null : pdfUrl,
    summary: cutAtSentence(told.join(' '), SUMMARY_UNITS).text,
    points: [...items, ...prose.filter(({ isPoint }) => isPoint).map(({ text }) => text)].filter(point => point !== ''),
    note: notes.length === 0 ? null : notes.join('\n\n'),
    body: partsOf(first, body),
  }
}
