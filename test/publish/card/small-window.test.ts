// Fonts packed in a small window: the same letters, read without megabytes for each file.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { create } from 'fontkit'
import { expect, test } from 'vitest'
import { packInSmallWindow } from '../../../src/publish/card/small-window.ts'

const files = join(dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc')), 'files')
const readFont = (part: string): Buffer => readFileSync(join(files, `noto-sans-sc-${part}-wght-normal.woff2`))

const outlinesOf = (file: Buffer, text: string): readonly string[] => {
  const font = create(file)
  expect(font.cmap).toBeDefined()
  return Array.from(text, letter => font.glyphForCodePoint(letter.codePointAt(0) ?? 0).path.toSVG())
}

/** The first bits of what is packed name the window: a 0 is 2^16, six more behind a 1 are 2^17. */
const isSmall = (firstByte: number): boolean => (firstByte & 1) === 0 || (firstByte & 0x7f) === 1

test.each([
  ['latin', 'Weekly 47'],
  ['latin-ext', 'ŁőžĢ'],
  ['119', '的一是'],
])('the part %s has the same outlines, a window of at most 128 KB, and says its length', (part, text) => {
  const font = readFont(part)
  const packed = packInSmallWindow(font)
  expect(outlinesOf(packed, text)).toEqual(outlinesOf(font, text))
  const length = packed.readUInt32BE(8)
  const firstByte = (file: Buffer): number => file[file.readUInt32BE(8) - file.readUInt32BE(20)] ?? -1
  expect([length, isSmall(firstByte(packed))]).toEqual([packed.length, true])
})

test('what is no font is refused', () => {
  expect(() => packInSmallWindow(Buffer.alloc(64))).toThrow()
  expect(() => packInSmallWindow(Buffer.from('wOF2'))).toThrow()
})
