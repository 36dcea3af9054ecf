// The encoded parts of a mail: whatever the text and the values, they decode to the filled text.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePart } from '../../../src/deliver/message/mime-part.ts'

const decodeQuoted = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

function decodePart(part: Buffer): {
  readonly encoding: string
  readonly text: string
  readonly lines: readonly string[]
} {
  const [head = '', ...rest] = part.toString('latin1').split('\r\n\r\n')
  const body = rest.join('\r\n\r\n').slice(0, -2)
  const encoding = /Encoding: (\S+)/.exec(head)?.[1] ?? ''
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : decodeQuoted(body)
  return { encoding, text: bytes.toString(), lines: body.split('\r\n') }
}

const aText = fc.string({ unit: 'grapheme', maxLength: 300 }).map(text => text.replaceAll('@', 'a'))
const aHanText = fc.string({ unit: fc.constantFrom('容', '器', '与', '云', '，', '。'), minLength: 60, maxLength: 300 })
const aValue = fc.string({ maxLength: 60 })

test.each([
  ['quoted-printable', fc.constant('x'.repeat(2000))],
  ['base64', aHanText],
])('a %s part decodes to its text with the values in their places', (encoding, padding) => {
  fc.assert(
    fc.property(fc.array(aText, { minLength: 1, maxLength: 5 }), padding, aValue, aValue, (texts, pad, one, two) => {
      const pieces = [pad, ...texts]
      const fill = compilePart(
        'text/plain',
        pieces.map((piece, at) => piece + (at % 2 ? '@@TWO@@' : '@@ONE@@')).join(''),
      )
      // Twice: what is kept from the first filling must not spoil the second.
      const decoded = () => decodePart(Buffer.concat(fill({ ONE: one, TWO: two })))
      const expected = pieces.map((piece, at) => piece.replace(/\r\n?|\n/g, '\r\n') + (at % 2 ? two : one)).join('')
      for (const part of [decoded(), decoded()]) {
        fc.pre(part.encoding === encoding)
        expect(part.text).toBe(expected)
        expect(part.lines.filter(line => line.length > 76)).toEqual([])
        expect(part.lines.filter(line => /\t| {2}| $/.test(line))).toEqual([])
        expect(part.lines.filter(line => line.startsWith('.'))).toEqual([])
      }
    }),
  )
})

test('a place without a value stays as it is', () => {
  expect(decodePart(Buffer.concat(compilePart('text/html', '<p>@@NAME@@</p>')({}))).text).toBe('<p>@@NAME@@</p>')
})
