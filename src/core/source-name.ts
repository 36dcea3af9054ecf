// The name of a source as a reader would say it: without what its software prints around it. Pure.

const MAX_NAME_CHARACTERS = 300

const site =
  '(?:medium|substack|dev(?:\\.to| community)?|wordpress(?:\\.com)?|tumblr|youtube|vimeo|soundcloud|svbtle|ghost|linkedin|github|hashnode|hackernoon|patreon|mirror|bear ?blog|mastodon|twitter|bilibili|zhihu|知乎|简书|掘金|cnblogs|csdn)'
/** Around the name, with the words of the software: `Recent content in Posts on Harbour Notes`, `Stories by Ann Lee on Medium`. */
const frames: readonly RegExp[] = [
  /^(?:recent|latest|newest|all|new)\s+(?:content|posts|entries|articles|updates|news|stories)(?:\s+in\s+[^|]{1,60}?)?\s+(?:on|from|of|at|-|–|—|\|)\s+(.+)$/iu,
  /^(?:posts?|blog posts?|articles|entries|stories|writing|blog)\s+(?:on|by|from)\s+(.+)$/iu,
  /^(?:comments (?:on|for)|activity of|feed (?:of|for|from)|(?:rss|atom)(?: feed)? (?:of|for|from))\s*:?\s+(.+)$/iu,
  new RegExp(`^(.+?)\\s+on\\s+${site}$`, 'iu'),
  /^(.+?)\s*(?:的|之)?(?:rss|atom)?\s*(?:订阅源?|文章列表|最新文章|全部文章|所有文章)$/iu,
  /^(.+?)\s*[-–—|:：»·]?\s*[([（【]?\s*(?:rss(?: ?\d(?:\.\d+)?)?|atom|json)(?: ?feeds?)?\s*[)\]）】]?$/iu,
  /^(.+?)\s+(?:rss|atom|news|blog|podcast)?\s*feeds?$/iu,
  /^(?:archives?|archive for(?: the)?|category archives?|tag archives?|blog archives?|归档|存档|文章归档)\s*[:：]\s*(.+)$/iu,
  /^(.+?)\s*归档$/u,
]
/** Between marks, these say nothing. */
const emptyPart =
  /^(?:(?:blog |post |site |news )?archives?|(?:category|tag)?\s*archives?|home(?:page)?|index|feeds?|(?:rss|atom|json)(?: ?\d(?:\.\d+)?)?(?: feeds?)?|subscribe|all (?:posts|articles)|latest (?:posts|articles|news)|posts|articles|归档|存档|文章归档|首页|主页|订阅|rss ?订阅|全部文章|所有文章|最新文章|文章列表|(?:page|第)\s?\d+\s?页?|\d{4}(?:[-/.年]\s?\d{1,2}月?)?)$/iu
const mark = /\s+[-–—|｜»«·•:]\s+|\s*[|｜»]\s*|(?<=archives?|归档)\s*[:：]\s*/iu
/** WordPress calls its categories so; an archive by itself may be the source. */
const categoryArchives = / Archives(?= [-–—|»] \S)/u
const entity =
  /&(?:amp|lt|gt|quot|apos|nbsp|hellip|mdash|ndash|lsquo|rsquo|ldquo|rdquo|middot|#\d{1,7}|#x[\da-f]{1,6});/giu
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  middot: '·',
}

/** The characters of entities that were escaped once too often: `AT&amp;T` is AT&T. For names and titles, never for HTML. */
export function decodeLeftEntities(text: string): string {
  return text.replace(entity, found => {
    const name = found.slice(1, -1).toLowerCase()
    if (!name.startsWith('#')) return entities[name] ?? found
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    return isCharacter ? String.fromCodePoint(code) : found
  })
}

/** The name alone, without "Recent content on", "on Medium", "Archives -", "RSS", 订阅 and entities; as it was where nothing else is left. */
export function cleanSourceName(title: string): string {
  const line = decodeLeftEntities(title.slice(0, MAX_NAME_CHARACTERS))
    .replace(/\s+/g, ' ')
    .trim()
    .replace(categoryArchives, '')
  const parts = line.split(mark).filter(part => part.trim() !== '' && !emptyPart.test(part.trim()))
  // Where nothing was dropped the marks between the parts stay as they were.
  const kept = parts.length > 0 && parts.length < line.split(mark).length ? parts.join(' - ') : line
  const name = frames.reduce((text, frame) => frame.exec(text)?.[1]?.trim() || text, kept)
  return emptyPart.test(name) ? line : name
}
