// A picture with a palette shows what it was made from: few colours as they are, many a little coarser.
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodeIndexedPng } from '../../../src/publish/card/indexed-png.ts'

const inks = [
  [255, 253, 248],
  [31, 35, 40],
  [11, 79, 138],
] as const

function paint(width: number, height: number, colourAt: (x: number, y: number) => readonly number[]): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => [...colourAt(x, y), 255]),
  )
  return Uint8Array.from(rows.flat(2))
}

const decode = async (png: Uint8Array): Promise<Uint8Array> => sharp(png).ensureAlpha().raw().toBuffer()

test.each([
  [1, 1],
  [7, 3],
  [300, 2],
])('a picture of %i by %i pixels in three inks comes out as it went in', async (width, height) => {
  const rgba = paint(width, height, (x, y) => inks[(x * 7 + y * 3) % 3] ?? inks[0])
  const png = encodeIndexedPng({ width, height, rgba })
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width, height, isPalette: true })
  expect([...(await decode(png))]).toEqual([...rgba])
})

test('pixels are read from wherever they lie in memory', async () => {
  const rgba = paint(5, 5, x => inks[x % 3] ?? inks[0])
  const shifted = new Uint8Array(rgba.length + 1)
  shifted.set(rgba, 1)
  const png = encodeIndexedPng({ width: 5, height: 5, rgba: shifted.subarray(1) })
  expect([...(await decode(png))]).toEqual([...rgba])
})

test.each([
  ['of one hue', 8, (x: number) => [x, x, 255 - x]],
  ['of all there are', 128, (x: number, y: number) => [x, y, (x * y) % 256]],
])('more colours than a palette holds, %s, stay within %i of what they were', async (_, bound, colourAt) => {
  const rgba = paint(256, 256, colourAt)
  const decoded = await decode(encodeIndexedPng({ width: 256, height: 256, rgba }))
  const furthest = rgba.reduce((most, channel, at) => Math.max(most, Math.abs(channel - (decoded[at] ?? 0))), 0)
  expect(furthest).toBeLessThan(bound)
})
