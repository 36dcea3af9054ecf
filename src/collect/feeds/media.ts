// Attached files and the best picture of an item, from RSS, Atom, Media RSS and iTunes.
import type { Enclosure } from '../../core/types.ts'
import { findChildren, readAttribute, readText, type FeedElement } from './element.ts'
import { readBytes, resolveLink, type FeedLink } from './links.ts'
import { findFirstImage } from './markup.ts'

const noEnclosures: readonly Enclosure[] = []

interface Picture {
  readonly url: string
  /** Pixels; 0 when the feed does not say. */
  readonly width: number
}

/** Enclosures of an item in document order, each URL once: RSS `enclosure`, Atom `rel=enclosure`, sound, film and files of Media RSS. */
export function readEnclosures(item: FeedElement, links: readonly FeedLink[], base: string): readonly Enclosure[] {
  const enclosures: Enclosure[] = []
  for (const element of findChildren(item, 'enclosure')) {
    const url = resolveLink(readAttribute(element, 'url') ?? readAttribute(element, 'href') ?? '', element.base ?? base)
    const lengthBytes = readBytes(readAttribute(element, 'length'))
    if (url && hasAddress(element)) enclosures.push({ url, type: readAttribute(element, 'type'), lengthBytes })
  }
  for (const { url, rel, type, lengthBytes } of links)
    if (rel === 'enclosure') enclosures.push({ url, type, lengthBytes })
  for (const element of findMedia(item, 'media:content')) {
    const url = readUrl(element, base)
    const lengthBytes = readBytes(readAttribute(element, 'filesize'))
    if (!url || isPicture(element)) continue
    const durationSeconds = parseDuration(readAttribute(element, 'duration') ?? '')
    const length = durationSeconds === null ? {} : { durationSeconds }
    enclosures.push({ url, type: readAttribute(element, 'type'), lengthBytes, ...length })
  }
  const transcripts = findChildren(item, 'podcast:transcript')
  if (transcripts.length > 0) enclosures.push(...chooseTranscript(transcripts, base))
  if (enclosures.length === 0) return noEnclosures
  const once = Array.from(Map.groupBy(enclosures, enclosure => enclosure.url).values()).flatMap(same =>
    same.slice(0, 1),
  )
  const seconds = parseDuration(readText(findChildren(item, 'itunes:duration')[0] ?? null) ?? '')
  if (seconds === null) return once
  const played = once.findIndex(
    ({ type, isTranscript }) => isTranscript !== true && (type === null || /^(?:audio|video)\//i.test(type)),
  )
  return once.map((each, at) => (at === played ? { ...each, durationSeconds: seconds } : each))
}

/** Of the transcripts that the podcast namespace names the one that is read best. */
function chooseTranscript(transcripts: readonly FeedElement[], base: string): readonly Enclosure[] {
  const found = transcripts.flatMap(element => {
    const url = readUrl(element, base)
    const type = readAttribute(element, 'type')
    return url && hasAddress(element) ? [{ url, type, lengthBytes: null, isTranscript: true } as const] : []
  })
  const kinds = [/vtt/i, /srt|subrip/i, /json/i, /plain/i]
  const rank = ({ type }: Enclosure): number => {
    const at = kinds.findIndex(kind => kind.test(type ?? ''))
    return at < 0 ? kinds.length : at
  }
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, 1)
}

/** Seconds of `1:02:03`, `62:03` or `3723`; null for anything else, and for what plays longer than a week. */
export function parseDuration(text: string): number | null {
  const parts = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7})(?:\.\d+)?$/.exec(text.trim())
  if (!parts) return null
  const [, hours = '0', minutes = '0', seconds = '0'] = parts
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return total > 0 && total <= 7 * 86_400 ? total : null
}

/** The picture that stands for an item: the widest of Media RSS, else iTunes', an attached picture, the item's own, the first in its HTML. */
export function findImage(
  item: FeedElement,
  enclosures: readonly Enclosure[],
  html: string | null,
  base: string,
): string | null {
  return (
    findWidestPicture(item, base) ??
    findNamedImage(item, base) ??
    enclosures.find(enclosure => enclosure.type?.startsWith('image/'))?.url ??
    (html === null ? null : findFirstImage(html))
  )
}

function findWidestPicture(item: FeedElement, base: string): string | null {
  if (!holdsMedia(item)) return null
  return (
    findMedia(item, 'media:content')
      .filter(isPicture)
      .concat(findMedia(item, 'media:thumbnail'))
      .flatMap(element => readPicture(element, base))
      .reduce<Picture | null>((best, picture) => (best && best.width >= picture.width ? best : picture), null)?.url ??
    null
  )
}

/** Whether anything of Media RSS stands in an item. Most items have none, and need not be searched for all of it. */
export function holdsMedia(item: FeedElement): boolean {
  return item.children.some(child => child.name.startsWith('media:'))
}

/** `itunes:image`, its ancestor `itunes:link`, or an `image` with an address inside or as its text. */
function findNamedImage(item: FeedElement, base: string): string | null {
  for (const element of findChildren(item, 'itunes:image', 'itunes:link', 'image', 'thumbnail')) {
    const address =
      readAttribute(element, 'href') ??
      readAttribute(element, 'url') ??
      readText(element.children.find(child => child.name === 'url') ?? null) ??
      readText(element)
    const url = address === null ? null : resolveLink(address, element.base ?? base)
    if (url && !/\s/.test(url)) return url
  }
  return null
}

/** Media RSS elements stand in the item, in a group, or in a `media:content`. */
function findMedia(element: FeedElement, name: string): FeedElement[] {
  const found: FeedElement[] = []
  for (const child of element.children) {
    if (child.name === name) found.push(child)
    if (child.name === 'media:group' || child.name === 'media:content') found.push(...findMedia(child, name))
  }
  return found
}

function isPicture(element: FeedElement): boolean {
  const type = readAttribute(element, 'medium') ?? readAttribute(element, 'type') ?? ''
  return type.startsWith('image') || /\.(jpe?g|png|gif|webp|avif)(\?|$)/i.test(readAttribute(element, 'url') ?? '')
}

function readPicture(element: FeedElement, base: string): Picture[] {
  const url = readUrl(element, base)
  return url ? [{ url, width: Number.parseInt(readAttribute(element, 'width') ?? '0', 10) || 0 }] : []
}

function readUrl(element: FeedElement, base: string): string | null {
  const address = readAttribute(element, 'url')
  return address === null ? null : resolveLink(address, element.base ?? base)
}

function hasAddress(element: FeedElement): boolean {
  return readAttribute(element, 'url') !== null || readAttribute(element, 'href') !== null
}
