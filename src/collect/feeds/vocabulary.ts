// The names of all feed dialects and modules in one spelling: `title` for RSS, `atom:title`, `dc:creator`, …

/** Namespace URIs without scheme, `www.`, trailing slash and case, to the module's prefix in our spelling; '' is RSS itself. */
const modules: ReadonlyMap<string, string> = new Map([
  ['my.netscape.com/rdf/simple/0.9', ''],
  ['channel.netscape.com/rdf/simple/0.9', ''],
  ['my.netscape.com/publish/formats/rss-0.91.dtd', ''],
  ['purl.org/rss/1.0', ''],
  ['purl.org/net/rss1.1', ''],
  ['backend.userland.com/rss', ''],
  ['backend.userland.com/rss2', ''],
  ['backend.userland.com/rss091', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
  ['cyber.law.harvard.edu/rss', ''],
  ['www.w3.org/2005/atom', 'atom:'],
  ['purl.org/atom/ns', 'atom:'],
  ['purl.org/atom-blog/ns', 'atom:'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf:'],
  ['www.w3.org/1999/xhtml', 'xhtml:'],
  ['purl.org/dc/elements/1.1', 'dc:'],
  ['purl.org/dc/elements/1.0', 'dc:'],
  ['purl.org/dc/terms', 'dcterms:'],
  ['purl.org/rss/1.0/modules/content', 'content:'],
  ['purl.org/rss/1.0/modules/syndication', 'sy:'],
  ['purl.org/rss/1.0/modules/slash', 'slash:'],
  ['search.yahoo.com/mrss', 'media:'],
  ['video.search.yahoo.com/mrss', 'media:'],
  ['itunes.com/dtds/podcast-1.0.dtd', 'itunes:'],
  ['example.com/dtds/podcast-1.0.dtd', 'itunes:'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner:'],
])

/** Prefixes that mean their module even when nobody declared them, or declared them with a misspelt URI. */
const usualPrefixes: ReadonlyMap<string, string> = new Map([
  ['rss', ''],
  ['atom', 'atom:'],
  ['atom10', 'atom:'],
  ['atom03', 'atom:'],
  ['a10', 'atom:'],
  ['rdf', 'rdf:'],
  ['xhtml', 'xhtml:'],
  ['dc', 'dc:'],
  ['dcterms', 'dcterms:'],
  ['content', 'content:'],
  ['sy', 'sy:'],
  ['syn', 'sy:'],
  ['slash', 'slash:'],
  ['media', 'media:'],
  ['itunes', 'itunes:'],
  ['feedburner', 'feedburner:'],
])

/** The module behind a namespace URI, in any case and with or without `https` and trailing `/` or `#`; null when unknown. */
export function moduleOfNamespace(uri: string): string | null {
  const plain = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/#]+$/, '')
  return modules.get(plain) ?? modules.get(plain.replace(/^www\./, '')) ?? null
}

/** The module that a prefix usually means; null when it means nothing to us. */
export function moduleOfPrefix(prefix: string): string | null {
  return usualPrefixes.get(prefix) ?? null
}

/** Elements of which the children count, not the text. */
const containers: ReadonlySet<string> = new Set([
  'rss',
  'rdf:rdf',
  'channel',
  'item',
  'entry',
  'image',
  'textinput',
  'skiphours',
  'skipdays',
  'atom:feed',
  'atom:entry',
  'atom:item',
  'atom:author',
  'atom:contributor',
  'atom:source',
  'itunes:owner',
  'itunes:category',
  'media:group',
  'media:content',
])

/** Fields in which any markup may stand, so that HTML's names in them mean nothing. */
const richFields: ReadonlySet<string> = new Set([
  'description',
  'content',
  'summary',
  'abstract',
  'body',
  'fullitem',
  'content:encoded',
  'xhtml:body',
  'xhtml:div',
  'atom:content',
  'atom:summary',
  'atom:subtitle',
  'atom:tagline',
  'atom:rights',
  'atom:info',
  'itunes:summary',
  'media:description',
  'media:text',
  'dc:description',
  'dcterms:abstract',
])

/** Fields of RSS and Atom that hold no markup of these names. */
const plainFields: ReadonlySet<string> = new Set([
  'title',
  'link',
  'description',
  'author',
  'contributor',
  'category',
  'comments',
  'enclosure',
  'source',
  'image',
  'content',
  'summary',
  'subtitle',
  'copyright',
  'rights',
  'managingeditor',
  'webmaster',
  'generator',
  'docs',
  'ttl',
  'language',
  'name',
  'email',
  'uri',
  'url',
  'created',
  'logo',
  'icon',
  'tagline',
  'info',
])

/** Fields that no HTML element is called after. */
const unmistakableFields: ReadonlySet<string> = new Set([
  'guid',
  'pubdate',
  'lastbuilddate',
  'atom:id',
  'atom:updated',
  'atom:published',
  'atom:issued',
  'atom:modified',
])

/** Authors in RSS are one line of text, but some hold what Atom's do. */
const personFields: ReadonlySet<string> = new Set(['author', 'contributor', 'managingeditor', 'dc:creator'])
const personParts: ReadonlySet<string> = new Set(['name', 'email', 'uri', 'url'])

const feedModule = /^(content|dc|dcterms|feedburner|itunes|media|slash|sy):/

/** Whether the children count and not the text. */
export function isContainer(name: string): boolean {
  return containers.has(name)
}

/** Whether elements of this name are items of a feed; some write the name of the other family. */
export function isItem(name: string): boolean {
  return name === 'item' || name === 'atom:entry' || name === 'entry' || name === 'atom:item'
}

/** Whether the element holds a feed or an item together: its tags are believed wherever they stand. */
export function isFrame(name: string): boolean {
  return isItem(name) || name === 'channel' || name === 'atom:feed' || name === 'rss' || name === 'rdf:rdf'
}

/** Whether a field that was never closed ends where the start tag `name` stands. */
export function endsField(field: string, name: string): boolean {
  if (isFrame(name)) return true
  if (name === field || (personFields.has(field) && personParts.has(name))) return false
  if (richFields.has(field)) {
    if (unmistakableFields.has(name) || feedModule.test(name)) return true
    return name === 'description' && !field.startsWith('atom:')
  }
  // XHTML stands in titles too.
  return isPlainField(field) && (isPlainField(name) || (richFields.has(name) && !name.startsWith('xhtml:')))
}

/** Whether a start tag proves that a person around it was never closed: of Atom's elements a person holds four. */
export function endsPerson(holder: string, name: string): boolean {
  if (holder !== 'atom:author' && holder !== 'atom:contributor') return false
  return name.startsWith('atom:') && !personParts.has(name.slice(5)) && name !== 'atom:homepage'
}

/** Whether the element is a field of some dialect or module, and not a stranger. */
export function isKnownField(name: string): boolean {
  return isPlainField(name) || richFields.has(name)
}

function isPlainField(name: string): boolean {
  return plainFields.has(name.replace('atom:', '')) || unmistakableFields.has(name) || feedModule.test(name)
}
