// The curator's words as a small tree that every edition renders in its own way: paragraphs, quotations, lists, code, one picture. Pure.
import { cutAtSentence } from '../../core/text.ts'

/** A part of a line. */
export type Span =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly spans: readonly Span[] }
  /** `url` is http(s) or mailto, checked. */
  | { readonly kind: 'link'; readonly url: string; readonly spans: readonly Span[] }

/** A picture that lies on our own site; pages ask no third party for anything. */
export interface SitePicture {
  /** Absolute. */
  readonly url: string
  /** Without scheme and host, for pages. */
  readonly path: string
  readonly size: { readonly width: number; readonly height: number } | null
}

/** A block of text. */
export type ProseBlock =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'quote'; readonly blocks: readonly ProseBlock[] }
  /** `start`: the first number; null for a list without numbers. */
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly ProseBlock[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'picture'
      readonly picture: SitePicture
      readonly alt: string
      /** Where it comes from, with its link; empty when nobody said. */
      readonly source: readonly Span[]
    }

/** A text. */
export type Prose = readonly ProseBlock[]

/** The words of spans, without what they look like. */
export function plainOfSpans(spans: readonly Span[]): string {
  return spans.map(span => ('text' in span ? span.text : plainOfSpans(span.spans))).join('')
}

function linesOf(block: ProseBlock): readonly string[] {
  if (block.kind === 'paragraph') return [plainOfSpans(block.spans).trim()]
  if (block.kind === 'quote') return paragraphsOfProse(block.blocks)
  if (block.kind === 'list') return block.items.flatMap(paragraphsOfProse)
  if (block.kind === 'code') return [block.text.replace(/\s+/g, ' ').trim()]
  return [[block.alt, plainOfSpans(block.source)].filter(text => text !== '').join(' ')]
}

/** Each paragraph, item, code and picture of a text as a line of plain words. */
export function paragraphsOfProse(prose: Prose): readonly string[] {
  return prose.flatMap(linesOf).filter(line => line !== '')
}

const lengthOf = (blocks: Prose): number => paragraphsOfProse(blocks).reduce((sum, line) => sum + line.length, 0)

/** The spans up to `units` of their words. */
function takeSpans(spans: readonly Span[], units: number): readonly Span[] {
  let left = units
  return spans.flatMap((span): readonly Span[] => {
    if (left <= 0) return []
    const room = left
    if ('text' in span) {
      left -= span.text.length
      return [{ ...span, text: span.text.slice(0, room) }]
    }
    left -= plainOfSpans(span.spans).length
    return [{ ...span, spans: takeSpans(span.spans, room) }]
  })
}

/** The beginning of a line, as cutAtSentence cuts its words. */
export function cutSpans(spans: readonly Span[], units: number): readonly Span[] {
  const words = plainOfSpans(spans)
  const { text, isCut } = cutAtSentence(words, units)
  if (!isCut) return spans
  const kept = text.replace(/\s?…$/, '')
  const start = words.length - words.trimStart().length
  return kept === '' ? [] : [...takeSpans(spans, start + kept.length), { kind: 'text', text: text.slice(kept.length) }]
}

function cutBlock(block: ProseBlock, units: number): Prose {
  if (block.kind === 'paragraph') {
    const spans = cutSpans(block.spans, units)
    return spans.length === 0 ? [] : [{ ...block, spans }]
  }
  if (block.kind === 'quote') {
    const blocks = cutProse(block.blocks, units).prose
    return blocks.length === 0 ? [] : [{ ...block, blocks }]
  }
  if (block.kind !== 'list') return []
  let left = units
  const items: Prose[] = []
  for (const item of block.items) {
    const length = lengthOf(item)
    // Half an item is none, unless there is no other.
    if (length > left && items.length > 0) break
    const { prose } = cutProse(item, left)
    if (prose.length > 0) items.push(prose)
    left -= length
    if (left <= 0) break
  }
  return items.length === 0 ? [] : [{ ...block, items }]
}

/** The first blocks, together at most `units` of plain words long, the last one shortened. */
export function cutProse(prose: Prose, units: number): { readonly prose: Prose; readonly isCut: boolean } {
  const shown: ProseBlock[] = []
  let left = units
  for (const block of prose) {
    const length = lengthOf([block])
    if (length > left) return { prose: [...shown, ...cutBlock(block, left)], isCut: true }
    shown.push(block)
    left -= length
  }
  return { prose, isCut: false }
}
