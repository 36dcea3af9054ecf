// What of fontkit the share cards use: it comes without types of its own.
declare module 'fontkit' {
  interface Glyph {
    readonly advanceWidth: number
    readonly path: { toSVG(): string }
  }
  interface Font {
    readonly unitsPerEm: number
    /** Unpacks the file; before it was read no glyph can be. */
    readonly cmap: unknown
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): Glyph
  }
  export function create(bytes: Buffer): Font
}
