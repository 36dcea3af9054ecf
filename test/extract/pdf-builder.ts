// Writes small PDFs for tests, so that no binary file is kept.
import { deflateSync } from 'node:zlib'

/** A line of print and its size in points. */
export interface PrintedLine {
  readonly text: string
  readonly size: number
}

/** What a test may want of its document. */
export interface PdfWish {
  /** One list of lines for each page, from top to bottom. */
  readonly pages: readonly (readonly PrintedLine[])[]
  /** The document's own title. */
  readonly title?: string
  /** Says that the document is encrypted, with a password that nobody has. */
  readonly isEncrypted?: boolean
  /** The first page begins with so many spaces, compressed: a little file that unpacks to much. */
  readonly paddingBytes?: number
}

const contentOf = (lines: readonly PrintedLine[]): string =>
  `BT ${lines.map(({ text, size }, at) => `/F1 ${size} Tf 1 0 0 1 72 ${700 - at * 14} Tm (${text}) Tj`).join(' ')} ET`

function streamOf(lines: readonly PrintedLine[], paddingBytes: number): Buffer {
  const content = Buffer.from(contentOf(lines))
  const packed = paddingBytes > 0 ? deflateSync(Buffer.concat([Buffer.alloc(paddingBytes, ' '), content])) : content
  const filter = paddingBytes > 0 ? '/Filter /FlateDecode ' : ''
  return Buffer.concat([
    Buffer.from(`<<${filter}/Length ${packed.length}>> stream\n`),
    packed,
    Buffer.from('\nendstream'),
  ])
}

/** The bytes of a document in Helvetica; its cross-reference table is left to repair, as in many real files. */
export function aPdf({ pages, title, isEncrypted = false, paddingBytes = 0 }: PdfWish): Uint8Array {
  const idOfPage = (at: number) => 10 + 2 * at
  const objects: (readonly [id: number, body: string | Buffer])[] = [
    [1, '<</Type /Catalog /Pages 2 0 R>>'],
    [2, `<</Type /Pages /Kids [${pages.map((_, at) => `${idOfPage(at)} 0 R`).join(' ')}] /Count ${pages.length}>>`],
    [3, '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>'],
    [4, `<</Title (${title ?? ''})>>`],
    [5, `<</Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <${'1f'.repeat(32)}> /U <${'2e'.repeat(32)}>>>`],
    ...pages.flatMap((lines, at): [number, string | Buffer][] => [
      [
        idOfPage(at),
        `<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${idOfPage(at) + 1} 0 R /Resources <</Font <</F1 3 0 R>>>>>>`,
      ],
      [idOfPage(at) + 1, streamOf(lines, at === 0 ? paddingBytes : 0)],
    ]),
  ]
  const bodies = objects.map(([id, body]) =>
    Buffer.concat([Buffer.from(`${id} 0 obj `), Buffer.from(body), Buffer.from(' endobj\n')]),
  )
  const encryption = isEncrypted ? `/Encrypt 5 0 R /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>]` : ''
  const end = `trailer <</Root 1 0 R /Info 4 0 R ${encryption}>>\n%%EOF`
  return new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), ...bodies, Buffer.from(end)]))
}

/** A page with one line. */
export const aPage = (text: string, size = 12): readonly PrintedLine[] => [{ text, size }]
