// Links as numbered notes, for editors that take no links to other sites: the same address keeps its number.

/** The notes of one text, in the order in which they were first asked for. */
export interface PasteNotes {
  /** The number of an address, with the words that stand before it in the list. */
  numberOf(url: string, title: string): number
  list(): readonly { readonly number: number; readonly title: string; readonly url: string }[]
}

/** Begins the notes of a text. */
export function openPasteNotes(): PasteNotes {
  const notes = new Map<string, ReturnType<PasteNotes['list']>[number]>()
  return {
    numberOf(url, title) {
      const known = notes.get(url) ?? { number: notes.size + 1, title, url }
      notes.set(url, known)
      return known.number
    },
    list: () => [...notes.values()],
  }
}

/** Whether the editor of WeChat keeps a link: those to its own articles alone. */
export function isWeChatLink(url: string): boolean {
  try {
    const { protocol, hostname } = new URL(url)
    return /^https?:$/.test(protocol) && hostname === 'mp.weixin.qq.com'
  } catch {
    return false
  }
}

/** Whether words are an address, however it is written: with or without the last slash, in letters of any script or encoded. */
export function isSameAddress(words: string, url: string): boolean {
  const written = words.trim()
  if (written === url) return true
  const address = URL.parse(written)?.href
  return address !== undefined && address === URL.parse(url)?.href
}
