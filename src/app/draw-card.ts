// Draws one share card: letters from the program's own font, laid out, made a PNG. Runs in the process that draws.
import { encodeIndexedPng } from '../publish/card/indexed-png.ts'
import { type CardWords, layCard } from '../publish/card/lay-card.ts'
import { readLetters } from '../publish/card/letters.ts'
import { drawSvg } from './re-encode-picture.ts'

/** Draws a card, 1200 by 630 pixels, as PNG. */
export async function drawCard(words: CardWords): Promise<Uint8Array> {
  const letters = await readLetters(`${words.list}${words.title}${words.label}…`)
  return encodeIndexedPng(await drawSvg(layCard(words, letters)))
}
