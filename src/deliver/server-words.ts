// The words of mail servers as text: mostly ASCII, else UTF-8, and in China often GB18030.

/** Decodes bytes that name no charset: as UTF-8 where they are that, else as GB18030, which has all of ASCII. */
export function decodeWords(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
