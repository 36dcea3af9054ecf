// Draws share cards: letters from the program's own font, laid out, made a PNG. What is not used is not loaded.
import type { Log } from '../core/log.ts'
import { encodeIndexedPng } from '../publish/card/indexed-png.ts'
import { type CardWords, layCard } from '../publish/card/lay-card.ts'
import { readLetters } from '../publish/card/letters.ts'
import { drawSvg } from './re-encode-picture.ts'

/** One pixel, where no card can be drawn: a site without its pictures is better than none. */
const NOTHING = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)

/** Draws a card, 1200 by 630 pixels, as PNG. */
export async function drawCard(words: CardWords): Promise<Uint8Array> {
  const letters = await readLetters(`${words.list}${words.title}${words.label}…`)
  return encodeIndexedPng(await drawSvg(layCard(words, letters)))
}

/** The same for a site that is being written: what keeps a card from being drawn is logged, and keeps nothing else from it. */
export function createCardDrawer(log: Log): (words: CardWords) => Promise<Uint8Array> {
  return async words => {
    try {
      return await drawCard(words)
    } catch (error) {
      log.warn('card.not-drawn', { title: words.title, error: String(error) })
      return NOTHING
    }
  }
}
