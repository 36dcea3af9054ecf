// Reading a PDF: a small hand-written document, and what is refused.
import { expect, test } from 'vitest'
import { readPdf } from '../../src/extract/pdf.ts'

/** A one-page document that shows the lines from top to bottom, each at its size, with the cross-reference table left to repair. */
function aPdf(lines: readonly { readonly text: string; readonly size: number }[]): Uint8Array {
  const shown = lines.map(({ text, size }, index) => `/F1 ${size} Tf 1 0 0 1 72 ${700 - index * 14} Tm (${text}) Tj`)
  const content = `BT ${shown.join(' ')} ET`
  return new Uint8Array(
    Buffer.from(`%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>> endobj
4 0 obj <</Length ${content.length}>> stream
${content}
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF`),
  )
}

test('the largest lines are the title, and broken words are joined', async () => {
  const bytes = aPdf([
    { text: 'Walls between containers', size: 24 },
    { text: 'Containers share the ker-', size: 10 },
    { text: 'nel of their host.', size: 10 },
  ])
  const { title, text, pages } = await readPdf(bytes)
  expect({ title, pages }).toEqual({ title: 'Walls between containers', pages: 1 })
  expect(text).toBe('Walls between containers\n\nContainers share the kernel of their host.')
})

test('a Buffer is read as well, and stays whole', async () => {
  const bytes = Buffer.from(aPdf([{ text: 'Walls', size: 12 }]))
  await readPdf(bytes)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

test.each([
  ['nothing', new Uint8Array(), {}],
  ['bytes that are no PDF', new TextEncoder().encode('<html>not found</html>'), {}],
  ['a page without text', aPdf([]), {}],
  ['more bytes than allowed', new Uint8Array(11), { maxBytes: 10 }],
])('%s is refused as unreadable', async (_, bytes, limits) => {
  await expect(readPdf(bytes, { maxBytes: 1_000, maxPages: 5, timeoutMs: 5_000, ...limits })).rejects.toMatchObject({
    code: 'PDF_UNREADABLE',
  })
})
