// What runs in the process that draws share cards: answers the words of each with its picture, or why there is none. It ends with who
// started it.
import type { CardWords } from '../publish/card/lay-card.ts'
import { drawCard } from './draw-card.ts'

/** What the process answers. */
export type DrawnCard = { readonly png: Uint8Array } | { readonly failure: string }

async function answer(words: CardWords): Promise<DrawnCard> {
  try {
    return { png: await drawCard(words) }
  } catch (error) {
    return { failure: String(error) }
  }
}

// A terminal sends these to all that belong to a command; what the command has begun is finished.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

process.on('message', (words: CardWords) => {
  void answer(words).then(drawn => process.send?.(drawn))
})
