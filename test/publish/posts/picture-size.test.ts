import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPictureSize } from '../../../src/publish/posts/picture-size.ts'

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))
const frame = [0xff, 0xc2, 0, 17, 8, 0, 50, 0, 200, 3]
const exif = (orientation: number) => [
  ...[0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1')],
  ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
]
const webp = (form: string, ...body: readonly number[]) => bytes('RIFF....WEBP', form, [0, 0, 0, 0], body)

test.each([
  ['a PNG', bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 2, 128, 0, 0, 1, 44]), [640, 300]],
  ['a GIF', bytes('GIF89a', [0x40, 1, 0xf0, 0]), [320, 240]],
  ['a progressive JPEG', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1], frame), [200, 50]],
  ['a JPEG of a turned camera', bytes([0xff, 0xd8], exif(6), frame), [50, 200]],
  ['a JPEG of an upright camera', bytes([0xff, 0xd8], exif(1), frame), [200, 50]],
  ['a lossy WebP', webp('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 100, 0, 60, 0), [100, 60]],
  ['a lossless WebP', webp('VP8L', 0x2f, 99, 0xc0, 14, 0), [100, 60]],
  ['an extended WebP', webp('VP8X', 0, 0, 0, 0, 99, 0, 0, 59, 0, 0), [100, 60]],
  [
    'a real PNG',
    readFileSync(join(import.meta.dirname, '../../../config/samples/pages/platform/images/cpu-requests.png')),
    [640, 300],
  ],
])('%s tells its size', (_name, file, [width, height]) => {
  expect(readPictureSize(file)).toEqual({ width, height })
})

test.each([
  ['nothing', bytes()],
  ['text', bytes('hello, world')],
  ['a PNG that ends early', bytes('\x89PNG\r\n\x1a\n')],
  ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1])],
  ['a picture without width', bytes('GIF89a', [0, 0, 1, 0])],
])('%s has none', (_name, file) => {
  expect(readPictureSize(file)).toBeNull()
})

test('no bytes are too strange', () => {
  const heads = [[0xff, 0xd8], [...Buffer.from('RIFF....WEBPVP8L')], [...Buffer.from('GIF8')], []]
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 200 }), (head, tail) => {
      readPictureSize(Buffer.from([...head, ...tail]))
    }),
  )
})
