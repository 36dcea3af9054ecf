// Reading a PDF: small documents written here, and what is refused.
import { expect, test } from 'vitest'
import { readPdf } from '../../src/extract/pdf.ts'
import { aPage, aPdf } from './pdf-builder.ts'

const walls = aPage('Walls between containers')

test('the largest lines are the title, and broken words are joined', async () => {
  const bytes = aPdf({
    pages: [
      [
        { text: 'Walls between containers', size: 24 },
        { text: 'Containers share the ker-', size: 10 },
        { text: 'nel of their host.', size: 10 },
      ],
    ],
  })
  const { title, text, pages } = await readPdf(bytes)
  expect({ title, pages }).toEqual({ title: 'Walls between containers', pages: 1 })
  expect(text).toBe('Walls between containers\n\nContainers share the kernel of their host.')
})

test.each([
  ['its own', 'Isolation measured', 'Isolation measured'],
  ['the largest lines where its own is the name of a file', 'walls-final2.docx', 'Walls between containers'],
  ['the largest lines where its own is a program’s default', 'Microsoft Word - walls', 'Walls between containers'],
])('the title of a document is %s', async (_name, title, expected) => {
  expect((await readPdf(aPdf({ pages: [walls], title }))).title).toBe(expected)
})

test('a Buffer is read as well, and stays whole', async () => {
  const bytes = Buffer.from(aPdf({ pages: [walls] }))
  await readPdf(bytes)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

test('of ten thousand pages the first sixty are read', async () => {
  const bytes = aPdf({ pages: Array.from({ length: 10_000 }, (_, at) => aPage(`This is page ${at + 1}.`)) })
  const { pages, text } = await readPdf(bytes)
  expect(pages).toBe(10_000)
  expect(text).toContain('This is page 60.')
  expect(text).not.toContain('This is page 61.')
})

test.each([
  ['nothing', new Uint8Array(), {}, 'is damaged or cut off'],
  ['bytes that are no PDF', new TextEncoder().encode('<html>not found</html>'), {}, 'is damaged or cut off'],
  ['a document that was cut off', aPdf({ pages: Array(20).fill(walls) }).subarray(0, 900), {}, 'is damaged or cut off'],
  ['an encrypted document', aPdf({ pages: [walls], isEncrypted: true }), {}, 'is encrypted and asks for a password'],
  ['pages without text', aPdf({ pages: [[], []] }), {}, 'has no text on its first 2 pages; it may be a scan'],
  ['more bytes than allowed', new Uint8Array(11), { maxBytes: 10 }, 'has 11 bytes; at most 10 are read'],
  ['a slow document', aPdf({ pages: [walls] }), { cpuMs: 0 }, 'took over 0 ms of processor time; 0 of 1 pages were'],
])('%s is refused as unreadable', async (_, bytes, limits, words) => {
  const reading = readPdf(bytes, { maxBytes: 1_000_000, maxPages: 5, cpuMs: 5_000, ...limits })
  await expect(reading).rejects.toMatchObject({
    code: 'PDF_UNREADABLE',
    message: expect.stringContaining(words) as string,
  })
})
