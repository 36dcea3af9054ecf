// What a page says about its article in JSON-LD (schema.org).
import { type Markup, textInside } from '../../formats/markup.ts'
import { compileSelector, findElements } from '../../formats/select.ts'

/** The article's own statements, as given and untrusted; null where the page says nothing. */
export interface LinkedArticle {
  readonly headline: string | null
  readonly authors: readonly string[]
  readonly publishedText: string | null
  readonly siteName: string | null
  readonly image: string | null
  readonly language: string | null
  readonly body: string | null
}

type Thing = Readonly<Record<string, unknown>>
const articleType =
  /Article$|^(BlogPosting|Report|SocialMediaPosting|DiscussionForumPosting|LiveBlogPosting|TechArticle|Review)$/
/** Blogs that call their articles pages date them all the same. */
const pageType = /^(?:Web|Item)Page$/
const linkedData = compileSelector('script[type="application/ld+json"]')
const MAX_THINGS = 500

/** Reads all JSON-LD of the page and takes the first thing that is an article; null when there is none. Broken JSON is passed over. */
export function readLinkedArticle($: Markup): LinkedArticle | null {
  const things: Thing[] = []
  for (const script of findElements($, linkedData)) {
    // Raw newlines inside strings are the commonest fault; a space says the same.
    const text = textInside(script)
      .replace(/[\u0000-\u001f]+/g, ' ')
      .replace(/^\s*(?:<!--|\/\*.*?\*\/|\/\/<!\[CDATA\[)|(?:-->|\/\/\]\]>|;)\s*$/g, '')
    collectThings(parseJson(text), things, 0)
  }
  const find = (pattern: RegExp): Thing | undefined =>
    things.find(thing => wordsOf(thing['@type']).some(type => pattern.test(type)))
  const page = find(pageType)
  const article = find(articleType) ?? (page?.datePublished === undefined ? undefined : {})
  if (!article) return null
  return {
    headline: textOf(article.headline) ?? textOf(article.name),
    authors: authorsOf(article, things),
    publishedText: textOf(article.datePublished) ?? textOf(article.dateCreated) ?? textOf(page?.datePublished),
    siteName: namedOf(article.publisher, things)[0]?.name ?? null,
    image: imageOf(article.image),
    language: textOf(article.inLanguage),
    body: textOf(article.articleBody),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function collectThings(value: unknown, things: Thing[], depth: number): void {
  if (depth > 6 || things.length >= MAX_THINGS) return
  if (Array.isArray(value)) for (const each of value) collectThings(each, things, depth + 1)
  if (!isThing(value)) return
  things.push(value)
  for (const name of ['@graph', 'mainEntity', 'mainEntityOfPage']) collectThings(value[name], things, depth + 1)
}

function wordsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter(each => typeof each === 'string')
}

function textOf(value: unknown): string | null {
  const text: unknown = Array.isArray(value) ? value[0] : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null
}

/** Somebody whom JSON-LD names. */
interface Named {
  readonly name: string
  readonly isPerson: boolean
}

/** Persons or organisations: plain text, things, lists of either, or references to things of the same page. */
function namedOf(value: unknown, things: readonly Thing[]): readonly Named[] {
  const named = new Map<string, Named>()
  for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    const thing = isThing(each)
      ? textOf(each.name)
        ? each
        : things.find(other => other['@id'] === each['@id'] && other.name)
      : undefined
    const name = textOf(each) ?? textOf(thing?.name)
    if (name && !named.has(name)) named.set(name, { name, isPerson: wordsOf(thing?.['@type']).includes('Person') })
  }
  return [...named.values()]
}

/** Who wrote it; an organisation that is the publisher as well says only whose site it is. */
function authorsOf(article: Thing, things: readonly Thing[]): readonly string[] {
  const publishers = new Set(namedOf(article.publisher, things).map(({ name }) => name))
  return namedOf(article.author ?? article.creator, things)
    .filter(({ name, isPerson }) => isPerson || !publishers.has(name))
    .map(({ name }) => name)
}

function imageOf(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return textOf(first) ?? (isThing(first) ? textOf(first.url) : null)
}
