// A post of Bluesky as a record: its text with links by byte places, and the key under which it lies.
import { createHash } from 'node:crypto'
import { wordsOf } from '../../core/words/words.ts'
import { composeMessage, countGraphemes, type Line, visibleText } from '../compose.ts'
import { cutToColumns } from '../../publish/plain-text.ts'
import type { IssueFacts } from '../issue-facts.ts'

const MOST = { graphemes: 300, bytes: 3_000 }
const CARD_COLUMNS = 200
const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/** The record of an issue as JSON; null when there is no room. Its time is the issue's own, so that it is the same each time. */
export function renderRecord(facts: IssueFacts): string | null {
  const fits = (lines: readonly Line[]): boolean => {
    const text = visibleText(lines)
    return Buffer.byteLength(text) <= MOST.bytes && countGraphemes(text) <= MOST.graphemes
  }
  const lines = composeMessage(facts, fits)
  return (
    lines &&
    JSON.stringify({
      $type: 'app.bsky.feed.post',
      text: visibleText(lines),
      facets: placeLinks(lines),
      langs: [facts.language.split('-')[0]],
      createdAt: facts.sealedAt,
      // Nobody fetches a card for a link: it stands in the post, without a picture.
      embed: { $type: 'app.bsky.embed.external', external: describeCard(facts) },
    })
  )
}

/** The issue as a card below the post. */
function describeCard({ url, listTitle, title, stories, takenBack, language }: IssueFacts): object {
  const description = takenBack ?? stories.map(story => story.title).join(' · ')
  const head = title.startsWith(listTitle) ? title : `${listTitle}${wordsOf(language).colon}${title}`
  return { uri: url, title: head, description: cutToColumns(description, CARD_COLUMNS) }
}

/** Links by UTF-8 bytes, the end exclusive. */
function placeLinks(lines: readonly Line[]): readonly object[] {
  const facets: object[] = []
  let at = 0
  for (const line of lines) {
    for (const { text, href } of line) {
      const end = at + Buffer.byteLength(text)
      const features = [{ $type: 'app.bsky.richtext.facet#link', uri: href }]
      if (href !== null) facets.push({ index: { byteStart: at, byteEnd: end }, features })
      at = end
    }
    at += 1
  }
  return facets
}

/** A TID, 13 characters, of the microseconds since 1970 and a clock of 10 bits: those of `seed` make it the message's own, the same each time. */
export function makeRecordKey(ms: number, seed: string): string {
  const bits = createHash('sha256').update(seed).digest().readUInt32BE(0)
  let rest = ((BigInt(ms) * 1_000n + BigInt((bits >>> 10) % 1_000)) << 10n) | BigInt(bits & 1_023)
  let key = ''
  for (let place = 0; place < 13; place += 1) {
    key = `${ALPHABET[Number(rest & 31n)] ?? ''}${key}`
    rest >>= 5n
  }
  return key
}
